"""antivenom.secret as a Python program sees it."""

import copy
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from antivenom import Error, secret

VALUE = 'correct horse battery'


class Type(unittest.TestCase):
    def test_is_not_shown_whatever_way_it_is_printed(self):
        held = secret.SecretBytes(VALUE)
        for shown in (str(held), repr(held), f'{held}', f'{held!r:>40}', '%s' % held, repr([held]),
                      format(held, '>3')):
            self.assertNotIn('horse', shown)

    def test_is_compared_with_its_kind_alone(self):
        held = secret.SecretBytes(VALUE)
        self.assertEqual(held, secret.SecretBytes(VALUE.encode()))
        self.assertNotEqual(held, secret.SecretBytes('other'))
        self.assertFalse(held == VALUE.encode())
        with self.assertRaises(TypeError):
            hash(held)
        with self.assertRaises(TypeError):
            held < held  # noqa: B015

    def test_is_not_copied_or_pickled(self):
        for way in (copy.copy, copy.deepcopy, pickle.dumps):
            with self.assertRaises(TypeError):
                way(secret.SecretBytes(VALUE))

    def test_every_form_of_data_goes_in(self):
        for data in (VALUE, VALUE.encode(), bytearray(VALUE.encode()), memoryview(VALUE.encode()),
                     secret.SecretBytes(VALUE)):
            self.assertEqual(secret.SecretBytes(data).expose(), VALUE.encode())
        self.assertEqual(secret.SecretBytes('\u00e9').expose_text(), '\u00e9')
        with self.assertRaises(TypeError):
            secret.SecretBytes(5)
        with self.assertRaises(UnicodeDecodeError):
            secret.SecretBytes(b'\xff').expose_text()

    def test_wipe_forgets(self):
        held = secret.SecretBytes(VALUE)
        held.wipe()
        self.assertEqual((len(held), held.expose()), (0, b''))

    def test_threads_may_use_and_wipe_one(self):
        faults = []

        def use(held):
            for _ in range(2000):
                if held.expose() not in (b'x' * 64, b''):
                    faults.append('torn')

        held = secret.SecretBytes('x' * 64)
        threads = [threading.Thread(target=use, args=(held,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        held.wipe()
        for thread in threads:
            thread.join()
        self.assertEqual(faults, [])


class Sources(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, text, mode=0o600):
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def test_file(self):
        path = self.file('key', VALUE + '\n')
        self.assertEqual(secret.get(f'file://{path}').expose_text(), VALUE)
        self.assertEqual(secret.get(f'file://{path}', keep_line_end=True).expose_text(), VALUE + '\n')
        with self.assertRaises(secret.TooMuchError):
            secret.get(f'file://{path}', max_bytes=5)

    def test_a_file_open_to_others_or_a_link_is_refused(self):
        path = self.file('key', VALUE, 0o640)
        with self.assertRaises(secret.DeniedError) as caught:
            secret.get(f'file://{path}')
        self.assertIn(str(path), str(caught.exception))
        self.assertNotIn('horse', str(caught.exception))
        path.chmod(0o600)
        link = self.folder / 'link'
        link.symlink_to(path)
        with self.assertRaises(secret.DeniedError):
            secret.get(f'file://{link}')
        self.assertEqual(secret.get(f'file://{link}', follow_links=True).expose_text(), VALUE)

    def test_environment(self):
        code = ('from antivenom import secret; import os\n'
                'print(secret.get("env://TOKEN").expose_text())\n'
                'secret.take_environment("TOKEN")\n'
                'print("horse" in open("/proc/self/environ").read())')
        done = subprocess.run([sys.executable, '-c', code], env={**os.environ, 'TOKEN': VALUE},
                              text=True, capture_output=True, check=True)
        self.assertEqual(done.stdout.split('\n')[:2], [VALUE, 'False'])
        with self.assertRaises(secret.NotFoundError) as caught:
            secret.get('env://ANTIVENOM_NOT_SET')
        self.assertIn('ANTIVENOM_NOT_SET', str(caught.exception))
        self.assertIsInstance(caught.exception, Error)
        self.assertIsInstance(caught.exception, LookupError)

    def test_dotenv(self):
        path = self.file('.env', 'A=1\nexport B="two words" # comment\n')
        entries = secret.load_dotenv(path)
        self.assertEqual({name: value.expose_text() for name, value in entries.items()},
                         {'A': '1', 'B': 'two words'})
        self.assertEqual(secret.get(f'dotenv:{path}#B').expose_text(), 'two words')
        self.assertEqual(list(secret.parse_dotenv("X='$HOME'")), ['X'])
        with self.assertRaises(secret.InvalidError) as caught:
            secret.parse_dotenv('A=1\nB=$(rm horse)')
        self.assertIn('2', str(caught.exception))
        self.assertNotIn('horse', str(caught.exception))

    def test_errors_keep_their_hint_when_pickled(self):
        with self.assertRaises(secret.InvalidError) as caught:
            secret.get('nonsense')
        again = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual((str(again), again.hint), (str(caught.exception), caught.exception.hint))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

"""The transcript runner must notice every kind of difference, and --update must settle it."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNNER = ROOT / 'tests/cli/run.py'

PROGRAM = '#!/bin/sh\nfor word in "$@"; do echo "$word"; done\necho note >&2\nexit 3\n'
GOOD = '''# says its words back
==> file notes/a.txt
hello
==> run cat notes/a.txt; pwd
==> out
hello
$DIR
==> run antivenom one two; echo '==> x'
==> out
one
two
\\==> x
==> err
note
==> run antivenom one two three
==> out
o[..]
...
==> err
note
==> code 3
'''


class Transcripts(unittest.TestCase):
    def play(self, text, *arguments):
        """Plays one transcript; returns exit code, output and the file as it is afterwards."""
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, 'bin/antivenom')
            program.parent.mkdir()
            program.write_text(PROGRAM)
            program.chmod(0o755)
            transcript = Path(folder, 'sample.test')
            transcript.write_text(text)
            done = subprocess.run(
                [sys.executable, RUNNER, '--program', program, '--folder', folder, *arguments],
                capture_output=True, text=True, check=False)
            self.assertEqual(done.stderr, '')
            return done.returncode, done.stdout, transcript.read_text()

    def test_good_transcript_passes_and_is_left_alone(self):
        for arguments in [(), ('--update',)]:
            self.assertEqual(self.play(GOOD, *arguments),
                             (0, '1 passed, 0 failed, 0 skipped\n', GOOD))

    def test_each_difference_fails(self):
        for old, new in [('hello\n$DIR', 'hell\n$DIR'), ('==> err\nnote\n==> run', '==> run'),
                         ('code 3', 'code 2'), ('==> code 3\n', ''), ('\n...', ''),
                         ('o[..]', 'x[..]'), ('two\n\\==> x\n', 'two\n')]:
            with self.subTest(old=old, new=new):
                self.assertIn(old, GOOD)
                code, output, _ = self.play(GOOD.replace(old, new))
                self.assertEqual((code, output.splitlines()[-1]),
                                 (1, '0 passed, 1 failed, 0 skipped'))

    def test_update_writes_what_was_printed(self):
        bad = GOOD.replace('hello\n$DIR', 'bye').replace('==> code 3\n', '')
        code, output, text = self.play(bad, '--update')
        self.assertEqual((code, text), (0, GOOD))
        self.assertEqual(output, 'sample.test: updated\n1 passed, 0 failed, 0 skipped\n')

    def test_unknown_section_fails(self):
        code, output, _ = self.play('==> ruin x\n')
        self.assertEqual(code, 1)
        self.assertIn("unknown section 'ruin'", output)

    def test_absent_shared_data_skips(self):
        code, output, _ = self.play('==> copy ../shared/no/such\n==> run true\n')
        self.assertEqual((code, output.splitlines()[-1]), (0, '0 passed, 0 failed, 1 skipped'))


if __name__ == '__main__':
    unittest.main()

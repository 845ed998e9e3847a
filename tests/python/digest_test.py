"""antivenom.digest as a Python program sees it; hashlib and coreutils give the answers."""

import asyncio
import hashlib
import hmac
import os
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from antivenom import digest

NAMES = {'sha224': 'sha224', 'sha256': 'sha256', 'sha384': 'sha384', 'sha512': 'sha512',
         'sha3-224': 'sha3_224', 'sha3-256': 'sha3_256', 'sha3-384': 'sha3_384',
         'sha3-512': 'sha3_512', 'blake2b': 'blake2b', 'blake2s': 'blake2s'}


class Hashes(unittest.TestCase):
    def test_same_as_hashlib(self):
        for ours, theirs in NAMES.items():
            for size in (0, 1, 64, 5000, 100_000):
                data = os.urandom(size)
                expected = hashlib.new(theirs, data).digest()
                self.assertEqual(digest.hash(data, ours), expected)
                hasher = digest.Hasher(ours)
                hasher.update(data[:size // 3])
                early = hasher.copy()
                hasher.update(data[size // 3:])
                self.assertEqual(hasher.digest(), expected)
                self.assertEqual(hasher.hexdigest(), expected.hex())
                self.assertEqual(early.digest(), hashlib.new(theirs, data[:size // 3]).digest())
            self.assertEqual(digest.Hasher(ours).digest_size, len(expected))
        self.assertEqual(digest.hash('x', 'blake2b-256'),
                         hashlib.blake2b(b'x', digest_size=32).digest())

    def test_broken_and_unknown_ones_are_refused(self):
        for name in ('md5', 'sha1', 'nonsense', ''):
            with self.assertRaises((digest.UnsupportedError, digest.InvalidError)):
                digest.hash(b'', name)

    def test_threads_share_a_hasher(self):
        hasher = digest.Hasher()
        threads = [threading.Thread(target=lambda: [hasher.update(b'x' * 8192) for _ in range(50)])
                   for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(hasher.digest(), hashlib.sha256(b'x' * 8192 * 200).digest())


class Keys(unittest.TestCase):
    def test_hmac(self):
        key, data = os.urandom(32), os.urandom(10_000)
        mine = digest.HmacKey(key, 'sha512')
        mac = hmac.digest(key, data, 'sha512')
        self.assertEqual(mine.sign(data), mac)
        self.assertTrue(mine.verify(data, mac))
        self.assertFalse(mine.verify(data, mac[:-1]))
        self.assertFalse(mine.verify(data[1:], mac))
        with self.assertRaises(digest.InvalidError):
            digest.HmacKey(b'short')
        self.assertEqual(digest.HmacKey(b'short', allow_short=True).sign(b''),
                         hmac.digest(b'short', b'', 'sha256'))

    def test_blake2b_keyed_and_hkdf(self):
        self.assertEqual(digest.blake2b_keyed(b'k' * 20, b'data', size=20),
                         hashlib.blake2b(b'data', key=b'k' * 20, digest_size=20).digest())
        # RFC 5869, A.1
        made = digest.hkdf(b'\x0b' * 22, 42, salt=bytes(range(13)), info=bytes(range(0xf0, 0xfa)))
        self.assertEqual(made.expose().hex(), '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d'
                                              '56ecc4c5bf34007208d5b887185865')

    def test_equal(self):
        self.assertTrue(digest.equal('abc', b'abc'))
        self.assertFalse(digest.equal(b'abc', b'abd'))
        self.assertFalse(digest.equal(b'abc', b'abcd'))

    def test_tokens(self):
        self.assertEqual(len(digest.random_bytes(40)), 40)
        for encoding in ('base64url', 'hex', 'base32', 'crockford', 'base58', 'decimal', 'uuid4'):
            one, two = (digest.random_token(encoding).expose_text() for _ in range(2))
            self.assertNotEqual(one, two)
            self.assertTrue(one.isascii())
        self.assertLessEqual(set(digest.random_text('ab', 100).expose_text()), {'a', 'b'})
        with self.assertRaises(digest.InvalidError):
            digest.random_text('aa', 3)


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for name in ('a', 'b c', 'deep/d', 'line\nend'):
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(os.urandom(70_000))
        (self.folder / 'link').symlink_to('a')
        self.odd = os.path.join(os.fsencode(self.folder), b'\xff')
        Path(os.fsdecode(self.odd)).write_bytes(b'odd')

    def test_tree(self):
        calls = []
        tree = digest.hash_tree([self.folder], progress=lambda *numbers: calls.append(numbers))
        expected = {str(path): hashlib.sha256(path.read_bytes()).digest()
                    for path in self.folder.rglob('*') if path.is_file() and not path.is_symlink()}
        self.assertEqual(tree.entries, expected)
        self.assertEqual(tree.skipped, [str(self.folder / 'link')])
        self.assertEqual(calls[-1], (280_003, 280_003))
        missing = digest.hash_tree([self.folder / 'missing'])
        self.assertIsInstance(missing.failures[str(self.folder / 'missing')], digest.NotFoundError)
        self.assertEqual(asyncio.run(digest.ahash_tree([self.folder])).entries, expected)

    def test_one_path_is_not_many(self):
        for path in (str(self.folder), os.fsencode(self.folder), self.folder):
            with self.assertRaises(TypeError):
                digest.hash_tree(path)

    def test_file(self):
        path = self.folder / 'a'
        self.assertEqual(digest.hash_file(path), hashlib.sha256(path.read_bytes()).digest())
        self.assertEqual(digest.hash_file(self.odd), hashlib.sha256(b'odd').digest())
        self.assertEqual(asyncio.run(digest.ahash_file(path, 'sha512')),
                         hashlib.sha512(path.read_bytes()).digest())
        with self.assertRaises(digest.NotFoundError):
            digest.hash_file(self.folder / 'missing')

    def test_manifest_is_coreutils(self):
        tree = digest.hash_tree([self.folder])
        for style, options in (('plain', []), ('binary', ['--binary']), ('tagged', ['--tag'])):
            for zero in (False, True):
                text = digest.manifest(tree.entries, style=style, zero=zero)
                theirs = subprocess.run(
                    ['sha256sum', *options, *(['--zero'] if zero else []), *tree.entries],
                    capture_output=True, check=True).stdout
                self.assertEqual(text, theirs)
                self.assertTrue(digest.check_manifest(text, zero=zero))

    def test_check_tells_each_file(self):
        text = digest.manifest(digest.hash_tree([self.folder]).entries)
        (self.folder / 'a').write_bytes(b'changed')
        (self.folder / 'b c').unlink()
        checked = digest.check_manifest(text + b'no line\n')
        verdicts = {Path(file.path).name: file.verdict for file in checked.files}
        self.assertEqual((verdicts['a'], verdicts['b c'], verdicts['d']),
                         ('different', 'missing', 'same'))
        self.assertEqual(checked.bad_lines, [6])
        self.assertFalse(checked)
        self.assertFalse(asyncio.run(digest.acheck_manifest(text)))
        self.assertFalse(digest.check_manifest(b'# nothing\n'))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

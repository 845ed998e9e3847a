"""What takes more than a few microseconds lets other threads run meanwhile.

The interpreter is told to take the GIL from nobody, so another thread runs during a call only when
the call gives the GIL up.
"""

import os
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from antivenom import digest, fernet, limit, parse, password, scan, secret
from antivenom.compat import bcrypt

LARGE = os.urandom(1 << 24)
SECONDS = 20  # for the other thread, which may be slow to wake
FOREVER = 1e6  # seconds


def runs_meanwhile(work):
    """Whether another thread ran between begin and end of work()."""
    started, begin, ran = threading.Event(), threading.Lock(), []

    def run():
        started.set()
        with begin:
            ran.append(True)

    with begin:
        other = threading.Thread(target=run)
        other.start()
        started.wait()
    # The other thread is awake now, and waits for the GIL.
    work()
    seen = bool(ran)
    other.join()
    return seen


def is_released(work):
    """Whether another thread runs during work(), if not every time."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if runs_meanwhile(work):
            return True
    return False


class Released(unittest.TestCase):
    def setUp(self):
        former = sys.getswitchinterval()
        self.addCleanup(sys.setswitchinterval, former)
        sys.setswitchinterval(FOREVER)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def check(self, **works):
        for name, work in works.items():
            with self.subTest(name):
                self.assertTrue(is_released(work))

    def test_what_does_not_release_is_seen(self):
        self.assertFalse(any(runs_meanwhile(lambda: sum(range(1000))) for _ in range(20)))

    def test_digests(self):
        key = digest.HmacKey(b'k' * 32)
        mac = key.sign(LARGE)
        copy = bytes(bytearray(LARGE))
        self.check(
            hash=lambda: digest.hash(LARGE), update=lambda: digest.Hasher().update(LARGE),
            sign=lambda: key.sign(LARGE), verify=lambda: key.verify(LARGE, mac),
            blake2b_keyed=lambda: digest.blake2b_keyed(b'key', LARGE),
            equal=lambda: digest.equal(LARGE, copy),
            random_bytes=lambda: digest.random_bytes(len(LARGE)))

    def test_files(self):
        file, sealed, opened = (self.folder / name for name in ('file', 'sealed', 'opened'))
        file.write_bytes(LARGE)
        key = fernet.generate_seal_key()
        fernet.seal_file(file, sealed, key)
        manifest = digest.manifest({str(file): digest.hash_file(file)})
        sealer = fernet.Sealer(key)
        self.check(
            hash_file=lambda: digest.hash_file(file), hash_tree=lambda: digest.hash_tree([file]),
            check_manifest=lambda: digest.check_manifest(manifest),
            seal_file=lambda: fernet.seal_file(file, sealed, key),
            open_file=lambda: fernet.open_file(sealed, opened, key),
            sealer=lambda: sealer.update(LARGE))

    def test_tokens(self):
        box = fernet.Fernet(fernet.generate_key())
        token = box.encrypt(LARGE)
        self.check(encrypt=lambda: box.encrypt(LARGE), decrypt=lambda: box.decrypt(token),
                   timestamp=lambda: box.timestamp(token))

    def test_passwords(self):
        policy = password.Policy('bcrypt', bcrypt_cost=8, weak_for_tests=True)
        stored = password.hash('word', policy)
        salt = bcrypt.gensalt(8)
        self.check(
            hash=lambda: password.hash('word', policy),
            verify=lambda: password.verify('word', stored, policy),
            hash_many=lambda: password.hash_many(['word'], policy, threads=1),
            verify_many=lambda: password.verify_many([('word', stored)], policy, threads=1),
            calibrate=lambda: password.calibrate(20, start=policy),
            hashpw=lambda: bcrypt.hashpw(b'word', salt),
            checkpw=lambda: bcrypt.checkpw(b'word', salt + b'x' * 31),
            kdf=lambda: bcrypt.kdf(b'word', b'salt', 32, 50))

    def test_secrets(self):
        file = self.folder / 'secret'
        file.touch(0o600)
        file.write_bytes(LARGE)
        self.check(get=lambda: secret.get(f'file:{file}', max_bytes=len(LARGE)))

    def test_scanner(self):
        file = self.folder / 'code.py'
        text = 'x = f(1)\n' * 10_000
        file.write_text(text)
        options = scan.Options(isolated=True)
        result = scan.text('eval(input())\n' * 1000, options=options)
        self.check(
            tree=lambda: parse.tree(text), tokens=lambda: parse.tokens(text),
            dump=lambda: parse.tree(text).dump('cpython3.13'), text=lambda: scan.text('x', options=options),
            paths=lambda: scan.paths(file, options=options),
            to_json=result.to_json, to_sarif=result.to_sarif)

    def test_limits(self):
        keys = 1 << 18
        memory = limit.Limiter(capacity=4 * keys, strategy='moving-window')
        name = f'shm://antivenom-test-{os.getpid()}'
        self.addCleanup(limit.remove_shared, name)

        def make_shared():
            limit.remove_shared(name)
            limit.Limiter(name, capacity=keys, strategy='moving-window')

        self.check(reset=memory.reset, make_shared=make_shared)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

"""antivenom.fernet as a Python program sees it; sealed files against a second implementation of
C2SP chunked-encryption v1, written here on pyca/cryptography's primitives.
"""

import asyncio
import base64
import hmac
import os
import random
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from antivenom import Error, fernet
from antivenom.secret import SecretBytes

try:
    import cryptography.fernet
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
except ImportError:
    cryptography = None

CHUNK = 16384
TAG = 16
HEADER = 56
INFO = b'c2sp.org/chunked-encryption@v1+AEAD_AES_128_GCM\0'


class Tokens(unittest.TestCase):
    def test_round_trip(self):
        box = fernet.Fernet(fernet.generate_key())
        for size in (0, 1, 15, 16, 17, 100, 4096, 100_000):
            message = os.urandom(size)
            token = box.encrypt(message)
            self.assertEqual(box.decrypt(token), message)
            self.assertEqual(box.decrypt(token.decode(), ttl=60), message)
        self.assertAlmostEqual(box.timestamp(token), time.time(), delta=5)

    @unittest.skipIf(cryptography is None, 'cryptography is not installed')
    def test_the_peer_reads_ours_and_we_read_the_peers(self):
        key = fernet.generate_key()
        ours, theirs = fernet.Fernet(key), cryptography.fernet.Fernet(key.expose())
        for size in range(200):
            message = os.urandom(size)
            self.assertEqual(theirs.decrypt(ours.encrypt(message)), message)
            self.assertEqual(ours.decrypt(theirs.encrypt(message)), message)
        old = theirs.encrypt_at_time(b'old', int(time.time()) - 100)
        self.assertEqual(ours.decrypt(old, ttl=200), b'old')
        with self.assertRaises(fernet.ExpiredToken):
            ours.decrypt(old, ttl=50)
        with self.assertRaises(fernet.ExpiredToken):
            ours.decrypt(theirs.encrypt_at_time(b'new', int(time.time()) + 100), ttl=50)

    def test_what_is_no_token_is_one_exception(self):
        box = fernet.Fernet(fernet.generate_key())
        token = box.encrypt(b'message')
        for bad in (b'', b'x', token[:-4], token + b'A', token[:50] + b'!' + token[51:],
                    fernet.Fernet(fernet.generate_key()).encrypt(b'message'), 'é', token + b'\n'):
            with self.assertRaises(fernet.InvalidToken) as caught:
                box.decrypt(bad)
            self.assertIsInstance(caught.exception, Error)
            self.assertIsInstance(caught.exception, ValueError)
        for key in (b'', b'x' * 44, fernet.generate_seal_key()):
            with self.assertRaises(fernet.InvalidError):
                fernet.Fernet(key)

    def test_several_keys(self):
        new, old = fernet.generate_key(), fernet.generate_key()
        both, only_new = fernet.MultiFernet([new, old]), fernet.Fernet(new)
        token = fernet.Fernet(old).encrypt(b'message')
        self.assertEqual(both.decrypt(token, ttl=60), b'message')
        rotated = both.rotate(token)
        self.assertEqual(only_new.decrypt(rotated), b'message')
        self.assertEqual(only_new.timestamp(rotated), both.timestamp(token))
        self.assertEqual(only_new.decrypt(both.encrypt(b'x')), b'x')
        with self.assertRaises(fernet.InvalidToken):
            both.rotate(b'nonsense')
        with self.assertRaises(fernet.InvalidError):
            fernet.MultiFernet([])

    def test_threads_share_one(self):
        box = fernet.Fernet(fernet.generate_key())
        faults = []

        def work(number):
            message = bytes([number]) * 20_000
            for _ in range(50):
                if box.decrypt(box.encrypt(message)) != message:
                    faults.append(number)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(faults, [])


# ---- the second implementation; source: c2sp.org/chunked-encryption, version 1


def raw_key(text):
    """The 16 bytes that a seal key's text holds, before four of a checksum."""
    body = text.expose_text().removeprefix('avseal1-')
    return base64.urlsafe_b64decode(body + '=' * (-len(body) % 4))[:16]


def expand(key, info, size):
    """HKDF-Expand with SHA-256, RFC 5869."""
    made, block = b'', b''
    while len(made) < size:
        block = hmac.digest(key, block + info + bytes([len(made) // 32 + 1]), 'sha256')
        made += block
    return made[:size]


class Reference:
    def __init__(self, key, salt, context):
        derived = expand(key, INFO + salt + context, 16 + 12 + 32)
        self.cipher = AESGCM(derived[:16])
        self.nonce, self.commitment = int.from_bytes(derived[16:28], 'big'), derived[28:]

    def nonce_of(self, chunk):
        return (self.nonce ^ chunk).to_bytes(12, 'big')

    @classmethod
    def seal(cls, key, message, context=b''):
        salt = os.urandom(24)
        self = cls(key, salt, context)
        chunks = [message[at:at + CHUNK] for at in range(0, len(message) + 1, CHUNK)]
        return salt + self.commitment + b''.join(
            self.cipher.encrypt(self.nonce_of(number), chunk, None)
            for number, chunk in enumerate(chunks))

    @classmethod
    def open(cls, key, data, context=b''):
        self = cls(key, data[:24], context)
        if data[24:HEADER] != self.commitment or (len(data) - HEADER) % (CHUNK + TAG) < TAG:
            raise InvalidTag
        return b''.join(
            self.cipher.decrypt(self.nonce_of(number), data[at:at + CHUNK + TAG], None)
            for number, at in enumerate(range(HEADER, len(data), CHUNK + TAG)))


def damages(data):
    """Ways to spoil four whole chunks and a short one: name and result."""
    size = CHUNK + TAG
    header, chunks = data[:HEADER], [data[at:at + size] for at in range(HEADER, len(data), size)]
    yield 'flipped bit of the salt', bytes([data[0] ^ 1]) + data[1:]
    yield 'flipped bit of the commitment', data[:30] + bytes([data[30] ^ 128]) + data[31:]
    yield 'flipped last bit', data[:-1] + bytes([data[-1] ^ 1])
    yield 'swapped chunks', header + b''.join([chunks[1], chunks[0], *chunks[2:]])
    yield 'repeated chunk', header + b''.join([chunks[0], chunks[0], *chunks[1:]])
    yield 'repeated last chunk', data + chunks[-1]
    yield 'chunk left out', header + b''.join([chunks[0], *chunks[2:]])
    yield 'cut at a chunk', header + b''.join(chunks[:-1])
    yield 'cut inside a chunk', data[:-1]
    yield 'cut to the header', header
    yield 'nothing', b''
    yield 'more', data + b'x'


class Sealed(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.source, self.target = self.folder / 'source', self.folder / 'target'
        self.key = fernet.generate_seal_key()

    def sizes(self):
        edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]
        return edges + [random.Random(number).randrange(200_000) for number in range(60)]

    @unittest.skipIf(cryptography is None, 'cryptography is not installed')
    def test_a_second_implementation_reads_ours_and_we_read_its(self):
        raw = raw_key(self.key)
        for size in self.sizes():
            message, context = os.urandom(size), os.urandom(size % 40)
            self.source.write_bytes(message)
            fernet.seal_file(self.source, self.target, self.key, context=context)
            self.assertEqual(Reference.open(raw, self.target.read_bytes(), context), message)
            self.source.write_bytes(Reference.seal(raw, message, context))
            fernet.open_file(self.source, self.target, self.key, context=context)
            self.assertEqual(self.target.read_bytes(), message)

    @unittest.skipIf(cryptography is None, 'cryptography is not installed')
    def test_both_refuse_the_same_damage_and_ours_leaves_no_file(self):
        self.source.write_bytes(os.urandom(4 * CHUNK + 100))
        sealed = self.folder / 'sealed'
        fernet.seal_file(self.source, sealed, self.key)
        for name, data in damages(sealed.read_bytes()):
            with self.subTest(name):
                with self.assertRaises((InvalidTag, ValueError)):
                    Reference.open(raw_key(self.key), data)
                self.source.write_bytes(data)
                with self.assertRaises(fernet.InvalidError):
                    fernet.open_file(self.source, self.target, self.key)
                self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                                 ['sealed', 'source'])

    def test_another_key_or_context_leaves_no_file(self):
        self.source.write_bytes(b'message')
        sealed = self.folder / 'sealed'
        fernet.seal_file(self.source, sealed, self.key, context='one')
        for key, context in ((fernet.generate_seal_key(), 'one'), (self.key, 'two')):
            with self.assertRaises(fernet.InvalidError):
                fernet.open_file(sealed, self.target, key, context=context)
            self.assertFalse(self.target.exists())
        with self.assertRaises(fernet.InvalidError):
            fernet.seal_file(self.source, self.target, fernet.generate_key())

    def test_nothing_is_at_the_target_while_the_work_goes_on(self):
        with self.source.open('wb') as file:
            file.truncate(200_000_000)
        seen, calls = [], []

        def look(done, size):
            calls.append((done, size))
            if done < size:
                seen.append(self.target.exists())

        fernet.seal_file(self.source, self.target, self.key, progress=look)
        self.assertEqual(calls[-1], (200_000_000, 200_000_000))
        self.assertNotIn(True, seen)
        self.assertEqual(self.target.stat().st_size, HEADER + 200_000_000 + TAG * (200_000_000 // CHUNK + 1))

    def test_progress_that_raises_stops_and_leaves_no_file(self):
        with self.source.open('wb') as file:
            file.truncate(1_000_000_000)

        def stop(done, size):
            raise KeyError('enough')

        with self.assertRaises(KeyError):
            fernet.seal_file(self.source, self.target, self.key, progress=stop)
        self.assertEqual([path.name for path in self.folder.iterdir()], ['source'])

    def test_streams(self):
        message = os.urandom(100_000)
        sealer, opener = fernet.Sealer(self.key, 'c'), fernet.Opener(self.key, 'c')
        opened = b''
        for at in range(0, len(message), 7001):
            opened += opener.update(sealer.update(message[at:at + 7001]))
            self.assertEqual(len(opened) % CHUNK, 0)
        opened += opener.update(sealer.finish()) + opener.finish()
        self.assertEqual(opened, message)
        for over in (lambda: sealer.update(b'x'), sealer.finish, opener.finish):
            with self.assertRaises(fernet.InvalidError):
                over()

    def test_coroutines(self):
        self.source.write_bytes(b'message')

        async def both():
            await fernet.aseal_file(self.source, self.folder / 'sealed', self.key)
            await fernet.aopen_file(self.folder / 'sealed', self.target, self.key)

        asyncio.run(both())
        self.assertEqual(self.target.read_bytes(), b'message')

    def test_errors_say_which_file(self):
        with self.assertRaises(fernet.NotFoundError) as caught:
            fernet.seal_file(self.folder / 'missing', self.target, self.key)
        self.assertIn('missing', str(caught.exception))
        with self.assertRaises(fernet.InvalidError):
            fernet.seal_file(self.folder / 'missing', self.target, SecretBytes('avseal1-x'))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

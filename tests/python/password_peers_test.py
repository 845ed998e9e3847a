"""antivenom.password against the programs whose strings it reads: what one makes, the other must
accept, and a password changed by one character both must refuse.

`--full` takes 10,000 random cases, otherwise 300. Costs are as low as each allows.
"""

import random
import string
import sys
import unittest

from antivenom import password
from antivenom.compat import bcrypt as ours

try:
    import argon2
    import bcrypt
    import passlib.hash
    import werkzeug.security
    from django.conf import settings
    settings.configure(PASSWORD_HASHERS=['django.contrib.auth.hashers.PBKDF2PasswordHasher'])
    from django.contrib.auth import hashers
except ImportError as missing:
    print(f'skipped: {missing}')
    sys.exit(77)

CASES = 10_000 if '--full' in sys.argv else 300
LETTERS = string.ascii_letters + string.digits + string.punctuation + ' äß\u20ac\U0001f40d\n\0'


def text(source, most=40, letters=LETTERS):
    return ''.join(source.choices(letters, k=source.randrange(most)))


def salt(source, size=16):
    return source.randbytes(size)


def word_salt(source):
    return ''.join(source.choices(string.ascii_letters + string.digits,
                                  k=source.randrange(1, 30)))


def by_bcrypt(source, word):
    raw = word.encode()[:72]
    made = bcrypt.hashpw(raw, bcrypt.gensalt(4, source.choice([b'2a', b'2b'])))
    made = made.replace(b'$2b$', source.choice([b'$2b$', b'$2y$']))
    return raw, made.decode()


def by_argon2(source, word):
    kind = source.choice(list(argon2.Type))
    lanes = source.choice([1, 1, 2, 3])
    hasher = argon2.PasswordHasher(
        time_cost=source.randrange(1, 4), memory_cost=source.randrange(8 * lanes, 100), type=kind,
        parallelism=lanes, hash_len=source.randrange(12, 60), salt_len=source.randrange(8, 40))
    return word, hasher.hash(word)


def by_passlib(source, word):
    word = word.replace('\0', '')  # which passlib refuses for bcrypt
    return word, source.choice([
        lambda: passlib.hash.pbkdf2_sha256.using(rounds=source.randrange(1, 50),
                                                 salt=salt(source)).hash(word),
        lambda: passlib.hash.pbkdf2_sha512.using(rounds=source.randrange(1, 50),
                                                 salt=salt(source)).hash(word),
        lambda: passlib.hash.pbkdf2_sha1.using(rounds=source.randrange(1, 50),
                                               salt=salt(source)).hash(word),
        lambda: passlib.hash.django_pbkdf2_sha256.using(rounds=source.randrange(1, 50)).hash(word),
        lambda: passlib.hash.scrypt.using(rounds=source.randrange(1, 6), block_size=8,
                                          salt=salt(source)).hash(word),
    ])()


def by_werkzeug(source, word):
    return word, werkzeug.security.generate_password_hash(word, source.choice(
        ['scrypt:128:8:1', 'scrypt:128:8:2', 'pbkdf2:sha256:7', 'pbkdf2:sha512:3', 'pbkdf2:sha1:9']))


def by_django(source, word):
    hasher = source.choice([hashers.PBKDF2PasswordHasher, hashers.PBKDF2SHA1PasswordHasher])()
    return word, hasher.encode(word, word_salt(source), source.randrange(1, 50))


def by_django_scrypt(source, word):
    return word, hashers.ScryptPasswordHasher().encode(word, word_salt(source), n=16)


PEERS = [by_bcrypt, by_argon2, by_passlib, by_werkzeug, by_django, by_django_scrypt]


def changed(source, word):
    """Another password: one character more, less or different."""
    raw = word if isinstance(word, bytes) else word.encode()
    if not raw or source.random() < 0.3:
        return (raw + b'x')[-72:]
    at = source.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ source.choice([1, 64])]) + raw[at + 1:]


def is_right(stored, word):
    """What the peer that made a string says of a password."""
    if stored.startswith('$2'):
        return bcrypt.checkpw(word, stored.replace('$2y$', '$2b$').encode())
    if stored.startswith('$argon2'):
        try:
            return argon2.PasswordHasher().verify(stored, word)
        except argon2.exceptions.VerifyMismatchError:
            return False
    return None


class Peers(unittest.TestCase):
    def test_what_they_make_we_check(self):
        source = random.Random(20261124)
        for number in range(CASES):
            word, stored = PEERS[number % len(PEERS)](source, text(source))
            with self.subTest(number=number, stored=stored, word=word):
                self.assertTrue(password.verify(word, stored).ok)
                other = changed(source, word)
                if other != (word if isinstance(word, bytes) else word.encode()):
                    answer = password.verify(other, stored).ok
                    if stored.startswith('$2') and word == b'' or answer:
                        # bcrypt repeats a password, so that two may be the same to it.
                        self.assertEqual(answer, is_right(stored, other))
                    else:
                        self.assertFalse(answer)

    def test_what_we_make_they_check(self):
        source = random.Random(7)
        makers = {
            'bcrypt': ({'bcrypt_cost': 4}, lambda made, word: bcrypt.checkpw(word, made.encode())),
            'argon2id': ({'memory_kib': 64, 'passes': 1, 'lanes': 2},
                         lambda made, word: argon2.PasswordHasher().verify(made, word)),
            'scrypt': ({'scrypt_log2_n': 4}, lambda made, word: passlib.hash.scrypt.verify(word, made)),
            'pbkdf2-sha256': ({'pbkdf2_sha256_rounds': 9},
                              lambda made, word: passlib.hash.pbkdf2_sha256.verify(word, made)),
            'pbkdf2-sha512': ({'pbkdf2_sha512_rounds': 9},
                              lambda made, word: passlib.hash.pbkdf2_sha512.verify(word, made)),
        }
        for algorithm, (costs, check) in makers.items():
            policy = password.Policy(algorithm, weak_for_tests=True, **costs)
            for _ in range(CASES // 50):
                word = text(source).encode()[:72]
                self.assertTrue(check(password.hash(word, policy), word), (algorithm, word))

    def test_bcrypt_is_the_same_bytes(self):
        source = random.Random(11)
        for _ in range(CASES // 5):
            word, setting = source.randbytes(source.randrange(73)), bcrypt.gensalt(4)
            self.assertEqual(ours.hashpw(word, setting), bcrypt.hashpw(word, setting))
        for _ in range(CASES // 100):
            given = (source.randbytes(source.randrange(1, 90)), source.randbytes(
                source.randrange(1, 40)), source.randrange(1, 200), source.randrange(1, 5))
            self.assertEqual(ours.kdf(*given, ignore_few_rounds=True),
                             bcrypt.kdf(*given, ignore_few_rounds=True))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

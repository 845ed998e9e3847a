#!/usr/bin/env python3
"""antivenom.password beside bcrypt and Debian's libargon2, in the same process.

Prints CPU time on one core of the best of several runs, and the ratio. `--smoke` takes small costs,
to see that it runs. Exit code 1 when answers differ.
"""

import argparse
import base64
import ctypes
import ctypes.util
import hashlib
import os
import sys
import time

import bcrypt

from antivenom import password
from antivenom.compat import bcrypt as ours


def cpu(function):
    start = time.process_time()
    value = function()
    return time.process_time() - start, value


def best(runs, *functions):
    """Least CPU seconds of each function, by turns; and the last values."""
    least, values = [float('inf')] * len(functions), [None] * len(functions)
    for _ in range(runs):
        for number, function in enumerate(functions):
            seconds, values[number] = cpu(function)
            least[number] = min(least[number], seconds)
    return least, values


def show(name, mine, peers):
    print(f'{name:<44}{mine * 1e3:>10.2f} ms{peers * 1e3:>10.2f} ms{peers / mine:>8.2f} x')


def one_bcrypt(cost, runs):
    salt = bcrypt.gensalt(cost)
    (mine, peers), (left, right) = best(runs, lambda: ours.hashpw(b'correct horse', salt),
                                        lambda: bcrypt.hashpw(b'correct horse', salt))
    show(f'bcrypt, cost {cost}, one', mine, peers)
    return left == right


def many_bcrypts(cost, count, runs):
    """A batch on one thread; each hash's time."""
    policy = password.Policy('bcrypt', bcrypt_cost=cost, weak_for_tests=True)
    words = [f'word {number}' for number in range(count)]
    (mine, peers), (hashes, _) = best(
        runs, lambda: password.hash_many(words, policy, threads=1),
        lambda: [bcrypt.hashpw(word.encode(), bcrypt.gensalt(cost)) for word in words])
    show(f'bcrypt, cost {cost}, {count} in a batch, each', mine / count, peers / count)
    return all(bcrypt.checkpw(word.encode(), made.encode())
               for word, made in zip(words[:2], hashes))


def argon2(memory_kib, passes, runs):
    name = ctypes.util.find_library('argon2')
    if name is None:
        print('Debian\'s libargon2 is not installed: not compared')
        return True
    library = ctypes.CDLL(name)
    policy = password.Policy(memory_kib=memory_kib, passes=passes, weak_for_tests=True)
    salt, out = os.urandom(16), ctypes.create_string_buffer(32)

    def theirs():
        word = b'correct horse'
        assert library.argon2id_hash_raw(passes, memory_kib, 1, word, len(word), salt, len(salt),
                                         out, len(out)) == 0
        return out.raw

    (mine, peers), (_, digest) = best(runs, lambda: password.hash('correct horse', policy), theirs)
    show(f'Argon2id, {memory_kib} KiB, {passes} passes, 1 lane', mine, peers)
    written = '$'.join(['', 'argon2id', 'v=19', f'm={memory_kib},t={passes},p=1'] +
                       [base64.b64encode(part).decode().rstrip('=') for part in (salt, digest)])
    return bool(password.verify('correct horse', written, policy))


def pbkdf2(rounds, runs):
    policy = password.Policy('pbkdf2-sha256', pbkdf2_sha256_rounds=rounds, weak_for_tests=True)
    (mine, peers), _ = best(
        runs, lambda: password.hash('correct horse', policy),
        lambda: hashlib.pbkdf2_hmac('sha256', b'correct horse', b's' * 16, rounds))
    show(f'PBKDF2-SHA256, {rounds} rounds (hashlib)', mine, peers)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--smoke', action='store_true', help='small costs, one run')
    smoke = parser.parse_args().smoke
    runs = 1 if smoke else 5
    print(f'{"CPU time":<44}{"antivenom":>13}{"peer":>13}{"ratio":>10}')
    results = [
        one_bcrypt(4 if smoke else 10, runs),
        one_bcrypt(4 if smoke else 12, runs),
        many_bcrypts(4 if smoke else 10, 24, runs),
        many_bcrypts(4 if smoke else 12, 12, 1 if smoke else 2),
        argon2(256 if smoke else 19456, 2, runs),
        argon2(256 if smoke else 65536, 3, runs),
        pbkdf2(1000 if smoke else 600_000, 1 if smoke else 3),
    ]
    sys.exit(0 if all(results) else 1)


if __name__ == '__main__':
    main()

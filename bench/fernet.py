#!/usr/bin/env python3
"""antivenom.fernet beside cryptography.fernet, on the same messages in the same process.

Prints CPU time of the best of several runs, and the ratio; beside it the floor, which is the one step
that nothing can be done next to faster than it is: AES-128-CBC when encrypting, where each block waits
for the last one, SHA-256 when decrypting; both by OpenSSL. Then sealed files beside `cp`, which only
copies. `--smoke` does little, to see that it runs. Exit code 1 when one cannot read the other's
tokens.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cryptography.fernet
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from antivenom import fernet


def best(function, argument, count, runs):
    """Least CPU seconds of one call, over `runs` rounds of `count` calls."""
    least = float('inf')
    for _ in range(runs):
        start = time.process_time()
        for _ in range(count):
            function(argument)
        least = min(least, (time.process_time() - start) / count)
    return least


def cipher_alone(message):
    """AES-128-CBC of a message's whole blocks, and nothing else of a token."""
    encryptor = Cipher(algorithms.AES(b'k' * 16), modes.CBC(b'v' * 16)).encryptor()
    encryptor.update_into(message, bytearray(len(message) + 16))


def hash_alone(token):
    """SHA-256 of as many bytes as a token has under its MAC."""
    hashlib.sha256(memoryview(token)[:len(token) // 4 * 3]).digest()


def compare(size, count, runs):
    key = fernet.generate_key().expose()
    ours, theirs = fernet.Fernet(key), cryptography.fernet.Fernet(key)
    message = os.urandom(size)
    token = theirs.encrypt(message)
    if ours.decrypt(token) != message or theirs.decrypt(ours.encrypt(message)) != message:
        print(f'{size} B: one does not read the other')
        return False
    for name, argument, alone in (('encrypt', message, cipher_alone), ('decrypt', token, hash_alone)):
        mine, peers, floor = [float('inf')] * 3
        for _ in range(runs):
            peers = min(peers, best(getattr(theirs, name), argument, count, 1))
            mine = min(mine, best(getattr(ours, name), argument, count, 1))
            floor = min(floor, best(alone, argument, count, 1))
        print(f'{name:<10}{size:>10} B{mine * 1e6:>12.2f} us{peers * 1e6:>12.2f} us'
              f'{peers / mine:>9.1f} x{floor * 1e6:>12.2f} us{peers / floor:>9.1f} x')
    return True


def seal(megabytes):
    """Sealing and opening a file, beside cp; all from the page cache, without waiting for disks."""
    with tempfile.TemporaryDirectory() as folder:
        source, sealed, opened = (Path(folder) / name for name in ('source', 'sealed', 'opened'))
        source.write_bytes(os.urandom(1 << 20) * megabytes)
        key = fernet.generate_seal_key()
        for name, work in (('cp', lambda: subprocess.run(['cp', source, opened], check=True)),
                           ('seal', lambda: fernet.seal_file(source, sealed, key)),
                           ('open', lambda: fernet.open_file(sealed, opened, key))):
            start = time.monotonic()
            work()
            wall = time.monotonic() - start
            print(f'{name:<10}{megabytes:>8} MiB{wall * 1e3:>12.1f} ms{megabytes / wall:>10.0f} MiB/s')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--smoke', action='store_true', help='few calls, one run')
    smoke = parser.parse_args().smoke
    runs = 1 if smoke else 7
    print(f'{"CPU time":<10}{"message":>12}{"antivenom":>15}{"cryptography":>15}{"ratio":>11}'
          f'{"floor":>15}{"ratio":>11}')
    results = [compare(size, 2 if smoke else count, runs)
               for size, count in ((64, 5000), (1024, 5000), (1 << 16, 200), (1 << 20, 20))]
    seal(8 if smoke else 512)
    sys.exit(0 if all(results) else 1)


if __name__ == '__main__':
    main()

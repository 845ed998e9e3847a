#!/usr/bin/env python3
"""antivenom.fernet beside cryptography.fernet, on the same messages in the same process.

Prints CPU time of the best of several runs, and the ratio; then sealed files beside `cp`, which only
copies: the floor. `--smoke` does little, to see that it runs. Exit code 1 when one cannot read the
other's tokens.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cryptography.fernet

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


def compare(size, count, runs):
    key = fernet.generate_key().expose()
    ours, theirs = fernet.Fernet(key), cryptography.fernet.Fernet(key)
    message = os.urandom(size)
    token = theirs.encrypt(message)
    if ours.decrypt(token) != message or theirs.decrypt(ours.encrypt(message)) != message:
        print(f'{size} B: one does not read the other')
        return False
    for name in ('encrypt', 'decrypt'):
        argument = message if name == 'encrypt' else token
        mine, peers = float('inf'), float('inf')
        for _ in range(runs):
            peers = min(peers, best(getattr(theirs, name), argument, count, 1))
            mine = min(mine, best(getattr(ours, name), argument, count, 1))
        print(f'{name:<10}{size:>10} B{mine * 1e6:>12.2f} us{peers * 1e6:>12.2f} us'
              f'{peers / mine:>9.1f} x')
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
    print(f'{"CPU time":<10}{"message":>12}{"antivenom":>15}{"cryptography":>15}{"ratio":>11}')
    results = [compare(size, 2 if smoke else count, runs)
               for size, count in ((64, 5000), (1024, 5000), (1 << 16, 200), (1 << 20, 20))]
    seal(8 if smoke else 512)
    sys.exit(0 if all(results) else 1)


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""antivenom.digest beside sha256sum and hashlib.

A tree of files is hashed by `sha256sum` in one process and by hash_tree on all processors: wall time
decides there, CPU time says what it took; all files are in the page cache. The floor is one process
of `sha256sum` a processor. Then small and large data beside hashlib. `--smoke` takes little. Exit
code 1 when a digest differs.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from antivenom import digest


def used():
    times = os.times()
    return sum(times[:4])


def clock(function):
    wall, cpu = time.monotonic(), used()
    value = function()
    return time.monotonic() - wall, used() - cpu, value


def show(name, wall, cpu, base):
    print(f'{name:<40}{wall * 1e3:>10.1f} ms{cpu * 1e3:>10.1f} ms{base / wall:>8.2f} x')


def sha256sum(paths):
    return subprocess.run(['sha256sum', *paths], check=True, capture_output=True).stdout


def sha256sums(paths):
    """One sha256sum a processor, the files dealt out by size."""
    count = len(os.sched_getaffinity(0))
    by_size = sorted(paths, key=lambda path: path.stat().st_size)
    running = [subprocess.Popen(['sha256sum', *by_size[number::count]], stdout=subprocess.DEVNULL)
               for number in range(count)]
    assert all(one.wait() == 0 for one in running)


def tree(name, sizes, runs):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, size in enumerate(sizes):
            path = Path(folder) / f'{number % 50}' / f'{number}'
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(os.urandom(min(size, 1 << 20)) * max(1, size >> 20))
            paths.append(path)
        best = {}
        for _ in range(runs):
            for what, function in (('sha256sum', lambda: sha256sum(paths)),
                                   ('a sha256sum a processor', lambda: sha256sums(paths)),
                                   ('antivenom', lambda: digest.hash_tree([folder]))):
                best[what] = min(best.get(what, (9e9, 0, None)), clock(function),
                                 key=lambda one: one[0])
        expected = {line[66:]: line[:64] for line in best['sha256sum'][2].decode().splitlines()}
        found = {path: value.hex() for path, value in best['antivenom'][2].entries.items()}
        print(f'{name}: {sum(sizes) >> 20} MiB in {len(sizes)} files')
        for what, (wall, cpu, _) in best.items():
            show('  ' + what, wall, cpu, best['sha256sum'][0])
        return found == expected


def data(size, count, runs):
    content = os.urandom(size)
    mine = peers = 9e9
    for _ in range(runs):
        for _ in range(2):
            start = time.process_time()
            for _ in range(count):
                hashlib.sha256(content).digest()
            peers = min(peers, (time.process_time() - start) / count)
            start = time.process_time()
            for _ in range(count):
                digest.hash(content)
            mine = min(mine, (time.process_time() - start) / count)
    print(f'sha256 of {size:>9} B{mine * 1e6:>31.2f} us{peers * 1e6:>10.2f} us{peers / mine:>8.2f} x')
    return digest.hash(content) == hashlib.sha256(content).digest()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--smoke', action='store_true', help='little data, one run')
    smoke = parser.parse_args().smoke
    runs = 1 if smoke else 5
    print(f'{"":<40}{"wall":>13}{"CPU":>13}{"ratio":>10}')
    results = [tree('small files', [4096] * (100 if smoke else 20_000), runs),
               tree('large files', [1 << 22] * (2 if smoke else 100), runs)]
    print(f'{"CPU time":<21}{"antivenom":>32}{"hashlib":>13}{"ratio":>10}')
    results += [data(32, 100 if smoke else 100_000, runs), data(1 << 20, 2 if smoke else 50, runs)]
    sys.exit(0 if all(results) else 1)


if __name__ == '__main__':
    main()

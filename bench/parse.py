#!/usr/bin/env python3
"""antivenom.parse beside ast.parse, on the standard library's files in the same process.

Prints CPU time of the best of several runs over all files, and the ratio: of a tree alone, and of a walk
over all nodes of it (ast.walk for the peer). `--smoke` takes few files, to see that it runs. Exit code 1
when a file has errors that the interpreter does not see.
"""

import argparse
import ast
import sys
import sysconfig
import time
import warnings
from pathlib import Path

from antivenom import parse


def sources(count):
    """Files that the interpreter reads, as bytes."""
    found = []
    for path in sorted(Path(sysconfig.get_path('stdlib')).rglob('*.py')):
        text = path.read_bytes()
        try:
            ast.parse(text)
        except (SyntaxError, ValueError):
            continue
        found.append(text)
        if len(found) == count:
            break
    return found


def seconds(work, texts):
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def walk(text):
    for node in parse.tree(text).walk():
        node.kind  # as a reader would


def peer_walk(text):
    for node in ast.walk(ast.parse(text)):
        type(node)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--smoke', action='store_true')
    smoke = parser.parse_args().smoke
    warnings.simplefilter('ignore')
    texts = sources(20 if smoke else 500)
    megabytes = sum(map(len, texts)) / 1e6
    for name, ours, peer in (('tree', parse.tree, ast.parse), ('tree and walk', walk, peer_walk)):
        best = [min(seconds(work, texts) for _ in range(1 if smoke else 3)) for work in (ours, peer)]
        print(f'{name}: {megabytes:.1f} MB in {best[0]:.3f} s ({megabytes / best[0]:.0f} MB/s), '
              f'ast {best[1]:.3f} s: {best[1] / best[0]:.1f} times as long')
    return 1 if any(parse.tree(text).errors for text in texts) else 0


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""Compiles what must not compile, and checks that it is refused for the stated reason.

Each file tests/compile/<name>.cc is cut at lines `// must not compile: <pattern>`: what stands
before the first is common, each piece after one is compiled alone below it and must fail with an
error that the regular expression matches. A piece under `// compiles` must compile: it shows that
the common part is sound. Compilers: $CXX, or g++ and, where installed, clang++-16.
"""

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MARK = re.compile(r'^// (must not compile: (?P<pattern>.+)|compiles)$', re.M)


def pieces(text):
    """Yields (pattern or None, source) for each marked piece."""
    marks = list(MARK.finditer(text))
    common = text[:marks[0].start()]
    for mark, following in zip(marks, marks[1:] + [None]):
        body = text[mark.end():following.start() if following else len(text)]
        line = text.count('\n', 0, mark.end()) + 1
        yield mark['pattern'], line, f'{common}\n#line {line}\n{body}'


def compile_piece(compiler, name, source):
    with tempfile.NamedTemporaryFile('w', suffix='.cc') as file:
        file.write(source)
        file.flush()
        done = subprocess.run(
            [compiler, '-std=c++20', '-fsyntax-only', '-Wall', '-Wextra', '-Werror',
             f'-I{ROOT}/include', file.name], text=True, stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stderr.replace(file.name, name)


def main():
    compilers = [os.environ['CXX']] if 'CXX' in os.environ else ['g++', 'clang++-16']
    work = [(compiler, path.name, *piece) for compiler in filter(shutil.which, compilers)
            for path in sorted(HERE.glob('*.cc')) for piece in pieces(path.read_text())]
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        results = pool.map(lambda one: compile_piece(one[0], one[1], one[4]), work)
        for (compiler, name, pattern, line, _), (code, errors) in zip(work, results):
            good = code == 0 if pattern is None else code and re.search(pattern, errors)
            passed, failed = passed + bool(good), failed + (not good)
            if not good:
                print(f'{name}:{line} with {compiler}: '
                      f'{"compiled" if code == 0 else "refused for another reason"}\n{errors}')
    print(f'{passed} passed, {failed} failed, 0 skipped')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()

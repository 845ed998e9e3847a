#!/usr/bin/env python3
"""Lints what changed: format, include rules, headers that stand alone, clang-tidy. Run by `./dev
lint`, which configures the build that they take their options from. Changed means: differs from the
merge base with BASE (origin/main), is uncommitted or untracked; on the base itself, what its last
commit changed. --all lints everything, which takes clang-tidy a quarter of a minute a unit. Include
rules and format cover everything always.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / 'build/lint'
FOLDERS = ('src/', 'include/', 'tests/', 'fuzz/', 'bench/', 'python/')
INCLUDE = re.compile(r'^#include [<"]([^>"]+)', re.M)


def git(*arguments):
    """Lines of a git command's output; None when it fails."""
    done = subprocess.run(['git', *arguments], cwd=ROOT, capture_output=True, text=True,
                          check=False)
    return done.stdout.splitlines() if done.returncode == 0 else None


def is_shallow():
    return git('rev-parse', '--is-shallow-repository') == ['true']


def changed_files(options):
    """Paths that changed, or None for everything."""
    if options.all:
        return None
    base = git('merge-base', 'HEAD', options.base)
    if not base and git('rev-parse', 'HEAD~1') is None and is_shallow():
        print('lint: this clone has one commit only, so what changed is not known; format and include '
              'rules alone are checked (`git fetch --unshallow`, or --all for everything)')
        return []
    if not base:
        return git('diff', '--name-only', '--diff-filter=d', 'HEAD~1')
    if base == git('rev-parse', 'HEAD'):
        base = ['HEAD~1']
    paths = git('diff', '--name-only', '--diff-filter=d', base[0]) or []
    return paths + git('ls-files', '--others', '--exclude-standard')


def sources(paths):
    """The C++ files among paths (of the whole tree when None)."""
    paths = git('ls-files', '--cached', '--others', '--exclude-standard') if paths is None else paths
    return sorted({path for path in paths
                   if path.startswith(FOLDERS) and path.endswith(('.cc', '.h'))
                   and not path.startswith('tests/data/') and (ROOT / path).exists()})


def check_format(files):
    return [] if not files else ['clang-format-16', '--dry-run', '-Werror', *files]


def tidy_units(files):
    """What to hand to clang-tidy: sources, and the lint build's unit of each header that none of
    these sources includes (clang-tidy reports on the headers it meets)."""
    known = {entry['file'] for entry in json.loads((BUILD / 'compile_commands.json').read_text())}
    units = [str(ROOT / path) for path in files if path.endswith('.cc')]
    seen = set()
    for unit in units:
        seen.update(INCLUDE.findall(Path(unit).read_text(encoding='utf-8', errors='replace')))
    units += [str(BUILD / 'headers' / f'{path}.cc') for path in files
              if path.endswith('.h') and path.partition('/')[2] not in seen]
    return [unit for unit in units if unit in known]


def headers_to_check(files):
    """Of changed files, the headers, and those that include them, however far: taking an include
    out of one may break another."""
    texts = {path: (ROOT / path).read_text(encoding='utf-8', errors='replace')
             for path in sources(None) if path.endswith('.h') and path.startswith(('src/', 'include/'))}
    users = {}
    for path, text in texts.items():
        for name in INCLUDE.findall(text):
            users.setdefault(name, set()).add(path)
    wanted, waiting = set(), [path for path in files if path in texts]
    while waiting:
        path = waiting.pop()
        if path not in wanted:
            wanted.add(path)
            waiting += users.get(path.partition('/')[2], ())
    return sorted(wanted)


def compile_headers(headers):
    """Compiles each header alone; returns what the compiler said."""
    generated = 'cmake_object_order_depends_target_headers'  # what sources include, too
    objects = [f'CMakeFiles/headers.dir/headers/{path}.cc.o' for path in headers]
    return command_report(['cmake', '--build', BUILD, '--', '-k', '0', generated, *objects])


def tidy(unit):
    """Runs clang-tidy on one unit; returns what it found."""
    done = subprocess.run(
        ['clang-tidy-16', '--quiet', '-p', BUILD, f'--config-file={config_of(unit)}', unit],
        cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode else ''


def config_of(unit):
    """The settings of a unit: those of its top folder where it has some."""
    own = ROOT / Path(unit).relative_to(ROOT).parts[0] / '.clang-tidy'
    return own if own.exists() else ROOT / '.clang-tidy'


def step(name, function):
    """Runs one step; prints its name, verdict and time; returns 1 when it found something."""
    start = time.monotonic()
    report = function()
    verdict = 'failed' if report else 'passed'
    print(f'{name:<32}{verdict:>12}{time.monotonic() - start:>10.1f} s', flush=True)
    if report:
        print(report, flush=True)
    return 1 if report else 0


def command_report(command):
    if not command:
        return ''
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    return (done.stdout or f'exit code {done.returncode}') if done.returncode else ''


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--all', action='store_true')
    parser.add_argument('base', nargs='?', default='origin/main')
    files = sources(None)
    changed = sources(changed_files(parser.parse_args()))
    units = tidy_units(changed)
    headers = headers_to_check(changed)

    def tidy_report():
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return ''.join(dict.fromkeys(pool.map(tidy, units)))

    failed = step('include rules', lambda: command_report(
        [sys.executable, str(ROOT / 'tools/check_house.py')]))
    failed += step(f'format of {len(files)} files', lambda: command_report(check_format(files)))
    failed += step(f'{len(headers)} headers, each alone', lambda: compile_headers(headers))
    failed += step(f'clang-tidy of {len(units)} units', tidy_report)
    print(f'{4 - failed} passed, {failed} failed, 0 skipped')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()

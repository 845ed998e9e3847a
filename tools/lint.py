#!/usr/bin/env python3
"""Lints what changed: format, include rules, clang-tidy. Run by `./dev lint`, which builds the
headers first. Changed means: differs from the merge base with BASE (origin/main), is uncommitted
or untracked. --all lints everything. Without a change, on the base itself, format and include
rules cover everything, clang-tidy (a quarter of a minute a unit) a sample drawn by the commit.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / 'build/lint'
FOLDERS = ('src/', 'include/', 'tests/', 'fuzz/', 'bench/')
INCLUDE = re.compile(r'^#include [<"]([^>"]+)', re.M)
SAMPLE = 40  # units that clang-tidy looks at where nothing in particular changed
RULES = ('.clang-tidy', 'tests/.clang-tidy')


def git(*arguments):
    """Lines of a git command's output; None when it fails."""
    done = subprocess.run(['git', *arguments], cwd=ROOT, capture_output=True, text=True,
                          check=False)
    return done.stdout.splitlines() if done.returncode == 0 else None


def changed_files(options):
    """Paths that changed, or None for everything."""
    base = None if options.all else git('merge-base', 'HEAD', options.base)
    if not base:
        return None
    paths = git('diff', '--name-only', '--diff-filter=d', base[0])
    paths += git('ls-files', '--others', '--exclude-standard')
    return paths or None


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


def draw(units):
    """A sample of the units, the same for the same commit."""
    seed = ''.join(git('rev-parse', 'HEAD') or [])
    return sorted(random.Random(seed).sample(units, min(SAMPLE, len(units))))


def tidy(unit):
    """Runs clang-tidy on one unit; returns what it found."""
    done = subprocess.run(
        ['clang-tidy-16', '--quiet', '-p', BUILD, f'--config-file={config_of(unit)}', unit],
        cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode else ''


def config_of(unit):
    tests = unit.startswith(str(ROOT / 'tests'))
    return ROOT / ('tests/.clang-tidy' if tests else '.clang-tidy')


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
    options = parser.parse_args()
    changed = changed_files(options)
    files = sources(changed)
    units = tidy_units(files)
    rules_changed = changed is not None and any(rule in changed for rule in RULES)
    if changed is None and not options.all or rules_changed:
        units = draw(units if changed is None else tidy_units(sources(None)))

    def tidy_report():
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return ''.join(dict.fromkeys(pool.map(tidy, units)))

    failed = step('include rules', lambda: command_report(
        [sys.executable, str(ROOT / 'tools/check_house.py')]))
    failed += step(f'format of {len(files)} files', lambda: command_report(check_format(files)))
    failed += step(f'clang-tidy of {len(units)} units', tidy_report)
    print(f'{3 - failed} passed, {failed} failed, 0 skipped')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()

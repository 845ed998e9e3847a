#!/usr/bin/env python3
"""Runs every test of an already built tree and counts them: a stage on each processor at a time,
but those by themselves that measure time or use all processors.

A stage passes on its own output or shows it. The last line is `N passed, N failed, N skipped`.
A test script may print such a line last to be counted by its own cases; otherwise its exit code
is one case: 0 passed, 77 skipped, anything else failed.
"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = 77
# Stages that compare times, or that count on a moment passing.
ALONE = {'property/scaling', 'property/scaling_flows', 'tools/bench_test', 'python/limit_web_test',
         'python/limits_peers_test', 'python/limit_test', 'python/released_test'}
PRESETS = ('release', 'dev')

SCRIPT_LINE = re.compile(r'^(\d+) passed, (\d+) failed, (\d+) skipped', re.M)
DOCTEST_LINE = re.compile(
    r'test cases: *\d+ *\| *(\d+) passed *\| *(\d+) failed *\| *(\d+) skipped')
CTEST_LINE = re.compile(r'(\d+) tests? failed out of \d+')
UNITTEST_LINE = re.compile(r'^Ran (\d+) tests? in ', re.M)


def count_ctest(output, code):
    """Counts doctest's cases; a binary that died without a summary counts as one failure."""
    cases = [[int(n) for n in groups] for groups in DOCTEST_LINE.findall(output)]
    passed, failed, skipped = (sum(column) for column in zip(*cases)) if cases else (0, 0, 0)
    broken = CTEST_LINE.search(output)
    failed = max(failed, int(broken.group(1)) if broken else 0, 1 if code else 0)
    return passed, failed, skipped


def count_script(output, code):
    lines = SCRIPT_LINE.findall(output)
    ran = UNITTEST_LINE.search(output)
    if lines:
        passed, failed, skipped = (int(n) for n in lines[-1])
    elif ran:
        bad = sum(int(n) for n in re.findall(r'(?:failures|errors)=(\d+)', output))
        skipped = sum(int(n) for n in re.findall(r'skipped=(\d+)', output))
        # A whole class that is skipped counts as one skipped and none run.
        passed, failed = max(0, int(ran.group(1)) - bad - skipped), bad
    else:
        passed, failed, skipped = (code == 0, code not in (0, SKIPPED), code == SKIPPED)
    if code not in (0, SKIPPED) and not failed:
        failed = 1
    return int(passed), int(failed), int(skipped)


def program(preset):
    return ROOT / 'build' / preset / 'antivenom'


class Stages:
    """The stages of this checkout, in the order that finds faults soonest."""

    def __init__(self, options):
        self.options = options
        self.totals = [0, 0, 0]
        self.lock = threading.Lock()
        self.pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1)
        self.running = []

    def run(self):
        if self.options.threads:
            self.units('tsan', self.options.threads)
            self.transcripts('tsan')
        else:
            self.everything()
        self.wait()
        if not any(self.totals):
            print(f'no test has {self.options.filter!r} in its name')
        print('{} passed, {} failed, {} skipped'.format(*self.totals))
        return 1 if self.totals[1] or not any(self.totals) else 0

    def everything(self):
        for script in self.scripts('tools', '*_test.py'):
            self.stage(f'tools/{script.stem}', [sys.executable, script], count_script)
        for script in self.scripts('compile', 'run.py'):
            self.stage('compile', [sys.executable, script], count_script)
        optimised = [room for room in self.options.optimised if self.options.filter in room]
        if optimised:
            self.units('release', '^({})$'.format('|'.join(optimised)))
        self.units('dev', re.escape(self.options.filter))
        for preset in PRESETS:
            self.transcripts(preset)
            for script in self.scripts('faults', '*.py'):
                self.stage(f'faults/{script.stem} {preset}', [sys.executable, script],
                           count_script, {'ANTIVENOM': str(program(preset))})
        for script in self.scripts('parts', '*_test.py'):
            self.stage(f'parts/{script.stem}', [sys.executable, script], count_script,
                       {'ANTIVENOM': str(program('release'))})
        for script in self.scripts('formats', '*_test.py'):
            self.stage(f'formats/{script.stem}', [self.python(), script], count_script,
                       {'ANTIVENOM': str(program('release'))})
        for script in self.scripts('differential', 'oracle.py'):
            self.stage('differential', [sys.executable, script, 'slice'], count_script)
            self.stage('differential newer', [sys.executable, script, 'newer'], count_script)
        for script in self.scripts('differential', 'calls.py'):
            self.stage('differential calls', [sys.executable, script], count_script)
        for script in self.scripts('differential', 'names_oracle.py'):
            self.stage('differential names', [sys.executable, script, 'slice'], count_script)
        for folder, pattern in (('differential', '*_test.py'), ('accuracy', '*_test.py'),
                                ('property', '*.py')):
            for script in self.scripts(folder, pattern):
                self.stage(f'{folder}/{script.stem}', [sys.executable, script], count_script)
        self.python_package()

    def python_package(self):
        """The Python package's tests, with the package that ./dev built."""
        python, package = ROOT / 'build/python-env/bin/python', ROOT / 'build/release/package'
        for script in self.scripts('python', '*_test.py'):
            if package.exists():
                command = [python, script] + (['--update'] if self.options.update else [])
            else:
                command = [sys.executable, '-c', f'raise SystemExit({SKIPPED})']
            self.stage(f'python/{script.stem}', command, count_script,
                       {'PYTHONPATH': str(package)})

    @staticmethod
    def python():
        """The Python that has the tests' modules, where ./dev made it."""
        made = ROOT / 'build/python-env/bin/python'
        return made if made.exists() else sys.executable

    def units(self, preset, rooms):
        """The unit tests of the rooms whose name the pattern `rooms` matches."""
        jobs = str(os.cpu_count() or 1)
        # ctest takes an empty pattern to match nothing.
        command = ['ctest', '--test-dir', ROOT / 'build' / preset, '-V', '-j', jobs]
        command += ['-R', rooms] if rooms else ['--no-tests=error']
        self.stage(f'units {preset}', command, count_ctest, alone=True)

    def transcripts(self, preset):
        command = [sys.executable, ROOT / 'tests/cli/run.py', '--program', program(preset)]
        command += ['--update'] if self.options.update and preset == 'release' else []
        command += [self.options.filter] if self.options.filter else []
        self.stage(f'transcripts {preset}', command, count_script)

    def scripts(self, folder, pattern):
        found = sorted((ROOT / 'tests' / folder).glob(pattern))
        return [path for path in found
                if not path.name.startswith('_')
                and self.options.filter in path.relative_to(ROOT / 'tests').as_posix()]

    def stage(self, name, command, count, extra_environment=None, alone=False):
        """Starts a stage, or runs it when nothing else does."""
        work = (name, command, count, extra_environment)
        if alone or name in ALONE:
            self.wait()
            self.run_stage(*work)
        else:
            self.running.append(self.pool.submit(self.run_stage, *work))

    def wait(self):
        running, self.running = self.running, []
        for one in running:
            one.result()

    def run_stage(self, name, command, count, extra_environment):
        start = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, text=True, errors='replace', check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env={**os.environ, **(extra_environment or {})})
        counts = count(done.stdout, done.returncode)
        seconds = time.monotonic() - start
        with self.lock:
            self.totals = [total + n for total, n in zip(self.totals, counts)]
            print('{:<32}{:>6} passed {:>4} failed {:>4} skipped {:>8.1f} s'.format(
                name, *counts, seconds), flush=True)
            if counts[1]:
                print(done.stdout, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--update', action='store_true',
                        help='rewrite transcripts with what the program prints now')
    parser.add_argument('--threads', metavar='ROOMS',
                        help='only the rooms this pattern matches, as the preset tsan built them')
    parser.add_argument('--optimised', metavar='ROOM,...', default=[],
                        type=lambda rooms: rooms.split(','),
                        help='the rooms whose unit tests run on release too')
    parser.add_argument('filter', nargs='?', default='',
                        help='only rooms, transcripts and scripts with this in their name')
    sys.exit(Stages(parser.parse_args()).run())


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""The same files give the same bytes: on 1, 2 or 8 threads, in any order of the paths, again and
again, on the real code of Python's own library and on the programs that values are followed through."""

import itertools
import json
import os
import pathlib
import random
import sys
import sysconfig

import _support
from _support import FaultTest

sys.path.append(str(_support.ROOT / 'tests/property'))

import metamorphic  # noqa: E402

LIBRARY = pathlib.Path(sysconfig.get_path('stdlib'))
# A sanitizer makes everything ten times slower: a part of the library has to do.
IS_FAST = 'build/release' in str(_support.PROGRAM)
FOLDERS = [LIBRARY] if IS_FAST else [LIBRARY / name for name in (
    'asyncio', 'email', 'http', 'json', 'logging', 'urllib', 'wsgiref', 'xmlrpc')]


class Threads(FaultTest):
    def report(self, form, *arguments):
        done = self.run_program('scan', '--isolated', '--exit-zero', '--show-ignored',
                                '--today', '2024-02-29', '--format', form, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout, done.stderr

    def test_the_number_of_threads_changes_no_byte(self):
        for form in ('text', 'json'):
            first = self.report(form, '--jobs', '1', *FOLDERS)
            for jobs in ('2', '8', '8'):
                self.assertEqual(self.report(form, '--jobs', jobs, *FOLDERS), first)
        self.assertGreater(json.loads(first[0])['totals']['files'], 400 if IS_FAST else 80)

    def test_the_order_of_the_paths_changes_no_byte(self):
        paths = [path for path in sorted(LIBRARY.iterdir()) if path.suffix == '.py']
        paths = paths if IS_FAST else paths[::6]
        expected = self.report('json', *paths)
        for seed in range(3):
            shuffled = list(paths)
            random.Random(seed).shuffle(shuffled)
            self.assertEqual(self.report('json', *shuffled), expected)

    def write_flows(self):
        """The programs of tests/taint, each in a folder of its own; the names of all files."""
        programs = itertools.chain(metamorphic.cases(), metamorphic.carriers())
        return [str(self.write(f'{number}/{name}', code.encode()).relative_to(self.folder))
                for number, program in enumerate(programs) if IS_FAST or number % 8 == 0
                for name, code in program.files.items()]

    def test_neither_changes_what_is_told_of_flows(self):
        paths = self.write_flows()
        for form in ('json', 'sarif'):
            first = self.report(form, '--jobs', '1', *paths)
            for seed, jobs in enumerate(('1', '2', '8')):
                shuffled = list(paths)
                random.Random(seed).shuffle(shuffled)
                self.assertEqual(self.report(form, '--jobs', jobs, *shuffled), first)
                self.assertEqual(self.report(form, '--jobs', jobs, '.'), first)
            if form == 'json':
                flows = sum('trace' in one for one in json.loads(first[0])['findings'])
                self.assertGreater(flows, 300 if IS_FAST else 40)

    def test_few_threads_are_enough(self):
        import resource  # not everywhere

        def limit():
            resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
        self.write('good.py')
        # A leak check needs a thread of its own, which this test takes away.
        self.environment = lambda: {**FaultTest.environment(self), 'ASAN_OPTIONS': 'detect_leaks=0'}
        options = {'preexec_fn': limit}
        if os.geteuid() == 0:
            options |= {'program': self.program_for_nobody(), 'user': 65534, 'group': 65534}
        done = self.run_program('scan', '--jobs', '8', '.', **options)
        self.assertEqual(done.returncode, _support.FINDINGS, done.stderr)


if __name__ == '__main__':
    _support.main()

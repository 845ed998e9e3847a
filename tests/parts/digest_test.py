#!/usr/bin/env python3
"""Compares `antivenom digest` with coreutils, both ways: what one writes the other must check."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ.get('ANTIVENOM', 'build/release/antivenom')
NAMES = ['plain', 'with space', ' leading', 'back\\slash', 'line\nend', 'car\rriage', '*star',
         'tab\t', 'paren) = x', 'ünïcode', '-dash', 'quote\'"']


def run(*command, text=None, env=None):
    return subprocess.run(command, input=text, capture_output=True, check=False,
                          env={**os.environ, 'LC_ALL': 'C', **(env or {})})


class Coreutils(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        here = os.getcwd()
        self.addCleanup(os.chdir, here)
        self.program = str(Path(PROGRAM).resolve())
        os.chdir(self.folder.name)
        for number, name in enumerate(NAMES):
            Path(name).write_bytes(b'x' * number * 1000)
        self.paths = ['./' + name for name in NAMES]

    def ours(self, *arguments, text=None):
        return run(self.program, 'digest', *arguments, text=text)

    def test_writes_the_same_lines(self):
        for tool, name in [('sha256sum', 'sha256'), ('sha512sum', 'sha512'),
                           ('sha224sum', 'sha224'), ('sha384sum', 'sha384'),
                           ('b2sum', 'blake2b')]:
            for options in [[], ['--tag'], ['--zero'], ['--tag', '--zero']]:
                with self.subTest(tool=tool, options=options):
                    theirs = run(tool, *options, *sorted(self.paths, key=os.fsencode))
                    ours = self.ours('-a', name, *options, *self.paths)
                    self.assertEqual(theirs.stdout, ours.stdout)
        theirs = run('b2sum', '-l', '256', '--tag', *sorted(self.paths, key=os.fsencode))
        self.assertEqual(theirs.stdout, self.ours('-a', 'blake2b-256', '--tag', *self.paths).stdout)

    def test_each_checks_the_other(self):
        for options in [[], ['--tag'], ['--zero']]:
            end = ['--zero'] if '--zero' in options else []
            Path('ours').write_bytes(self.ours(*options, *self.paths).stdout)
            Path('theirs').write_bytes(run('sha256sum', *options, *self.paths).stdout)
            if not end:  # sha256sum cannot check lines that end in NUL
                self.assertEqual(run('sha256sum', '--check', '--strict', 'ours').returncode, 0)
            done = self.ours('--check', '--strict', *end, 'theirs')
            self.assertEqual((done.returncode, done.stdout.count(b': OK\n')), (0, len(NAMES)))

    def test_verdicts_and_codes(self):
        Path('list').write_bytes(self.ours('./plain', './tab\t', './-dash').stdout)
        Path('./tab\t').write_bytes(b'changed')
        Path('./-dash').unlink()
        done = self.ours('--check', 'list')
        self.assertEqual(done.returncode, 1)
        self.assertIn(b'./plain: OK\n', done.stdout)
        self.assertIn(b'./tab\t: FAILED\n', done.stdout)
        self.assertIn(b'./-dash: FAILED open or read\n', done.stdout)
        self.assertIn(b'list: 1 listed file could not be read\n', done.stderr)
        self.assertIn(b'list: 1 digest did NOT match\n', done.stderr)
        Path('./tab\t').write_bytes(b'x' * 7000)
        self.assertEqual(self.ours('--check', '--ignore-missing', 'list').returncode, 0)
        self.assertEqual(self.ours('--check', '--status', 'list').stdout, b'')
        Path('list').write_bytes(Path('list').read_bytes() + b'nonsense\n')
        self.assertEqual(self.ours('--check', '--ignore-missing', 'list').returncode, 0)
        self.assertEqual(self.ours('--check', '--ignore-missing', '--strict', 'list').returncode, 1)
        self.assertEqual(self.ours('--check', os.devnull).returncode, 5)

    def test_standard_input(self):
        self.assertEqual(self.ours(text=b'abc').stdout, run('sha256sum', text=b'abc').stdout)
        done = self.ours('--check', text=b'')
        self.assertEqual(done.stderr, b'antivenom: standard input has no line of a manifest\n')

    def test_a_flag_that_would_say_nothing_is_refused(self):
        Path('list').write_bytes(self.ours('./plain').stdout)
        for flag in ('--quiet', '--status', '--strict', '--ignore-missing'):
            done = self.ours(flag, './plain')
            self.assertEqual((done.returncode, done.stdout), (2, b''), flag)
            self.assertEqual(done.stderr.decode(), f'antivenom: {flag} goes with --check\n')
        self.assertEqual(self.ours('--check', '--tag', 'list').returncode, 2)

    def test_broken_hashes_are_refused(self):
        done = self.ours('-a', 'md5', './plain')
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'md5 is broken', done.stderr)


if __name__ == '__main__':
    sys.exit(unittest.main())

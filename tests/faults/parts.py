#!/usr/bin/env python3
"""The safe parts on a bad system: reads and writes that do little at a time or are interrupted, a full
disk, allocations that fail. The answer is the right one or an error; no half of a file stays.
"""

import hashlib
import os
import shutil
import subprocess

import _support
from _support import PROGRAM, ROOT, FaultTest

CONTENT = bytes(range(256)) * 400
SECRET = 'a secret of some length, as secrets are'


class Parts(FaultTest):
    def setUp(self):
        super().setUp()
        compiler = shutil.which('gcc') or shutil.which('cc')
        if 'build/release' not in str(PROGRAM):
            self.skipTest('a sanitizer has functions of its own in these places')
        if not compiler:
            self.skipTest('the functions that fail need a C compiler')
        self.shim = self.folder / 'shim.so'
        subprocess.run([compiler, '-shared', '-fPIC', '-O1', '-o', self.shim,
                        ROOT / 'tests/faults/shim.c'], check=True)
        self.faults = {}
        self.write('data', CONTENT)
        os.chmod(self.write('secret', SECRET.encode()), 0o600)
        self.run_good('fernet', 'keygen', '--out', 'key')
        self.run_good('fernet', 'keygen', '--seal', '--out', 'seal')
        self.run_good('fernet', 'encrypt', '-k', 'file:key', 'data', 'token')
        self.run_good('fernet', 'encrypt', '-k', 'file:seal', 'data', 'sealed')
        self.write('MANIFEST', self.run_good('digest', 'data', 'secret'))
        stored = self.run_good('password', 'hash', '--from', 'file:secret')
        os.chmod(self.write('stored', stored), 0o600)
        self.names = sorted(os.listdir(self.folder))

    def environment(self):
        return {**super().environment(), **getattr(self, 'faults', {})}

    def run_good(self, *arguments):
        done = self.run_program(*arguments)
        self.assertEqual(done.returncode, 0, (arguments, self.faults, done.stderr))
        return done.stdout

    def with_faults(self, **faults):
        self.faults = {'LD_PRELOAD': str(self.shim), **{name: str(n) for name, n in faults.items()}}

    def assert_nothing_new(self, *but):
        self.assertEqual(sorted(set(os.listdir(self.folder)) - set(but)), self.names)

    def test_little_at_a_time_and_interrupted(self):
        for most in (1, 7, 4096):
            self.with_faults(FAULT_READ=most, FAULT_WRITE=most)
            line = self.run_good('digest', 'data').decode()
            self.assertEqual(line, hashlib.sha256(CONTENT).hexdigest() + '  data\n')
            self.run_good('digest', '--check', 'MANIFEST')
            self.assertEqual(self.run_good('secret', 'get', 'file:secret').decode(), SECRET)
            self.run_good('password', 'verify', '--from', 'file:secret', '--stored', 'file:stored')
            for key in ('key', 'seal'):
                self.run_good('fernet', 'encrypt', '-k', f'file:{key}', 'data', f'{key}ed')
                self.run_good('fernet', 'decrypt', '-k', f'file:{key}', f'{key}ed', 'back')
                self.assertEqual((self.folder / 'back').read_bytes(), CONTENT)

    def test_a_full_disk(self):
        cases = [('token', 'key'), ('sealed', 'seal')]
        for room in (0, 1, 1000, 60000):
            self.with_faults(FAULT_FULL=room)
            for source, key in cases:
                for command in (('decrypt', '-k', f'file:{key}', source, 'new'),
                                ('encrypt', '-k', f'file:{key}', 'data', 'new')):
                    done = self.run_program('fernet', *command)
                    self.assertNotEqual(done.returncode, 0)
                    self.assertIn('No space left on device', done.stderr)
                    self.assert_nothing_new()

    def test_allocations_that_fail(self):
        commands = [('fernet', 'decrypt', '-k', 'file:seal', 'sealed', 'new'),
                    ('fernet', 'encrypt', '-k', 'file:seal', 'data', 'new'),
                    ('fernet', 'decrypt', '-k', 'file:key', 'token', 'new'),
                    ('digest', '--check', 'MANIFEST'),
                    ('secret', 'get', 'file:secret'),
                    ('literal', 'MANIFEST')]
        for command in commands:
            failed = 0
            for number in range(1, 400, 9):
                self.with_faults(FAULT_NEW=number)
                done = self.run_program(*command)
                failed += 'out of memory' in done.stderr
                if done.returncode:
                    self.assertFalse((self.folder / 'new').exists())
                elif 'new' in command:
                    os.unlink(self.folder / 'new')
                self.assert_nothing_new()
                self.assertNotIn(SECRET, done.stderr)
            self.assertGreater(failed, 0, command)


if __name__ == '__main__':
    _support.main()

#!/usr/bin/env python3
"""What works on secrets takes neither a branch nor an address from them: under valgrind, with the
secrets marked as undefined, each such use would be an error. A comparison with an early exit is
there to show that it would be found.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get('ANTIVENOM', 'build/release/antivenom')).resolve().parent
FOUND = 9
# A token is for everybody to see: writing its bytes as text may look them up.
PUBLIC = '''
{
   a token is public
   Memcheck:Value8
   fun:_ZN2av6fernet13encode_groups*
}
'''


class ConstantTime(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if shutil.which('valgrind') is None or not Path('/usr/include/valgrind/memcheck.h').exists():
            raise unittest.SkipTest('valgrind is not installed')
        if not list(BUILD.rglob('libav_fernet.a')) or 'build/dev' in str(BUILD):
            raise unittest.SkipTest('needs the archives of a build without sanitizers')
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.program = Path(cls.folder.name) / 'constant_time'
        archives = [next(BUILD.rglob(f'libav_{room}.a'))
                    for room in ('fernet', 'digest', 'secret', 'base')]
        subprocess.run(
            ['g++', '-std=c++20', '-O1', '-g', f'-I{ROOT}/src', f'-I{ROOT}/include',
             ROOT / 'tests/parts/constant_time.cc', *archives, '-lcrypto', '-lsodium', '-pthread',
             '-o', cls.program], check=True)

    def run_case(self, name):
        public = Path(self.folder.name) / 'public.supp'
        public.write_text(PUBLIC)
        return subprocess.run(
            ['valgrind', '-q', f'--error-exitcode={FOUND}', f'--suppressions={public}',
             self.program, name], text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def test_an_early_exit_is_found(self):
        done = self.run_case('early_exit')
        self.assertEqual(done.returncode, FOUND, done.stdout)
        self.assertIn('early_exit', done.stdout)

    def test_secrets_decide_nothing(self):
        for name in ('equal', 'secret_equal', 'mac', 'padding', 'encoding', 'token'):
            with self.subTest(name):
                done = self.run_case(name)
                self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

"""The peers' own released tests, unmodified, against antivenom.compat: each suite imports what it
takes for its own package.

The source packages come from PyPI into a cache outside the tree, once; offline the tests skip.
"""

import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

import _peers
import antivenom

PACKAGE = Path(antivenom.__file__).resolve().parents[1]
COUNTS = re.compile(r'(\d+) (passed|failed|skipped|errors?|deselected|xfailed|xpassed)')

# Puts the module in the peer's place, then runs pytest on the peer's tests.
RUNNER = '''
import importlib, sys
peer, ours, *arguments = sys.argv[1:]
module = importlib.import_module(ours)
package, _, name = peer.rpartition(".")
sys.modules[peer] = module
if package:
    setattr(importlib.import_module(package), name, module)
import pytest
code = pytest.main(["-q", "-p", "no:cacheprovider", "-o", "addopts=", *arguments])
assert sys.modules[peer] is module
sys.exit(code)
'''


class Suites(unittest.TestCase):
    def run_suite(self, package, peer, ours, test):
        folder = _peers.source_package(*package)
        if folder is None:
            self.skipTest(f'the source of {package[0]} could not be fetched')
        done = subprocess.run(
            [sys.executable, '-c', RUNNER, peer, ours, f'--rootdir={folder}', str(folder / test)],
            cwd=folder / Path(test).parent, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, 'PYTHONPATH': str(PACKAGE), 'PYTHONDONTWRITEBYTECODE': '1'})
        self.assertEqual(done.returncode, 0, done.stdout)
        return {word: int(count) for count, word in COUNTS.findall(done.stdout.splitlines()[-1])}

    def test_bcrypt(self):
        counts = self.run_suite(('bcrypt', '5.0.0'), 'bcrypt', 'antivenom.compat.bcrypt',
                                'tests/test_bcrypt.py')
        self.assertEqual(counts, {'passed': 147})

    def test_fernet(self):
        counts = self.run_suite(('cryptography', '48.0.0'), 'cryptography.fernet',
                                'antivenom.compat.fernet', 'tests/test_fernet.py')
        self.assertEqual(counts, {'passed': 34})


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

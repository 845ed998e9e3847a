"""The own released tests of limits 5.8.0, unmodified, with `limits` standing for
antivenom.compat.limits.

EXCUSED lists what is not run, and why. Needs PyPI once; skipped without.
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import _peers
import antivenom

PACKAGES = [
    'flask==3.1.2', 'flask-restful==0.3.10', 'hiro==1.1.1', 'ordered-set==4.1.0', 'pytest==8.4.2',
    'pytest-asyncio==1.2.0', 'pytest-check==2.6.0', 'pytest-lazy-fixtures==1.4.0',
    'pytest-mock==3.15.1', 'pymemcache==4.0.0', 'pymongo==4.15.3', 'redis==7.0.1',
    'typing-extensions==4.15.0', 'valkey==6.1.1',
]

# Loaded by pytest before any test: the alias, with all submodules.
PLUGIN = '''
import importlib, pkgutil, sys

def alias(name):
    target = "antivenom.compat." + name
    root = importlib.import_module(target)
    found = [target] + [m.name for m in pkgutil.walk_packages(root.__path__, target + ".")]
    for module in found:
        sys.modules[module.removeprefix("antivenom.compat.")] = importlib.import_module(module)

for name in ALIASES:
    alias(name)

def pytest_configure(config):
    config.addinivalue_line("markers", "flaky: of a plugin that only tests with servers need")
    config.addinivalue_line("markers", "benchmark: of a plugin that measures")
'''

SUMMARY = re.compile(r'(?:(\d+) failed, )?(\d+) passed')

# Not run, by what has it in its name, and the reason.
EXCUSED_LIMITS = {
    'benchmarks': 'measures instead of testing; bench/limit.py does that',
}


def run_suite(python, folder, aliases, *arguments):
    """(passed, failed, output) of a suite's tests."""
    with tempfile.TemporaryDirectory() as home:
        Path(home, 'alias_plugin.py').write_text(f'ALIASES = {aliases!r}\n{PLUGIN}')
        path = os.pathsep.join([home, str(Path(antivenom.__file__).resolve().parents[1])])
        done = subprocess.run(
            [python, '-m', 'pytest', '-p', 'alias_plugin', '-p', 'no:cacheprovider', '-o',
             'addopts=', '-q', '--tb=short', *arguments],
            cwd=folder, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=500, env={**os.environ, 'PYTHONPATH': path, 'PYTHONDONTWRITEBYTECODE': '1'})
    found = SUMMARY.search(done.stdout)
    failed, passed = (int(n or 0) for n in found.groups()) if found else (0, 0)
    return passed, failed + (done.returncode not in (0, 1)), done.stdout


class Peers(unittest.TestCase):
    def setUp(self):
        self.python = _peers.environment(PACKAGES)
        if self.python is None:
            self.skipTest('the peers\' tools cannot be fetched from PyPI')

    def source(self, name, version):
        folder = _peers.source_package(name, version)
        if folder is None:
            self.skipTest(f'the source package of {name} cannot be fetched from PyPI')
        return folder

    def check_suite(self, least, *arguments):
        passed, failed, output = run_suite(*arguments)
        self.assertEqual(failed, 0, output)
        self.assertEqual(passed, least, output)

    def test_limits_memory(self):
        self.check_suite(52, self.python, self.source('limits', '5.8.0'), ['limits'], '-m',
                         'memory and not benchmark',
                         *(f'--ignore=tests/{name}' for name in EXCUSED_LIMITS))

    def test_limits_unmarked(self):
        self.check_suite(52, self.python, self.source('limits', '5.8.0'), ['limits'],
                         'tests/test_ratelimit_parser.py', 'tests/test_limits.py',
                         'tests/test_limit_granularities.py', 'tests/test_utils.py',
                         'tests/test_storage_schema.py', 'tests/test_storage.py::TestBaseStorage',
                         'tests/aio/test_storage.py::TestBaseStorage')


if __name__ == '__main__':
    unittest.main(argv=[word for word in sys.argv if word != '--update'])

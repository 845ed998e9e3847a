"""The own released tests of limits 5.8.0 and Flask-Limiter 4.1.1, unmodified, with `limits` and
`flask_limiter` standing for antivenom.compat.limits and antivenom.compat.flask_limiter.

EXCUSED_... lists what is not run, and why. Needs PyPI once; skipped without.
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
    'flask[async]==3.1.2', 'flask-restful==0.3.10', 'flask-restx==1.3.2', 'hiro==1.1.1',
    'ordered-set==4.1.0', 'pytest==8.4.2', 'pytest-asyncio==1.2.0', 'pytest-check==2.6.0',
    'pytest-lazy-fixtures==1.4.0', 'pytest-mock==3.15.1', 'pymemcache==4.0.0',
    'pymongo==4.15.3', 'redis==7.0.1', 'typing-extensions==4.15.0', 'valkey==6.1.1',
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

def pytest_collection_modifyitems(config, items):
    names = {item.nodeid: item for item in items}
    left_out = {id(item) for name, item in names.items() for one in EXCUSED
                if name == one or name.startswith(one + "[")}
    config.hook.pytest_deselected(items=[item for item in items if id(item) in left_out])
    items[:] = [item for item in items if id(item) not in left_out]
'''

SUMMARY = re.compile(r'(?:(\d+) failed, )?(\d+) passed')

# Not run, by what has it in its name, and the reason.
EXCUSED_LIMITS = {
    'benchmarks': 'measures instead of testing; bench/limit.py does that',
}

# By reason; what falling back to memory does is tested in flask_limiter_test.py.
EXCUSED_FLASK_LIMITER = {
    'takes a Redis server': (
        'tests/test_commands.py::test_clear_limits',
        'tests/test_configuration.py::test_constructor_arguments_over_config',
        'tests/test_error_handling.py::test_fallback_to_memory',
        'tests/test_error_handling.py::test_fallback_to_memory_config',
        'tests/test_error_handling.py::test_fallback_to_memory_backoff_check',
        'tests/test_error_handling.py::test_fallback_to_memory_with_global_override',
        'tests/test_flask_ext.py::test_custom_key_prefix',
        'tests/test_regressions.py::test_redis_request_slower_than_fixed_window',
        'tests/test_regressions.py::test_redis_request_slower_than_moving_window',
        'tests/test_regressions.py::test_custom_key_prefix_with_headers',
    ),
    'takes a Memcached server': ('tests/test_flask_ext.py::test_reset_unsupported',),
    'takes Redis, Memcached and MongoDB servers': (
        'tests/test_storage.py::test_fixed_window',
        'tests/test_storage.py::test_moving_window',
    ),
}
# These look at the clock a moment after the request did, and fail where a second begins between.
AT_A_SECONDS_END = (
    'tests/test_configuration.py::test_header_names_config',
    'tests/test_configuration.py::test_header_names_constructor',
)


def run_suite(python, folder, aliases, *arguments, excused=()):
    """(passed, failed, output) of a suite's tests, without those excused."""
    with tempfile.TemporaryDirectory() as home:
        Path(home, 'alias_plugin.py').write_text(
            f'ALIASES = {aliases!r}\nEXCUSED = {excused!r}\n{PLUGIN}')
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

    def test_flask_limiter(self):
        suite = (self.python, self.source('flask_limiter', '4.1.1'), ['limits', 'flask_limiter'],
                 '-W', 'ignore')
        excused = [test for tests in EXCUSED_FLASK_LIMITER.values() for test in tests]
        passed, failed, output = run_suite(*suite, excused=(*excused, *AT_A_SECONDS_END))
        self.assertEqual((passed, failed), (111, 0), output)
        tries = 0
        while (found := run_suite(*suite, *AT_A_SECONDS_END))[:2] != (2, 0):
            tries += 1
            self.assertLess(tries, 4, found[2])


if __name__ == '__main__':
    unittest.main(argv=[word for word in sys.argv if word != '--update'])

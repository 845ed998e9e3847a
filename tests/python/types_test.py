"""Samples that use the package as its types say, checked by `mypy --strict`; stubtest on the rest."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(__file__).parent / 'typed'

# Functions of extension modules are of nanobind's own type, which stubtest does not know (what
# generates the stubs looks at them), and their classes and those derived of a metaclass of its own; a star import's name may be defined again; frameworks are not
# installed where this runs.
ALLOWED = r"""
antivenom\._[a-z]+\..*
antivenom\.compat\..*-redefinition
antivenom\.limit\.django
antivenom\.limit\.Limiter
antivenom\.compat\.limits\.storage\.StorageTypes
"""


def run(*arguments):
    return subprocess.run([sys.executable, '-m', *arguments], cwd=ROOT, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, 'MYPYPATH': str(ROOT / 'python')})


class Types(unittest.TestCase):
    def test_samples_pass_strict(self):
        done = run('mypy', '--strict', '--cache-dir', 'build/mypy', *sorted(SAMPLES.glob('*.py')))
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_package_passes_strict(self):
        done = run('mypy', '--strict', '--cache-dir', 'build/mypy', '-p', 'antivenom')
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_pure_modules_are_what_their_types_say(self):
        with tempfile.NamedTemporaryFile('w', suffix='.txt') as allowed:
            allowed.write(ALLOWED)
            allowed.flush()
            done = run('mypy.stubtest', 'antivenom', '--allowlist', allowed.name,
                       '--ignore-unused-allowlist', '--mypy-config-file', 'pyproject.toml')
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

"""The committed stubs of the extension modules are what nanobind's generator makes of them.

`--update` rewrites them.
"""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import antivenom

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / 'python/antivenom'
MODULES = sorted(path.name.split('.')[0] for path in Path(antivenom.__file__).parent.glob('_*.so'))


def generate(module):
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / 'stub.pyi'
        subprocess.run([sys.executable, '-m', 'nanobind.stubgen', '-q', '-m', f'antivenom.{module}',
                        '-o', target], check=True)
        return target.read_text()


class Stubs(unittest.TestCase):
    def test_every_part_has_one(self):
        self.assertTrue(MODULES)
        natives = {f'_{path.stem}' for path in (ROOT / 'python/native').glob('*.cc')}
        self.assertEqual(natives, set(MODULES))

    def test_committed_stubs_are_current(self):
        for module in MODULES:
            with self.subTest(module=module):
                committed = PACKAGE / f'{module}.pyi'
                self.assertEqual(committed.read_text() if committed.exists() else '',
                                 generate(module), './dev test --update python rewrites it')


if __name__ == '__main__':
    if '--update' in sys.argv:
        for name in MODULES:
            (PACKAGE / f'{name}.pyi').write_text(generate(name))
    unittest.main(argv=sys.argv[:1])

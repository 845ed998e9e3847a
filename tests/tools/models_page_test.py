"""docs/models.md counts what catalog/models says."""

import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class ModelsPage(unittest.TestCase):
    def test_tables_agree_with_the_models(self):
        done = subprocess.run([sys.executable, ROOT / 'tools' / 'models_page.py', '--check'],
                              check=False)
        self.assertEqual(done.returncode, 0, 'run ./dev models page')


if __name__ == '__main__':
    unittest.main()

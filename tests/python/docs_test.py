"""The Python code in docs/*.md and README.md runs as printed, each block by itself.

A block marked `python norun` is shown only.
"""

import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r'^```python\n(.*?)^```', re.M | re.S)
PAGES = [ROOT / 'README.md', *sorted((ROOT / 'docs').glob('*.md'))]


class Docs(unittest.TestCase):
    def test_blocks_run(self):
        count = 0
        for page in PAGES:
            text = page.read_text()
            for block in BLOCK.finditer(text):
                line = text[:block.start()].count('\n') + 1
                with self.subTest(page=page.name, line=line), tempfile.TemporaryDirectory() as home:
                    done = subprocess.run([sys.executable, '-c', block.group(1)], cwd=home, text=True,
                                          capture_output=True, check=False)
                    self.assertEqual(done.returncode, 0, done.stderr)
                count += 1
        self.assertGreater(count, 0)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

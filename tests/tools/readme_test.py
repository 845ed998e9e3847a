"""The README shows what the program prints, and its table covers the catalog."""

import re
import shlex
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / 'build/release/antivenom'
README = (ROOT / 'README.md').read_text()


def catalog():
    """Rule name -> section of the guide ('' for none), from the front matter of the pages."""
    rules = {}
    for page in (ROOT / 'catalog/rules').glob('*/*.md'):
        front = page.read_text().split('+++')[1]
        section = re.search(r'^guide = "(.*)"$', front, re.M)
        rules[re.search(r'^name = "(.*)"$', front, re.M)[1]] = section[1] if section else ''
    return rules


def covered():
    """The same as the README's table says it."""
    rules = {}
    for line in README.splitlines():
        row = re.fullmatch(r'\| (?:(\d\.\d)|beyond)[^|]*\|([^|]*)\|[^|]*\|', line)
        if row:
            rules.update({name: row[1] or '' for name in re.findall(r'`([a-z-]+)`', row[2])})
    return rules


class Readme(unittest.TestCase):
    def test_table_covers_the_catalog(self):
        self.assertEqual(covered(), catalog())

    @unittest.skipUnless(PROGRAM.exists(), 'the release binary is not built')
    def test_shows_what_is_printed(self):
        shown = re.findall(r'^```console\n\$ antivenom (.*?)\n(.*?)^```$', README, re.M | re.S)
        self.assertTrue(shown)
        for arguments, output in shown:
            done = subprocess.run([PROGRAM, *shlex.split(arguments)], cwd=ROOT, text=True,
                                  capture_output=True, check=False, env={'LC_ALL': 'C.UTF-8'})
            self.assertEqual(done.stdout + done.stderr, output)


if __name__ == '__main__':
    unittest.main()

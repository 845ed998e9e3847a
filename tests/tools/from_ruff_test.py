"""docs/from-ruff.md has every rule S of the pinned ruff, and agrees with docs/from-bandit.md."""

import json
import re
import subprocess
import tomllib
import unittest
from pathlib import Path

import from_bandit_test

ROOT = Path(__file__).resolve().parents[2]
RUFF = ROOT / 'build/python-env/bin/ruff'
PAGE = (ROOT / 'docs/from-ruff.md').read_text()
REMOVED = '; ruff has removed it'


def rows():
    """(code, ruff's name, the words of the last column)."""
    for line in re.findall(r'^\| S\d+ .*', PAGE, re.M):
        yield tuple(cell.strip() for cell in line.strip('|').split('|'))


def version_in(path, pattern):
    return re.search(pattern, (ROOT / path).read_text())[1]


def ruffs_rules():
    """{code: (name, is removed)} of the rules S, as ruff itself lists them."""
    done = subprocess.run([RUFF, 'rule', '--all', '--output-format', 'json'], capture_output=True,
                          text=True, check=True)
    return {rule['code']: (rule['name'], 'Removed' in rule['status'])
            for rule in json.loads(done.stdout) if re.fullmatch(r'S\d+', rule['code'] or '')}


class FromRuff(unittest.TestCase):
    def test_one_version_is_meant_everywhere(self):
        settings = tomllib.loads((ROOT / 'tests/accuracy/parity.toml').read_text())
        pinned = settings['peers']['ruff']
        self.assertEqual(version_in('tools/python-requirements.txt', r'\nruff==(\S+)'), pinned)
        self.assertEqual(version_in('docs/from-ruff.md', r'of ruff (\d+\.\d+\.\d+)\.'), pinned)
        self.assertEqual(version_in('docs/from-bandit.md', r'and ruff (\d+\.\d+\.\d+)\.'), pinned)

    @unittest.skipUnless(RUFF.exists(), 'ruff is not there')
    def test_every_rule_has_one_row(self):
        known = ruffs_rules()
        self.assertGreater(len(known), 60)
        written = {code: (name, words.endswith(REMOVED)) for code, name, words in rows()}
        self.assertEqual(written, known)
        self.assertEqual(len(list(rows())), len(known))

    def test_both_pages_say_the_same(self):
        page = (ROOT / 'docs/from-bandit.md').read_text()
        theirs = dict(re.findall(r'^\| B[^|]* \| (S\d+) \| (.*?) \|$', page, re.M))
        ours = {code: words for code, _, words in rows()}
        self.assertLessEqual(set(theirs), set(ours), 'codes that ruff does not have')
        self.assertEqual({code: ours[code] for code in theirs}, theirs)

    def test_rules_that_are_named_exist(self):
        for code, _, words in rows():
            with self.subTest(code=code):
                named = set(re.findall(r'`([a-z]+(?:-[a-z]+)+)`', words))
                self.assertLessEqual(named, from_bandit_test.RULES)
                self.assertTrue(words.startswith(('`', 'left out: ', 'no rule yet')))


if __name__ == '__main__':
    unittest.main()

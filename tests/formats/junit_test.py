#!/usr/bin/env python3
"""JUnit reports against the published schema: Jenkins' junit-10.xsd, which pytest's sources ship.

They are fetched once into the cache. Without them, or without the module lxml, the cases that need
the schema are skipped. Ours have two attributes beyond it, `file` and `line` of a test case, which
GitLab, CircleCI and others read; the schema is taken with these two added.
"""

import os
import re
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

try:
    from lxml import etree
except ImportError:
    etree = None

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get('ANTIVENOM', str(ROOT / 'build/release/antivenom'))
CACHE = Path(os.environ.get('XDG_CACHE_HOME', Path.home() / '.cache')) / 'antivenom/schemas'
PYTEST = re.search(r'\npytest==(\S+)',
                   (ROOT / 'tools/python-requirements.txt').read_text())[1]
MEMBER = f'pytest-{PYTEST}/testing/example_scripts/junit-10.xsd'
XSD = '{http://www.w3.org/2001/XMLSchema}'
BEYOND = ('file', 'line')


def fetch(kept):
    """Puts the schema there, when PyPI gives the sources."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, '-m', 'pip', 'download', '-q', '--no-deps',
                        '--disable-pip-version-check', '--no-binary', 'pytest', '-d', folder,
                        f'pytest=={PYTEST}'], check=False, capture_output=True)
        for archive in Path(folder).glob('*.tar.gz'):
            text = tarfile.open(archive).extractfile(MEMBER).read()
            kept.parent.mkdir(parents=True, exist_ok=True)
            fresh = kept.with_suffix(f'.{os.getpid()}')
            fresh.write_bytes(text)
            fresh.rename(kept)


def schema():
    """The schema with our attributes; None when it cannot be had."""
    kept = CACHE / f'junit-10-{PYTEST}.xsd'
    if not kept.exists():
        fetch(kept)
    if not kept.exists():
        return None
    tree = etree.parse(kept)
    for case in tree.iter(XSD + 'element'):
        if case.get('name') == 'testcase':
            for name in BEYOND:
                etree.SubElement(case[0], XSD + 'attribute', name=name, type='xs:string')
    return etree.XMLSchema(tree)


def scan(*arguments, cwd=ROOT):
    done = subprocess.run([PROGRAM, 'scan', '--quiet', '--format', 'junit', *arguments], cwd=cwd,
                          capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@unittest.skipIf(etree is None or schema() is None, 'the schema, or lxml, is not there')
class JunitTest(unittest.TestCase):
    def setUp(self):
        self.schema = schema()

    def faults(self, report):
        self.schema.validate(etree.fromstring(report))
        return [entry.message for entry in self.schema.error_log]

    def test_reports_are_valid(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            folder.joinpath('a<&">\x07.py').write_text('import os\nos.system(input())\n')
            folder.joinpath('part.py').write_text('import os\ndef f(:\nos.system(input())\n')
            folder.joinpath('book.ipynb').write_text('{')
            folder.joinpath('clean.py').write_text('x = 1\n')
            self.assertEqual(self.faults(scan('.', cwd=folder)), [])
            self.assertEqual(self.faults(scan('clean.py', cwd=folder)), [])
        self.assertEqual(self.faults(scan('examples')), [])

    def test_the_schema_finds_faults(self):
        report = scan('examples')
        self.assertTrue(self.faults(report.replace(b'<failure type=', b'<failure kind=', 1)))
        self.assertTrue(self.faults(report.replace(b' tests=', b' runs=', 1)))

    def test_counts_are_right(self):
        root = etree.fromstring(scan('examples'))
        for suite in root.iter('testsuite'):
            self.assertEqual(int(suite.get('tests')), len(suite.findall('testcase')))
            self.assertEqual(int(suite.get('failures')), len(suite.findall('testcase/failure')))
        total = sum(int(suite.get('tests')) for suite in root.iter('testsuite'))
        self.assertEqual(int(root.get('tests')), total)
        self.assertGreater(int(root.get('failures')), 5)


if __name__ == '__main__':
    unittest.main()

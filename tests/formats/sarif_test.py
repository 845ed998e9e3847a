#!/usr/bin/env python3
"""SARIF reports against the published schema, and against what code scanning asks for beyond it.

The schema is the one that the crate serde-sarif ships; it is fetched once into the cache. Without
it, or without the module fastjsonschema, the cases that need it are skipped.
"""

import json
import os
import subprocess
import tarfile
import tempfile
import unittest
import urllib.request
from io import BytesIO
from pathlib import Path

try:
    import fastjsonschema
except ImportError:
    fastjsonschema = None

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get('ANTIVENOM', str(ROOT / 'build/release/antivenom'))
CRATE = 'serde-sarif-0.8.0'
ADDRESS = f'https://static.crates.io/crates/serde-sarif/{CRATE}.crate'
CACHE = Path(os.environ.get('XDG_CACHE_HOME', Path.home() / '.cache')) / 'antivenom/schemas'


def schema():
    """The schema's text; None when it cannot be had."""
    kept = CACHE / f'{CRATE}.json'
    if not kept.exists():
        try:
            with urllib.request.urlopen(ADDRESS, timeout=60) as answer:
                crate = tarfile.open(fileobj=BytesIO(answer.read()))
        except OSError:
            return None
        text = crate.extractfile(f'{CRATE}/src/schema.json').read()
        CACHE.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f'.{os.getpid()}')
        fresh.write_bytes(text)
        fresh.rename(kept)
    return json.loads(kept.read_text(encoding='utf-8'))


def scan(*arguments, cwd=ROOT):
    done = subprocess.run([PROGRAM, 'scan', '--quiet', '--format', 'sarif', *arguments], cwd=cwd,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


# Two findings, one of them silenced; a magic; a cell that is no code.
BOOK = {
    'cells': [
        {'cell_type': 'markdown', 'metadata': {}, 'source': ['import os\n']},
        {'cell_type': 'code', 'execution_count': 1, 'metadata': {}, 'outputs': [],
         'source': ['%matplotlib inline\n', 'import os\n', "command = 'ls ' + input()"]},
        {'cell_type': 'code', 'execution_count': 2, 'metadata': {}, 'outputs': [],
         'source': ['%time os.system(command)\n',
                    'os.system(command)  # antivenom: ignore[shell-command] a toy']},
    ],
    'metadata': {'language_info': {'name': 'python'}}, 'nbformat': 4, 'nbformat_minor': 5,
}


class Folder:
    """A git repository with files that are hard to report."""

    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()
        self.root = Path(self.holder.name)
        self.write('app.py', 'import os\n\n\ndef list(name):\n    os.system(f"ls {name}")\n')
        self.write('astral.py', "import os\nx = '\U0001f4a3\U0001f4a3'; os.system('ls ' + input())\n")
        self.write('latin.py', '# coding: latin-1\nimport os\nos.system("\xe9" + input())\n', 'latin-1')
        self.write('broken.py', 'def f(:\n')
        self.write('sub/strange name\n%.py', 'import os\nos.system(input())\n')
        self.write('secret.py', "password = 'jK8!vQz29xLm'\n")
        self.write('book.ipynb', json.dumps(BOOK, indent=1))
        self.git('init', '-q')
        self.git('remote', 'add', 'origin', 'https://me:token@example.org/a.git')
        self.git('add', '.')
        self.git('-c', 'user.name=x', '-c', 'user.email=x@example.org', 'commit', '-q', '-m', 'x')

    def write(self, name, text, encoding='utf-8'):
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode(encoding))

    def git(self, *arguments):
        subprocess.run(['git', *arguments], cwd=self.root, check=True)


class SarifTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.holder.cleanup)

    def run_of(self, *arguments, cwd=None):
        log = json.loads(scan(*arguments, cwd=cwd or self.folder.root))
        return log['runs'][0]

    def test_reports_are_valid(self):
        if fastjsonschema is None or schema() is None:
            self.skipTest('the schema, or fastjsonschema, is not there')
        valid = fastjsonschema.compile(schema())
        valid(json.loads(scan('examples')))
        valid(json.loads(scan('--timestamps', '--category', 'x', '.', cwd=self.folder.root)))
        valid(json.loads(scan('--select', 'debug-server', 'app.py', cwd=self.folder.root)))
        valid(json.loads(scan('--show-ignored', 'book.ipynb', cwd=self.folder.root)))

    def test_the_schema_finds_faults(self):
        if fastjsonschema is None or schema() is None:
            self.skipTest('the schema, or fastjsonschema, is not there')
        valid = fastjsonschema.compile(schema())
        log = json.loads(scan('examples'))
        log['runs'][0]['results'][0]['level'] = 'severe'
        with self.assertRaises(fastjsonschema.JsonSchemaException):
            valid(log)

    def test_columns_are_utf16_units(self):
        run = self.run_of('astral.py')
        self.assertEqual(run['columnKind'], 'utf16CodeUnits')
        region = run['results'][0]['locations'][0]['physicalLocation']['region']
        line = self.folder.root.joinpath('astral.py').read_text(encoding='utf-8').splitlines()[1]
        units = line.encode('utf-16-le')
        marked = units[2 * (region['startColumn'] - 1):2 * (region['endColumn'] - 1)]
        self.assertEqual(marked.decode('utf-16-le'), "os.system('ls ' + input())")

    def test_uris_lead_from_the_root_wherever_it_is_run(self):
        for cwd, argument in ((self.folder.root, '.'), (self.folder.root / 'sub', '..')):
            run = self.run_of(argument, cwd=cwd)
            uris = {result['locations'][0]['physicalLocation']['artifactLocation']['uri']
                    for result in run['results']}
            self.assertEqual(uris, {'app.py', 'astral.py', 'latin.py', 'secret.py', 'book.ipynb',
                                    'sub/strange%20name%0A%25.py'})

    def test_a_notebook_s_regions_are_lines_of_its_file(self):
        run = self.run_of('--show-ignored', 'book.ipynb')
        lines = self.folder.root.joinpath('book.ipynb').read_text(encoding='utf-8').splitlines()
        places = [result['locations'][0] for result in run['results']]
        self.assertEqual(len(places), 2)
        self.assertEqual(sum('suppressions' in result for result in run['results']), 1)
        for place in places:
            region = place['physicalLocation']['region']
            self.assertIn('os.system(command)', lines[region['startLine'] - 1])
            self.assertNotIn('startColumn', region)

    def test_digests_are_of_the_files(self):
        import hashlib
        artifacts = {one['location']['uri']: one for one in self.run_of('.')['artifacts']}
        for name in ('app.py', 'astral.py', 'broken.py'):
            digest = hashlib.sha256(self.folder.root.joinpath(name).read_bytes()).hexdigest()
            self.assertEqual(artifacts[name]['hashes']['sha-256'], digest)
            self.assertEqual(artifacts[name]['length'], self.folder.root.joinpath(name).stat().st_size)
        self.assertNotIn('hashes', artifacts['latin.py'])

    def test_nothing_secret_and_nothing_of_the_machine(self):
        text = scan('.', cwd=self.folder.root)
        for word in (b'jK8!vQz29xLm', b'token@', self.folder.holder.name.encode()):
            self.assertNotIn(word, text)
        self.assertTrue(text.isascii())

    def test_provenance(self):
        source = self.run_of('.')['versionControlProvenance'][0]
        head = subprocess.run(['git', 'rev-parse', 'HEAD'], cwd=self.folder.root, check=True,
                              capture_output=True, text=True).stdout.strip()
        self.assertEqual(source['revisionId'], head)
        self.assertEqual(source['repositoryUri'], 'https://example.org/a.git')

    def test_indices_and_limits(self):
        run = self.run_of('.')
        rules = run['tool']['driver']['rules']
        for result in run['results']:
            self.assertEqual(rules[result['ruleIndex']]['id'], result['ruleId'])
            self.assertRegex(result['partialFingerprints']['primaryLocationLineHash'],
                             r'^[0-9a-f]{1,16}:[0-9]+$')
            self.assertTrue(result['message']['text'].isprintable())
        for rule in rules:
            self.assertLessEqual(len(rule['shortDescription']['text']), 1024)
            self.assertLessEqual(len(rule['properties']['tags']), 20)
            score = float(rule['properties']['security-severity'])
            self.assertTrue(0.1 <= score <= 10.0)
            self.assertTrue(rule['help']['markdown'])

    def test_the_same_bytes_for_any_number_of_threads(self):
        once = scan('.', '--jobs', '1', cwd=self.folder.root)
        self.assertEqual(once, scan('.', '--jobs', '8', cwd=self.folder.root))


if __name__ == '__main__':
    unittest.main()

"""antivenom.scan as a Python program sees it, beside the command: the same bytes from the same files."""

import datetime
import gc
import json
import os
import pickle
import random
import resource
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import textwrap
import threading
import unittest
from dataclasses import asdict
from pathlib import Path

from antivenom import Error, scan

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ROOT / 'build/release/antivenom'
LIBRARY = Path(sysconfig.get_path('stdlib'))
TODAY = datetime.date(2026, 1, 31)

PAGE = '''+++
id = "{id}"
name = "{name}"
title = "A call that the house does not want"
cwes = [502]
severity = "{severity}"
confidence = "high"
since = "0.1"
status = "preview"
message = "`{call}` is called"
mend = "do not"

[[pattern]]
find = "{call}(...)"
+++

## What it does

Reports a call.

## Why it matters

The house says so.

## Vulnerable

```python
import house

{call}(text)  # error: {name}
```

## Safe

```python
import house

house.other(text)
```

## What it misses

Nothing.

## How to mend it

Do not call it.

## References

- <https://example.org/>
'''

NOTEBOOK = json.dumps({
    'nbformat': 4, 'nbformat_minor': 5, 'metadata': {},
    'cells': [{'cell_type': 'markdown', 'metadata': {}, 'source': 'text'},
              {'cell_type': 'code', 'metadata': {}, 'outputs': [], 'execution_count': None,
               'source': ['%time 1\n', 'eval(input())\n']}]})

OPTIONS = {
    'nothing': {},
    'select': {'select': ['injection', 'unsafe-yaml']},
    'ignore': {'ignore': ['injection', 'AV601']},
    'exclude': {'exclude': ['notes/app.py', 'odd*']},
    'least': {'min_severity': 'high', 'min_confidence': 'medium'},
    'threats': {'threats': ['remote', 'library']},
    'no flow': {'flow': False},
    'fail on': {'fail_on': 'high:high', 'strict': True},
    'foreign comments': {'honor_nosec': True},
    'markdown': {'markdown': True},
    'small files': {'max_file_size': '1 KiB', 'jobs': 3},
    'isolated': {'isolated': True},
    'configured': {'config': 'other.toml'},
    'known': {'baseline': 'known.json'},
    'own rules': {'rules': ['pages'], 'select': ['house-call']},
    'own models': {'models': ['models']},
}


def typed(options):
    """The options as the command takes them."""
    words = [f'--today={TODAY}']
    for name, value in options.items():
        if name == 'flow':
            words.append('--no-flow')
        elif value is True:
            words.append('--' + name.replace('_', '-'))
        else:
            for one in value if isinstance(value, list) else [value]:
                words.append(f'--{name.replace("_", "-")}={one}')
    return words


def command(*arguments, text=None):
    return subprocess.run([COMMAND, 'scan', '--quiet', *arguments], input=text, capture_output=True,
                          check=False)


def run_python(code, *arguments, **options):
    return subprocess.run([sys.executable, '-c', textwrap.dedent(code), *arguments],
                          capture_output=True, text=True, check=False, timeout=120, **options)


class Case(unittest.TestCase):
    """A project in the current folder, outside of any repository."""

    def setUp(self):
        self.maxDiff = 2000
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        self.folder = Path(folder.name)
        shutil.copytree(ROOT / 'examples/notes/notes', 'notes')
        self.write('odd.py', 'import os\nos.system(input())  # nosec B605\nx = (1\n')
        self.write('old.py', 'print "x"\nexec code  # antivenom: ignore[dynamic-code] as it should\n')
        self.write('book.ipynb', NOTEBOOK)
        self.write('page.md', 'text\n\n```python\neval(input())\n```\n')
        self.write('broken.ipynb', '{"cells": 1}')
        self.write('housed.py', 'import house\nhouse.call(1)\nhouse.run(house.order())\n')
        Path(os.fsdecode(b'odd\xff.py')).write_bytes(b'eval(input())\n# \xff\n')
        self.write('pages/house/house-call.md', self.page('house.call', severity='low'))
        self.write('models/house.toml', '[[source]]\npath = "house.order"\nkind = "message"\n\n'
                   '[[sink]]\npath = "house.run"\nkind = "sql"\nargument = "0"\n')
        self.write('antivenom.toml', 'ignore = ["hardcoded-secret"]\n[severity]\ndynamic-code = "low"\n')
        self.write('other.toml', 'min-severity = "medium"\nrules = ["pages"]\n')
        subprocess.run([COMMAND, 'baseline', 'create', '-o', 'known.json', 'notes/app.py', 'odd.py'],
                       check=True, stderr=subprocess.DEVNULL)

    def write(self, name, text):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)

    @staticmethod
    def page(call, name='house-call', number='AV9001', severity='medium'):
        return PAGE.format(id=number, name=name, call=call, severity=severity)

    def scan(self, *paths, **options):
        return scan.paths(*(paths or ('.',)), options=scan.Options(today=TODAY, **options))


class SameAsTheCommand(Case):
    def test_reports_of_folders(self):
        for name, options in OPTIONS.items():
            with self.subTest(name):
                result = self.scan(**options)
                done = command('--format=json', '--show-ignored', *typed(options), '.')
                self.assertEqual(done.stderr, b'')
                self.assertEqual(result.to_json(silenced=True).encode(), done.stdout)
                self.assertEqual(result.exit_code, done.returncode)
                done = command('--format=sarif', '--category=x', *typed(options), '.')
                self.assertEqual(result.to_sarif(category='x').encode(), done.stdout)

    def test_options_make_a_difference(self):
        plain = self.scan().to_json(silenced=True)
        for name, options in OPTIONS.items():
            if name not in ('nothing', 'fail on'):
                with self.subTest(name):
                    self.assertNotEqual(self.scan(**options).to_json(silenced=True), plain)
        quiet = {'select': ['unsafe-yaml']}
        self.assertEqual([self.scan('odd.py', **one).exit_code for one in (
            {'fail_on': 'medium'}, {**quiet, 'strict': True}, quiet)], [1, 4, 0])

    def test_several_paths(self):
        paths = ['notes/app.py', 'odd.py', str(self.folder / 'old.py')]
        done = command('--format=json', *typed({}), *paths)
        self.assertEqual(self.scan(*map(Path, paths)).to_json().encode(), done.stdout)
        self.assertEqual(self.scan(*map(os.fsencode, reversed(paths))).to_json().encode(), done.stdout)

    def test_texts(self):
        texts = {
            'odd.py': Path('odd.py').read_bytes(), 'new.py': b'eval(input())',
            'book.ipynb': NOTEBOOK.encode(), 'page.md': Path('page.md').read_bytes(),
            'latin.py': "# coding: latin-1\nx = 'é'; eval(input())".encode('latin-1'),
            'broken.py': bytes(range(256)), 'empty.py': b'',
        }
        for name, text in texts.items():
            with self.subTest(name):
                result = scan.text(text, name, options=scan.Options(today=TODAY))
                done = command('--format=json', '--show-ignored', *typed({}), '-', '--stdin-filename',
                               name, text=text)
                self.assertEqual(result.to_json(silenced=True).encode(), done.stdout)
                self.assertEqual(result.exit_code, done.returncode)

    def test_a_str_is_text_already(self):
        source = "# coding: latin-1\nx = 'é'; eval(input())"
        finding, = scan.text(source, 'x.py').findings
        self.assertEqual((finding.start.line, finding.start.column), (2, 10))
        self.assertEqual([line.text for line in finding.snippet], ["x = 'é'; eval(input())"])
        wrong = scan.text("x = '\ud800'", 'x.py')
        self.assertEqual(wrong.partly_analysed[0].count, 1)

    def test_a_revision_is_what_git_would_say(self):
        def git(*arguments):
            done = subprocess.run(['git', '-c', 'user.name=a', '-c', 'user.email=a@b', *arguments],
                                  check=True, capture_output=True, text=True)
            return done.stdout.strip()
        if shutil.which('git') is None:
            self.skipTest('no git')
        git('init', '-q', '-b', 'trunk')
        git('remote', 'add', 'origin', 'https://example.org/notes.git')
        git('add', '.')
        git('commit', '-q', '-m', 'all')
        os.chdir('notes')
        done = command('--format=sarif', *typed({}), '.')
        revision = scan.Revision('https://example.org/notes.git', git('rev-parse', 'HEAD'), 'trunk')
        self.assertEqual(self.scan().to_sarif(revision=revision).encode(), done.stdout)


class Values(Case):
    def test_they_are_what_the_report_says(self):
        result = self.scan(baseline='known.json')
        report = json.loads(result.to_json(silenced=True))
        self.assertEqual(asdict(result.totals), report['totals'])
        self.assertEqual(self.rows(result.flow), self.filled(report['flow']))
        for name in ('findings', 'known', 'silenced', 'not_analysed', 'partly_analysed', 'left_out',
                     'limits'):
            with self.subTest(name):
                ours = [self.rows(one) for one in getattr(result, name)]
                theirs = [self.filled(one) for one in report[name]]
                self.assertTrue(ours or name in ('left_out', 'limits'))
                for our, their in zip(ours, theirs, strict=True):
                    for key, value in their.items():
                        self.assertEqual(our[key], value, (name, key))
        self.assertEqual((result.settings, result.known_from), ('antivenom.toml', 'known.json'))
        self.assertEqual(result.today, TODAY)
        self.assertFalse(result.is_complete)
        self.assertTrue(scan.text('x = 1').is_complete)

    @staticmethod
    def rows(value):
        """A value as JSON has it: lists for tuples, no keys for what is not there."""
        return json.loads(json.dumps(asdict(value), default=str))

    @classmethod
    def filled(cls, report):
        """A part of a report, with what it leaves out, and paths as Python has them."""
        if isinstance(report, list):
            return [cls.filled(one) for one in report]
        if not isinstance(report, dict):
            return report
        report = {key: cls.filled(value) for key, value in report.items()}
        if 'column_utf16' in report:
            report = {'cell': None, 'file_line': None, **report}
        if 'text' in report:
            report = {'shortened': False, **report}
        if 'path_base64' in report:
            import base64
            report['path'] = os.fsdecode(base64.b64decode(report.pop('path_base64')))
        return report

    def test_a_way(self):
        finding = next(one for one in self.scan('notes').findings if one.rule == 'shell-command')
        self.assertEqual([step.path for step in finding.trace],
                         ['notes/app.py', 'notes/backup.py', 'notes/backup.py', 'notes/commands.py',
                          'notes/commands.py'])
        self.assertEqual((finding.severity, finding.id, finding.cwe), ('high', 'AV101', (78,)))
        self.assertEqual(finding.trace[-1].start, finding.start)

    def test_they_are_frozen_and_slotted(self):
        result = self.scan()
        for value in (result, result.findings[0], result.totals, result.findings[0].start, scan.Options()):
            with self.subTest(type(value).__name__):
                self.assertFalse(hasattr(value, '__dict__'))
                with self.assertRaises(AttributeError):
                    setattr(value, next(iter(value.__slots__)), 1)
        self.assertEqual(self.scan(), result)
        self.assertIn(result.findings[0], set(result.findings))

    def test_they_travel(self):
        result = self.scan()
        copy = pickle.loads(pickle.dumps(result))
        self.assertEqual(copy, result)
        with self.assertRaises(scan.UnsupportedError):
            copy.to_json()

    def test_secrets_are_masked(self):
        text = 'password = "swordfish-and-more"\nconnect(password="swordfish-and-more")\n'
        result = scan.text(text, 'x.py', options=scan.Options(isolated=True))
        self.assertTrue(result.findings)
        self.assertNotIn('swordfish', repr(result) + result.to_json() + result.to_sarif())


class Refusals(Case):
    def test_errors(self):
        for error, options in (
                (scan.InvalidError, {'select': ['no-such-rule']}),
                (scan.InvalidError, {'min_severity': 'severe'}),
                (scan.InvalidError, {'fail_on': 'never'}),
                (scan.InvalidError, {'jobs': 0}),
                (scan.InvalidError, {'max_file_size': 'big'}),
                (scan.InvalidError, {'threats': ['weather']}),
                (scan.NotFoundError, {'config': 'none.toml'}),
                (scan.NotFoundError, {'baseline': 'none.json'}),
                (scan.InvalidError, {'baseline': 'odd.py'}),
                (scan.NotFoundError, {'rules': ['notes']}),
                (TypeError, {'select': 'injection'}),
                (TypeError, {'select': [1]}),
                (TypeError, {'rules': b'pages'}),
                (TypeError, {'exclude': 5})):
            with self.subTest(options=options), self.assertRaises(error) as caught:
                self.scan('odd.py', **options)
            self.assertTrue(str(caught.exception))
        self.assertEqual(self.scan('odd.py').totals.files, 1)

    def test_paths(self):
        with self.assertRaises(scan.NotFoundError) as caught:
            scan.paths('none.py')
        self.assertIsInstance(caught.exception, Error)
        self.assertIn('none.py', str(caught.exception))
        with self.assertRaises(scan.InvalidError):
            scan.paths()
        for wrong in (1, None, ['odd.py']):
            with self.subTest(wrong=wrong), self.assertRaises(TypeError):
                scan.paths(wrong)
        with self.assertRaises(ValueError):
            scan.paths('a\0b')
        Path('empty').mkdir()
        self.assertEqual(scan.paths('empty').exit_code, 5)

    def test_texts(self):
        for wrong in (1, None, bytearray(b'')):
            with self.subTest(wrong=wrong), self.assertRaises(TypeError):
                scan.text(wrong)
        with self.assertRaises(scan.TooMuchError):
            scan.text('x' * 11, options=scan.Options(max_file_size=10))
        with self.assertRaises(scan.UnsupportedError):
            scan.text('{}', 'x.ipynb')

    def test_a_wrong_configuration_says_where(self):
        self.write('antivenom.toml', '\nselekt = []\n')
        with self.assertRaises(scan.InvalidError) as caught:
            self.scan()
        self.assertIn('antivenom.toml:2:', str(caught.exception))
        self.assertIn('select', caught.exception.hint)
        self.assertTrue(self.scan(isolated=True).findings)

    def test_any_text(self):
        source = random.Random(11)
        text = Path('notes/app.py').read_bytes()
        for _ in range(150):
            start, size = source.randrange(len(text)), source.randrange(60)
            damaged = text[:start] + source.randbytes(source.randrange(20)) + text[start + size:]
            result = scan.text(damaged, 'x.py', options=scan.Options(isolated=True))
            json.loads(result.to_json(silenced=True))
            json.loads(result.to_sarif())
            self.assertEqual(result.totals.findings, len(result.findings))


class TheHost(Case):
    def test_nothing_of_it_changes(self):
        def state():
            status = Path('/proc/self/status').read_text().splitlines()
            signals = [line for line in status if line.startswith('Sig') and 'Pnd' not in line]
            children = resource.getrusage(resource.RUSAGE_CHILDREN)
            return (os.getcwd(), dict(os.environ), signal.getsignal(signal.SIGINT), signals,
                    children.ru_utime + children.ru_stime, children.ru_minflt)
        during = []
        before = state()
        scan.paths(LIBRARY / 'json', LIBRARY / 'email', progress=lambda *_: during.append(state()))
        self.assertTrue(during)
        for seen in (*during, state()):
            self.assertEqual(seen, before)

    def test_nothing_is_printed(self):
        done = run_python('from antivenom import scan\nscan.paths("notes").to_sarif()')
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, '', ''))

    def test_progress(self):
        seen = []
        result = scan.paths('.', progress=lambda *counts: seen.append(counts))
        self.assertEqual(seen[-1], (result.totals.files, result.totals.files))

    def test_what_progress_raises_stops_it(self):
        class Enough(Exception):
            pass

        def refuse(done, found):
            raise Enough
        with self.assertRaises(Enough):
            scan.paths(LIBRARY, progress=refuse)

    def test_an_interrupt_stops_it(self):
        done = run_python('''
            import os, signal, sys, threading, time
            from antivenom import scan
            signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
            started = threading.Event()
            def interrupt():
                started.wait()
                os.kill(os.getpid(), signal.SIGINT)
            threading.Thread(target=interrupt, daemon=True).start()
            try:
                scan.paths(sys.argv[1], options=scan.Options(jobs=1, isolated=True),
                           progress=lambda done, found: started.set())
                print("all of it")
            except KeyboardInterrupt:
                print("interrupted")
            print(len(scan.text("eval(input())").findings))
        ''', str(LIBRARY))
        self.assertEqual((done.stdout, done.stderr), ('interrupted\n1\n', ''))

    def test_nothing_is_lost(self):
        def rounds(count):
            for _ in range(count):
                result = scan.paths('notes', 'odd.py', options=scan.Options(rules=['pages']))
                self.assertTrue(result.findings[0].trace is not None and result.to_json())
                with self.assertRaises(scan.InvalidError):
                    scan.text('', options=scan.Options(select=['none']))
            gc.collect()
            return sys.getallocatedblocks()
        before = rounds(2)
        self.assertLess(rounds(12) - before, 60)


class Threads(Case):
    def test_each_goes_by_its_own_rules(self):
        """Projects with rules of one name, at the same time and after each other."""
        kinds = {}
        for name in ('call', 'run', 'other'):
            self.write(f'own-{name}/house-call.md', self.page(f'house.{name}'))
            kinds[name] = {'rules': [f'own-{name}'], 'select': ['house-call'], 'flow': False}
        kinds['none'] = {'isolated': True}
        kinds['model'] = {'models': ['models']}
        expected = {name: self.scan(**options).to_json() for name, options in kinds.items()}
        self.assertEqual(len(set(expected.values())), len(kinds))
        wrong = []

        def work(seed):
            for name in random.Random(seed).choices(list(kinds), k=8):
                if self.scan(jobs=2, **kinds[name]).to_json() != expected[name]:
                    wrong.append(name)
        threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        with self.assertRaises(scan.InvalidError):  # nobody brought it here
            self.scan(select=['house-call'])

    def test_results_outlive_what_brought_their_rules(self):
        result = self.scan(rules=['pages'], select=['house-call'])
        report = result.to_sarif()
        shutil.rmtree('pages')
        gc.collect()
        self.assertEqual(result.to_sarif(), report)
        self.assertIn('A call that the house does not want', report)

    def test_a_forked_child_scans_too(self):
        scan.paths('notes')
        child = os.fork()
        if child == 0:
            os._exit(0 if scan.paths('notes').findings else 1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

#!/usr/bin/env python3
"""Trees that no scan should trip over: what cannot be read is named with its reason, the rest is
analysed, and --strict shows it in the exit code."""

import os
import pathlib
import subprocess

import _support
from _support import FINDINGS, INCOMPLETE, NO_INPUT, USAGE, FaultTest


class Input(FaultTest):
    def test_files_and_folders_that_may_not_be_read(self):
        self.write('good.py', b'x = 1\n')
        os.chmod(self.write('locked.py'), 0)
        self.write('closed/inside.py')
        os.chmod(self.folder / 'closed', 0)
        code, report = self.scan_as_nobody('.')
        self.assertEqual(code, 0)
        self.assertEqual(self.reasons(report), {'closed': 'denied', 'locked.py': 'denied'})
        self.assert_counts_add_up(report)
        self.assertEqual(self.scan_as_nobody('--strict', '.')[0], INCOMPLETE)

    def test_the_summary_names_what_was_not_analysed(self):
        self.write('good.py', b'x = 1\n')
        with open(self.folder / 'large.py', 'wb') as large:
            large.truncate(200 << 20)
        done = self.run_program('scan', '.')
        self.assertEqual(done.returncode, 0)
        self.assertIn('2 files, 1 line; 1 not analysed:\n  large.py is larger than 33554432 bytes\n', done.stderr)

    def test_a_huge_sparse_file_is_not_read(self):
        with open(self.folder / 'large.py', 'wb') as large:
            large.truncate(200 << 20)
        self.write('good.py')
        code, report = self.scan('.')
        self.assertEqual(code, FINDINGS)
        self.assertEqual(self.reasons(report), {'large.py': 'limit'})
        self.assertIn('33554432', report['not_analysed'][0]['message'])
        code, report = self.scan('--max-file-size', '20B', 'good.py')
        self.assertEqual(self.reasons(report), {'good.py': 'limit'})

    def test_no_regular_files_in_the_tree(self):
        os.mkfifo(self.folder / 'pipe.py')
        os.symlink('/dev/zero', self.folder / 'zero.py')
        os.symlink('/dev/stdin', self.folder / 'input.py')
        self.write('good.py')
        code, report = self.scan('.')
        self.assertEqual(code, FINDINGS)
        self.assert_counts_add_up(report)
        self.assertEqual({finding['path'] for finding in report['findings']}, {'good.py'})
        for path in self.reasons(report):
            self.assertIn(path, ('pipe.py', 'zero.py', 'input.py'))

    def test_no_regular_file_given_by_name(self):
        os.mkfifo(self.folder / 'pipe.py')
        code, report = self.scan('pipe.py', '/dev/zero')
        self.assertNotEqual(code, FINDINGS)
        if report is not None:
            self.assertEqual(report['totals']['analysed'], 0)

    def test_symbolic_links_that_loop_or_lead_nowhere(self):
        self.write('package/good.py')
        os.symlink('..', self.folder / 'package/up')
        os.symlink('b', self.folder / 'a')
        os.symlink('a', self.folder / 'b')
        os.symlink('loop.py', self.folder / 'loop.py')
        os.symlink('nowhere.py', self.folder / 'broken.py')
        code, report = self.scan('.')
        self.assertEqual(code, FINDINGS)
        self.assertEqual([finding['path'] for finding in report['findings']], ['package/good.py'])
        self.assert_counts_add_up(report)

    def test_a_file_is_reported_once_however_it_is_named(self):
        self.write('package/good.py')
        expected = self.scan('package')[1]['findings']
        for paths in (['package', 'package'], ['package', 'package/good.py'],
                      ['./package/../package', 'package']):
            self.assertEqual(self.scan(*paths)[1]['findings'], expected, paths)

    def test_names_that_are_no_text(self):
        name = b'caf\xe9\x1b[31m\n\xe2\x80\xae.py'
        with open(os.fsencode(self.folder) + b'/' + name, 'wb') as file:
            file.write(_support.VULNERABLE)
        code, report = self.scan('.')
        self.assertEqual(code, FINDINGS)
        self.assertEqual(report['findings'][0]['path'], 'caf\\xe9\\x1b[31m\\x0a\\u202e.py')
        done = self.run_program('scan', '--color', 'never', '.')
        self.assertNotIn(b'\x1b', done.stdout)
        self.assertTrue(done.stdout.startswith(b'caf\\xe9\\x1b[31m\\x0a\\u202e.py:2:1: '))

    def test_a_name_as_long_as_names_get(self):
        self.write('x' * 252 + '.py')
        deep = '/'.join(['d' * 200] * 15)
        self.write(deep + '/deep.py')
        code, report = self.scan('.')
        self.assertEqual(code, FINDINGS)
        self.assertEqual(len(report['findings']), 2)

    def test_files_that_vanish_while_the_scan_runs(self):
        paths = [self.write(f'file{number:04}.py') for number in range(3000)]
        remover = subprocess.Popen(['rm', '--', *[path.name for path in reversed(paths)]],
                                   cwd=self.folder)
        code, report = self.scan('.')
        remover.wait()
        self.assertIn(code, (0, FINDINGS, NO_INPUT))
        if report is not None:
            self.assert_counts_add_up(report)
            self.assertLessEqual(set(self.reasons(report).values()), {'not-found'})
            analysed = {finding['path'] for finding in report['findings']}
            self.assertEqual(len(analysed), report['totals']['analysed'])

    def test_a_file_that_changes_while_it_is_read(self):
        target = self.write('file.py')
        contents = [_support.VULNERABLE * count for count in (1, 5000, 20000)]
        writer = subprocess.Popen(
            ['python3', '-c', 'import sys\n'
             'for turn in range(1000000):\n'
             '    with open("file.py", "wb") as file:\n'
             f'        file.write({_support.VULNERABLE!r} * (1, 5000, 20000)[turn % 3])\n'],
            cwd=self.folder)
        self.addCleanup(writer.wait)
        self.addCleanup(writer.kill)
        whole = {content.count(b'os.system') for content in contents}
        for _ in range(60):
            _, report = self.scan('--jobs', '1', 'file.py')
            self.assert_counts_add_up(report)
            if report['not_analysed']:
                self.assertEqual(self.reasons(report), {'file.py': 'changed'})
            elif report['totals']['findings'] not in whole:
                # Truncated or half rewritten before it was opened: a file like any other.
                self.assertLess(report['totals']['bytes'], max(map(len, contents)))
        self.assertTrue(target.exists())

    def test_a_path_that_is_not_there(self):
        self.write('good.py')
        done = self.run_program('scan', 'good.py', 'nowhere.py')
        self.assertEqual(done.returncode, USAGE)
        self.assertIn('nowhere.py', done.stderr)
        self.assertEqual(done.stdout, b'')

    def test_nothing_to_scan(self):
        self.write('README', b'no Python here')
        done = self.run_program('scan', '.')
        self.assertEqual(done.returncode, NO_INPUT)
        self.assertEqual(done.stderr, 'antivenom: no Python files to scan\n')

    def test_text_that_is_no_python_is_analysed_as_far_as_it_goes(self):
        self.write('old.py', b'print "hi"\n' + _support.VULNERABLE)
        self.write('broken.py', b'def f(:\n' + _support.VULNERABLE)
        self.write('binary.py', bytes(range(256)) * 10)
        self.write('latin.py', b'# caf\xe9\n' + _support.VULNERABLE)
        code, report = self.scan('.')
        self.assertEqual(code, FINDINGS)
        found = {finding['path'] for finding in report['findings']}
        self.assertLessEqual({'old.py', 'broken.py', 'latin.py'}, found)
        partly = {entry['path'] for entry in report['partly_analysed']}
        self.assertLessEqual({'broken.py', 'binary.py', 'latin.py'}, partly)
        self.assertNotIn('old.py', partly)
        self.assertEqual(self.scan('--strict', '--exit-zero', '.')[0], INCOMPLETE)

    def test_deep_nesting_is_no_crash(self):
        self.write('parentheses.py', b'x = ' + b'(' * 100000 + b')' * 100000 + b'\n')
        self.write('minus.py', b'x = ' + b'-' * 100000 + b'1\n')
        self.write('calls.py', b'x = ' + b'f(' * 50000 + b')' * 50000 + b'\n')
        self.write('attributes.py', b'x = a' + b'.b' * 100000 + b'\n')
        self.write('sum.py', b'x = ' + b'1 + ' * 100000 + b'1\n')
        self.write('text.py', b'import os\nos.system(' + b'x + ' * 50000 + b'y)\n')
        self.write('elifs.py', b'if a: pass\n' + b'elif b: pass\n' * 50000)
        blocks = b''.join(b' ' * depth + b'if x:\n' for depth in range(2000))
        self.write('blocks.py', blocks + b' ' * 2000 + b'pass\n')
        _, report = self.scan('.')
        self.assert_counts_add_up(report)
        self.assertEqual(report['totals']['analysed'], 8)


class Configuration(FaultTest):
    def test_a_configuration_that_cannot_be_read(self):
        self.write('good.py')
        os.mkfifo(self.folder / 'antivenom.toml')
        done = self.run_program('scan', '.')
        self.assertEqual(done.returncode, USAGE)
        self.assertIn('antivenom.toml', done.stderr)
        self.assertEqual(self.run_program('scan', '--isolated', '.').returncode, FINDINGS)

    def test_a_configuration_that_is_wrong(self):
        self.write('good.py')
        pathlib.Path(self.folder, 'antivenom.toml').write_text('jobs = 1\nselct = []\n',
                                                               encoding='ascii')
        done = self.run_program('scan', '.')
        self.assertEqual(done.returncode, USAGE)
        self.assertEqual(done.stderr, 'antivenom: antivenom.toml:2: there is no key `selct`\n'
                                      '  did you mean `select`?\n')


if __name__ == '__main__':
    _support.main()

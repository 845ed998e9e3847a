#!/usr/bin/env python3
"""Where the report goes is full, closed, forbidden or not there: a clear message, the right exit
code, and nothing half-written."""

import json
import os
import resource
import subprocess
import tempfile

import _support
from _support import CLOSED_PIPE, FINDINGS, INTERNAL, PROGRAM, USAGE, FaultTest


class Output(FaultTest):
    def setUp(self):
        super().setUp()
        content = _support.VULNERABLE + b'os.system("ls " + input())\n' * 20
        for number in range(300):
            self.write(f'file{number:03}.py', content)

    def leftovers(self, folder=None):
        return [name for name in os.listdir(folder or self.folder) if not name.startswith('file')]

    def test_standard_output_on_a_full_device(self):
        with open('/dev/full', 'wb') as full:
            for form in ('text', 'concise', 'json'):
                done = self.run_program('scan', '--format', form, '.', stdout=full)
                self.assertEqual(done.returncode, INTERNAL)
                self.assertIn('antivenom: cannot write to standard output: No space left on device',
                              done.stderr)

    def test_a_report_on_a_full_device(self):
        done = self.run_program('scan', '--format', 'json=/dev/full', '.')
        self.assertEqual(done.returncode, INTERNAL)
        self.assertIn('cannot write to /dev/full: No space left on device', done.stderr)
        self.assertEqual(done.stdout, b'')

    def test_a_report_on_a_full_disk_leaves_what_was_there(self):
        disk = tempfile.mkdtemp(prefix='antivenom-disk-')
        self.addCleanup(os.rmdir, disk)
        mounted = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest('no file system can be mounted here')
        self.addCleanup(subprocess.run, ['umount', disk], check=True)
        with open(f'{disk}/report.json', 'w', encoding='ascii') as old:
            old.write('old')
        done = self.run_program('scan', '--format', f'json={disk}/report.json', '.')
        self.assertEqual(done.returncode, INTERNAL)
        self.assertIn('report.json: No space left on device', done.stderr)
        self.assertEqual(os.listdir(disk), ['report.json'])
        with open(f'{disk}/report.json', encoding='ascii') as old:
            self.assertEqual(old.read(), 'old')

    def test_a_report_larger_than_allowed_leaves_nothing(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (10000, 10000))
        done = self.run_program('scan', '--format', 'json=report.json', '.', preexec_fn=limit)
        self.assertEqual(done.returncode, INTERNAL)
        self.assertIn('report.json: File too large', done.stderr)
        self.assertEqual(self.leftovers(), [])

    def test_one_failing_report_of_two_says_so(self):
        done = self.run_program('scan', '--format', 'json=good.json', '--format', 'text=/dev/full',
                                '.')
        self.assertEqual(done.returncode, INTERNAL)
        self.assertIn('cannot write to /dev/full', done.stderr)

    def test_a_folder_that_is_not_there_fails_before_the_scan(self):
        done = self.run_program('scan', '--format', 'json=none/report.json', '.')
        self.assertEqual(done.returncode, USAGE)
        self.assertEqual(done.stderr, 'antivenom: cannot write none/report.json: No such file or '
                                      'directory\n  is its folder there?\n')

    def test_a_folder_that_may_not_be_written_fails_before_the_scan(self):
        done = self.run_program('scan', '--format', 'json=report.json', '.',
                                program=self.program_for_nobody(), user=65534, group=65534)
        self.assertEqual(done.returncode, USAGE)
        self.assertIn('cannot write report.json: Permission denied', done.stderr)
        self.assertEqual(self.leftovers(), [])

    def test_a_reader_that_goes_away_ends_the_run_quietly(self):
        for form in ('text', 'concise', 'json'):
            with subprocess.Popen([PROGRAM, 'scan', '--format', form, '.'], cwd=self.folder,
                                  env=self.environment(), stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE) as running:
                running.stdout.readline()
                running.stdout.close()
                complaint = running.stderr.read()
            self.assertEqual(running.returncode, CLOSED_PIPE)
            self.assertEqual(complaint, b'')

    def test_head_in_a_shell(self):
        line = f'"{PROGRAM}" scan --format concise . 2>err | head -n 1'
        done = subprocess.run(['bash', '-c', f'{line}; echo "${{PIPESTATUS[0]}}"'],
                              cwd=self.folder, env=self.environment(), capture_output=True,
                              timeout=60, check=True)
        finding, code = done.stdout.decode().splitlines()
        self.assertTrue(finding.startswith('file000.py:2:1: '), finding)
        self.assertEqual(code, str(CLOSED_PIPE))

    def test_standard_error_closed_or_full_changes_no_result(self):
        whole = self.run_program('scan', '--format', 'json', '.').stdout
        for redirection in ('2>&-', '2>/dev/full'):
            done = subprocess.run(['sh', '-c', f'"{PROGRAM}" scan --format json . {redirection}'],
                                  cwd=self.folder, env=self.environment(), capture_output=True,
                                  timeout=60, check=False)
            self.assertEqual(done.returncode, FINDINGS)
            self.assertEqual(done.stdout, whole)

    def test_a_report_does_not_become_standard_error(self):
        line = f'"{PROGRAM}" scan --format json=report.json . 2>&- <&-'
        done = subprocess.run(['sh', '-c', line], cwd=self.folder, env=self.environment(),
                              capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, FINDINGS)
        with open(self.folder / 'report.json', encoding='ascii') as report:
            json.load(report)

    def test_closed_standard_output_is_told(self):
        done = subprocess.run(['sh', '-c', f'"{PROGRAM}" scan . >&-'], cwd=self.folder,
                              env=self.environment(), capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, INTERNAL)
        self.assertIn(b'cannot write to standard output: Bad file descriptor', done.stderr)


if __name__ == '__main__':
    _support.main()

#!/usr/bin/env python3
"""A scan that is interrupted says so, shows no half of a result, and leaves no file behind."""

import os
import pathlib
import re
import signal
import subprocess
import time

import _support
from _support import INTERNAL, INTERRUPTED, PROGRAM, FaultTest


def listen_to_signals():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def catches(pid, number):
    """Whether a process has a handler of its own for a signal."""
    status = pathlib.Path(f'/proc/{pid}/status').read_text(encoding='ascii', errors='replace')
    caught = int(re.search(r'^SigCgt:\s*(\w+)', status, re.M).group(1), 16)
    return bool(caught >> (number - 1) & 1)


class Interrupt(FaultTest):
    def setUp(self):
        super().setUp()
        content = b'import os\n' + b'os.system("ls " + input())\n' * 2000
        for number in range(400):
            self.write(f'file{number:03}.py', content)

    def start(self, *arguments):
        """A scan that has begun to listen to signals, which may have been ignored around us."""
        running = subprocess.Popen([PROGRAM, 'scan', *arguments], cwd=self.folder,
                                   env=self.environment(), stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   preexec_fn=listen_to_signals)
        for _ in range(3000):
            if catches(running.pid, signal.SIGINT) or running.poll() is not None:
                return running
            time.sleep(0.01)
        running.kill()
        return self.fail('the scan never began to listen to signals')

    def interrupted(self, number, *arguments):
        """Sends a signal once the scan has begun; returns exit code, output and messages."""
        with self.start('--jobs', '2', *arguments) as running:
            running.send_signal(number)
            out, err = running.communicate(timeout=60)
        return running.returncode, out, err.decode()

    def test_signals_end_the_scan_without_a_result(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            code, out, err = self.interrupted(number, '--format', 'json=report.json',
                                              '--format', 'text', '.')
            self.assertEqual(code, 128 + number)
            self.assertEqual(out, b'')
            self.assertEqual(err, 'antivenom: interrupted; nothing is reported, because it would '
                                  'not be all\n')
            self.assertEqual([name for name in os.listdir(self.folder)
                              if not name.startswith('file')], [])

    def test_waiting_for_standard_input_is_interrupted_too(self):
        code, out, _ = self.interrupted(signal.SIGINT, '-')
        self.assertEqual(code, INTERRUPTED)
        self.assertEqual(out, b'')

    def test_a_second_signal_ends_it_at_once(self):
        with self.start('-') as running:
            running.send_signal(signal.SIGSTOP)
            running.send_signal(signal.SIGINT)
            running.send_signal(signal.SIGCONT)
            running.communicate(timeout=60)
        self.assertIn(running.returncode, (INTERRUPTED, -signal.SIGINT))

    def test_a_fault_of_its_own_is_told_with_exit_code_3(self):
        if b'__asan' in PROGRAM.read_bytes() or b'__tsan' in PROGRAM.read_bytes():
            self.skipTest('a sanitizer reports faults in this build')
        for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS):
            code, _, err = self.interrupted(number, '-')
            self.assertEqual(code, INTERNAL)
            self.assertTrue(err.startswith(f'antivenom: internal error (signal {int(number)}, '))


if __name__ == '__main__':
    _support.main()

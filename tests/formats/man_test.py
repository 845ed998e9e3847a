#!/usr/bin/env python3
"""The manual page that `antivenom help --man` prints: clean roff, and all that the help says.

mandoc and groff read it when they are there; else their cases are skipped.
"""

import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path

from completion_test import commands, help_of, options

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get('ANTIVENOM', str(ROOT / 'build/release/antivenom'))


def page():
    return subprocess.run([PROGRAM, 'help', '--man'], capture_output=True, text=True,
                          check=True).stdout


def shown(tool):
    """The page as a reader sees it."""
    done = subprocess.run(tool, input=page(), capture_output=True, text=True, check=True)
    return re.sub(r'.\x08|\x1b\[[0-9;]*m', '', done.stdout)


class Man(unittest.TestCase):
    def test_mandoc_finds_no_fault(self):
        if shutil.which('mandoc') is None:
            self.skipTest('mandoc is not there')
        done = subprocess.run(['mandoc', '-T', 'lint', '-W', 'warning'], input=page(),
                              capture_output=True, text=True, check=False)
        faults = [line for line in done.stdout.splitlines()
                  if 'missing date' not in line]  # the same bytes every day
        self.assertEqual(faults, [])

    def test_groff_finds_no_fault(self):
        if shutil.which('groff') is None:
            self.skipTest('groff is not there')
        done = subprocess.run(['groff', '-man', '-Tutf8', '-ww', '-z'], input=page(), text=True,
                              capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ''))

    def test_every_option_and_command_is_in_it(self):
        text = page().replace('\\-', '-')
        names = list(commands())
        for words in names:
            name = ' '.join(words)
            with self.subTest(command=name):
                at = text.index(f'.SS "antivenom {name} [OPTIONS]')
                section = text[at:text.find('\n.SS ', at + 1)]
                for option, _ in options(words):
                    self.assertRegex(section, rf'\n\.B "(?:-\w, )?{option}\b')
                self.assertIn(help_of(*words).split('\n')[0], section)
        self.assertEqual(text.count('\n.SS '), len(names))

    def test_a_reader_sees_the_examples_as_they_are_typed(self):
        tool = next((command for command in (['mandoc', '-T', 'utf8', '-O', 'width=200'],
                                             ['groff', '-man', '-Tutf8', '-rLL=200n'])
                     if shutil.which(command[0])), None)
        if tool is None:
            self.skipTest('neither mandoc nor groff is there')
        text = shown(tool)
        for words in commands():
            for line in help_of(*words).split('Examples:\n')[1].splitlines():
                self.assertIn(line.strip(), text)


if __name__ == '__main__':
    unittest.main()

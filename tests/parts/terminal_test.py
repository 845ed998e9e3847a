#!/usr/bin/env python3
"""What the commands do at a terminal: a secret that is typed is not shown, and none is printed."""

import os
import pty
import select
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = Path(os.environ.get('ANTIVENOM', 'build/release/antivenom')).resolve()
TIME_LIMIT_S = 60


def at_terminal(*words, typed=()):
    """(exit code, all that the terminal showed); answers are typed one by one, each to its prompt."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(PROGRAM, [str(PROGRAM), *words])
    shown, answers = b'', list(typed)
    while select.select([terminal], [], [], TIME_LIMIT_S)[0]:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux says so that the child's end is closed
            break
        shown += piece
        if answers and shown.endswith(b': '):
            os.write(terminal, answers.pop(0) + b'\n')
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode().replace('\r', '')


class Terminal(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)

    def test_a_password_is_asked_for_twice_and_not_shown(self):
        code, shown = at_terminal('password', 'hash', '--out', 'hash', typed=[b'correct', b'correct'])
        self.assertEqual((code, shown), (0, 'Password: \nPassword again: \n'))
        code, shown = at_terminal('password', 'verify', '--stored', 'file:hash', typed=[b'correct'])
        self.assertEqual((code, shown), (0, 'Password: \nright\n'))
        code, shown = at_terminal('password', 'hash', '--out', 'other', typed=[b'correct', b'wrong'])
        self.assertEqual(code, 2)
        self.assertIn('the two are not the same', shown)
        self.assertFalse(Path('other').exists())

    def test_standard_input_that_is_a_terminal_does_not_show_it_either(self):
        at_terminal('password', 'hash', '--out', 'hash', '--from', '-', typed=[b'correct'] * 2)
        code, shown = at_terminal('password', 'verify', '--stored', 'file:hash', '--from', '-',
                                  typed=[b'correct'])
        self.assertEqual((code, shown), (0, 'Password: \nright\n'))

    def test_no_secret_is_printed_unless_asked_for(self):
        os.environ['AV_SECRET'] = 'swordfish'
        self.addCleanup(os.environ.pop, 'AV_SECRET')
        for words, secret in ((('secret', 'get', 'env://AV_SECRET'), 'swordfish'),
                              (('fernet', 'keygen', '--seal'), 'avseal1-')):
            code, shown = at_terminal(*words)
            self.assertEqual(code, 2, words)
            self.assertIn('is not printed on a terminal', shown)
            self.assertNotIn(secret, shown)
            code, shown = at_terminal(*words, '--show')
            self.assertEqual(code, 0, words)
            self.assertIn(secret, shown)


if __name__ == '__main__':
    sys.exit(unittest.main())

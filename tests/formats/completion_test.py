#!/usr/bin/env python3
"""The completions that `antivenom completion` prints: run by bash, checked by zsh and fish.

A shell that is not there is a skipped case. What is offered is compared with what --help lists.
"""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get('ANTIVENOM', str(ROOT / 'build/release/antivenom'))

# Does what readline does: splits the line, at `=` too, and calls the function.
BASH = r'''
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
$(complete -p antivenom | sed -E 's/.*-F ([^ ]+).*/\1/')
printf '%s\n' "${COMPREPLY[@]}"
'''


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def help_of(*words):
    return run(PROGRAM, *words, '--help').stdout


def commands():
    """Every command, as its words."""
    for line in re.findall(r'^  (\S.*)$', run(PROGRAM, 'help').stdout.split('Exit codes')[0], re.M):
        name, *rest = line.split()
        if rest[0] != '...':
            yield (name,)
            continue
        for inner in re.findall(rf'^  {name} (\S+)', run(PROGRAM, name).stdout, re.M):
            yield (name, inner)


def options(words):
    """The options that a command's help lists, and those of them that take no value."""
    lines = re.findall(r'^ +((?:-\w, )?--[\w-]+)(.*)$', help_of(*words).split('Examples:')[0], re.M)
    for names, rest in lines:
        takes = rest.startswith(' ') and not rest.startswith('  ')
        yield from ((name, takes) for name in names.split(', '))


class Script:
    """A shell's script, in a file."""

    def __init__(self, shell):
        self.file = tempfile.NamedTemporaryFile('w', suffix=f'.{shell}')
        self.text = run(PROGRAM, 'completion', shell).stdout
        self.file.write(self.text)
        self.file.flush()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()


class Bash(unittest.TestCase):
    def setUp(self):
        self.script = Script('bash')
        self.addCleanup(self.script.file.close)

    def offered(self, *words, cwd=ROOT):
        done = run('bash', '--norc', '-c', BASH, 'bash', self.script.file.name, 'antivenom',
                   *words, cwd=cwd)
        self.assertEqual(done.stderr, '')
        return done.stdout.split('\n')[:-1] if done.stdout != '\n' else []

    def test_every_command_and_option_of_the_help(self):
        names = list(commands())
        self.assertGreater(len(names), 20)
        for words in names:
            with self.subTest(command=words):
                self.assertIn(words[-1], self.offered(*words[:-1], words[-1][:2]))
                self.assertEqual(set(self.offered(*words, '-')),
                                 {name for name, _ in options(words)})

    def test_values(self):
        self.assertEqual(self.offered('scan', '--min-severity', ''),
                         ['note', 'low', 'medium', 'high'])
        self.assertEqual(self.offered('scan', '--min-confidence', ''), ['low', 'medium', 'high'])
        self.assertEqual(self.offered('scan', '--format', 's'), ['sarif'])
        self.assertEqual(self.offered('scan', '--format', '='),
                         ['text', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit'])
        self.assertEqual(self.offered('scan', '--color', '=', 'n'), ['never'])
        self.assertEqual(self.offered('scan', '--jobs', ''), [])
        self.assertEqual(self.offered('completion', ''), ['bash', 'zsh', 'fish'])

    def test_rules(self):
        self.assertEqual(self.offered('explain', 'shell-co'), ['shell-command'])
        self.assertEqual(self.offered('scan', '--select', 'shell-command,unsafe-ya'),
                         ['shell-command,unsafe-yaml'])
        known = set(re.findall(r'"rule": "([a-z-]+)"',
                               run(PROGRAM, 'rules', 'list', '--format', 'json').stdout))
        self.assertEqual(set(self.offered('explain', '')), known)

    def test_files_and_folders(self):
        with tempfile.TemporaryDirectory() as name:
            Path(name, 'a b.py').touch()
            Path(name, 'lib').mkdir()
            self.assertEqual(sorted(self.offered('scan', '', cwd=name)), ['a b.py', 'lib'])
            self.assertEqual(self.offered('scan', '--config', 'a', cwd=name), ['a b.py'])
            self.assertEqual(self.offered('scan', '--rules', '', cwd=name), ['lib'])

    def test_what_is_offered_is_taken(self):
        for words in ('--min-severity', '--min-confidence', '--fail-on', '--format', '--color'):
            for value in self.offered('scan', words, ''):
                done = run(PROGRAM, 'scan', '--isolated', words, value, 'examples/notes/notes/__init__.py',
                           cwd=ROOT)
                self.assertEqual(done.returncode, 0, (words, value, done.stderr))


class Others(unittest.TestCase):
    def check(self, shell, *command):
        if shutil.which(shell) is None:
            self.skipTest(f'{shell} is not there')
        with Script(shell) as script:
            done = run(*command, script.file.name)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ''))

    def test_zsh_reads_its_script(self):
        self.check('zsh', 'zsh', '-n')

    def test_fish_reads_its_script(self):
        self.check('fish', 'fish', '--no-execute')

    def test_zsh_knows_the_specifications(self):
        """_arguments itself refuses a specification that it can't read."""
        if shutil.which('zsh') is None:
            self.skipTest('zsh is not there')
        with Script('zsh') as script:
            specs = re.findall(r"^        ('[*:].*?')(?: \\)?$", script.text, re.M)
            self.assertGreater(len(specs), 100)
            done = run('zsh', '-f', '-c', 'for spec in "$@"; do print -r -- ${(Q)spec}; done', 'zsh',
                       *specs)
            for spec in done.stdout.splitlines():
                self.assertRegex(spec, r"^(\*?-[\w-]+[=+]?\[(?:[^\[\]]|\\.)+\](?::(?:[^:]|\\:)+:.*)?"
                                       r"|\*?:(?:[^:]|\\:)+:.*)$")

    def test_fish_offers(self):
        if shutil.which('fish') is None:
            self.skipTest('fish is not there')
        with Script('fish') as script:
            def offered(line):
                done = run('fish', '--no-config', '-c',
                           f'source {script.file.name}; complete -C "{line}"')
                self.assertEqual(done.stderr, '')
                return {one.split('\t')[0] for one in done.stdout.splitlines()}
            self.assertEqual(offered('antivenom rules '), {'list', 'test'})
            self.assertEqual(offered('antivenom scan --min-severity '),
                             {'note', 'low', 'medium', 'high'})
            for words in commands():
                line = 'antivenom ' + ' '.join(words)
                with self.subTest(command=words):
                    self.assertLessEqual({name for name, _ in options(words) if name[1] == '-'},
                                         offered(line + ' --'))

    def test_all_have_every_option(self):
        for shell in ('zsh', 'fish'):
            with Script(shell) as script:
                for words in commands():
                    for name, _ in options(words):
                        written = name if shell == 'zsh' else f'-{"ls"[name[1] != "-"]} {name.lstrip("-")} '
                        self.assertIn(written, script.text)

    def test_another_shell_is_an_error(self):
        done = run(PROGRAM, 'completion', 'fihs')
        self.assertEqual((done.returncode, done.stdout), (2, ''))
        self.assertIn('did you mean `fish`?', done.stderr)


if __name__ == '__main__':
    unittest.main()

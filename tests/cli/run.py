#!/usr/bin/env python3
"""Runs the command line transcripts of this folder against a built antivenom.

A transcript is a file `<name>.test`: comment lines, then sections that start with `==> `.

  ==> file app.py            write the lines that follow to app.py (folders are made)
  ==> copy examples/shop     copy a file or folder of the repository beside it; with a source
                             under ../shared that is absent the transcript is skipped
  ==> env NAME=VALUE         set a variable for the commands that follow
  ==> run antivenom scan .   run a command with sh; the sections below say what must come of it
  ==> out / err              its exact standard output / error (a missing section: nothing)
  ==> code 1                 its exit code (a missing section: 0)

In `out` and `err`, `[..]` stands for any text within a line, a line of only `...` for any lines,
$DIR for the folder the commands run in. A content line that starts with `==> ` or `\\` is written
with one `\\` before it. Every transcript runs in an empty folder outside any repository, with a
clean environment. `--update` rewrites the sections that do not match.
"""

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MARK = '==> '
TIME_LIMIT_S = 120
EXPECTATIONS = ('out', 'err', 'code')


class Skip(Exception):
    pass


class Section:
    """One `==> word argument` line and the content lines below it."""

    def __init__(self, word, argument='', lines=()):
        self.word, self.argument, self.lines = word, argument, list(lines)

    def text(self):
        return ''.join(line + '\n' for line in self.lines)

    def written(self):
        head = (MARK + self.word + ' ' + self.argument).rstrip()
        return [head] + ['\\' + line if line.startswith((MARK, '\\')) else line
                         for line in self.lines]


def parse(text):
    """Splits a transcript into its leading comment and its sections."""
    comment, sections = [], []
    for line in text.splitlines():
        if line.startswith(MARK):
            word, _, argument = line[len(MARK):].partition(' ')
            if word not in ('file', 'copy', 'env', 'run') + EXPECTATIONS:
                raise ValueError(f'unknown section {word!r}')
            sections.append(Section(word, argument))
        elif sections:
            sections[-1].lines.append(line[1:] if line.startswith('\\') else line)
        else:
            comment.append(line)
    return comment, sections


def matches(expected, actual):
    """True when the expected lines, with their wildcards, describe all of the actual lines."""
    pattern = ''
    for line in expected:
        if line == '...':
            pattern += r'(?:[^\n]*\n)*?'
        else:
            pattern += r'[^\n]*?'.join(re.escape(part) for part in line.split('[..]')) + r'\n'
    return re.fullmatch(pattern, ''.join(line + '\n' for line in actual)) is not None


def lines_of(text):
    """Output as content lines; a last line without newline says so."""
    lines = text.split('\n')
    return lines[:-1] if lines[-1] == '' else lines[:-1] + [lines[-1] + '[no newline]']


class Transcript:
    def __init__(self, path, program):
        self.path = path
        self.comment, self.sections = parse(path.read_text(encoding='utf-8'))
        self.environment = {
            'PATH': f'{program.parent}:/usr/local/bin:/usr/bin:/bin',
            'LC_ALL': 'C.UTF-8',
            'TERM': 'dumb',
            'GIT_CONFIG_GLOBAL': '/dev/null',
            'GIT_AUTHOR_NAME': 'A', 'GIT_AUTHOR_EMAIL': 'a@example.org',
            'GIT_COMMITTER_NAME': 'A', 'GIT_COMMITTER_EMAIL': 'a@example.org',
            'GIT_AUTHOR_DATE': '2024-01-01T00:00:00Z',
            'GIT_COMMITTER_DATE': '2024-01-01T00:00:00Z',
        }
        self.failures = []

    def play(self):
        """Runs all commands; self.failures then says what differed. Raises Skip."""
        with tempfile.TemporaryDirectory(prefix='antivenom-cli-') as scratch:
            folder = Path(scratch, 'work')
            folder.mkdir()
            self.environment['HOME'] = scratch
            played, at = [], 0
            while at < len(self.sections):
                section = self.sections[at]
                at += 1
                played.append(section)
                if section.word == 'run':
                    end = at
                    while end < len(self.sections) and self.sections[end].word in EXPECTATIONS:
                        end += 1
                    played += self.judge(section, self.sections[at:end], folder)
                    at = end
                else:
                    self.prepare(section, folder)
            self.sections = played

    def prepare(self, section, folder):
        if section.word == 'file':
            target = folder / section.argument
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(section.text(), encoding='utf-8')
        elif section.word == 'copy':
            source = ROOT / section.argument
            if not source.exists() and section.argument.startswith('../shared/'):
                raise Skip(f'{section.argument} is not there')
            copy = shutil.copytree if source.is_dir() else shutil.copyfile
            copy(source, folder / source.name)
        elif section.word == 'env':
            name, _, value = section.argument.partition('=')
            self.environment[name] = value
        else:
            raise ValueError(f'{section.word!r} without a run before it')

    def judge(self, run, expected, folder):
        """Runs one command; returns the expectation sections as they should be written."""
        done = subprocess.run(['sh', '-c', run.argument], cwd=folder, env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT_S,
                              check=False)
        actual = {word: lines_of(stream.decode('utf-8', 'replace').replace(str(folder), '$DIR'))
                  for word, stream in (('out', done.stdout), ('err', done.stderr))}
        wanted = {section.word: section for section in expected}
        written = []
        for word in ('out', 'err'):
            section = wanted.get(word, Section(word))
            if not matches(section.lines, actual[word]):
                self.failures += difflib.unified_diff(
                    section.lines, actual[word], f'{run.argument} ({word}, wanted)', 'got',
                    lineterm='')
                section = Section(word, lines=actual[word])
            written += [section] if section.lines else []
        code = int(wanted['code'].argument) if 'code' in wanted else 0
        if code != done.returncode:
            self.failures.append(f'{run.argument}: exit code {done.returncode}, wanted {code}')
        return written + ([Section('code', str(done.returncode))] if done.returncode else [])

    def rewrite(self):
        lines = list(self.comment)
        for section in self.sections:
            lines += section.written()
        self.path.write_text('\n'.join(lines) + '\n', encoding='utf-8')


def play(path, options):
    """Plays one transcript; returns 'passed', 'failed' or 'skipped' and what to print."""
    try:
        transcript = Transcript(path, options.program.resolve())
        transcript.play()
    except Skip as reason:
        return 'skipped', [f'{path.name}: skipped: {reason}']
    except (ValueError, OSError, subprocess.TimeoutExpired) as error:
        return 'failed', [f'{path.name}: {error}']
    if transcript.failures and options.update:
        transcript.rewrite()
        return 'passed', [f'{path.name}: updated']
    if transcript.failures:
        return 'failed', [f'{path.name}:'] + transcript.failures
    return 'passed', []


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--program', type=Path, default=ROOT / 'build/release/antivenom')
    parser.add_argument('--folder', type=Path, default=HERE)
    parser.add_argument('--update', action='store_true')
    parser.add_argument('filter', nargs='?', default='')
    options = parser.parse_args()
    paths = [path for path in sorted(options.folder.rglob('*.test'))
             if options.filter in path.relative_to(options.folder.parent).as_posix()]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda path: play(path, options), paths))
    for _, lines in results:
        for line in lines:
            print(line)
    counts = [sum(verdict == name for verdict, _ in results)
              for name in ('passed', 'failed', 'skipped')]
    print('{} passed, {} failed, {} skipped'.format(*counts))
    sys.exit(1 if counts[1] else 0)


if __name__ == '__main__':
    main()

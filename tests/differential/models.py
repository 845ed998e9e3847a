#!/usr/bin/env python3
"""Compares catalog/models with the libraries themselves, each at two versions.

Every dotted name that a row mentions is looked up, and every parameter, by name and by place, is
compared with the library's signature.  Programs of models/ then let values through for real: what a
source yields is what the caller sent, what a sink gets arrives.  docs/models-checked.md is written
from the answers; what is wrong without a reason in models.toml fails.
"""

import argparse
import ast
import collections
import datetime
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import interpreters

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PAGE = ROOT / 'docs' / 'models-checked.md'
ROOTS_OF_PORTS = {'return', 'self', 'arguments', 'keywords', 'nothing'}
PATH_KEYS = ('path', 'decorator', 'base', 'route')


def with_braces(text):
    match = re.search(r'\{([^{}]*)\}', text)
    if not match:
        return [text]
    return [one for part in match[1].split(',')
            for one in with_braces(text[:match.start()] + part + text[match.end():])]


def ports(row, keys):
    for key in keys:
        value = row.get(key, [])
        yield from [value] if isinstance(value, str) else value


def questions_of(row):
    """What a row asks of a signature: its places go with its names, its conditions by themselves."""
    for keys in (('argument', 'from', 'to'), ('when', 'unless')):
        heads = [re.match(r'\w+', port)[0] for port in ports(row, keys)]
        heads = [head for head in heads if head not in ROOTS_OF_PORTS]
        if heads or keys[0] == 'argument':
            yield (sorted({head for head in heads if not head.isdigit()}),
                   sorted({int(head) for head in heads if head.isdigit()}), True)


def questions_of_parameters(text):
    """What a row that tells a whole signature asks: each parameter in its place."""
    [function] = ast.parse(f'def f({text}): pass').body
    places = [*function.args.posonlyargs, *function.args.args]
    if not places + function.args.kwonlyargs:
        yield ([], [], False)
    for place, one in enumerate(places):
        yield ([one.arg] if one in function.args.args else [], [place], False)
    for one in function.args.kwonlyargs:
        yield ([one.arg], [], False)


def paths_of_models(folder):
    """Each path, with the parameters that rows mention: {path: [(names, places, whether
    to call what tells no signature), ...]}."""
    found = collections.defaultdict(list)
    for file in sorted(folder.glob('*.toml')):
        tables = tomllib.loads(file.read_text())
        for sort in ('source', 'sink', 'flow', 'guard', 'entry'):
            for row in tables.get(sort, []):
                for path in with_braces(next((row[key] for key in PATH_KEYS if key in row), '')):
                    found[path] += questions_of(row)
        for row in tables.get('function', []):
            if 'parameters' in row:
                found[row['path']] += questions_of_parameters(row['parameters'])
    found.pop('', None)  # entries by signature speak of no library
    return found


def libraries():
    tables = tomllib.loads((HERE / 'models.toml').read_text())
    return tables['library'], tables.get('ours', {})


def environment(library, version, build):
    """The Python of a virtual environment with the library at one of its versions."""
    if 'pythons' in library:
        return interpreters.find([library['pythons'][version]])[0].executable
    home = build / f"{library['name']}-{version}"
    python = home / 'bin' / 'python'
    wanted = '\n'.join(library['versions'][version])
    stamp = home / 'wanted.txt'
    if stamp.exists() and stamp.read_text() == wanted:
        return str(python)
    subprocess.run([library.get('python', sys.executable), '-m', 'venv', '--clear', home], check=True)
    command = [python, '-m', 'pip', 'install', '-q', '--disable-pip-version-check',
               '--only-binary=:all:']
    subprocess.run(command + library['versions'][version], check=True)
    if 'alone' in library:  # heavy ones, without what they need
        subprocess.run(command + ['--no-deps'] + library['alone'][version], check=True)
    stamp.write_text(wanted)
    return str(python)


def ask(python, questions, made):
    done = subprocess.run([python, HERE / 'models_worker.py'], text=True, capture_output=True,
                          input=json.dumps({'questions': questions, 'made': made}), check=False,
                          timeout=600)
    if done.returncode != 0:
        raise SystemExit(f'{python}: {done.stderr[-2000:]}')
    return json.loads(done.stdout)


def run_program(python, library):
    """The paths that a program saw values come out of or go into."""
    program = HERE / 'models' / f"{library['name']}.py"
    if not program.exists():
        return []
    done = subprocess.run([python, '-P', program], text=True, capture_output=True, check=False,
                          timeout=300)
    if done.returncode != 0:
        raise SystemExit(f"{program.name} with {python}: {done.stderr[-3000:]}")
    return re.findall(r'^ok (\S+)', done.stdout, re.M)


def is_of(path, library):
    return any(path == root or path.startswith(root + '.') for root in library['roots'])


def check_library(library, paths, build):
    """{path: worst answer}, of the better of both versions; and what the program saw."""
    mine = sorted(path for path in paths if is_of(path, library))
    asked = [{'path': path, 'names': names, 'places': places, 'call': call}
             for path in mine if '(' not in path and '[' not in path
             for names, places, call in paths[path]]
    best, seen = {}, set()
    order = ['same', 'called', 'there', 'uncalled', 'wrong', 'missing']
    for version in range(2):
        python = environment(library, version, build)
        answers = {}
        for one in ask(python, asked, library.get('made', {})):
            known = answers.get(one['path'])
            if known is None or order.index(one['state']) > order.index(known['state']):
                answers[one['path']] = one
        for path, one in answers.items():
            if path not in best or order.index(one['state']) < order.index(best[path]['state']):
                best[path] = one
        seen |= set(run_program(python, library))
    for path in mine:
        if path not in best:
            best[path] = {'path': path, 'state': 'indirect', 'detail': 'of what a call returns'}
    unknown = seen - set(paths)
    if unknown:
        raise SystemExit(f"{library['name']}.py speaks of what no model has: {sorted(unknown)}")
    return best, seen


def reason_for(library, path):
    for pattern, reason in library.get('reasons', {}).items():
        if re.fullmatch(pattern, path):
            return reason
    return None


def table_row(library, answers, seen):
    counts = collections.Counter(one['state'] for one in answers.values())
    versions = library.get('shown') or [' '.join(one) for one in library['versions']]
    alone = library.get('alone')
    if alone:
        versions = [' '.join(filter(None, [a, ' '.join(b)])) for a, b in zip(versions, alone)]
    same = counts['same'] + counts['called']
    other = [path for path, one in answers.items() if one['state'] in ('wrong', 'missing')]
    return (f"| {library['name']} | {'; '.join(versions)} | {len(answers)} | {same} | "
            f"{counts['there']} | {counts['indirect'] + counts['uncalled']} | {len(other)} | "
            f"{len(seen)} |")


def write_page(rows, reasons, ours):
    lines = [
        '# Models, compared with the libraries',
        '',
        f'Written by `./dev models check` on {datetime.date.today()}. Each library was installed at',
        'two versions; a name counts as there when one of them has it. *Parameters* are callables',
        'whose parameters were compared, by name and by place, with `inspect.signature`, or that',
        'were called with them; *names* are what has none to compare; *not asked* is what only a',
        'call returns, or must not be called; *different* is listed below with its reason; *used*',
        'is how many let a value through for real, in the programs of `tests/differential/models/`.',
        '',
        '| library | versions | names of models | parameters | names | not asked | different | used |',
        '| --- | --- | --- | --- | --- | --- | --- | --- |',
        *rows, '',
        f'{ours} further paths are names of our own: types that stand for those of many libraries,',
        'and methods of any object (`*.name`).',
        '', '## What is different, and why', '']
    for reason, paths in sorted(reasons.items()):
        lines += [f"- {reason}: {', '.join(f'`{path}`' for path in sorted(paths))}"]
    PAGE.write_text('\n'.join(lines) + '\n')


def main():
    options = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    options.add_argument('library', nargs='*', help='only these; the page is not written then')
    options.add_argument('--build', type=Path, default=ROOT / 'build' / 'models')
    given = options.parse_args()
    paths = paths_of_models(ROOT / 'catalog' / 'models')
    all_libraries, ours = libraries()
    for path in paths:
        if not path.startswith('*.') and not any(is_of(path, one) for one in all_libraries) and (
                not is_of(path, ours)):
            raise SystemExit(f'models.toml names no library that has {path}')
    rows, reasons, failures, left = [], collections.defaultdict(list), 0, set(paths)
    for library in all_libraries:
        left -= {path for path in left if is_of(path, library)}
        if given.library and library['name'] not in given.library:
            continue
        answers, seen = check_library(library, paths, given.build)
        rows.append(table_row(library, answers, seen))
        for path, one in sorted(answers.items()):
            if one['state'] not in ('wrong', 'missing'):
                continue
            reason = reason_for(library, path)
            if reason:
                reasons[reason].append(path)
            else:
                failures += 1
                print(f"{library['name']}: {path}: {one['state']}: {one['detail']}")
        print(f"{library['name']}: {len(answers)} paths, {len(seen)} used", flush=True)
    if not given.library and not failures:
        write_page(rows, reasons, len(left))
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())

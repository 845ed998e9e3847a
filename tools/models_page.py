#!/usr/bin/env python3
"""Writes the tables of docs/models.md: what each file of catalog/models says, counted, and the kinds.

`--check` writes nothing and fails when the page says something else.
"""

import collections
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / 'docs' / 'models.md'
SORTS = ['sources', 'entries', 'sinks', 'sanitizers', 'propagators', 'harmless']


def written_out(text):
    """How many paths a path with braces stands for."""
    count = 1
    for group in re.findall(r'\{([^{}]*)\}', text):
        count *= group.count(',') + 1
    return count


def sort_of(table, row):
    if table in ('source', 'entry', 'sink'):
        return {'source': 'sources', 'entry': 'entries', 'sink': 'sinks'}[table]
    if table == 'guard' or 'clears' in row:
        return 'sanitizers'
    return 'harmless' if row.get('from') == 'nothing' else 'propagators'


def counted(file):
    counts = collections.Counter()
    tables = tomllib.loads(file.read_text())
    for table in ('source', 'entry', 'sink', 'flow', 'guard'):
        for row in tables.get(table, []):
            path = next(row[key] for key in ('path', 'decorator', 'base', 'route', 'signature') if key in row)
            counts[sort_of(table, row)] += written_out(path)
    return counts


def table():
    lines = ['| file | ' + ' | '.join(SORTS) + ' |', '| --- |' + ' --- |' * len(SORTS)]
    total = collections.Counter()
    for file in sorted((ROOT / 'catalog' / 'models').glob('*.toml')):
        counts = counted(file)
        if counts:
            total += counts
            lines.append(f'| `{file.name}` | ' + ' | '.join(str(counts[s]) for s in SORTS) + ' |')
    lines.append('| all | ' + ' | '.join(str(total[s]) for s in SORTS) + ' |')
    return '\n'.join(lines)


def kinds():
    """The rows of knowledge/taint_kinds.def, as a table."""
    text = (ROOT / 'src' / 'analysis' / 'knowledge' / 'taint_kinds.def').read_text()
    lines = ['| kind | of | what it is |', '| --- | --- | --- |']
    for word, threat, what in re.findall(r'^AV_SOURCE\(\w+, "(\w+)", (\w+), "([^"]+)"\)', text, re.M):
        lines.append(f'| `{word}` | source, {threat.lower()} | {what} |')
    for word, what in re.findall(r'^AV_SINK\(\w+, "(\w+)", "([^"]+)"\)', text, re.M):
        lines.append(f'| `{word}` | sink | {what} |')
    return '\n'.join(lines)


def written(page):
    for name, rows in (('counts', table()), ('kinds', kinds())):
        start, end = f'<!-- {name} -->\n', f'<!-- end of {name} -->'
        before, rest = page.split(start)
        page = before + start + rows + '\n' + end + rest.split(end)[1]
    return page


def main():
    page = PAGE.read_text()
    new = written(page)
    if '--check' in sys.argv[1:]:
        return 0 if new == page else 1
    PAGE.write_text(new)
    return 0


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""Checks what the compiler cannot: that rooms include only what cmake/Rooms.cmake allows them.

Also, over src/, include/ and tests/: no throw, no using-directive, no shared_ptr, printing and
exiting only in cli, file sizes, reasons beside NOLINT, nothing marked unfinished.
Prints `path:line: message` for each fault; exit code 1 when there is one.
"""

import argparse
import bisect
import re
import sys
from pathlib import Path

CC_LINES = 900
HEADER_LINES = 400

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
NOT_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/'
    r'|R"(?P<mark>[^()\\ ]{0,16})\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Za-z_])\'(?:\\.|[^\'\\\n])+\'', re.S)
NOLINT = re.compile(r'NOLINT(?:NEXTLINE|BEGIN|END)?\b')
NOLINT_WITH_REASON = re.compile(r'NOLINT(?:NEXTLINE|BEGIN)?\([\w.,* -]+\): \S|NOLINTEND\(')
UNFINISHED = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b')

# what must not appear: pattern, message, paths where it may; what has such paths may also be in
# a <name>_tool.cc, a program that runs at build time
BANNED = [
    (re.compile(r'\bthrow\b'), 'throw: return a Result instead', ('src/base/memory.cc',)),
    (re.compile(r'\busing\s+namespace\b'), 'using-directive: name what is used', ()),
    (re.compile(r'\bshared_ptr\b'), 'shared_ptr: one owner, ids for the rest', ()),
    (re.compile(r'\bstd::(cout|cerr|clog)\b|\b(f|v|vf)?printf\s*\(|\bf?puts\s*\(|\bputchar\s*\('),
     'printing is for cli', ('src/cli/', 'src/base/assert.cc')),
    (re.compile(r'\b_?[eE]xit\s*\('), 'ending the process is for cli', ('src/cli/',)),
]


class Plan:
    """The two tables of cmake/Rooms.cmake."""

    def __init__(self, text):
        self.rooms = {}      # name -> (folder, rooms needed, externals needed)
        self.externals = {}  # name -> header prefixes
        self.faults = []
        for name, _, prefixes, _ in self._rows(text, 'AV_EXTERNALS'):
            self.externals[name] = prefixes.split()
        for name, folder, rooms, externals in self._rows(text, 'AV_ROOMS'):
            for needed in rooms.split():
                if needed not in self.rooms:
                    self.faults.append(f'{name} needs {needed}, which has no row above it')
            for external in externals.split():
                if external not in self.externals:
                    self.faults.append(f'{name} needs the unknown external {external}')
            self.rooms[name] = (folder, rooms.split(), externals.split())

    @staticmethod
    def _rows(text, table):
        body = re.search(r'^set\(' + table + r'\n(.*?)^\)', text, re.M | re.S)
        if not body:
            raise SystemExit(f'check_house: no table {table} in cmake/Rooms.cmake')
        for row in re.findall(r'"([^"\n]*)"', body.group(1)):
            columns = [column.strip() for column in row.split('|')]
            yield (columns + [''] * 4)[:4]

    def room_of(self, path):
        """The room of a path relative to src/ ('analysis/text/lines.h' -> 'text')."""
        return next((name for name, (folder, _, _) in self.rooms.items()
                     if ('src/' + path).startswith(folder + '/')), None)

    def externals_of(self, room):
        """Externals a room may include: its own and those of the rooms it needs."""
        _, rooms, externals = self.rooms[room]
        return set(externals).union(*(self.rooms[name][2] for name in rooms))


def blank(match):
    return re.sub(r'[^\n]', ' ', match.group())


class Checker:
    def __init__(self, root):
        self.root = root
        self.plan = Plan((root / 'cmake/Rooms.cmake').read_text())
        self.faults = [('cmake/Rooms.cmake', 1, fault) for fault in self.plan.faults]
        self.used = set()  # (room, external) pairs that some file of src/ includes

    def run(self):
        for top in ('include', 'src', 'tests', 'fuzz', 'bench', 'python'):
            for path in sorted((self.root / top).rglob('*')):
                name = path.relative_to(self.root).as_posix()
                if path.suffix in ('.h', '.cc', '.inc') and not name.startswith('tests/data/'):
                    self.check_file(name, path.read_text(encoding='utf-8', errors='replace'))
        self.check_unused()
        return self.faults

    def check_unused(self):
        """A row may not keep an external that its room has stopped using, or never used."""
        for room, (folder, _, externals) in self.plan.rooms.items():
            if (self.root / folder).is_dir():
                for external in externals:
                    if (room, external) not in self.used and external != 'expected':
                        self.faults.append(('cmake/Rooms.cmake', 1,
                                            f'{room} lists {external} and never includes it'))

    def check_file(self, name, text):
        starts = [0] + [at.end() for at in re.finditer('\n', text)]
        home = self.home_of(name)

        def fault(offset, message):
            self.faults.append((name, bisect.bisect_right(starts, offset), message))

        if home is None:
            fault(0, 'in no room of cmake/Rooms.cmake')
            return
        for include in INCLUDE.finditer(text):
            message = self.check_include(home, name, include.group(1) == '<', include.group(2))
            if message:
                fault(include.start(), message)
        self.check_text(name, text, fault)

    def home_of(self, name):
        """Where a file lives: a room's name, 'api' for the public headers, 'any' for files that
        may see every room (shared test helpers, fuzz targets, benchmarks)."""
        parts = name.split('/')
        if parts[0] == 'src':
            return self.plan.room_of(name[len('src/'):])
        if parts[0] == 'include':
            return 'api'
        if parts[0] == 'tests' and parts[1] in self.plan.rooms:
            return parts[1]
        return 'any'

    def check_include(self, home, name, angled, target):
        external = next((key for key, prefixes in self.plan.externals.items()
                         if any(target.startswith(prefix) for prefix in prefixes)), None)
        if external:
            if name.startswith('src/'):
                self.used.add((home, external))
            return self.check_external(home, name, external)
        if angled:
            return None
        if target.startswith(('tests/', 'python/', 'fuzz/')) and not name.startswith('src/'):
            return None
        room = self.plan.room_of(target)
        if room is None:
            return f'"{target}" is no path from src/; public and outside headers go in <>'
        if home == 'api':
            return 'a public header may not include a room'
        if home in ('any', room) or room in self.plan.rooms[home][1]:
            return None
        return f'{home} may not need {room} (cmake/Rooms.cmake)'

    def check_external(self, home, name, external):
        allowed = {'expected'} if home == 'api' else set(self.plan.externals)
        if home in self.plan.rooms:
            allowed = self.plan.externals_of(home) | {'expected'}
        if external in allowed or (external == 'doctest' and not name.startswith('src/')):
            return None
        return f'{home} may not need {external} (cmake/Rooms.cmake)'

    def check_text(self, name, text, fault):
        code = NOT_CODE.sub(blank, text)
        header = name.endswith('.h')
        for pattern, message, exempt in BANNED:
            if name.startswith(exempt) or not name.startswith(('src/', 'include/')):
                continue
            if name.endswith('_tool.cc') and exempt:
                continue
            for hit in pattern.finditer(code):
                fault(hit.start(), message)
        for hit in UNFINISHED.finditer(text):
            fault(hit.start(), f'{hit.group()}: finish it or take it out')
        for hit in NOLINT.finditer(text):
            if not NOLINT_WITH_REASON.match(text, hit.start()):
                fault(hit.start(), 'NOLINT needs its check and a reason: NOLINT(check): reason')
        if header and not re.search(r'^#pragma once$', text, re.M):
            fault(0, 'header without #pragma once')
        limit = HEADER_LINES if header else CC_LINES
        count = text.count('\n')
        if count > limit and not text.startswith('// generated'):
            fault(0, f'{count} lines, limit {limit}')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--root', type=Path, default=Path(__file__).resolve().parent.parent)
    faults = Checker(parser.parse_args().root).run()
    for name, line, message in faults:
        print(f'{name}:{line}: {message}')
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()

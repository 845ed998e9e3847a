#!/usr/bin/env python3
"""Compares the names that antivenom knows of the standard library with those its modules have.

    names_oracle.py full     every module that can be imported, under CPython 3.11 and 3.13
    names_oracle.py slice    some, by seed, under the python3 at hand

Of the names in vars(module), dunders aside, WANTED must be known, and of ours at most SPARE may be
absent.  Left out on both sides are the names of catalog/modules/standard.txt, which only C code or
computed globals put there, and of ours those that `debug names` gives to another system.  What is
left is listed with the reason of each.
"""
import argparse
import ast
import os
import random
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / "tools"))

import interpreters  # noqa: E402
import make_module_names as modules  # noqa: E402

TABLE = REPO / "catalog" / "modules" / "standard.txt"
REASONS = Path(__file__).with_name("names_left.txt")
VERSIONS = ((3, 11), (3, 13))
SKIPPED = 77
WANTED, SPARE = 0.99, 0.01
SLICE = 40
DEFAULT_SEED = 20250701
NAME_LINE = re.compile(r"name (\S+)(?: (maybe))?(?: on (\w+))?")
SYSTEM = {"linux": "linux", "darwin": "mac", "win32": "windows"}.get(sys.platform, "other")


def read_table(version):
    """{kind: {module: names}} of one version, as the catalog has them."""
    found = {"native": {}, "computed": {}}
    names = None
    for line in TABLE.read_text().splitlines():
        if line.startswith("#"):
            continue
        if not line.startswith(" "):
            kind, module = line.split()
            names = found[kind].setdefault(module, {})
            continue
        for word in line.split():
            name, *only = word.split("@")
            names[name] = not only or version in only
    return found


def read_reasons():
    """[(module pattern, name pattern, reason)]: `module name: reason`, * for any."""
    rows = []
    for line in REASONS.read_text().splitlines():
        if line and not line.startswith("#"):
            where, reason = line.split(": ", 1)
            module, name = where.split()
            pattern = [re.escape(part).replace(r"\*", ".*") for part in (module, name)]
            rows.append((re.compile(pattern[0]), re.compile(pattern[1]), reason))
    return rows


def our_names(antivenom, library, sources):
    """{module: {name: is certain}} as `debug names` prints them."""
    by_path = {str(path): module for module, path in sources.items()}
    paths = sorted(by_path)
    done = subprocess.run([antivenom, "debug", "names", *paths], capture_output=True, check=True)
    found = []
    for line in done.stdout.decode("utf-8", "replace").split("\n"):
        if line.startswith("module "):
            found.append({})
            continue
        match = NAME_LINE.match(line)
        if match and match[3] in (None, SYSTEM):
            found[-1][match[1]] = match[2] is None
    if len(found) != len(paths):
        raise SystemExit("debug names printed %d modules of %d of %s" % (
            len(found), len(paths), library.folder))
    return {by_path[path]: names for path, names in zip(paths, found)}


class LeftOut:
    """The names of a module that the table has, its own and those that star imports bring."""

    def __init__(self, visible, table):
        self.visible, self.table = visible, table

    def of(self, module, seen=()):
        found = set(self.table["computed"].get(module, ()))
        found |= set(self.table["native"].get(module, ()))
        for star in self.visible.stars(module):
            if star not in seen:
                brought = self.of(star, (*seen, module))
                # What the star's source leaves out by __all__ may be in the table of another
                # version, so that it is ours but not this interpreter's.
                listed = {name for name in brought if not name.startswith("_")}
                found |= listed | self.visible.exported(star, brought)
        return found


@dataclass
class Tally:
    """What one interpreter's modules add up to."""

    modules: int = 0
    names: int = 0
    known: int = 0
    ours: int = 0
    absent: int = 0
    unsure: int = 0  # of the absent: ours says `maybe`
    left_out: int = 0
    unknown: list = field(default_factory=list)
    extra: list = field(default_factory=list)

    def add(self, module, theirs, ours, table):
        own = {name for name in ours if not modules.is_dunder(name)}
        self.modules += 1
        self.left_out += len(theirs & table)
        self.names += len(theirs - table)
        self.known += len((theirs & own) - table)
        self.ours += len(own - table)
        self.unknown += [(module, name) for name in sorted(theirs - own - table)]
        extra = sorted(own - theirs - table)
        self.absent += len(extra)
        self.unsure += sum(not ours[name] for name in extra)
        self.extra += [(module, name) for name in extra]


def share(part, whole):
    return part / whole if whole else 1.0


def explain(rows, reasons, title):
    """Prints what is left by reason; returns what has none."""
    by_reason, bare = {}, []
    for module, name in rows:
        reason = next((why for where, what, why in reasons
                       if where.fullmatch(module) and what.fullmatch(name)), None)
        if reason is None:
            bare.append("%s.%s" % (module, name))
        else:
            by_reason.setdefault(reason, []).append("%s.%s" % (module, name))
    for reason, names in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        shown = ", ".join(names[:6]) + (", …" if len(names) > 6 else "")
        print("  %s: %4d  %s (%s)" % (title, len(names), reason, shown))
    for name in bare:
        print("  %s: without a reason: %s" % (title, name))
    return bare


def check(library, antivenom, chosen=None):
    """Compares one interpreter's library; returns what is wrong, as texts."""
    started = time.monotonic()
    sources = library.sources()
    asked = sorted(sources) if chosen is None else chosen(sorted(sources))
    facts = library.facts(asked)
    ours = our_names(antivenom, library, sources if chosen is None else
                     {module: sources[module] for module in asked})
    visible = modules.Visible(sources, facts, library.statements(sources))
    left_out = LeftOut(visible, read_table(library.version))
    tally, reasons, not_imported = Tally(), read_reasons(), []
    for module, known in facts.items():
        if not isinstance(known, dict):
            not_imported.append("%s (%s)" % (module, known))
            continue
        theirs = {name for name in known["names"] if not modules.is_dunder(name)}
        tally.add(module, theirs, ours[module], left_out.of(module))
    known, absent = share(tally.known, tally.names), share(tally.absent, tally.ours)
    print("CPython %s: %d modules; of %d names %.2f %% known; of %d of ours %.2f %% absent"
          " (%d, and of these %d called `maybe`); left out %d; %.1f s" % (
              library.release, tally.modules, tally.names, 100 * known, tally.ours, 100 * absent,
              tally.absent, tally.unsure, tally.left_out, time.monotonic() - started))
    bare = explain(tally.unknown, reasons, "unknown") + explain(tally.extra, reasons, "absent")
    if not_imported:
        print("  not imported: %d  %s" % (len(not_imported), "; ".join(not_imported)))
    wrong = []
    if known < WANTED:
        wrong.append("%s: under %.0f %% of the names are known" % (library.release, 100 * WANTED))
    if absent > SPARE and chosen is None:
        wrong.append("%s: over %.0f %% of ours are absent" % (library.release, 100 * SPARE))
    # Other releases of the same version differ in a name or two.
    if bare and chosen is None:
        wrong.append("%s: %d names without a reason in %s" % (
            library.release, len(bare), REASONS.name))
    if not tally.modules:
        wrong.append("%s: no module could be imported" % library.release)
    return wrong


def finish(wrong):
    for text in wrong:
        print(text)
    return 1 if wrong else 0


def skip(why):
    print("skipped: " + why)
    return SKIPPED


def command_full(arguments):
    found = [item for item in interpreters.find() if item.minor in VERSIONS]
    if len(found) < len(VERSIONS):
        return skip("needs CPython 3.11 and 3.13; found %s" % (
            ", ".join(item.release for item in found) or "neither"))
    return finish([text for item in found
                   for text in check(modules.Library(item.executable), arguments.antivenom)])


def command_slice(arguments):
    library = modules.Library(sys.executable)
    if sys.version_info[:2] not in VERSIONS or sys.platform != "linux":
        return skip("the table is of CPython 3.11 and 3.13 on Linux, this is %s on %s" % (
            library.release, sys.platform))
    chooser = random.Random(int(arguments.seed))
    return finish(check(library, arguments.antivenom,
                        lambda names: sorted(chooser.sample(names, min(SLICE, len(names))))))


def parse_arguments(argv):
    parser = argparse.ArgumentParser(prog="names_oracle.py", description=__doc__.split("\n")[0])
    default = os.environ.get("ANTIVENOM") or str(REPO / "build" / "release" / "antivenom")
    parser.add_argument("--antivenom", default=default)
    commands = parser.add_subparsers(required=True)
    part = commands.add_parser("full", help="every module, under CPython 3.11 and 3.13")
    part.set_defaults(function=command_full)
    part = commands.add_parser("slice", help="some modules, under this python3")
    part.add_argument("--seed", default=str(DEFAULT_SEED))
    part.set_defaults(function=command_slice)
    return parser.parse_args(argv)


def main(argv=None):
    arguments = parse_arguments(argv)
    if not Path(arguments.antivenom).exists():
        raise SystemExit("no antivenom at %s: build it, or name it by --antivenom or $ANTIVENOM"
                         % arguments.antivenom)
    return arguments.function(arguments)


if __name__ == "__main__":
    sys.exit(main())

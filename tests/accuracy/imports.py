#!/usr/bin/env python3
"""What share of the imports of 50 packages antivenom follows, and why the others lead nowhere.

Each package is read as its own project by `debug names`, which says of every imported name where it
leads. Followed are imports that lead to a file which has the name, and those of the standard library,
which is known by its names. A package that is not part of the project is known by name too, but not
read; such imports are counted apart. The rest are misses: each has a reason in imports_left.txt, or
the command fails.
"""
import argparse
import collections
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import material

PACKAGES = 50
REASONS = material.HERE / "imports_left.txt"
LINE = re.compile(r"import (\d+) (\S+)(?: (\S+))? -> (.*)")
FILES_AT_ONCE = 20000


@dataclass(frozen=True)
class Import:
    """One imported name, and what becomes of it."""

    package: str
    path: str
    line: int
    module: str  # as written: "os.path", "..util"
    name: str    # of `from module import name`, or ""
    leads: str   # as `debug names` says it

    @property
    def group(self):
        if self.leads.startswith("missing") or (self.leads == "outside" and self.is_own):
            return "missed"
        if self.leads.startswith("perhaps"):
            return "perhaps"
        return {"standard library": "standard", "outside": "outside"}.get(self.leads, "project")

    @property
    def is_own(self):
        """Whether it names what the package itself brings; of a namespace, its own part of it."""
        parts = Path(*self.module.split(".")[:2])
        return (material.root() / "packages" / self.package / parts).exists()

    def __str__(self):
        written = "from %s import %s" % (self.module, self.name) if self.name \
            else "import " + self.module
        return "%s/%s:%d: %s -> %s" % (self.package, self.path, self.line, written, self.leads)


def imports_of(antivenom, package, folder):
    """The imports of all Python files below `folder`."""
    paths = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.py"))
    if not paths:
        return
    if len(paths) > FILES_AT_ONCE:
        sys.exit("%s has too many files for one command line" % package)
    done = subprocess.run([antivenom, "debug", "names", *paths], cwd=folder, capture_output=True,
                          check=False)
    if done.returncode != 0:
        sys.exit("antivenom: %s" % done.stderr.decode(errors="replace"))
    modules = re.split(r"^module ", done.stdout.decode(errors="replace"), flags=re.M)[1:]
    if len(modules) != len(paths):
        sys.exit("debug names printed %d modules of %d" % (len(modules), len(paths)))
    for path, text in zip(paths, modules):
        for line, module, name, leads in LINE.findall(text):
            yield Import(package, path, int(line), module, name, leads)


def read_reasons(text):
    """[(pattern of a miss as printed, reason)] of lines `pattern: reason`; * is any text."""
    rows = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            pattern, reason = line.rsplit(": ", 1)
            rows.append((re.compile(re.escape(pattern).replace(r"\*", ".*")), reason))
    return rows


def explain(misses, reasons):
    """({reason: misses}, misses without a reason)."""
    by_reason, bare = collections.defaultdict(list), []
    for miss in misses:
        why = next((why for pattern, why in reasons if pattern.search(str(miss))), None)
        (bare if why is None else by_reason[why]).append(miss)
    return by_reason, bare


def report(found, reasons, show):
    """Prints the counts; returns the exit code."""
    groups = collections.Counter(one.group for one in found)
    followed = groups["project"] + groups["standard"]
    inside = len(found) - groups["outside"]
    print("%d imports of %d packages: %d lead to a file of the project, %d to the standard library, "
          "%d to packages that are not part of it, %d perhaps to a file whose star import brings "
          "what nobody can know, %d nowhere" % (
              len(found), len({one.package for one in found}), groups["project"],
              groups["standard"], groups["outside"], groups["perhaps"], groups["missed"]))
    print("followed: %.2f %% of all; %.2f %% of those that stay inside" % (
        100 * followed / max(1, len(found)), 100 * followed / max(1, inside)))
    by_reason, bare = explain([one for one in found if one.group == "missed"], reasons)
    for why, misses in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        print("  %5d  %s" % (len(misses), why))
        for miss in misses[:show]:
            print("           %s" % miss)
    outside = collections.Counter(one.module.split(".")[0] for one in found
                                  if one.group == "outside")
    print("  outside: %s" % ", ".join("%s %d" % item for item in outside.most_common(12)))
    for miss in bare:
        print("without a reason: %s" % miss)
    return 1 if bare else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=int, default=PACKAGES, metavar="N",
                        help="the first N of packages.txt (%d)" % PACKAGES)
    parser.add_argument("--show", type=int, default=0, metavar="N",
                        help="also print N misses of each reason")
    material.antivenom_option(parser)
    options = parser.parse_args()
    specs = material.packages(options.packages)
    folder = material.fetched(specs)
    found = [one for spec in specs for one in imports_of(options.antivenom, spec, folder / spec)]
    sys.exit(report(found, read_reasons(REASONS.read_text()), options.show))


if __name__ == "__main__":
    main()

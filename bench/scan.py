#!/usr/bin/env python3
"""Measures `antivenom scan` beside ruff, bandit and semgrep, in turns. README.md says what each figure
is; `--page docs/performance.md` writes a part there as soon as it is measured, so that a run that is
ended keeps what it has, and parts can be measured one by one (`--only`).
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parent
sys.path[:0] = [str(HERE)]

import measure  # noqa: E402
import scan_material  # noqa: E402
import scan_page  # noqa: E402
import scan_peers  # noqa: E402
from scan_page import Goal  # noqa: E402
from scan_peers import BANDIT, FLOW, OURS, RUFF, SEMGREP  # noqa: E402

SIZES = (10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000)
SMOKE_SIZES = (1_000, 2_000)


def best(usages):
    """The fastest run's times, and the least memory: what else the machine does only adds."""
    return measure.Usage(min(one.wall for one in usages), min(one.cpu for one in usages), "",
                         min(one.peak for one in usages))


def goals_of(rows, million):
    """What whole corpora are to take: of the rows that are there."""
    usages = {row.name: row.usage for row in rows}

    def times(name, other):
        return usages[name].wall / usages[other].wall
    found = [Goal("MB a million lines, without flow", usages[OURS].peak / million, 150)]
    if FLOW in usages:
        found.append(Goal("MB a million lines, with flow", usages[FLOW].peak / million, 250))
    if RUFF in usages:
        found.append(Goal("times ruff's wall time, without flow", times(OURS, RUFF), 1))
    if RUFF in usages and FLOW in usages:
        found.append(Goal("times ruff's wall time, with flow", times(FLOW, RUFF), 3))
    if BANDIT in usages:
        found.append(Goal("times as fast as bandit, without flow", times(BANDIT, OURS), 150, True))
    if SEMGREP in usages and FLOW in usages:
        found.append(Goal("times as fast as semgrep, with flow", times(SEMGREP, FLOW), 100, True))
    return found


class Bench:
    """The parts of a measurement; each is a method of PARTS."""

    def __init__(self, arguments):
        self.rounds = 1 if arguments.smoke else arguments.rounds
        self.runs = 3 if arguments.smoke else arguments.runs
        self.sizes = SMOKE_SIZES if arguments.smoke else SIZES
        self.smoke = arguments.smoke
        self.with_slow = not (arguments.smoke or arguments.no_slow)
        self.quick = scan_peers.ours(str(arguments.antivenom)) + scan_peers.ruff()
        self.page = scan_page.Page(arguments.page, "%d processors on %s" % (
            len(os.sched_getaffinity(0)), time.strftime("%d %B %Y")))

    def library(self):
        self.whole("library", self.main_corpus(), scan_peers.bandit())

    def packages(self):
        corpus = None if self.smoke else scan_material.packages()
        if corpus:
            self.whole("packages", corpus, scan_peers.bandit())

    def semgrep(self):
        if self.with_slow:
            self.whole("semgrep", self.main_corpus(), scan_peers.semgrep())

    def main_corpus(self):
        return scan_material.smoke() if self.smoke else scan_material.library()

    def whole(self, part, corpus, slow):
        """All scanners on a corpus: by turns, but once those that take minutes.  Their minutes may
        be another machine's than those before, so the quick ones have turns behind each, too."""
        usages = {one.name: [] for one in self.quick}
        rows = []
        self.add_turns(usages, corpus)
        for one in slow if self.with_slow else []:
            self.add_corpus(part, corpus, self.quick_rows(usages, corpus) + rows)
            print("%s: once on %s, for minutes" % (one.name, corpus.title), file=sys.stderr)
            rows.append(self.row(one, corpus, [one.run(corpus.folder)]))
            self.add_turns(usages, corpus)
        self.add_corpus(part, corpus, self.quick_rows(usages, corpus) + rows)

    def add_turns(self, usages, corpus):
        found = measure.alternate({one.name: lambda one=one: one.run(corpus.folder)
                                   for one in self.quick}, self.rounds)
        for name, more in found.items():
            usages[name] += more

    def quick_rows(self, usages, corpus):
        return [self.row(one, corpus, usages[one.name]) for one in self.quick]

    @staticmethod
    def row(scanner, corpus, usages):
        files, remark = scanner.files(scanner, corpus.folder, usages[0].output)
        return scan_page.Row(scanner.name, best(usages), files, remark)

    def add_corpus(self, part, corpus, rows):
        goals = [] if self.smoke else goals_of(rows, corpus.lines / 1e6)
        self.page.add_corpus(part, corpus, rows, goals)

    def start(self):
        """A script from process start, and an empty file; each beside a program that does nothing."""
        with tempfile.TemporaryDirectory(prefix="antivenom-bench-") as name:
            script = scan_material.script(self.main_corpus(), Path(name) / "script")
            empty = Path(name) / "empty" / "empty.py"
            empty.parent.mkdir()
            empty.write_text("")
            found = [(path.read_bytes().count(b"\n"), self.starts(path))
                     for path in (script, empty)]
        script_ms = {name: wall * 1e3 for name, wall in found[0][1].items()}
        goals = []
        if RUFF in script_ms:
            goals.append(Goal("ms more than ruff, without flow", script_ms[OURS] - script_ms[RUFF],
                              10))
        if FLOW in script_ms:
            goals.append(Goal("ms with flow", script_ms[FLOW], 20))
        self.page.add_start(found, self.runs, goals)

    def starts(self, path):
        """{scanner: median wall time}."""
        commands = {one.name: [*one.command, path] for one in self.quick}
        commands["nothing (/bin/true)"] = ["/bin/true"]
        found = measure.alternate({name: lambda words=words: measure.quick(words)
                                   for name, words in commands.items()}, self.runs)
        return {name: statistics.median(walls) for name, walls in found.items()}

    def growth(self):
        corpus = (None if self.smoke else scan_material.packages()) or self.main_corpus()
        rows = []
        with tempfile.TemporaryDirectory(prefix="antivenom-bench-") as folder:
            for lines in self.sizes:
                part = scan_material.part(corpus, lines, Path(folder))
                found = measure.alternate({one.name: lambda one=one: one.run(part.folder)
                                           for one in self.quick}, self.rounds)
                rows.append((part, {name: best(usages) for name, usages in found.items()}))
        self.page.add_growth(rows)

    PARTS = {"library": library, "packages": packages, "start": start, "growth": growth,
             "semgrep": semgrep}

    def run(self, names):
        """True when all parts could be measured: one that can't is left as it is on the page."""
        is_whole = True
        for name in names:
            try:
                self.PARTS[name](self)
            except (measure.Failed, OSError, subprocess.SubprocessError) as error:
                print("failed: %s: %s" % (name, error))
                is_whole = False
        return is_whole


def parts(text):
    """The parts of a list with commas, in their own order."""
    wanted = text.split(",")
    if unknown := sorted(set(wanted) - set(Bench.PARTS)):
        raise argparse.ArgumentTypeError("no such part: %s; there are: %s" % (
            ", ".join(unknown), ", ".join(Bench.PARTS)))
    return [name for name in Bench.PARTS if name in wanted]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=parts, metavar="PART,...", default=list(Bench.PARTS),
                        help="of %s (all)" % ", ".join(Bench.PARTS))
    parser.add_argument("--smoke", action="store_true", help="little of everything, in seconds")
    parser.add_argument("--antivenom", type=Path, help="the command (build/release/antivenom)",
                        default=REPO / "build" / "release" / "antivenom")
    parser.add_argument("--rounds", type=int, default=5, help="turns each program gets (5)")
    parser.add_argument("--runs", type=int, default=100, help="starts with a script (100)")
    parser.add_argument("--processors", type=int, default=2, help="that all may use (2)")
    parser.add_argument("--no-slow", action="store_true",
                        help="without bandit and semgrep, which take minutes")
    parser.add_argument("--page", type=Path, help="a page to write the figures into")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:arguments.processors])
    return 0 if Bench(arguments).run(arguments.only) else 1


if __name__ == "__main__":
    sys.exit(main())

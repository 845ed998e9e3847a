#!/usr/bin/env python3
"""Measures `antivenom scan` beside ruff and bandit, in one run, in turns. README.md says what each
figure is; `--page docs/performance.md` writes them there.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parent
sys.path[:0] = [str(HERE)]

import measure  # noqa: E402
import peers  # noqa: E402
import scan_material  # noqa: E402
import scan_page  # noqa: E402

SIZES = (10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000)
SMOKE_SIZES = (1_000, 2_000)


class Scanner:
    """One scanner: its command, and how to learn which files it reads."""

    def __init__(self, name, command, files):
        self.name = name
        self.command = command
        self.files = files

    def run(self, folder):
        return measure.run([*self.command, folder])


def ours(antivenom):
    """The rules that look at one place at a time, as the peers' do; then also flow, if it is there."""
    command = [antivenom, "scan", "--isolated", "--exit-zero", "--quiet"]
    said = subprocess.run([antivenom, "scan", "--help"], capture_output=True, check=True).stdout
    if b"--no-flow" not in said:
        return [Scanner("antivenom", command, scan_page.files_of_antivenom)]
    return [Scanner("antivenom", [*command, "--no-flow"], scan_page.files_of_antivenom),
            Scanner("antivenom with flow", command, scan_page.files_of_antivenom)]


def others(with_bandit):
    """The peers that can be had; a line for each that can't."""
    programs, reason = peers.scanners()
    if programs is None:
        print("skipped: ruff and bandit: %s" % reason)
        return []
    ruff = [programs / "ruff", "check", "--isolated", "--no-cache", "--preview", "--select", "S",
            "--exit-zero"]
    bandit = [programs / "bandit", "-q", "-r", "--exit-zero", "-f", "json"]
    found = [Scanner("ruff", ruff, scan_page.files_of_ruff)]
    if with_bandit:
        found.append(Scanner("bandit", bandit, scan_page.files_of_bandit))
    return found


def best(usages):
    """The fastest run's times, and the least memory: what else the machine does only adds."""
    return measure.Usage(min(one.wall for one in usages), min(one.cpu for one in usages), "",
                         min(one.peak for one in usages))


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.smoke = arguments.smoke
        self.ours = ours(str(arguments.antivenom))
        self.others = others(with_bandit=not arguments.no_bandit)
        self.page = scan_page.Page()

    def quick_scanners(self):
        return self.ours + [one for one in self.others if one.name == "ruff"]

    def whole(self, corpus):
        """Every scanner on a whole corpus; bandit once, the others by turns."""
        quick = self.quick_scanners()
        usages = measure.alternate({one.name: lambda one=one: one.run(corpus.folder)
                                    for one in quick}, 1 if self.smoke else self.arguments.rounds)
        slow = [one for one in self.others if one not in quick]
        usages.update({one.name: [one.run(corpus.folder)] for one in slow})
        rows = [scan_page.Row(one.name, best(usages[one.name]),
                              one.files(one, corpus.folder, usages[one.name][0].output))
                for one in [*quick, *slow]]
        self.page.add_corpus(corpus, rows)

    def short(self, corpus, folder):
        """A script from process start, and an empty file; each beside a program that does nothing."""
        script = scan_material.script(corpus, folder / "script")
        empty = folder / "empty" / "empty.py"
        empty.parent.mkdir()
        empty.write_text("")
        runs = 3 if self.smoke else self.arguments.runs
        for title, path in (("script", script), ("empty file", empty)):
            commands = {one.name: [*one.command, path] for one in self.quick_scanners()}
            commands["nothing (/bin/true)"] = ["/bin/true"]
            found = measure.alternate({name: lambda words=words: measure.quick(words)
                                       for name, words in commands.items()}, runs)
            lines = path.read_bytes().count(b"\n")
            self.page.add_short("%s, %d lines" % (title, lines),
                                {name: statistics.median(walls) for name, walls in found.items()},
                                runs)

    def growth(self, corpus, folder):
        rows = []
        for lines in SMOKE_SIZES if self.smoke else SIZES:
            part = scan_material.part(corpus, lines, folder)
            found = measure.alternate({one.name: lambda one=one: one.run(part.folder)
                                       for one in self.quick_scanners()},
                                      1 if self.smoke else self.arguments.rounds)
            rows.append((part, {name: best(usages) for name, usages in found.items()}))
        self.page.add_growth(rows)

    def run(self):
        if self.smoke:
            corpora = [scan_material.smoke()]
        else:
            corpora = [scan_material.library(), scan_material.packages()]
        corpora = [corpus for corpus in corpora if corpus is not None]
        for corpus in corpora:
            self.whole(corpus)
        with tempfile.TemporaryDirectory(prefix="antivenom-bench-") as folder:
            self.short(corpora[0], Path(folder))
            self.growth(corpora[-1], Path(folder))


def hold_to(processors):
    """Leaves this process and its children that many processors; returns how many there are."""
    mine = sorted(os.sched_getaffinity(0))[:processors]
    os.sched_setaffinity(0, mine)
    return len(mine)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="little of everything, in seconds")
    parser.add_argument("--antivenom", type=Path, help="the command (build/release/antivenom)",
                        default=REPO / "build" / "release" / "antivenom")
    parser.add_argument("--rounds", type=int, default=5, help="turns each program gets (5)")
    parser.add_argument("--runs", type=int, default=100, help="starts with a script (100)")
    parser.add_argument("--processors", type=int, default=2, help="that all may use (2)")
    parser.add_argument("--no-bandit", action="store_true", help="bandit takes minutes")
    parser.add_argument("--page", type=Path, help="a page to write the figures into")
    arguments = parser.parse_args()
    arguments.no_bandit = arguments.no_bandit or arguments.smoke
    count = hold_to(arguments.processors)
    bench = Bench(arguments)
    try:
        bench.run()
    except (measure.Failed, OSError, subprocess.SubprocessError) as error:
        print("failed: %s" % error)
        return 1
    text = bench.page.text(count, peers.pinned())
    print(text)
    if arguments.page:
        scan_page.write(arguments.page, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

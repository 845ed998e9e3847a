#!/usr/bin/env python3
"""A scan costs as much as the program is long, however twisted it is: at most 2.4 times as much
when it is twice as long.

Each case of _twisted.py is scanned at three sizes, each twice the one before; the last is larger
than any hand writes.  CPU time tells most: where it grows too fast, instructions are counted, as in
scaling.py, and they decide.  A flow that a case has must be found, or the report must say which
limit was met.  --full takes sizes FULL_TIMES as large, for which there is no time in every test run.
"""
import argparse
import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import _twisted
from scaling import REPO, measure

MOST_TIMES = 2.4
FULL_TIMES = 4
MOST_S, MOST_MB = 20, 1500  # of the largest size
QUICK_S = 0.03  # of CPU: less is no growth to speak of
KILLED_S = 60

# What takes more, or loses its flow and can't say so: why.  It may take MOST_OF_KNOWN times as much.
MOST_OF_KNOWN = 4
KNOWN = {
    "one long list of what is allowed": "each guard looks through all of it; beyond 4,096 it is none",
    "variables set in branches": "each branch passes all variables on, until that is too much work",
}


class Unfit(Exception):
    """A case that ends as it may not."""


@dataclass(frozen=True)
class Scanned:
    """What a scan cost and said."""

    cpu: float
    peak: float
    flows: int
    limits: str


def said_limits(report):
    """The limits that a report says were met, as one text."""
    flow = report["flow"]
    counts = {"given up": len(flow["given_up"]), "cut": flow["cut_values"],
              "limits": len(report["limits"]), "partly read": len(report["partly_analysed"])}
    return ", ".join("%s %d" % item for item in counts.items() if item[1])


class Twisted:
    """Scans cases; instructions are counted at the same sizes."""

    def __init__(self, antivenom, folder, scale):
        self.antivenom = antivenom
        self.folder = Path(folder)
        self.scale = scale
        self.tool = measure.instruction_tool()
        empty = self.written("empty", "")
        self.base = min(self.scanned(empty).cpu for _ in range(3))
        self.base_count = self.counted(empty) if self.tool else 0

    def command(self, folder):
        return [self.antivenom, "scan", "--isolated", "--exit-zero", "--quiet", "--jobs", "1",
                "--format", "json", folder]

    def written(self, stem, made):
        """The folder with a case's files."""
        folder = self.folder / stem
        folder.mkdir()
        for name, text in (made if isinstance(made, dict) else {"a.py": made}).items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    def scanned(self, folder):
        usage = measure.run(["prlimit", "--cpu=%d" % KILLED_S, *self.command(folder)])
        report = json.loads(usage.output)
        flows = sum("trace" in finding for finding in report["findings"])
        return Scanned(usage.cpu, usage.peak, flows, said_limits(report))

    def counted(self, folder):
        return measure.instructions(self.tool, self.command(folder))

    def check(self, name):
        """(passed, what there is to say) for one case."""
        case = _twisted.CASES[name]
        stem = "".join(c if c.isalnum() else "-" for c in name)
        sizes = [case.count * self.scale // parts for parts in (4, 2, 1)]
        try:
            folders = [self.written("%s.%d" % (stem, size), case.make(size)) for size in sizes]
            runs = [self.scanned(folder) for folder in folders]
            must_be_fit(name, case, runs[-1])
            times, how = self.growth(folders, [run.cpu for run in runs])
        except (measure.Failed, OSError, Unfit) as error:
            return False, str(error)[:300]
        last = runs[-1]
        most, why = (MOST_OF_KNOWN, KNOWN[name]) if name in KNOWN else (MOST_TIMES, "")
        words = ["%s times%s" % (" and ".join("%.1f" % one for one in times), how),
                 "%.1f s, %.0f MB" % (last.cpu, last.peak), last.limits, why]
        return max(times) <= most, "; ".join(word for word in words if word)

    def growth(self, folders, seconds):
        """(how many times as much each size takes as the one before, how it is known)."""
        if seconds[-1] - self.base < QUICK_S:
            return [1, 1], ", too quick to tell"
        times = ratios([max(one - self.base, QUICK_S / 4) for one in seconds])
        if max(times) <= MOST_TIMES or not self.tool:
            return times, ""
        counts = [self.counted(folder) - self.base_count for folder in folders]
        return ratios(counts), " the instructions"


def ratios(values):
    return [after / max(1e-9, before) for before, after in zip(values, values[1:])]


def must_be_fit(name, case, last):
    if last.cpu > MOST_S or last.peak > MOST_MB:
        raise Unfit("%.0f s, %.0f MB at its largest" % (last.cpu, last.peak))
    is_known = last.limits or name in KNOWN
    if case.flows is not None and last.flows < case.flows and not is_known:
        raise Unfit("%d flows at its largest, and no limit is said" % last.flows)
    if case.flows == 0 and last.flows:
        raise Unfit("%d flows where there is none" % last.flows)


def run(antivenom, names, scale):
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        twisted = Twisted(antivenom, folder, scale)
        print("CPU time; in doubt instructions, counted by %s" % (twisted.tool or "nothing"))
        failed = 0
        for name, (passed, words) in zip(names, pool.map(twisted.check, names)):
            failed += not passed
            print("%-6s %-38s %s" % ("ok" if passed else "FAILED", name, words), flush=True)
    print("%d passed, %d failed, 0 skipped" % (len(names) - failed, failed))
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--antivenom", default=os.environ.get("ANTIVENOM")
                        or REPO / "build" / "release" / "antivenom")
    parser.add_argument("--full", action="store_true", help="sizes %d as large" % FULL_TIMES)
    parser.add_argument("names", nargs="*", metavar="CASE", help="only these (default: all)")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.names) - set(_twisted.CASES)):
        parser.error("no such case: %s" % ", ".join(unknown))
    return run(str(arguments.antivenom), arguments.names or list(_twisted.CASES),
               FULL_TIMES if arguments.full else 1)


if __name__ == "__main__":
    sys.exit(main())

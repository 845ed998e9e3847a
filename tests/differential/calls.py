#!/usr/bin/env python3
"""Compares our call graphs with those that PyCG's micro-benchmark expects.

    calls.py [CASE...]

Its source package is fetched from PyPI once and kept; without a network the test is skipped.
Compared are the edges of each case.  A case that differs must be in calls.toml, with the reason;
one that is there and does not differ must not.  At least WANTED cases must be exact.
"""
import argparse
import json
import os
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
REASONS = Path(__file__).with_name("calls.toml")
PACKAGE, VERSION = "PyCG", "0.0.8"
SKIPPED = 77
WANTED = 110
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "antivenom" / "calls"


def fetch(folder):
    """The benchmark's folder; None when it can't be had."""
    target = folder / f"{PACKAGE.lower()}-{VERSION}" / "micro-benchmark" / "snippets"
    if target.is_dir():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
               "--no-deps", "--no-binary", PACKAGE.lower(),
               "--dest", str(folder), f"{PACKAGE}=={VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    archives = sorted(folder.glob("*.tar.gz"))
    if not archives:
        print(done.stderr.strip().splitlines()[-1:] or "no archive")
        return None
    with tarfile.open(archives[0]) as archive:
        archive.extractall(folder, filter="data")
    return target if target.is_dir() else None


def edges(graph):
    return {(caller, callee) for caller, callees in graph.items() for callee in callees}


def our_edges(antivenom, case):
    done = subprocess.run([antivenom, "debug", "calls", "--root", str(case), str(case / "main.py")],
                          capture_output=True, text=True, check=True)
    return edges(json.loads(done.stdout))


def shown(found):
    return ", ".join(f"{caller} -> {callee}" for caller, callee in sorted(found))


class Tally:
    def __init__(self):
        self.exact = self.expected = self.ours = self.shared = 0
        self.faults = []

    def compare(self, name, expected, ours, reason):
        """Counts a case; one that differs and has no reason is a fault."""
        self.expected += len(expected)
        self.ours += len(ours)
        self.shared += len(expected & ours)
        if expected == ours:
            self.exact += 1
            if reason:
                self.faults.append(f"{name} is exact, yet calls.toml has it")
            return
        print(f"differs: {name}: {reason or 'no reason in calls.toml'}")
        for word, found in (("missing", expected - ours), ("beyond", ours - expected)):
            if found:
                print(f"    {word}: {shown(found)}")
        if not reason:
            self.faults.append(f"{name} differs")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="*", help="chapter/name of a case; all without")
    wanted = parser.parse_args().case
    antivenom = os.environ.get("ANTIVENOM") or str(REPO / "build/release/antivenom")
    snippets = fetch(CACHE)
    if snippets is None:
        print(f"skipped: {PACKAGE} {VERSION} can't be fetched from PyPI")
        return SKIPPED
    reasons = tomllib.loads(REASONS.read_text())
    tally = Tally()
    cases = sorted(path.parent for path in snippets.glob("*/*/callgraph.json"))
    for case in cases:
        name = case.relative_to(snippets).as_posix()
        if wanted and name not in wanted:
            continue
        expected = edges(json.loads((case / "callgraph.json").read_text()))
        tally.compare(name, expected, our_edges(antivenom, case), reasons.pop(name, None))
    if not wanted:
        tally.faults += [f"calls.toml has {name}, which is no case" for name in reasons]
        if tally.exact < WANTED:
            tally.faults.append(f"{tally.exact} cases are exact, wanted are {WANTED}")
    print(f"{tally.exact} of {len(cases)} exact; edges found {tally.shared / tally.expected:.1%}, "
          f"edges right {tally.shared / tally.ours:.1%}")
    for fault in tally.faults:
        print(f"fault: {fault}")
    print(f"{len(cases) - len(tally.faults)} passed, {len(tally.faults)} failed, 0 skipped")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())

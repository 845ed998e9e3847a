#!/usr/bin/env python3
"""Asks the interpreters for tests/syntax/cpython/verdicts.txt and rewrites it.

Needs all of CPython 2.7 and 3.6 to 3.13, found as oracle.py finds them; `--check` only says
whether the file is what they answer, `--add` appends lines from standard input first.
"""
import argparse
import sys
from pathlib import Path

from ask_answers import VERSIONS, ask_all

FILE = Path(__file__).resolve().parents[1] / "syntax/cpython/verdicts.txt"
SIGNS = "+-"


def is_verdict(line):
    return len(line) > len(VERSIONS) and not line.startswith("#")


def source_in(line):
    """What stands behind the signs, one for each version, and a blank."""
    return line[len(VERSIONS) + 1:]


def written(lines):
    sources = [source_in(line) for line in lines if is_verdict(line)]
    answers = ask_all(sources)
    signs = iter("".join(SIGNS[answers[version][index] == "rejected"] for version in VERSIONS)
                 for index in range(len(sources)))
    return [next(signs) + " " + source_in(line) if is_verdict(line) else line for line in lines]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--add", action="store_true")
    options = parser.parse_args()
    old = FILE.read_text(encoding="utf-8").splitlines()
    lines = list(old)
    if options.add:
        lines += ["?" * len(VERSIONS) + " " + line for line in sys.stdin.read().splitlines()]
    new = written(lines)
    if new == old:
        return 0
    if options.check:
        print("ask_verdicts: %s is not what the interpreters answer" % FILE.name)
        return 1
    FILE.write_text("\n".join(new) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Asks the interpreters for tests/syntax/cpython/answers.txt and rewrites it.

Needs all of CPython 2.7 and 3.6 to 3.13, found as oracle.py finds them; `--check` only says
whether the file is what they answer.
"""
import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import interpreters

FILE = Path(__file__).resolve().parents[1] / "syntax/cpython/answers.txt"
SIGNS = {"⏎": "\n", "␍": "\r", "⇥": "\t"}
PLACE = re.compile(r"lineno=(\d+), col_offset=(-?\d+)"
                   r"(?:, end_lineno=(\d+), end_col_offset=(-?\d+))?")
VERSIONS = ["2.7"] + ["3.%d" % minor for minor in range(6, 14)]


def source_of(line):
    for sign, character in SIGNS.items():
        line = line.replace(sign, character)
    return line.encode("utf-8")


def short(match):
    """A position as the file has it: @1:0 or @1:0-1:6."""
    start = "@%s:%s" % match.group(1, 2)
    return start if match[3] is None else start + "-%s:%s" % match.group(3, 4)


def ask(interpreter, names):
    """The answers of one interpreter: a dump, or `rejected`."""
    asked = subprocess.run([interpreter.executable, str(interpreters.WORKER)],
                           input=b"".join(name.encode() + b"\0" for name in names),
                           stdout=subprocess.PIPE, check=True).stdout
    answers = []
    while asked:
        head, _, rest = asked.partition(b"\n")
        verdict, size = head.split()
        answer = rest[:int(size)].decode("utf-8")
        answers.append(PLACE.sub(short, answer) if verdict == b"ok" else "rejected")
        asked = rest[int(size):]
    return answers


def ask_all(sources):
    """version -> answers, one for each source."""
    found = {interpreter.name.replace("cpython", ""): interpreter
             for interpreter in interpreters.find()}
    missing = [version for version in VERSIONS if version not in found]
    if missing:
        raise SystemExit("ask_answers: no interpreter for " + ", ".join(missing))
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for index, source in enumerate(sources):
            path = Path(folder, "%d.py" % index)
            path.write_bytes(source_of(source))
            names.append(str(path))
        return {version: ask(found[version], names) for version in VERSIONS}


def written(text, sources, answers):
    lines = text.split("\n\n", 1)[0].splitlines() + [""]
    for index, source in enumerate(sources):
        lines.append("==> " + source)
        alike = {}
        for version in VERSIONS:
            alike.setdefault(answers[version][index], []).append(version)
        for answer, versions in alike.items():
            lines += ["--- " + " ".join(versions), answer]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = FILE.read_text(encoding="utf-8")
    sources = [line[4:] for line in text.splitlines() if line.startswith("==> ")]
    new = written(text, sources, ask_all(sources))
    if new == text:
        return 0
    if options.check:
        print("ask_answers: %s is not what the interpreters answer" % FILE.name)
        return 1
    FILE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""The parser's work grows with the input, however hostile: instructions at most 2.2 times as many
when the input is twice as long.

Each case is parsed at 100,000 repetitions for survival, then at two sizes under an instruction
counter (perf where the machine has counters, else cachegrind); a parse of an empty file is taken off
both counts.  Prints one line a case and `N passed, N failed, N skipped`.
"""
import argparse
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.append(str(REPO / "bench"))

import measure  # noqa: E402

HUGE = 100_000
SMALL, LARGE = 20_000, 40_000
MOST_TIMES = 2.2
SURVIVAL_S = 20


def staircase(count):
    """Blocks in blocks; as many bytes as `count` lines would have, since each line is longer."""
    depth = int((2 * count) ** 0.5)
    return "".join("\t" * level + "if a:\n" for level in range(depth)) + "\t" * depth + "a\n"


def repeated(unit, before="", after=""):
    return lambda count: before + unit * count + after


def numbered(unit, before="", after=""):
    return lambda count: before + "".join(unit % n for n in range(count)) + after


def enclosed(opening, middle, closing):
    return lambda count: opening * count + middle + closing * count


CASES = {
    # long, but flat
    "statements on one line": repeated("x = 1; "),
    "names": numbered("name%d = 1\n"),
    "names of a scope": numbered("    global g%d\n", "def f():\n"),
    "sum": repeated("+a", "a"),
    "comparison": repeated("<a", "a"),
    "conjunction": repeated(" and a", "a"),
    "attributes": repeated(".b", "a"),
    "calls": repeated("()", "a"),
    "subscripts": repeated("[0]", "a"),
    "assignments": repeated("a = ", "", "a"),
    "arguments": numbered("a%d, ", "f(", ")"),
    "parameters": numbered("a%d=1, ", "def f(", "): pass"),
    "dict": numbered("%d: 'a', ", "x = {", "}"),
    "elif": repeated("elif a:\n    b\n", "if a:\n    b\n"),
    "except": repeated("except A:\n    b\n", "try:\n    b\n"),
    "cases": numbered("    case %d: pass\n", "match x:\n"),
    "alternatives": numbered("%d | ", "match x:\n    case ", "0: pass\n"),
    "decorators": repeated("@a\n", "", "def f(): pass\n"),
    "imports": numbered("a%d, ", "from x import (", "b)"),
    "conditional": repeated("a if b else ", "", "c"),
    "implicit concatenation": repeated("'a' ", "x = "),
    "f-string fields": repeated("{a}", "f'", "'"),
    "comments": repeated("# a\n"),
    "blank lines": repeated("   \t\n"),
    "up and down": repeated("if a:\n    if b:\n        c\n"),
    "line ends": repeated("a\r\nb\rc\n"),
    "continuations": repeated("a = \\\n"),
    "bare continuations": repeated("\\\n"),
    "long name": repeated("a"),
    "long number": repeated("1"),
    "long name outside ASCII": repeated("\u00e9"),
    "long string": repeated("a", "'", "'"),
    "named characters": repeated("\\N{DASH}", "'", "'"),
    # deep
    "parentheses": enclosed("(", "a", ")"),
    "lists": enclosed("[", "a", "]"),
    "dicts": enclosed("{a: ", "a", "}"),
    "calls in calls": enclosed("f(", "a", ")"),
    "subscripts in subscripts": enclosed("a[", "a", "]"),
    "f-strings in f-strings": enclosed('f"{', "a", '}"'),
    "format specs in format specs": enclosed("{a:", "", "}"),
    "specs in one f-string": lambda count: 'f"' + enclosed("{a:", "", "}")(count) + '"',
    "lambdas": repeated("lambda: ", "", "a"),
    "lambda defaults": repeated("lambda a=", "", "a"),
    "not": repeated("not ", "", "a"),
    "minus": repeated("-", "", "a"),
    "power": repeated("a ** ", "", "a"),
    "await": repeated("await ", "", "a"),
    "yield in parentheses": enclosed("(yield ", "a", ")"),
    "comprehensions": enclosed("[a for a in ", "b", "]"),
    "walrus": enclosed("(a := ", "a", ")"),
    "stars": repeated("*", "a = ", "b"),
    "with parentheses": lambda count: "with " + enclosed("(", "a", ")")(count) + ": pass\n",
    "with as parentheses": lambda count: "with " + enclosed("(", "a as b", ")")(count) + ": pass\n",
    "match parentheses": lambda count: "match " + enclosed("(", "a", ")")(count) + ":\n case a: b\n",
    "matches in matches": enclosed("match (", "a", ")"),
    "patterns in patterns": lambda count: (
        "match x:\n    case " + enclosed("A(", "a", ")")(count) + ": pass\n"),
    "tuple parameters": lambda count: "def f" + enclosed("(", "a", ")")(count) + ": pass\n",
    "lambda tuple parameters": enclosed("lambda (", "a", "): a"),
    "type parameters": enclosed("type a[b: ", "c", "] = d"),
    "staircase": staircase,
    # broken
    "unclosed parentheses": repeated("("),
    "unclosed lists": repeated("["),
    "unclosed dicts": repeated("{"),
    "unclosed calls, one a line": repeated("f(\n"),
    "unclosed lists, one a line": repeated("x = [\n"),
    "unclosed definitions": repeated("def f(\n"),
    "unclosed f-string fields": repeated("{", 'f"'),
    "unclosed format specs": repeated("{a:", 'f"'),
    "unclosed f-strings": repeated('f"{'),
    "unclosed subscripts": repeated("a["),
    "closing brackets": repeated(")]}"),
    "mismatched brackets": repeated("(]"),
    "unterminated triple quote": repeated("a\n", '"""'),
    "unterminated triple f-string": repeated("{a}\n", 'f"""'),
    "unterminated strings": repeated("'a\n"),
    "quotes": repeated('"'),
    "backslashes in a string": repeated("\\", "'"),
    "match;": repeated("match;"),
    "match": repeated("match "),
    "case": repeated("case "),
    "type": repeated("type "),
    "lazy": repeated("lazy "),
    "async": repeated("async "),
    "print": repeated("print "),
    "backticks": repeated("`"),
    "colons": repeated(":"),
    "commas": repeated(","),
    "if": repeated("if "),
    "if:": repeated("if a:"),
    "try without handler": repeated("try:\n    a\n"),
    "dedents to nowhere": repeated("  a\n b\n"),
    "dollars": repeated("$ "),
    "NULs": repeated("\0"),
    "walrus without parentheses": repeated("a := "),
    "decorators without definition": repeated("@a\n"),
    "else": repeated("else:\n"),
}


class Scaling:
    def __init__(self, antivenom, folder):
        self.antivenom = antivenom
        self.folder = Path(folder)
        self.tool = measure.instruction_tool()
        self.base = self.count(self.write("empty.py", "")) if self.tool else 0

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text.encode("utf-8"))
        return path

    def command(self, path):
        return [self.antivenom, "debug", "parse", "--threads", "1", "--repeat", "1", str(path)]

    def count(self, path):
        return measure.instructions(self.tool, self.command(path))

    def check(self, name):
        """(passed, what there is to say) for one case."""
        stem, make = "".join(c if c.isalnum() else "-" for c in name), CASES[name]
        try:
            path = self.write(stem + ".huge.py", make(HUGE))
            subprocess.run(self.command(path), capture_output=True, timeout=SURVIVAL_S, check=True)
            if not self.tool:
                return True, "survived; not counted"
            small, large = (
                self.count(self.write("%s.%d.py" % (stem, size), make(size))) - self.base
                for size in (SMALL, LARGE))
        except (subprocess.SubprocessError, measure.Failed) as error:
            return False, str(error)[:300]
        times = large / max(1, small)
        each = small / len(make(SMALL).encode("utf-8"))
        return times <= MOST_TIMES, "%.2f times, %.0f instructions a byte" % (times, each)


def run(antivenom, names):
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        scaling = Scaling(antivenom, folder)
        print("instructions counted by %s" % (scaling.tool or "nothing: survival only"))
        failed = 0
        for name, (passed, words) in zip(names, pool.map(scaling.check, names)):
            failed += not passed
            print("%-6s %-34s %s" % ("ok" if passed else "FAILED", name, words), flush=True)
    print("%d passed, %d failed, 0 skipped" % (len(names) - failed, failed))
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--antivenom", default=os.environ.get("ANTIVENOM")
                        or REPO / "build" / "release" / "antivenom")
    parser.add_argument("names", nargs="*", metavar="CASE", help="only these (default: all)")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(CASES))
    if unknown:
        parser.error("no such case: %s" % ", ".join(unknown))
    return run(str(arguments.antivenom), arguments.names or list(CASES))


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Following values costs as much as the program is long, however twisted it is: instructions at most
2.4 times as many when it is twice as long.

Each case is analysed by `debug taint` at a size that no hand writes, for survival within HUGE_S
seconds and HUGE_MB of memory; then at two sizes under an instruction counter, as in scaling.py.
Which limits were met is printed: they must be counted, never silent.  A flow that a case says is
found must be.  Where instructions are not counted by perf only every second case is counted, unless
--all or names say otherwise.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import scaling
from scaling import measure

HUGE_S, HUGE_MB = 20, 1500
MOST_TIMES = 2.4
HEAD = "import os\nfrom flask import request\n"
END = 'os.system({})\n'
SOURCE = 'request.args["q"]'


def chained(line, first, last):
    """First lines, one for each number that knows the one before, last ones."""
    return lambda count: HEAD + first + "".join(
        line.format(n=n, m=n - 1) for n in range(1, count)) + last.format(n=count - 1)


def ring(count):
    """Functions of which each calls three others, in one great circle."""
    lines = [HEAD]
    for n in range(count):
        others = [(n + 1) % count, (n * 7 + 3) % count, (n * 13 + 5) % count]
        calls = " + ".join(f"f{other}(x, n - 1)" for other in others)
        lines.append(f"def f{n}(x, n):\n    if n < 1:\n        return x\n    return {calls}\n")
    return "".join(lines) + END.format(f"f0({SOURCE}, 3)")


def modules(count):
    """Files that import each other in a circle, each handing on to the next."""
    files = {}
    for n in range(count):
        body = END.format("x") if n == count - 1 else f"m{n + 1}.f(x)\n"
        files[f"m{n}.py"] = (f"{HEAD}import m{(n + 1) % count}, m{n - 1 if n else count - 1}\n"
                             f"def f(x):\n    {body}")
    files["m0.py"] += f"f({SOURCE})\n"
    return files


def nested(count):
    """Loops in loops, as deep as the square root of the length."""
    depth = int((count / 2) ** 0.5)
    block = "".join("    " * (level + 1) + f"for i{level} in x:\n" for level in range(depth))
    return (f"{HEAD}def main():\n    x = {SOURCE}\n{block}" + "    " * (depth + 1) +
            "x = x + i0\n    os.system(x)\n")


def many_to_many(count):
    """As many inputs as sinks, all in one variable."""
    return (HEAD + "x = ''\n" + "".join(f"x += request.args['q{n}']\n" for n in range(count // 2))
            + END.format("x") * (count // 2))


# name -> (how large the small size is, how many times that the huge one is, is a flow found, text)
CASES = {
    "call chain": (500, 20, True, chained(
        "def f{n}(x):\n    f{m}(x)\n", "def f0(x):\n    os.system(x)\n", "f{n}(" + SOURCE + ")\n")),
    "return chain": (500, 20, True, chained(
        "def f{n}(x):\n    return f{m}(x)\n", "def f0(x):\n    return x\n",
        "os.system(f{n}(" + SOURCE + "))\n")),
    "recursion, each calls three": (100, 20, None, ring),
    "two that call each other, many times": (500, 20, True, chained(
        "def e{n}(x, n):\n    return o{n}(x, n - 1) if n else x\n"
        "def o{n}(x, n):\n    return e{n}(x, n - 1) if n else e{m}(x, n)\n",
        "def e0(x, n):\n    return x\n", "os.system(e{n}(" + SOURCE + ", 3))\n")),
    "long function": (1000, 10, True, chained(
        "    v{n} = v{m} + 'a'\n", f"def main():\n    v0 = {SOURCE}\n", "    os.system(v{n})\n")),
    "long function, one name": (1000, 10, True, chained(
        "    x = x + 'a'\n", f"def main():\n    x = {SOURCE}\n", "    os.system(x)\n")),
    "long module": (1000, 10, True, chained("v{n} = v{m} + 'a'\n", f"v0 = {SOURCE}\n",
                                            "os.system(v{n})\n")),
    "conditions in a row": (500, 20, True, chained(
        "    if len(x) > {n}:\n        x = x + 'a'\n", f"def main():\n    x = {SOURCE}\n",
        "    os.system(x)\n")),
    "elif": (500, 20, True, chained(
        "    elif len(x) == {n}:\n        y = x + 'a'\n",
        f"def main():\n    x = y = {SOURCE}\n    if len(x) == 0:\n        pass\n",
        "    os.system(y)\n")),
    "cases": (500, 20, True, chained(
        "        case {n}:\n            y = x\n",
        f"def main():\n    x = y = {SOURCE}\n    match len(x):\n        case 0:\n            pass\n",
        "    os.system(y)\n")),
    "tries in a row": (300, 20, True, chained(
        "    try:\n        x = x + str({n})\n    except ValueError:\n        y = x\n",
        f"def main():\n    x = y = {SOURCE}\n", "    os.system(y)\n")),
    "loops in a row": (300, 20, True, chained(
        "    for i in range({n}):\n        y = x\n        x = y + 'a'\n",
        f"def main():\n    x = y = {SOURCE}\n", "    os.system(y)\n")),
    "loops in loops": (200, 10, True, nested),
    "dictionary": (2000, 50, True, chained(
        "    'k{n}': 'a',\n", f"d = {{\n    'k': {SOURCE},\n", "}}\nos.system(d['k'])\n")),
    "dictionary of input": (1000, 20, True, chained(
        "    'k{n}': " + SOURCE + ",\n", "d = {\n    'k': 'a',\n", "}}\nos.system(d['k{n}'])\n")),
    "list": (2000, 50, True, chained("    'a',\n", f"d = [\n    {SOURCE},\n",
                                     "]\nos.system(d[0])\n")),
    "keys set one by one": (500, 20, True, chained(
        "    d['k{n}'] = " + SOURCE + "\n", "def main():\n    d = {{}}\n".replace("{{}}", "{}"),
        "    os.system(d['k{n}'])\n")),
    "attributes set one by one": (500, 20, True, chained(
        "    o.a{n} = " + SOURCE + "\n", "class C: pass\ndef main():\n    o = C()\n",
        "    os.system(o.a{n})\n")),
    "parts of parts": (300, 20, None, chained(
        "    d = {{'k': d, 'l': d}}\n", f"def main():\n    d = {SOURCE}\n", "    os.system(str(d))\n")),
    "classes": (200, 10, True, chained(
        "class C{n}:\n    def __init__(self, x):\n        self.a = C{m}(x)\n"
        "    def get(self):\n        return self.a.get()\n",
        "class C0:\n    def __init__(self, x):\n        self.b = x\n"
        "    def get(self):\n        return self.b\n",
        "os.system(C1(" + SOURCE + ").a.b)\n")),
    "classes that inherit": (100, 10, True, chained(
        "class C{n}(C{m}):\n    def m{n}(self):\n        return self.b\n",
        "class C0:\n    def __init__(self, x):\n        self.b = x\n",
        "os.system(C{n}(" + SOURCE + ").b)\n")),
    "overridden methods": (200, 10, None, chained(
        "class C{n}(C0):\n    def run(self, x):\n        return x\n",
        "class C0:\n    def run(self, x):\n        return x\n    def go(self, x):\n"
        "        return self.run(x)\n", "os.system(C0().go(" + SOURCE + "))\n")),
    "variables of the module": (300, 20, True, chained(
        "g{n} = ''\ndef set{n}():\n    global g{n}\n    g{n} = g{m}\n", f"g0 = {SOURCE}\n",
        "def main():\n    os.system(g1)\n")),
    "parameters": (500, 10, True, lambda count: (
        f"{HEAD}def f({', '.join(f'a{n}' for n in range(count))}):\n    os.system(a0)\n"
        f"f({', '.join([SOURCE] * count)})\n")),
    "inputs and sinks": (500, 10, True, many_to_many),
    "one f-string": (1000, 20, True, lambda count: (
        f"{HEAD}x = {SOURCE}\nos.system(f\"{'{x} ' * count}\")\n")),
    "closures": (300, 20, True, chained(
        "    def f{n}():\n        return f{m}()\n",
        f"def main():\n    x = {SOURCE}\n    def f0():\n        return x\n",
        "    os.system(f{n}())\n")),
    "lambdas": (500, 20, None, chained("f{n} = lambda x: f{m}(x)\n", "f0 = lambda x: x\n",
                                       "os.system(f{n}(" + SOURCE + "))\n")),
    "decorators": (300, 20, None, lambda count: (
        f"{HEAD}def same(f):\n    def inner(*a):\n        return f(*a)\n    return inner\n"
        + "@same\n" * count + f"def g(x):\n    return x\nos.system(g({SOURCE}))\n")),
    "yields": (500, 20, True, chained(
        "    yield x\n", "def parts(x):\n    yield x\n",
        "os.system(' '.join(parts(" + SOURCE + ")))\n")),
    "guards": (500, 20, None, chained(
        "    if x == 'a{n}':\n        os.system(x)\n", f"def main():\n    x = {SOURCE}\n", "    pass\n")),
    "modules that import each other": (100, 10, True, modules),
}


# What takes more, or is not found at its largest: why.  It may take MOST_OF_KNOWN times as many.
MOST_OF_KNOWN = 3
KNOWN = {
    "variables of the module": "functions are looked at again for what others store",
    "parameters": "arguments are matched with all parameters",
    "lambdas": "each is a value that may be any function stored before it",
    "closures": "not followed to the end of a chain of thousands",
}


class Flows(scaling.Scaling):
    """Instructions of `debug taint`."""

    def command(self, path):
        return [self.antivenom, "debug", "taint", str(path)]

    def write_case(self, stem, made):
        """The folder with a case's files."""
        folder = self.folder / stem
        folder.mkdir()
        for name, text in (made if isinstance(made, dict) else {"a.py": made}).items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    def check(self, name, is_counted):
        """(passed, what there is to say) for one case."""
        small, times, is_found, make = CASES[name]
        stem = "".join(c if c.isalnum() else "-" for c in name)
        sizes = (small * times, small, 2 * small)
        folders = [self.write_case(f"{stem}.{size}", make(size)) for size in sizes]
        try:
            said = self.survive(folders[0], is_found)
            if not self.tool or not is_counted:
                return True, f"{said}; not counted"
            first, second = (self.count(folder) - self.base for folder in folders[1:])
        except (subprocess.SubprocessError, measure.Failed, Unfit) as error:
            return False, str(error)[:300]
        ratio = second / max(1, first)
        most, why = (MOST_OF_KNOWN, "; " + KNOWN[name]) if name in KNOWN else (MOST_TIMES, "")
        return ratio <= most, "%.2f times; %s%s" % (ratio, said, why)

    def survive(self, folder, is_found):
        usage = measure.run(["timeout", str(3 * HUGE_S), *self.command(folder)])
        flows = int(re.search(r"^(\d+) flows? in", usage.output, re.M)[1])
        limits = re.search(r"^limits met: (.*)", usage.output, re.M)
        if is_found and not flows and folder.name.split(".")[0] not in KNOWN:
            raise Unfit("no flow is found at its largest")
        if usage.cpu > HUGE_S or usage.peak > HUGE_MB:
            raise Unfit("%.0f s, %.0f MB at its largest" % (usage.cpu, usage.peak))
        return "%.1f s, %.0f MB at its largest%s" % (
            usage.cpu, usage.peak, ", limits: " + limits[1] if limits else "")


class Unfit(Exception):
    """A case that ends as it may not."""


def run(antivenom, names, is_all):
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        flows = Flows(antivenom, folder)
        print("instructions counted by %s" % (flows.tool or "nothing: survival only"))
        failed = 0
        counted = [is_all or flows.tool == "perf" or place % 2 for place in range(len(names))]
        for name, (passed, words) in zip(names, pool.map(flows.check, names, counted)):
            failed += not passed
            print("%-6s %-36s %s" % ("ok" if passed else "FAILED", name, words), flush=True)
    print("%d passed, %d failed, 0 skipped" % (len(names) - failed, failed))
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--antivenom", default=os.environ.get("ANTIVENOM")
                        or scaling.REPO / "build" / "release" / "antivenom")
    parser.add_argument("--all", action="store_true", help="count every case")
    parser.add_argument("names", nargs="*", metavar="CASE", help="only these (default: all)")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.names) - set(CASES)):
        parser.error("no such case: %s" % ", ".join(unknown))
    return run(str(arguments.antivenom), arguments.names or list(CASES),
               arguments.all or bool(arguments.names))


if __name__ == "__main__":
    sys.exit(main())

"""Programs that no hand writes: what following values, looking up names, or telling what was found
could take ages for.

CASES: {name: Case}.  A case's `make` gives the text of one file, or {path: text}, of a size that
grows with `count`, which stands for some `unit` lines or more.
"""
from collections.abc import Callable
from dataclasses import dataclass

HEAD = "import os\nfrom flask import request\n"
SOURCE = 'request.args["q"]'
SINK = "os.system({})\n"


@dataclass(frozen=True)
class Case:
    count: int  # how often, at the largest size that a test takes
    flows: int | None  # how many flows there are at least; None: the way may be lost
    make: Callable


CASES = {}


def case(name, count, flows=1):
    """Adds what the function below it makes."""
    def add(make):
        CASES[name] = Case(count, flows, make)
        return make
    return add


def add_lines(name, count, line, before="", after="", flows=1):
    """A case of one line for each number from 1 on: `n`, and `m` that is one less."""
    def make(size):
        middle = "".join(line.format(n=n, m=n - 1, s=SOURCE) for n in range(1, size))
        return HEAD + before.format(s=SOURCE) + middle + after.format(
            n=size - 1, m=size, s=SOURCE)
    CASES[name] = Case(count, flows, make)


def add_text(name, count, make, flows=1):
    """A case of `x = SOURCE` and what `make` says."""
    CASES[name] = Case(count, flows, lambda size: f"{HEAD}x = {SOURCE}\n{make(size)}\n")


def listed(text, size):
    """text for each number, with commas."""
    return ", ".join(text.format(n=n, m=(n + 1) % size, s=SOURCE) for n in range(size))


def repeated(text, size):
    return "".join(text.format(n=n, m=n - 1, o=n + 1, s=SOURCE) for n in range(size))


# Calls.

add_lines("call chain", 10_000, "def f{n}(x):\n    f{m}(x)\n",
          "def f0(x):\n    os.system(x)\n", "f{n}({s})\n")
add_lines("return chain", 10_000, "def f{n}(x):\n    return f{m}(x)\n",
          "def f0(x):\n    return x\n", "os.system(f{n}({s}))\n")
add_lines("two that call each other, many times", 5_000,
          "def e{n}(x, n):\n    return o{n}(x, n - 1) if n else x\n"
          "def o{n}(x, n):\n    return e{n}(x, n - 1) if n else e{m}(x, n)\n",
          "def e0(x, n):\n    return x\n", "os.system(e{n}({s}, 3))\n")
add_lines("sinks along a call chain", 2_000, "def f{n}(x):\n    os.system(x)\n    f{m}(x)\n",
          "def f0(x):\n    os.system(x)\n", "f{n}({s})\n")
add_lines("sources along a return chain", 2_000, "def f{n}():\n    return f{m}() + {s}\n",
          "def f0():\n    return ''\n", "os.system(f{n}())\n")
add_lines("function handed down", 5_000, "def f{n}(g, x):\n    return f{m}(g, x)\n",
          "def f0(g, x):\n    return g(x)\n", "f{n}(os.system, {s})\n", flows=None)
add_lines("called from everywhere", 10_000, "def g{n}(x):\n    f(x)\n",
          "def f(x):\n    os.system(x)\n", "g{n}({s})\n")
add_lines("called with many inputs", 10_000, "f({s})\n", "def f(x):\n    os.system(x)\n")
add_lines("yields", 10_000, "    yield x\n", "def parts(x):\n    yield x\n",
          "os.system(' '.join(parts({s})))\n")
add_lines("lambdas", 10_000, "f{n} = lambda x: f{m}(x)\n", "f0 = lambda x: x\n",
          "os.system(f{n}({s}))\n")
add_lines("partials", 5_000, "f{n} = functools.partial(f{m}, 1)\n",
          "import functools\nf0 = os.system\n", "f{n}({s})\n", flows=None)
add_lines("one function defined again and again", 5_000, "def f(x):\n    return x\n", "",
          "os.system(f({s}))\n")


@case("calls all", 10_000)
def _(size):
    return (HEAD + repeated("def f{n}(x):\n    return x\n", size) + "def main(x):\n"
            + repeated("    x = f{n}(x)\n", size) + f"    os.system(x)\nmain({SOURCE})\n")


@case("recursion, each calls three", 4_000)
def _(size):
    """One great circle."""
    lines = [HEAD]
    for n in range(size):
        others = [(n + 1) % size, (n * 7 + 3) % size, (n * 13 + 5) % size]
        calls = " + ".join(f"f{other}(x, n - 1)" for other in others)
        lines.append(f"def f{n}(x, n):\n    if n < 1:\n        return x\n    return {calls}\n")
    return "".join(lines) + SINK.format(f"f0({SOURCE}, 3)")


@case("lambdas in a list", 5_000)
def _(size):
    return (f"{HEAD}fs = [" + "lambda y: os.system(y),\n" * size
            + f"]\nfor f in fs:\n    f({SOURCE})\n")


@case("calls that change variables", 5_000)
def _(size):
    return (f"{HEAD}def put(o, x):\n    o.a = x\ndef main(x):\n"
            + repeated("    v{n} = object()\n    put(v{n}, x)\n", size)
            + f"    os.system(v0.a)\nmain({SOURCE})\n")


@case("functions in a dictionary", 10_000, flows=None)
def _(size):
    return (HEAD + repeated("def f{n}(x):\n    os.system(x)\n", size)
            + f"D = {{{listed('{n}: f{n}', size)}}}\nD[request.args['k']]({SOURCE})\n")


@case("decorators", 6_000, flows=None)
def _(size):
    return (HEAD + "def same(f):\n    def inner(*a):\n        return f(*a)\n    return inner\n"
            + "@same\n" * size + f"def g(x):\n    return x\nos.system(g({SOURCE}))\n")


@case("parameters", 5_000)
def _(size):
    return (f"{HEAD}def f({listed('a{n}', size)}):\n    os.system(a0)\n"
            f"f({listed('{s}', size)})\n")


@case("parameters by name", 5_000)
def _(size):
    return (f"{HEAD}def f({listed('a{n}=1', size)}):\n    os.system(a0)\n"
            f"f({listed('a{n}={s}', size)})\n")


@case("parameters that change places", 2_000, flows=None)
def _(size):
    given = ", ".join(["''"] * (size - 1) + [SOURCE])
    return (f"{HEAD}def f({listed('a{n}', size)}):\n    os.system(a0)\n"
            f"    f({listed('a{m}', size)})\nf({given})\n")


# Long functions and modules.

add_lines("long function", 10_000, "    v{n} = v{m} + 'a'\n", "def main():\n    v0 = {s}\n",
          "    os.system(v{n})\n")
add_lines("long function, one name", 10_000, "    x = x + 'a'\n", "def main():\n    x = {s}\n",
          "    os.system(x)\n")
add_lines("long module", 10_000, "v{n} = v{m} + 'a'\n", "v0 = {s}\n", "os.system(v{n})\n")
add_lines("conditions in a row", 10_000, "    if len(x) > {n}:\n        x = x + 'a'\n",
          "def main():\n    x = {s}\n", "    os.system(x)\n")
add_lines("elif", 10_000, "    elif len(x) == {n}:\n        y = x + 'a'\n",
          "def main():\n    x = y = {s}\n    if len(x) == 0:\n        pass\n", "    os.system(y)\n")
add_lines("cases", 10_000, "        case {n}:\n            y = x\n",
          "def main():\n    x = y = {s}\n    match len(x):\n        case 0:\n            pass\n",
          "    os.system(y)\n")
add_lines("tries in a row", 6_000,
          "    try:\n        x = x + str({n})\n    except ValueError:\n        y = x\n",
          "def main():\n    x = y = {s}\n", "    os.system(y)\n")
add_lines("loops in a row", 6_000, "    for i in range({n}):\n        y = x\n        x = y + 'a'\n",
          "def main():\n    x = y = {s}\n", "    os.system(y)\n")
add_lines("guards", 10_000, "    if x == 'a{n}':\n        os.system(x)\n",
          "def main():\n    x = {s}\n", "    pass\n", flows=0)
add_lines("constants joined", 10_000, "A{n} = A{m} + 'a'\n", "A0 = 'a'\n", "os.system(A{n})\n",
          flows=0)
add_lines("constants joined, each used", 10_000, "A{n} = A{m} + 'a'\nos.system(A{n})\n",
          "A0 = 'a'\n", flows=0)
add_lines("imports", 10_000, "import a{n}\nfrom b{n} import c{n}\nc{n}(1)\n", flows=0)
add_lines("imports, one or the other", 5_000,
          "try:\n    import a{n} as a\nexcept ImportError:\n    import b{n} as a\na.f(1)\n", flows=0)


@case("inputs and sinks", 5_000)
def _(size):
    """All in one variable."""
    return (f"{HEAD}x = ''\n" + repeated("x += request.args['q{n}']\n", size // 2)
            + SINK.format("x") * (size // 2))


@case("branches that set, and uses", 5_000)
def _(size):
    return (f"{HEAD}def main(x, y):\n" + repeated(
        "    if y > {n}:\n        x = x + str({n})\n", size) + "    os.system(x)\n" * size
        + f"main({SOURCE}, 1)\n")


@case("branches that set constants, and uses", 5_000, flows=0)
def _(size):
    return (f"{HEAD}def main(y):\n    x = ''\n" + repeated(
        "    if y > {n}:\n        x = 'a{n}'\n", size) + "    os.system(x)\n" * size)


@case("variables set in branches", 5_000)
def _(size):
    return (f"{HEAD}def main():\n    x = {SOURCE}\n" + repeated(
        "    if len(x) > {n}:\n        v{n} = x\n", size) + f"    os.system(v{size - 1})\nmain()\n")


@case("returns in a row", 5_000, flows=None)
def _(size):
    return (f"{HEAD}def main(x):\n" + repeated("    if x == 'a{n}':\n        return x\n", size)
            + f"    return ''\nos.system(main({SOURCE}))\n")


@case("values that move up in a loop", 5_000, flows=None)
def _(size):
    return (f"{HEAD}def main():\n" + repeated("    v{n} = ''\n", size + 1)
            + "    while v0 != 'a':\n        os.system(v0)\n"
            + repeated("        v{n} = v{o}\n", size) + f"        v{size} = {SOURCE}\n")


@case("values that move down in a loop", 5_000, flows=None)
def _(size):
    moved = "".join(f"        v{n} = v{n - 1}\n" for n in range(size, 0, -1))
    return (f"{HEAD}def main():\n" + repeated("    v{n} = ''\n", size + 1)
            + f"    while v0 != 'a':\n        os.system(v{size})\n{moved}        v0 = {SOURCE}\n")


# Containers.

add_lines("dictionary", 100_000, "    'k{n}': 'a',\n", "d = {{\n    'k': {s},\n",
          "}}\nos.system(d['k'])\n")
add_lines("dictionary of input", 20_000, "    'k{n}': {s},\n", "d = {{\n    'k': 'a',\n",
          "}}\nos.system(d['k{n}'])\n")
add_lines("list", 100_000, "    'a',\n", "d = [\n    {s},\n", "]\nos.system(d[0])\n")
add_lines("keys set one by one", 10_000, "    d['k{n}'] = {s}\n", "def main():\n    d = {{}}\n",
          "    os.system(d['k{n}'])\n")
add_lines("parts of parts", 6_000, "    d = {{'k': d, 'l': d}}\n", "def main():\n    d = {s}\n",
          "    os.system(str(d))\n", flows=None)
add_text("one f-string", 20_000, lambda size: f"os.system(f\"{'{x} ' * size}\")")
add_text("one format", 5_000, lambda size: (
    f"os.system('{'{} ' * size}'.format({', '.join(['x'] * size)}))"))
add_text("one format by names", 5_000, lambda size: (
    "os.system('%s'.format(%s))" % (repeated("{{k{n}}} ", size), listed("k{n}=x", size))))
add_text("one percent by names", 5_000, lambda size: (
    "os.system('%s' %% {%s})" % (repeated("%(k{n})s ", size), listed("'k{n}': x", size))))
add_text("one percent", 5_000, lambda size: (
    f"os.system('{'%s ' * size}' % ({', '.join(['x'] * size)}))"))
add_text("one assignment", 10_000, lambda size: (
    f"{listed('a{n}', size)} = {listed('{s}', size)}\nos.system(a0)"))
add_text("one assignment of one value", 10_000, lambda size: (
    f"{listed('a{n}', size)} = x\nos.system(a0)"))


@case("keys looked up", 5_000, flows=0)
def _(size):
    return (f"{HEAD}D = {{" + repeated("'k{n}': 'a', ", size) + "}\n"
            + repeated("os.system(D['k{n}'])\n", size))


@case("elements looked up", 4_000, flows=0)
def _(size):
    return (f"{HEAD}D = [" + repeated("'k{n}', ", size) + "]\n"
            + repeated("os.system(D[{n}])\n", size))


@case("one long list of what is allowed", 4_000, flows=0)
def _(size):
    return (f"{HEAD}ALLOWED = {{" + repeated("'k{n}', ", size) + "}\ndef main(x):\n"
            + "    if x in ALLOWED:\n        os.system(x)\n" * size + f"main({SOURCE})\n")


# Classes.

add_lines("attributes set one by one", 10_000, "    o.a{n} = {s}\n",
          "class C: pass\ndef main():\n    o = C()\n", "    os.system(o.a{n})\n")
add_lines("attributes of a class", 10_000, "    a{n} = 'a'\n", "class C:\n    b = {s}\n",
          "os.system(C.b)\n")
add_lines("methods that hand an attribute on", 5_000,
          "    def m{n}(self):\n        self.a{n} = self.a{m}\n",
          "class C:\n    def __init__(self):\n        self.a0 = {s}\n",
          "    def go(self):\n        os.system(self.a{n})\n")
add_lines("methods that set one attribute", 5_000,
          "    def m{n}(self):\n        y = self.a\n        self.a = y + {s}\n        os.system(y)\n",
          "class C:\n")
add_lines("methods that call each other", 5_000,
          "    def m{n}(self, x):\n        self.a{n} = x\n        self.m{m}(x)\n",
          "class C:\n    def m0(self, x):\n        os.system(x)\n", "C().m{n}({s})\n")
add_lines("classes", 2_000,
          "class C{n}:\n    def __init__(self, x):\n        self.a = C{m}(x)\n"
          "    def get(self):\n        return self.a.get()\n",
          "class C0:\n    def __init__(self, x):\n        self.b = x\n"
          "    def get(self):\n        return self.b\n", "os.system(C1({s}).a.b)\n")
add_lines("classes that inherit", 1_000,
          "class C{n}(C{m}):\n    def m{n}(self):\n        return self.b\n",
          "class C0:\n    def __init__(self, x):\n        self.b = x\n", "os.system(C{n}({s}).b)\n")
add_lines("methods that call what they override", 2_000,
          "class C{n}(C{m}):\n    def run(self, x):\n        return super().run(x)\n",
          "class C0:\n    def run(self, x):\n        return x\n", "os.system(C{n}().run({s}))\n",
          flows=None)
add_lines("overridden methods", 2_000, "class C{n}(C0):\n    def run(self, x):\n        return x\n",
          "class C0:\n    def run(self, x):\n        return x\n    def go(self, x):\n"
          "        return self.run(x)\n", "os.system(C0().go({s}))\n", flows=None)
add_lines("methods of one name", 5_000,
          "class C{n}:\n    def run(self, x):\n        os.system(x)\n"
          "def g{n}(o, x):\n    o.run(x)\n", "", "g{n}(object(), {s})\n", flows=None)

# Variables of modules, and of functions around.

add_lines("variables handed on", 6_000,
          "g{n} = ''\ndef set{n}():\n    global g{n}\n    g{n} = g{m}\n", "g0 = {s}\n",
          "def main():\n    os.system(g{n})\n", flows=None)
add_lines("one variable that all set", 5_000,
          "def f{n}(x):\n    global g\n    y = g\n    g = x + y\n    os.system(y)\n", "g = ''\n",
          "f{n}({s})\n")
add_lines("closures", 6_000, "    def f{n}():\n        return f{m}()\n",
          "def main():\n    x = {s}\n    def f0():\n        return x\n", "    os.system(f{n}())\n",
          flows=None)
add_lines("closures that set", 5_000,
          "    def f{n}():\n        nonlocal x\n        x = x + 'a'\n    f{n}()\n",
          "def main():\n    x = {s}\n", "    os.system(x)\n")
add_lines("closures in a list", 5_000,
          "    def f{n}():\n        os.system(x)\n    fs.append(f{n})\n",
          "def main(x):\n    fs = []\n", "    for f in fs:\n        f()\nmain({s})\n", flows=None)


# Modules.

def modules(text, size, main=""):
    """One file a number: `m` is the next, all in a circle; and a last one, `main`."""
    files = {f"m{n}.py": text.format(n=n, m=(n + 1) % size, s=SOURCE) for n in range(size)}
    if main:
        files["main.py"] = HEAD + main.format(n=size - 1, s=SOURCE)
    return files


@case("modules that import each other", 1_000)
def _(size):
    files = modules(HEAD + "import m{m}\ndef f(x):\n    m{m}.f(x)\n", size)
    files[f"m{size - 1}.py"] = f"{HEAD}import m0\ndef f(x):\n    os.system(x)\n"
    files["m0.py"] += f"f({SOURCE})\n"
    return files


@case("star imports in a circle", 1_000)
def _(size):
    return modules("from m{m} import *\ndef f{n}(x):\n    return x\n", size,
                   "from m0 import *\nos.system(f{n}({s}))\n")


@case("star imports in a circle, each used", 1_000)
def _(size):
    return modules("from m{m} import *\ndef f{n}(x):\n    return f{m}(x) if x else x\n", size,
                   "from m0 import *\nos.system(f{n}({s}))\n")


@case("handed from module to module", 1_000)
def _(size):
    files = modules("from m{m} import f\n", size, "from m0 import f\nos.system(f({s}))\n")
    files[f"m{size - 1}.py"] = "def f(x):\n    return x\n"
    return files


@case("names of a module", 5_000)
def _(size):
    return {"m.py": repeated("def f{n}(x):\n    return x\n", size),
            "main.py": HEAD + "import m\n" + repeated("os.system(m.f{n}({s}))\n", size)}


@case("names of a star import", 5_000)
def _(size):
    return {"m.py": repeated("def f{n}(x):\n    return x\n", size),
            "main.py": HEAD + "from m import *\n" + repeated("os.system(f{n}({s}))\n", size)}


# Deep, as deep as the square root of the length where each level is longer than the one before.

def add_stairs(name, line, flows=1, after=""):
    def make(size):
        depth = int((2 * size) ** 0.5)
        levels = ["\t" * (n + 1) for n in range(depth)]
        lines = [tabs + line.format(n=n) for n, tabs in enumerate(levels)]
        ends = [tabs + after for tabs in reversed(levels) if after]
        return (f"{HEAD}def main(x):\n{''.join(lines)}" + "\t" * (depth + 1) + SINK.format("x")
                + "".join(ends) + f"main({SOURCE})\n")
    CASES[name] = Case(80_000, flows, make)


def add_deep(name, opening, middle, closing, flows=None):
    add_text(name, 20_000, lambda size: (
        f"os.system({opening * size}{middle}{closing * size})"), flows)


add_stairs("ifs in ifs", "if len(x) > {n}:\n")
add_stairs("loops in loops", "for i{n} in x:\n")
add_stairs("tries in tries", "try:\n", after="finally: x = x + 'a'\n")
add_stairs("withs in withs", "with open('a') as f{n}:\n")
add_stairs("functions in functions", "def f{n}():\n", flows=0)
add_deep("calls in calls", "str(", "x", ")")
add_deep("lists in lists", "[", "x", "]")
add_deep("dictionaries in dictionaries", "{'a': ", "x", "}")
add_deep("comprehensions in comprehensions", "[y for y in ", "x", "]")
add_deep("lambdas in lambdas", "lambda y: ", "x", "")
add_deep("keys of keys", "", "x", "['a']")
add_deep("attributes of attributes", "", "x", ".a")
add_deep("methods of methods", "", "x", ".strip()", flows=1)
add_deep("sum", "", "x", " + 'a'", flows=1)
add_deep("sum of inputs", "", "x", " + x", flows=1)
add_deep("one or the other", "'a' if x else ", "x", "", flows=1)
add_deep("or", "", "x", " or x", flows=1)
add_text("one type or the other", 20_000, lambda size: (
    f"def f(a: {'int | ' * size}str):\n    os.system(a)\nf(x)"), flows=1)

# What is told.

add_lines("findings", 10_000, "os.system(input())\n")
add_lines("findings on one line", 5_000, "os.system(input()); ", "", "\n")
add_lines("findings that are ignored", 10_000,
          "os.system(input())  # antivenom: ignore[shell-command] known\n", flows=0)
add_lines("regular expressions", 40, "re.compile(r'(a+)+{n}$').match({s})\n", "import re\n",
          flows=None)
add_text("one regular expression", 2_000, lambda size: (
    f"import re\nre.match(r'{'(a|b)*c' * size}$', x)"), flows=None)
add_text("one SQL text", 5_000, lambda size: (
    "import sqlite3\nsqlite3.connect('a').execute('select '"
    + repeated(" + 'a{n}, '", size) + " + x)"))

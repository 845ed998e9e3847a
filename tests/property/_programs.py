"""Random programs of many files, put together from pieces/*.txt; the same seed gives the same ones.

What pieces are made of:
  `== group: title` starts one; `| ` in front is code of a module, which may be another file.
  $a $b $c       texts that are there            $m      one of this function, set anew
  $l $d $o $f    a list of texts, a dict with the keys x, y, z, an object, a function of a text
  $out $newl $newd $newo $newf   what the piece makes of these sorts
  $in            any text that is there at this place
  $p $q          parameters and targets of loops: texts below this line
  $t             a text from here on             $x1 … $x9  names
  $cond          a condition on texts            $block  more pieces
  $source        input                           $sink(e)  a place where e does harm
  name_N         a name with the program's number, for what is looked up by name alone
Objects have the texts a_N and b_N, get_N(), put_N(text) and the property view_N.
"""
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

PIECES = Path(__file__).with_name("pieces")
PLACEHOLDER = re.compile(r"\$(out|in|source|cond|new[ldof]|x\d|[abcmldofpqt])(?![a-z])")
SORT = {"a": "text", "b": "text", "c": "text", "l": "list", "d": "dict", "o": "object",
        "f": "function"}
MADE = {"out": "text", "newl": "list", "newd": "dict", "newo": "object", "newf": "function"}
GLOBAL = re.compile(r"(?:async def|def|class) (\$x\d)|(\$x\d) =")
CLAUSE = re.compile(r"(except|finally|else|elif)\b")
MOST_SOURCES, MOST_SINKS, DEEPEST = 5, 9, 3
HEAD = ("import os, sys, subprocess, sqlite3", "from flask import Flask, request",
        "app = Flask(__name__)")
SOURCES = ('request.args["{k}"]', 'request.args.get("{k}")', 'request.form["{k}"]',
           'request.headers.get("{k}", "ls")', 'request.cookies.get("{k}")',
           'request.get_json()["{k}"]', 'request.json["{k}"]', 'request.args.getlist("{k}")[0]',
           'os.environ["{k}"]', 'os.environ.get("{k}", "ls")', 'os.getenv("{k}")', 'input("{k}")',
           "sys.argv[{n}]")
SINKS = ("os.system({})", "os.system({})", "os.popen({})", "subprocess.run({}, shell=True)",
         "subprocess.getoutput({})", "eval({})", "exec({})", 'sqlite3.connect("x").execute({})',
         "open({})")
CONDITIONS = ('"7" in {}', "len({}) % 2", '{}.startswith("v")', '{} > "n"', "len({}) > 20",
              "not {}", "{}")


@dataclass
class Node:
    """A line, and those below it that are further in; `feature` is the piece it is from."""

    text: str
    feature: str = ""
    kids: list = field(default_factory=list)

    def lines(self, depth=0):
        yield "    " * depth + self.text
        for kid in self.kids or ([Node("pass")] if self.text.endswith(":") else []):
            yield from kid.lines(depth + 1)

    def walk(self):
        yield self
        for kid in self.kids:
            yield from kid.walk()


@dataclass
class Piece:
    feature: str
    chunk: list  # of nodes: code of a module
    body: list  # of nodes
    needs: set  # sorts, but for texts
    makes: set
    is_deep: bool
    sources: int
    sinks: int


@dataclass
class Program:
    number: int
    modules: dict  # name -> nodes
    entry: str  # "" when importing the first module runs it, else the function to call
    argument: str = ""  # the key of what the function gets

    def name(self):
        return next(iter(self.modules))

    def nodes(self):
        """All nodes, a node before those below it."""
        for nodes in self.modules.values():
            for node in nodes:
                yield from node.walk()

    def sources(self):
        """Module name -> its code."""
        return {name: "\n".join(line for node in nodes for line in node.lines()) + "\n"
                for name, nodes in self.modules.items()}

    def files(self):
        """Path -> code."""
        return {path_of(name, self.modules): code for name, code in self.sources().items()}

    def renumbered(self, number):
        """The same program under another number, so that many of its kind lie side by side."""
        old = re.compile(rf"\bp{self.number}_|_{self.number}\b")

        def renamed(text):
            return old.sub(lambda match: match[0].replace(str(self.number), str(number)), text)

        def copied(node):
            return Node(renamed(node.text), node.feature, [copied(kid) for kid in node.kids])

        modules = {renamed(name): [copied(node) for node in nodes]
                   for name, nodes in self.modules.items()}
        return Program(number, modules, self.entry, self.argument)

    def changed(self, edits):
        """With some nodes changed, told by their place in nodes(): "drop", "lift" (its kids stay), or
        the name that an assignment gets instead of its value."""
        places = iter(range(1 << 30))

        def kept(nodes):
            out, is_gone = [], False
            for node in nodes:
                edit = edits.get(next(places))
                kids = kept(node.kids)
                if is_gone and CLAUSE.match(node.text):
                    continue  # of a statement that is no longer there
                is_gone = edit in ("drop", "lift")
                if edit == "lift":
                    out += kids
                elif edit is None:
                    out.append(Node(node.text, node.feature, kids))
                elif edit != "drop":
                    out.append(Node(f"{node.text.split(' = ')[0]} = {edit}", "base: copy"))
            return out

        modules = {name: kept(nodes) for name, nodes in self.modules.items()}
        return Program(self.number, modules, self.entry, self.argument)


def path_of(name, names):
    is_package = any(other.startswith(name + ".") for other in names)
    return name.replace(".", "/") + ("/__init__.py" if is_package else ".py")


def parse(lines, feature):
    """Nested nodes of indented lines."""
    top, open_nodes = [], []
    for line in lines:
        depth = (len(line) - len(line.lstrip())) // 4
        node = Node(line.strip(), feature)
        (open_nodes[depth - 1].kids if depth else top).append(node)
        open_nodes[depth:] = [node]
    return top


def read_piece(text):
    title, *lines = text.strip().split("\n")
    chunk = [line[2:] for line in lines if line.startswith("| ")]
    body = [line for line in lines if not line.startswith("| ")]
    needs = {SORT[name] for line in body for name in PLACEHOLDER.findall(line) if name in SORT}
    makes = {MADE[name] for line in body for name in PLACEHOLDER.findall(line) if name in MADE}
    return Piece(title, parse(chunk, title), parse(body, title), needs - {"text"}, makes, "$block" in text,
                 text.count("$source"), text.count("$sink"))


def read_pieces():
    return [read_piece(text) for path in sorted(PIECES.glob("*.txt"))
            for text in ("\n" + path.read_text()).split("\n== ")[1:]]


class Scope:
    """The variables that a place sees, by sort, the newest last."""

    def __init__(self, parent=None, is_function=False):
        self.parent, self.is_function = parent, is_function
        self.names = {}

    def add(self, sort, name):
        self.names.setdefault(sort, []).append(name)

    def visible(self, sort):
        above = self.parent.visible(sort) if self.parent else []
        return above + self.names.get(sort, [])

    def own(self, sort):
        """Those of this function."""
        above = self.parent.own(sort) if self.parent and not self.is_function else []
        return above + self.names.get(sort, [])


class Generator:
    """Makes one program."""

    def __init__(self, pieces, seed, number):
        self.pieces, self.number = pieces, number
        self.groups = sorted({piece.feature.split(":")[0] for piece in pieces})
        self.random = random.Random(f"{seed}:{number}")
        self.fresh = self.source_count = self.sink_count = 0
        self.budget = self.random.randint(3, 14)
        prefix = f"p{number}"
        names = [f"{prefix}_main", f"{prefix}_lib", f"{prefix}_pk.part"]
        self.names = names[:self.random.choice((1, 2, 3, 3))]
        self.imports = {name: [] for name in self.names}  # nodes, in order
        self.chunks = {name: [] for name in self.names}
        self.passed_on = []  # names that the package's __init__ has

    def make(self):
        sort = self.random.choice(("function", "function", "module", "route"))
        scope, body = Scope(is_function=True), []
        if sort == "route":
            self.source_count = 1
            scope.add("text", "k1")
        else:
            body += self.source_line(scope)
        body += self.source_line(scope)
        for made in ("list", "dict", "object", "function"):
            if self.random.random() < 0.5:
                body += self.maker(made, scope)
        while self.budget > 0:
            body += self.step(scope, self.names[0], 0)
        for text in scope.visible("text")[-3:]:
            if self.sink_count < MOST_SINKS:
                body.append(Node(self.sink(text, is_statement=True), "base: sink"))
        return self.finish(sort, body)

    def maker(self, sort, scope):
        """The nodes of a piece that makes a value of a sort."""
        makers = [piece for piece in self.pieces
                  if sort in piece.makes and self.can_be(piece, scope, DEEPEST)]
        piece = self.random.choice(makers)
        return Placing(self, piece, scope, self.names[0], DEEPEST).nodes()

    def source_line(self, scope):
        name = self.new("v")
        node = Node(f"{name} = {self.source()}", "base: source")
        scope.add("text", name)
        return [node]

    def finish(self, sort, body):
        main = {"module": body,
                "function": [Node("def main():", "base: main", body), Node("main()", "base: main")],
                "route": [Node('@app.route("/<k1>")', "base: main"),
                          Node("def view(k1):", "base: main", body)]}[sort]
        modules = {}
        for name in self.names:
            modules[name] = [Node(text, "base: head") for text in HEAD]
            modules[name] += self.imports[name] + self.chunks[name]
        modules[self.names[0]] += main
        if len(self.names) == 3:
            modules[self.names[2].split(".")[0]] = self.passed_on
        entry = {"route": "view"}.get(sort, "")
        return Program(self.number, modules, entry, "k1" if entry else "")

    def new(self, prefix, suffix=""):
        self.fresh += 1
        return f"{prefix}{self.fresh}{suffix}"

    def source(self):
        self.source_count += 1
        number = self.source_count
        return self.random.choice(SOURCES).format(k=f"k{number}", n=number)

    def sink(self, argument, is_statement):
        self.sink_count += 1
        call = self.random.choice(SINKS).format(argument)
        return f"s{self.sink_count} {'=' if is_statement else ':='} {call}"

    def text(self, scope, but=()):
        """A text that is there; the newest are likelier."""
        known = [name for name in scope.visible("text") if name not in but]
        if not known:
            return "os.sep"
        return known[-1 - int(len(known) * self.random.random() ** 2)]

    # pieces

    def can_be(self, piece, scope, depth):
        return (not (piece.is_deep and depth >= DEEPEST)
                and all(scope.visible(sort) for sort in piece.needs)
                and self.source_count + piece.sources <= MOST_SOURCES
                and self.sink_count + piece.sinks <= MOST_SINKS)

    def step(self, scope, module, depth):
        """The nodes of one piece more."""
        self.budget -= 1
        group = self.random.choice(self.groups)
        fitting = [piece for piece in self.pieces if piece.feature.split(":")[0] == group
                   and self.can_be(piece, scope, depth)
                   and ("$m" not in str(piece.body) or scope.own("text"))]
        if not fitting:
            return []
        weights = [3 if piece.needs else 1 for piece in fitting]
        piece = self.random.choices(fitting, weights)[0]
        return Placing(self, piece, scope, module, depth).nodes()

    def home(self, module):
        """The module for a piece's own code: this one, or one that it may import."""
        later = self.names[self.names.index(module):]
        return module if self.random.random() < 0.4 else self.random.choice(later)

    def import_of(self, name, home, module):
        """How `module` says `name` of `home`."""
        package = home.split(".")[0]
        ways = ["from", "from as", "module", "module as"] + ["package"] * (home != package)
        way = self.random.choice(ways)
        feature = f"modules: import ({way})"
        alias = self.new("i") if way.endswith("as") else ""
        lines = {"from": (f"from {home} import {name}", name),
                 "from as": (f"from {home} import {name} as {alias}", alias),
                 "module": (f"import {home}", f"{home}.{name}"),
                 "module as": (f"import {home} as {alias}", f"{alias}.{name}"),
                 "package": (f"from {package} import {name}", name)}
        line, said = lines[way]
        if way == "package":
            self.passed_on.append(Node(f"from .part import {name}", feature))
        self.imports[module].append(Node(line, feature))
        return said


class Placing:
    """Puts one piece into a program."""

    def __init__(self, generator, piece, scope, module, depth):
        self.generator, self.piece = generator, piece
        self.scope, self.module, self.depth = scope, module, depth
        self.home = generator.home(module) if piece.chunk else module
        self.bound = {}  # what placeholders stand for
        self.said = {}  # in the body, those that the chunk defines

    def nodes(self):
        self.bind_outer()
        if self.piece.chunk:
            self.place_chunk()
        made = self.fill(self.piece.body, self.scope, self.module, self.depth, {**self.bound,
                                                                                **self.said})
        for name, sort in MADE.items():
            if name in self.bound and self.uses(name):
                self.scope.add(sort, self.bound[name])
        return made

    def uses(self, name):
        return any(name in PLACEHOLDER.findall(node.text)
                   for top in self.piece.body for node in top.walk())

    def bind_outer(self):
        generator, scope = self.generator, self.scope
        if own := [name for name in scope.own("text")]:
            self.bound["m"] = generator.random.choice(own)
        for name in "abc":
            self.bound[name] = generator.text(scope, but=(self.bound.get("m"),))
        for name in "ldof":
            if known := scope.visible(SORT[name]):
                self.bound[name] = generator.random.choice(known)
        for name in [*MADE, "p", "q"]:
            self.bound[name] = generator.new("v")
        for top in self.piece.chunk:
            for match in [GLOBAL.match(node.text) for node in top.walk()]:
                if match and (match[1] or match[2])[1:] not in self.bound:
                    self.bound[(match[1] or match[2])[1:]] = generator.new(
                        "f", f"_{generator.number}")
        for digit in range(1, 10):
            self.bound.setdefault(f"x{digit}", generator.new("v"))

    def place_chunk(self):
        generator = self.generator
        lines = self.fill(self.piece.chunk, Scope(), self.home, self.depth, self.bound)
        plain = [node for node in lines if re.match(r"(import|from) ", node.text)]
        known = {node.text for node in generator.imports[self.home]}
        generator.imports[self.home] += [node for node in plain if node.text not in known]
        generator.chunks[self.home] += [node for node in lines if node not in plain]
        if self.home == self.module:
            return
        defined = {match[1] or match[2] for top in self.piece.chunk
                   for match in [GLOBAL.match(inner.text) for inner in top.walk()] if match
                   if top.text == match.string or top.text in ("try:", "except ImportError:")}
        for name in sorted(one[1:] for one in defined):
            if self.uses(name):
                self.said[name] = generator.import_of(self.bound[name], self.home, self.module)

    def fill(self, nodes, scope, module, depth, bound):
        out = []
        for node in nodes:
            if node.text == "$block":
                out += self.block(scope, module, depth)
                continue
            text = self.filled(node.text, scope, bound)
            inner = scope
            if node.kids:
                is_function = bool(re.match(r"(async )?def ", text))
                inner = Scope(scope, is_function)
                for name in ("p", "q"):
                    if re.search(rf"\${name}\b", node.text) and not node.text.startswith("class"):
                        inner.add("text", bound[name])
            made = Node(text, node.feature)
            made.kids = self.fill(node.kids, inner, module, depth + 1, bound)
            out.append(made)
        return out

    def block(self, scope, module, depth):
        out = []
        for _ in range(self.generator.random.choice((0, 1, 1, 2, 3))):
            if self.generator.budget > 0:
                out += self.generator.step(scope, module, depth + 1)
        return out

    def filled(self, text, scope, bound):
        generator = self.generator

        def one(match):
            name = match[1]
            if name == "source":
                return generator.source()
            if name == "in":
                return generator.text(scope)
            if name == "cond":
                return generator.random.choice(CONDITIONS).format(generator.text(scope))
            if name == "t":
                scope.add("text", generator.new("v"))
                return scope.names["text"][-1]
            return bound[name]

        text = PLACEHOLDER.sub(one, text.replace("$$", "\0")).replace("\0", "$")
        text = text.replace("_N", f"_{generator.number}")
        while (at := text.find("$sink(")) >= 0:
            end = closing(text, at + 5)
            call = generator.sink(text[at + 6:end], is_statement=at == 0)
            text = text[:at] + (call if at == 0 else f"({call})") + text[end + 1:]
        return text


def closing(text, start):
    """Where the bracket that opens at `start` ends."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0:
            return place
    raise ValueError(text)


def programs(seed, first, count):
    pieces = read_pieces()
    return [Generator(pieces, seed, number).make() for number in range(first, first + count)]

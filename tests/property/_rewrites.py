"""Ways to write the same Python in other words: each takes a tree and returns a changed one, or the
text of one, or None where there is nothing to change.  Used by mutation.py.

A statement that a rewrite puts in front of another has that one as `.helps`: what is found in it
counts as found in the other.
"""
import ast
import builtins
import copy
import io
import keyword
import string
import tokenize

KEPT = frozenset({"match", "case", "type", "_", "print"})


def names_in(tree):
    """Every name that the code uses, so that new ones can be others."""
    found = set()
    for node in ast.walk(tree):
        found.update(value for _, value in ast.iter_fields(node) if isinstance(value, str))
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update(alias.name.split(".")[0] for alias in node.names)
    return found


def bound_elsewhere(tree):
    """Names that something other than an import binds."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            found.update(node.names)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
    return found


def imports(tree):
    """(statement, alias) of every import that binds a name which nothing else binds."""
    bound = bound_elsewhere(tree)
    pairs = [(node, alias) for node in ast.walk(tree)
             if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names]
    local = [(alias.asname or alias.name).split(".")[0] for _, alias in pairs]
    return [pair for pair, name in zip(pairs, local)
            if name not in bound and (local.count(name) == 1 or "." in pair[1].name)
            and alias_is_plain(pair[0], pair[1])]


def alias_is_plain(statement, alias):
    return alias.name != "*" and getattr(statement, "module", "") != "__future__"


class Replacer(ast.NodeTransformer):
    """Puts nodes in place of others, told by identity."""

    def __init__(self, swaps):
        self.swaps = swaps

    def visit(self, node):
        return self.swaps.get(id(node)) or self.generic_visit(node)


def dotted(node):
    """a.b.c as text; None when it is not only names."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *parts[::-1]]) if isinstance(node, ast.Name) else None


def uses_of(tree, path):
    """The nodes that spell `path`, and whether its first name is used in another way."""
    root = path.split(".")[0]
    nodes = [node for node in ast.walk(tree) if dotted(node) == path]
    inner = sum(1 for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == root)
    return nodes, len(nodes) != inner


def import_alias(tree):
    """import yaml -> import yaml as m_yaml; from yaml import load -> … as m_load."""
    changed = False
    for statement, alias in imports(tree):
        path = alias.asname or alias.name
        nodes, is_mixed = uses_of(tree, path)
        if not nodes or is_mixed:
            continue
        alias.asname = "m_" + path.replace(".", "_")
        tree = Replacer({id(node): ast.Name(alias.asname, ast.Load()) for node in nodes}).visit(tree)
        changed = True
    return tree if changed else None


def parents_of(tree):
    return {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def from_import(tree):
    """import yaml … yaml.load -> from yaml import load … load."""
    changed = False
    for statement, alias in imports(tree):
        if not isinstance(statement, ast.Import) or len(statement.names) != 1:
            continue
        nodes, is_mixed = uses_of(tree, alias.asname or alias.name)
        above = parents_of(tree)
        members = [above[id(node)] for node in nodes]
        if not nodes or is_mixed or not all(
                isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Load) for one in members):
            continue
        local = {one.attr: one.attr if uses_free(tree, one.attr) else "f_" + one.attr
                 for one in members}
        new = ast.ImportFrom(alias.name, [ast.alias(name, None if name == here else here)
                                          for name, here in local.items()], 0)
        swaps = {id(one): ast.Name(local[one.attr], ast.Load()) for one in members}
        swaps[id(statement)] = keep_marks(statement, new)
        tree = Replacer(swaps).visit(tree)
        changed = True
    return tree if changed else None


def uses_free(tree, name):
    """Is the name neither bound nor read on its own?"""
    return not hasattr(builtins, name) and name not in bound_elsewhere(tree) and not any(
        isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree)) and not any(
            (alias.asname or alias.name) == name for node in ast.walk(tree)
            if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names)


def keep_marks(old, new):
    new.marked = getattr(old, "marked", False)
    return new


def whole_module(tree):
    """from yaml import load … load -> import yaml … yaml.load."""
    changed = False
    bound = names_in(tree)
    for statement, alias in imports(tree):
        is_from = isinstance(statement, ast.ImportFrom) and statement.level == 0
        if not is_from or len(statement.names) != 1 or statement.module.split(".")[0] in bound - {
                statement.module}:
            continue
        nodes, is_mixed = uses_of(tree, alias.asname or alias.name)
        if not nodes or is_mixed:
            continue
        path = ast.parse(f"{statement.module}.{alias.name}", mode="eval").body
        swaps = {id(node): copy.deepcopy(path) for node in nodes}
        swaps[id(statement)] = keep_marks(statement, ast.Import([ast.alias(statement.module)]))
        tree = Replacer(swaps).visit(tree)
        changed = True
    return tree if changed else None


def keywords_reordered(tree):
    """f(a, b=1, c=2) -> f(a, c=2, b=1)."""
    changed = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.keywords) > 1 and all(
                keyword_.arg for keyword_ in node.keywords):
            node.keywords.reverse()
            changed = True
    return tree if changed else None


class Hoister(ast.NodeTransformer):
    """Takes expressions out of a statement into variables before it; `picks` says which slots of a
    call.  What runs later or perhaps not at all (lambda, comprehension, `and`) stays."""

    def __init__(self, hoist):
        self.hoist = hoist
        self.before = []
        self.count = 0
        self.changed = False

    def stays(self, node):
        return node

    visit_Lambda = visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = stays
    visit_IfExp = visit_BoolOp = visit_JoinedStr = visit_NamedExpr = visit_Await = stays
    visit_Yield = visit_YieldFrom = stays

    def visit_Call(self, node):
        self.generic_visit(node)
        self.hoist(self, node)
        return node

    def variable(self, prefix, value):
        name = f"{prefix}{self.count}"
        self.count += 1
        self.before.append(ast.Assign([ast.Name(name, ast.Store())], value))
        self.changed = True
        return ast.Name(name, ast.Load())

    def heads(self, statement):
        """The expressions of a statement that run once, when it begins."""
        if isinstance(statement, (ast.Expr, ast.Assign, ast.Return, ast.AugAssign, ast.AnnAssign)):
            return ["value"]
        heads = {ast.If: ["test"], ast.For: ["iter"], ast.Raise: ["exc"], ast.Assert: ["test"]}
        return heads.get(type(statement), [])

    def block(self, statements):
        out = []
        for statement in statements:
            self.before = []
            for field in self.heads(statement):
                if getattr(statement, field, None) is not None:
                    setattr(statement, field, self.visit(getattr(statement, field)))
            if isinstance(statement, ast.With) and len(statement.items) == 1:
                item = statement.items[0]
                item.context_expr = self.visit(item.context_expr)
            for helper in self.before:
                helper.helps = statement
            out += [*self.before, statement]
            self.inner(statement)
        return out

    def inner(self, statement):
        for field in ("body", "orelse", "finalbody"):
            if isinstance(getattr(statement, field, None), list):
                setattr(statement, field, self.block(getattr(statement, field)))
        for part in [*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())]:
            part.body = self.block(part.body)


def hoisted(tree, hoist):
    hoister = Hoister(hoist)
    tree.body = hoister.block(tree.body)
    return tree if hoister.changed else None


def arguments_by_variable(tree):
    """f(x, k=1) -> v0 = x; v1 = 1; f(v0, k=v1)."""

    def hoist(hoister, call):
        is_super = isinstance(call.func, ast.Name) and call.func.id == "super"
        for i, argument in enumerate(call.args):
            if not isinstance(argument, ast.Starred) and not is_super:
                call.args[i] = hoister.variable("v", argument)
        for keyword_ in call.keywords:
            if keyword_.arg:
                keyword_.value = hoister.variable("v", keyword_.value)

    return hoisted(tree, hoist)


def attribute_by_local(tree):
    """a.b.f(x) -> g0 = a.b.f; g0(x)."""

    def hoist(hoister, call):
        if isinstance(call.func, ast.Attribute):
            call.func = hoister.variable("g", call.func)

    return hoisted(tree, hoist)


class Splitter(ast.NodeTransformer):
    """Splits texts in two."""

    def __init__(self):
        self.changed = False

    def stays(self, node):
        return node

    visit_JoinedStr = visit_MatchValue = visit_arg = stays

    def visit_Expr(self, node):
        is_docstring = isinstance(node.value, ast.Constant)
        return node if is_docstring else self.generic_visit(node)

    def visit_AnnAssign(self, node):
        node.value = self.visit(node.value) if node.value else None
        return node

    def visit_Constant(self, node):
        if not isinstance(node.value, (str, bytes)) or len(node.value) < 2:
            return node
        self.changed = True
        middle = len(node.value) // 2
        return ast.BinOp(ast.Constant(node.value[:middle]), ast.Add(),
                         ast.Constant(node.value[middle:]))


def constants_split(tree):
    """"md5" -> "m" + "d5"."""
    splitter = Splitter()
    tree = splitter.visit(tree)
    return tree if splitter.changed else None


def tokens_of(code):
    return list(tokenize.generate_tokens(io.StringIO(code).readline))


def same_letters(tree):
    """yaml -> 𝐲aml, which Python reads as the same name."""
    lines = ast.unparse(tree).split("\n")
    changed = False
    for token in reversed(tokens_of("\n".join(lines) + "\n")):
        letter = token.string[:1]
        if token.type != tokenize.NAME or keyword.iskeyword(token.string) or (
                token.string in KEPT or letter not in string.ascii_lowercase):
            continue
        row, column = token.start
        bold = chr(0x1D41A + ord(letter) - ord("a"))
        lines[row - 1] = lines[row - 1][:column] + bold + lines[row - 1][column + 1:]
        changed = True
    return "\n".join(lines) + "\n" if changed else None


def lines_split(tree):
    """A new line after each comma and bracket inside brackets; a backslash after `=` and a dot."""
    code = ast.unparse(tree) + "\n"
    lines = code.split("\n")
    breaks = []
    depth = 0
    for token in tokens_of(code):
        if token.type != tokenize.OP:
            continue
        if token.string in "([{":
            depth += 1
        elif token.string in ")]}":
            depth -= 1
        if depth > 0 and token.string in ("(", "[", "{", ",", "+", "%", ".", "=", ":"):
            breaks.append((token.end, "\n"))
        elif depth == 0 and token.string in ("=", "."):
            breaks.append((token.end, " \\\n"))
    for (row, column), text in reversed(breaks):
        lines[row - 1] = lines[row - 1][:column] + text + lines[row - 1][column:]
    return "\n".join(lines) if breaks else None


REWRITES = {
    "as printed": lambda tree: tree,
    "import alias": import_alias,
    "from-import": from_import,
    "whole module": whole_module,
    "keywords reordered": keywords_reordered,
    "argument by variable": arguments_by_variable,
    "constant split": constants_split,
    "attribute by local": attribute_by_local,
    "other letters": same_letters,
    "lines split": lines_split,
}

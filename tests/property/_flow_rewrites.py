"""Other ways to write a program: some keep where its values go, some end it.  Used by metamorphic.py.

Each takes a tree and returns a changed one, or None where there is nothing to change.  The marks of
_rewrites.py (imports by other names) are of the same form.
"""
import ast
import builtins
import copy
import string

import _rewrites

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def module_names(tree):
    """Names that the module's own statements bind."""
    found = set()
    for node in tree.body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        else:
            found.update(one.id for one in ast.walk(node)
                         if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))
    return found


def local_names(tree):
    """Variables of functions that nothing else in the file is called by."""
    stored = {node.id for function in ast.walk(tree) if isinstance(function, FUNCTIONS)
              for node in ast.walk(function)
              if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    other = module_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            other.add(node.arg)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            other.update(node.names)
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.MatchAs, ast.MatchStar)):
            other.add(node.name)
        elif isinstance(node, ast.ClassDef):
            other.update(one.id for one in ast.walk(node) if isinstance(one, ast.Name))
    return stored - other


class Renamer(ast.NodeTransformer):
    def __init__(self, names):
        self.names = names

    def visit_Name(self, node):
        node.id = self.names.get(node.id, node.id)
        return node


def renamed(tree):
    """out -> renamed_out, for the variables of functions."""
    names = {name: "renamed_" + name for name in local_names(tree)}
    return Renamer(names).visit(tree) if names else None


def free_names(tree, expression):
    """The variables that an expression needs, in order; None when it can't stand elsewhere."""
    hard = (ast.Yield, ast.YieldFrom, ast.Await, ast.NamedExpr, ast.Lambda)
    if any(isinstance(node, hard) for node in ast.walk(expression)):
        return None
    used = [node for node in ast.walk(expression) if isinstance(node, ast.Name)]
    bound = {node.id for node in used if isinstance(node.ctx, ast.Store)}
    known = bound | module_names(tree) | set(dir(builtins))
    names = list(dict.fromkeys(node.id for node in used if node.id not in known))
    return None if {"super", "locals", "self", "cls", "vars"} & {node.id for node in used} else names


def is_worth_it(value):
    return not isinstance(value, (ast.Name, ast.Constant, ast.Lambda))


def extracted(tree):
    """x = expression -> x = part0(a, b), where part0 returns it."""
    made = []
    for function in [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]:
        inner = {id(node) for scope in ast.walk(function) if isinstance(scope, FUNCTIONS)
                 and scope is not function for node in ast.walk(scope)}
        own = {node.id for node in ast.walk(function)
               if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        own |= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
        for node in ast.walk(function):
            if not isinstance(node, ast.Assign) or id(node) in inner or not is_worth_it(node.value):
                continue
            names = free_names(tree, node.value)
            if names is None or not set(names) <= own or own & module_names(tree):
                continue
            name = f"part{len(made)}"
            made.append(ast.FunctionDef(
                name, parameters(names), [ast.Return(node.value)], [], lineno=1))
            node.value = ast.Call(ast.Name(name, ast.Load()),
                                  [ast.Name(one, ast.Load()) for one in names], [])
    tree.body = before_code(tree, made)
    return tree if made else None


def parameters(names):
    return ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])


def before_code(tree, made):
    """The module's statements with `made` behind its imports."""
    at = next((place for place, node in enumerate(tree.body)
               if not isinstance(node, (ast.Import, ast.ImportFrom))), len(tree.body))
    return tree.body[:at] + made + tree.body[at:]


def inlined(tree):
    """f(a) -> expression, for functions that only return one."""
    simple = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and is_simple(node):
            simple[node.name] = node
    changed = False

    class Inliner(ast.NodeTransformer):
        def visit_Call(self, call):
            nonlocal changed
            self.generic_visit(call)
            function = simple.get(getattr(call.func, "id", None))
            if function is None or call.keywords or len(call.args) != len(function.args.args) or any(
                    not isinstance(one, (ast.Name, ast.Constant)) for one in call.args):
                return call
            changed = True
            values = {one.arg: given for one, given in zip(function.args.args, call.args)}
            return Substituted(values).visit(copy.deepcopy(function.body[0].value))

    for node in tree.body:
        if node not in simple.values():
            Inliner().visit(node)
    return tree if changed else None


class Substituted(ast.NodeTransformer):
    def __init__(self, values):
        self.values = values

    def visit_Name(self, node):
        return copy.deepcopy(self.values.get(node.id, node))


def is_simple(function):
    arguments = function.args
    if function.decorator_list or arguments.vararg or arguments.kwarg or arguments.kwonlyargs or (
            arguments.defaults or len(function.body) != 1):
        return False
    value = getattr(function.body[0], "value", None)
    return isinstance(function.body[0], ast.Return) and value is not None and not any(
        isinstance(node, SCOPES) or getattr(node, "id", "") == function.name
        for node in ast.walk(value))


def formatted(tree):
    """f"a {x!r}" -> "a {!r}".format(x)."""
    changed = False

    class Formatter(ast.NodeTransformer):
        def visit_JoinedStr(self, node):
            nonlocal changed
            self.generic_visit(node)
            text, values = "", []
            for part in node.values:
                if isinstance(part, ast.Constant):
                    text += part.value.replace("{", "{{").replace("}", "}}")
                    continue
                spec = part.format_spec
                if spec is not None and not (isinstance(spec, ast.Constant) or all(
                        isinstance(one, ast.Constant) for one in getattr(spec, "values", [spec]))):
                    return node
                values.append(part.value)
                text += "{" + ("!" + chr(part.conversion) if part.conversion > 0 else "")
                text += (":" + spec_text(spec) if spec is not None else "") + "}"
            changed = True
            return ast.Call(ast.Attribute(ast.Constant(text), "format", ast.Load()), values, [])

    for node in ast.walk(tree):  # the parts' own specs are texts, not f-strings
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None and all(
                isinstance(one, ast.Constant) for one in node.format_spec.values):
            node.format_spec = ast.Constant(spec_text(node.format_spec))
    tree = Formatter().visit(tree)
    return tree if changed else None


def spec_text(spec):
    return spec.value if isinstance(spec, ast.Constant) else "".join(
        one.value for one in spec.values)


def interpolated(tree):
    """"a {}".format(x) and "a %s" % x -> f"a {x}"."""
    changed = False

    def joined(pieces, values):
        nonlocal changed
        changed = True
        parts = []
        for piece, value in zip(pieces, [*values, None]):
            parts += [ast.Constant(piece)] * bool(piece)
            if value is not None:
                parts.append(ast.FormattedValue(value, -1, None))
        return ast.JoinedStr(parts)

    class Interpolator(ast.NodeTransformer):
        def visit_Call(self, node):
            self.generic_visit(node)
            owner = getattr(node.func, "value", None)
            if getattr(node.func, "attr", "") != "format" or not isinstance(owner, ast.Constant) or (
                    not isinstance(owner.value, str) or node.keywords):
                return node
            fields = list(string.Formatter().parse(owner.value))
            if any(name or spec or conversion for _, name, spec, conversion in fields) or any(
                    isinstance(one, ast.Starred) for one in node.args):
                return node
            pieces = [text for text, _, _, _ in fields]
            count = sum(name is not None for _, name, _, _ in fields)
            return joined(pieces + [""] * (count + 1 - len(pieces)), node.args) \
                if count == len(node.args) else node

        def visit_BinOp(self, node):
            self.generic_visit(node)
            left, right = node.left, node.right
            if not isinstance(node.op, ast.Mod) or not isinstance(left, ast.Constant) or (
                    not isinstance(left.value, str) or isinstance(right, ast.Dict)):
                return node
            values = right.elts if isinstance(right, ast.Tuple) else [right]
            pieces = left.value.split("%s")
            fits = len(pieces) == len(values) + 1 and "%" not in "".join(pieces)
            return joined(pieces, values) if fits else node

    tree = Interpolator().visit(tree)
    return tree if changed else None


def inverted(tree):
    """if a: b else: c -> if not a: c else: b."""
    changed = False
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and not any(isinstance(one, ast.NamedExpr)
                                                for one in ast.walk(node.test)):
            node.test = ast.UnaryOp(ast.Not(), node.test)
            node.body, node.orelse = node.orelse or [ast.Pass()], node.body
            changed = True
    return tree if changed else None


def decorated(tree):
    """A decorator that returns what it gets, on every function of the module."""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)
                 and not node.decorator_list]
    for node in functions:
        node.decorator_list = [ast.Name("as_it_is", ast.Load())]
    made = ast.parse("def as_it_is(function):\n    return function\n").body
    tree.body = before_code(tree, made)
    return tree if functions else None


def reordered(tree):
    """The module's functions in another order."""
    functions = [node for node in tree.body if isinstance(node, FUNCTIONS)
                 and not node.decorator_list and not node.args.defaults and not node.args.kw_defaults]
    if len(functions) < 2:
        return None
    rest = [node for node in tree.body if node not in functions]
    tree.body = rest
    tree.body = before_code(tree, functions[::-1])
    return tree


def with_noise(tree):
    """Statements that do nothing between those that do."""
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            node.body = [part for statement in node.body for part in (
                ast.parse("unused = len('noise')").body[0], statement)]
    return tree


HELPER = "def perform(what):\n    os.system(what)\n"
METHOD = ("class Performer:\n    def __init__(self, what):\n        self.what = what\n"
          "    def perform(self):\n        os.system(self.what)\n")


def sink_moved(tree, code, call):
    """The one os.system(x) of a file -> a call of `code`, which does it."""
    if sum(is_system(node) for node in ast.walk(tree)) != 1:
        return None
    tree = exchanged(tree, is_system, lambda node: call_of(call, node.args[0]))
    tree.body = before_code(tree, ast.parse(code).body)
    return tree


def sink_in_helper(tree):
    """os.system(x) -> perform(x), which does it."""
    return sink_moved(tree, HELPER, "perform(_)")


def sink_in_method(tree):
    """os.system(x) -> Performer(x).perform(), which does it."""
    return sink_moved(tree, METHOD, "Performer(_).perform()")


# those that end a flow

def is_source(node):
    return ast.unparse(node) == "request.args['q']"


class Exchanger(ast.NodeTransformer):
    """Puts what `make` gives in place of the nodes that `picks` says."""

    def __init__(self, picks, make):
        self.picks, self.make, self.changed = picks, make, False

    def generic_visit(self, node):
        node = super().generic_visit(node)
        if self.picks(node):
            self.changed = True
            return self.make(node)
        return node


def exchanged(tree, picks, make):
    exchanger = Exchanger(picks, make)
    tree = exchanger.visit(tree)
    return tree if exchanger.changed else None


def is_system(node):
    return isinstance(node, ast.Call) and _rewrites.dotted(node.func) == "os.system" \
        and len(node.args) == 1


def call_of(text, argument):
    """The call that `text` is, with an argument in place of its `_`."""
    return Substituted({"_": argument}).visit(ast.parse(text, mode="eval").body)


def constant_source(tree):
    return exchanged(tree, is_source, lambda node: ast.Constant("ls"))


def sanitized(tree):
    changed = exchanged(tree, is_system, lambda node: call_of(
        "os.system('ls ' + shlex.quote(_))", node.args[0]))
    if changed:
        changed.body.insert(0, ast.parse("import shlex").body[0])
    return changed


def shell_switched_on(tree):
    return exchanged(tree, is_system, lambda node: call_of(
        "subprocess.run(_, shell=True)", node.args[0]))


def list_for_shell(tree):
    return exchanged(tree, is_system, lambda node: call_of(
        "subprocess.run(['ls', _])", node.args[0]))


def guard_moved(tree):
    """if src in ALLOWED -> if other in ALLOWED."""
    changed = False
    for node in ast.walk(tree):
        parts = [node.test] if isinstance(node, ast.If) else []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and not is_system(
                node.value):
            parts = node.value.args
        for part in parts:
            for name in ast.walk(part):
                if isinstance(name, ast.Name) and name.id == "src":
                    name.id, changed = "other", True
    for node in ast.walk(tree):
        if changed and isinstance(node, ast.FunctionDef) and node.name == "view":
            node.body.insert(0, ast.parse("other = 'a'").body[0])
    return tree if changed else None


KEEP = {
    "as printed": lambda tree: tree,
    "renamed": renamed,
    "extracted": extracted,
    "inlined": inlined,
    "import alias": _rewrites.import_alias,
    "from-import": _rewrites.from_import,
    "whole module": _rewrites.whole_module,
    "f-string to format": formatted,
    "format to f-string": interpolated,
    "if inverted": inverted,
    "decorated": decorated,
    "functions reordered": reordered,
    "noise": with_noise,
    "sink in a helper": sink_in_helper,
    "sink in a method": sink_in_method,
    "shell=True": shell_switched_on,
}
END = {
    "constant source": constant_source,
    "sanitizer": sanitized,
    "list for a shell": list_for_shell,
}
BEGIN = {"guard on another variable": guard_moved}

#!/usr/bin/env python3
"""Writes catalog/modules/standard.txt: names of the standard library that no source text shows.

    tools/make_module_names.py PYTHON3.11 PYTHON3.13

Asks the interpreters for the names of every module of theirs; names with two underscores on both
sides are left out. Of a module in C that is all its names; of one in Python those that no statement
binds: the ones put there by globals(), exec, setattr on a module and the like, or in another module
that takes this one's place. Run it by hand when a release changes the library.
"""

import ast
import subprocess
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / 'catalog/modules/standard.txt'
WIDTH = 100
# Not part of the library proper: tests, and programs that act when they are imported.
NO_MODULES = {'test', 'tests', 'idle_test', '__pycache__', 'site-packages', 'lib-dynload'}
PROGRAMS = {'__main__', 'antigravity', 'this'}
TEST_MODULES = ('_test', '_xx', 'xx', '_ctypes_test')

# Runs under the interpreter, one process a module, with as little loaded as can be.
PROBE = r'''
import posix, sys
import _signal
SECONDS = 20

def facts(name):
    __import__(name)
    module = sys.modules[name]
    names = sorted(n for n in vars(module) if isinstance(n, str))
    children = [n for n in names if sys.modules.get(name + "." + n) is not None
                and sys.modules.get(name + "." + n) is vars(module)[n]]
    exported = [n for n in vars(module).get("__all__", ()) if isinstance(n, str)]
    file = getattr(module, "__file__", None)
    return {"names": names, "children": children, "file": file,
            "all": exported if "__all__" in vars(module) else None}

def ask(name):
    ours, theirs = posix.pipe()
    child = posix.fork()
    if child == 0:
        posix.close(ours)
        nowhere = posix.open("/dev/null", posix.O_RDWR)
        for stream in (0, 1, 2):
            posix.dup2(nowhere, stream)
        _signal.alarm(SECONDS)
        try:
            answer = repr(facts(name))
        except BaseException as error:
            answer = repr(type(error).__name__ + ": " + str(error))
        answer = answer.encode()
        while answer:
            answer = answer[posix.write(theirs, answer):]
        posix._exit(0)
    posix.close(theirs)
    parts = []
    while True:
        part = posix.read(ours, 65536)
        if not part:
            break
        parts.append(part)
    posix.close(ours)
    posix.waitpid(child, 0)
    return b"".join(parts).decode() or repr("it ended the interpreter")

modules = eval(sys.stdin.read())
for name in modules:
    print(repr(name), ask(name), sep="\t", flush=True)
'''
PROBE_LIBRARY = 'import os, sys; print(repr((os.path.dirname(os.__file__), sys.version_info[:3])))'
PROBE_NATIVE = (
    'import sys, glob, os, sysconfig\n'
    'paths = glob.glob(os.path.join(sysconfig.get_config_var("DESTSHARED") or "", "*.so"))\n'
    'print(repr(sorted({os.path.basename(p).split(".")[0] for p in paths}'
    ' | set(sys.builtin_module_names))))')


class Library:
    """One interpreter and the modules of its library."""

    def __init__(self, python):
        self.python = python
        folder, release = ast.literal_eval(self._run(PROBE_LIBRARY))
        self.folder, self.release = Path(folder), '.'.join(map(str, release))
        self.version = '.'.join(map(str, release[:2]))

    def _run(self, code, text=''):
        return subprocess.run([self.python, '-I', '-S', '-c', code], input=text, text=True,
                              capture_output=True, check=True).stdout

    def sources(self):
        """{module: path} of those that have Python source."""
        found = {}
        for path in sorted(self.folder.rglob('*.py')):
            parts = path.relative_to(self.folder).with_suffix('').parts
            if (not set(parts) & NO_MODULES and parts[-1] not in PROGRAMS
                    and all(part.isidentifier() for part in parts)):
                name = '.'.join(parts).removesuffix('.__init__')
                if name != '__init__':
                    found[name] = path
        return found

    def native(self):
        """The modules in C that are no tests of the interpreter itself."""
        names = ast.literal_eval(self._run(PROBE_NATIVE))
        return [name for name in names if not name.startswith(TEST_MODULES)]

    def statements(self, sources):
        """{module: (names, star imports)} as its own parser reads them."""
        script = ('import sys; sys.path.insert(0, %r); import make_module_names as tool\n'
                  'tool.print_statements(eval(sys.stdin.read()))' % str(Path(__file__).parent))
        given = {module: str(path) for module, path in sources.items()}
        return ast.literal_eval(self._run(script, repr(given)))

    def facts(self, modules):
        """{module: facts} as the probe says; a module that cannot be imported has a text."""
        lines = self._run(PROBE, repr(sorted(modules))).splitlines()
        return {ast.literal_eval(name): ast.literal_eval(facts)
                for name, facts in (line.split('\t', 1) for line in lines)}


def is_dunder(name):
    return name.startswith('__') and name.endswith('__')


class Statements(ast.NodeVisitor):
    """What the statements of a module bind in it: names, and the modules of its star imports."""

    def __init__(self, tree):
        self.names, self.stars, self._depth = set(), [], 0
        self._globals = [set()]
        self.visit(tree)

    def _bind(self, name):
        if self._depth == 0 or name in self._globals[-1]:
            self.names.add(name)

    def _visit_scope(self, node):
        for decorator in getattr(node, 'decorator_list', []):
            self.visit(decorator)
        declared = {name for inner in ast.walk(node) if isinstance(inner, ast.Global)
                    for name in inner.names}
        self._depth += 1
        self._globals.append(declared)
        for part in ast.iter_child_nodes(node):
            self.visit(part)
        self._globals.pop()
        self._depth -= 1

    def visit_FunctionDef(self, node):
        self._bind(node.name)
        self._visit_scope(node)

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef
    visit_Lambda = visit_ListComp = visit_SetComp = visit_DictComp = _visit_scope
    visit_GeneratorExp = _visit_scope

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Store):
            self._bind(node.id)

    def visit_NamedExpr(self, node):
        # A comprehension's := binds outside of it.
        self.names.add(node.target.id)
        self.visit(node.value)

    def visit_ExceptHandler(self, node):
        if node.name:
            self._bind(node.name)
        self.generic_visit(node)

    def visit_Import(self, node):
        for alias in node.names:
            self._bind(alias.asname or alias.name.split('.')[0])

    def visit_ImportFrom(self, node):
        for alias in node.names:
            if alias.name == '*':
                self.stars.append((node.level, node.module or ''))
            else:
                self._bind(alias.asname or alias.name)


def absolute(module, is_package, level, name):
    """The module that `from` with `level` dots and `name` means in `module`."""
    parts = module.split('.')
    base = parts[:len(parts) - level + (1 if is_package else 0)] if level else []
    return '.'.join(base + ([name] if name else []))


def print_statements(paths):
    found = {}
    for module, path in paths.items():
        with open(path, 'rb') as stream:
            statements = Statements(ast.parse(stream.read()))
        found[module] = (sorted(statements.names), statements.stars)
    print(repr(found))


class Visible:
    """Which names of each module its statements show, star imports followed."""

    def __init__(self, sources, facts, statements):
        self.sources, self.facts, self.statements = sources, facts, statements
        self._all = {}

    def stars(self, module):
        """The modules of its star imports."""
        if module not in self.sources:
            return []
        is_package = self.sources[module].name == '__init__.py'
        return [absolute(module, is_package, level, name)
                for level, name in self.statements[module][1]]

    def names(self, module):
        """Of a module in C all names, of another those bound by statements."""
        if module not in self._all:
            self._all[module] = set()  # for star imports in a circle
            self._all[module] = self._find(module)
        return self._all[module]

    def _find(self, module):
        facts = self.facts.get(module)
        if module not in self.sources:
            return set(facts['names']) if isinstance(facts, dict) else set()
        found = set(self.statements[module][0])
        for star in self.stars(module):
            brought = self.facts.get(star)
            found |= self.exported(star, set(brought['names']) if isinstance(brought, dict)
                                   else self.names(star))
        return found

    def exported(self, module, names):
        facts = self.facts.get(module)
        listed = facts['all'] if isinstance(facts, dict) else None
        return {name for name in names
                if (name in listed if listed is not None else not name.startswith('_'))}


def hidden_names(visible):
    """{module: names that no statement binds} of the modules with source."""
    sources, facts = visible.sources, visible.facts
    found = {}
    for module, known in facts.items():
        if module in sources and isinstance(known, dict):
            names = {name for name in known['names'] if not is_dunder(name)}
            hidden = names - visible.names(module) - set(known['children'])
            if hidden:
                found[module] = hidden
    return found


def native_names(facts):
    return {module: {name for name in known['names'] if not is_dunder(name)}
            for module, known in facts.items() if isinstance(known, dict)}


def rows(kind, by_version):
    """The table's text for {version: {module: names}}."""
    versions = list(by_version)
    lines = []
    for module in sorted(set().union(*by_version.values())):
        words = []
        for name in sorted(set().union(*(by_version[v].get(module, ()) for v in versions))):
            having = [v for v in versions if name in by_version[v].get(module, ())]
            words.append(name if having == versions else name + '@' + '@'.join(having))
        lines.append(f'{kind} {module}')
        line = ' '
        for word in words:
            if len(line) + 1 + len(word) > WIDTH:
                lines.append(line)
                line = ' '
            line += ' ' + word
        lines.append(line)
    return lines


def main(argv):
    if not argv:
        sys.exit(__doc__)
    native, hidden, releases = {}, {}, []
    for library in map(Library, argv):
        sources = library.sources()
        in_c = [name for name in library.native() if name not in sources]
        facts = library.facts([*sources, *in_c])
        native[library.version] = native_names({name: facts[name] for name in in_c})
        hidden[library.version] = hidden_names(
            Visible(sources, facts, library.statements(sources)))
        releases.append(library.release)
    header = [
        '# Names of the standard library that no source text shows, dunders left out.',
        '# generated by tools/make_module_names.py from CPython ' + ' and '.join(releases)
        + f' on {sys.platform}:',
        '#   tools/make_module_names.py PYTHON3.11 PYTHON3.13',
        '# `native`: a module in C, with all its names.  `computed`: one in Python, with the names',
        '# that no statement of it binds.  name@3.11: only there.',
    ]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text('\n'.join(header + rows('native', native) + rows('computed', hidden)) + '\n')


if __name__ == '__main__':
    main(sys.argv[1:])

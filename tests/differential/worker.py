"""Answers for one CPython: reads file names, writes what its ast.dump prints.

Runs under CPython 2.7 and 3.6 or later, as `pythonX.Y worker.py`.  In: file names on stdin, each
ended by a NUL.  Out: one record a file, in order (the same as `antivenom debug tree --batch`):

    ok <bytes>\n<dump>          the tree, as ast.dump(..., include_attributes=True) prints it
    error <bytes>\n<message>    this interpreter rejects the file
    limit <bytes>\n<message>    one of this interpreter's own limits was hit (nesting, memory)
    skip <bytes>\n<reason>      the file cannot be read

ast.dump itself is too slow for whole libraries, so every node class gets a formatting function
generated from its _fields and _attributes.  `worker.py --self-test FILE...` prints "same N" when
these functions and ast.dump agree on all files; every start checks them on SAMPLE.
"""
from __future__ import print_function

import ast
import codecs
import re
import sys
import threading
import warnings

STACK_BYTES = 512 << 20
VERSION = sys.version_info[:2]

# Since 3.9 ast.dump leaves out an absent optional field, since 3.13 an empty list as well.
OMITS_NONE = VERSION >= (3, 9)
OMITS_EMPTY = VERSION >= (3, 13)
# The oldest print "Pass( lineno=1, ...".
PADS_BARE_NODES = "( " in ast.dump(ast.parse("pass"), include_attributes=True)

LIMITS = ("too many nested parentheses", "too many levels of indentation", "too complex",
          "s_push: parser stack overflow", "too many nested f-strings",
          "too many statically nested blocks", "expressions nested too deeply",
          "recursion depth")

SAMPLE = b'''"""doc"""
import a.b as c
@d
class E(F):
    x = [1, 2.5, 3j, None, -7, ()]
    def g(self, a, b=1, *c, **k):
        pass
    for i in {1: 2}:
        try:
            del i[1:2, ...]
        except (A, B):
            raise
        finally:
            return
    while lambda: 0:
        global z
        break
with a as b:
    ("s" % b).t(1, *y, **z)[0] = [j for j in k if j] or not b"x" < 3 <= 4
'''
if VERSION >= (3, 6):
    SAMPLE += b'class M(metaclass=G): pass\nf"{a!r:>{b}}c"\nv: int = 1\nnonlocal q\nasync def h(*, n: 1 = 2) -> 3: await n\n'
if VERSION >= (3, 8):
    SAMPLE += b'u"k"\n(w := 1)\ndef p(a, /): {**a, None: 1}\n'
if VERSION >= (3, 10):
    SAMPLE += b'match a:\n  case {"k": None, **r} | [*_] | P(1, x=2) as n: pass\n  case _: pass\n'
if VERSION >= (3, 12):
    SAMPLE += b'type T[A: int, *B, **C] = A\n'


def dump_list(nodes):
    return "[%s]" % ", ".join([FORMATS[type(node)](node) for node in nodes])


class Formats(dict):
    """type -> function that formats a value of that type; filled as types are met."""

    def __missing__(self, kind):
        if issubclass(kind, ast.AST):
            function = node_format(kind)
        else:
            function = dump_list if issubclass(kind, list) else repr
        self[kind] = function
        return function


def is_optional(kind, field):
    return OMITS_NONE and getattr(kind, field, 0) is None


def field_code(kind, field):
    """The statements that append `field=...` to `out`, honouring what this ast.dump leaves out."""
    code = "    out.append(%r + FORMATS[type(v)](v))\n" % (field + "=")
    keeps_all = kind.__name__ in ("Constant", "MatchSingleton")
    conditions = []
    if is_optional(kind, field) or (OMITS_EMPTY and not keeps_all):
        conditions.append("v is not None")
    if OMITS_EMPTY and not keeps_all:
        conditions.append("v != []")
    if conditions:
        code = "    if %s:\n    %s" % (" and ".join(conditions), code)
    return "    v = n.%s\n%s" % (field, code)


def attribute_code(kind):
    code = ""
    for name in kind._attributes:
        code += "    if n.%s is not None: " % name if is_optional(kind, name) else "    "
        code += "out.append('%s=%%d' %% n.%s)\n" % (name, name)
    return code


def simple_node_code(kind):
    """One formatting expression, for the classes of which nothing can be left out."""
    parts = ["%s=%%s" % name for name in kind._fields]
    parts += ["%s=%%d" % name for name in kind._attributes]
    values = ["FORMATS[type(n.%s)](n.%s)" % (name, name) for name in kind._fields]
    values += ["n.%s" % name for name in kind._attributes]
    lead = " " if PADS_BARE_NODES and kind._attributes and not kind._fields else ""
    return "    return '%s(%s%s)' %% (%s)\n" % (
        kind.__name__, lead, ", ".join(parts), "".join(value + ", " for value in values))


def node_format(kind):
    if not OMITS_NONE:
        code = simple_node_code(kind)
    else:
        code = "    out = []\n" + "".join([field_code(kind, field) for field in kind._fields])
        code += attribute_code(kind)
        code += "    return '%s(' + ', '.join(out) + ')'\n" % kind.__name__
    scope = {"FORMATS": FORMATS}
    exec(compile("def format_node(n):\n" + code, kind.__name__, "exec"), scope)
    return scope["format_node"]


FORMATS = Formats()


def fast_dump(tree):
    return FORMATS[type(tree)](tree)


def as_this_version_reads(source):
    """Python 2.7 gives bytes above 127 no meaning without a declared encoding; read as UTF-8."""
    if VERSION >= (3, 0) or source.startswith(codecs.BOM_UTF8):
        return source
    head = b"\n".join(re.split(b"\r\n|\r|\n", source)[:2])
    if re.search(br"(?m)^[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+", head):
        return source
    return source if re.match(b"[\x00-\x7f]*$", source) else codecs.BOM_UTF8 + source


def parse(source):
    return ast.parse(as_this_version_reads(source))


def is_limit(error):
    if isinstance(error, (MemoryError, RuntimeError)):  # RecursionError is a RuntimeError
        return True
    return any(limit in str(error) for limit in LIMITS)


def answer(name):
    """(verdict, text) for one file."""
    try:
        with open(name, "rb") as stream:
            source = stream.read()
    except (IOError, OSError) as error:
        return "skip", str(error)
    try:
        tree = parse(source)
    except Exception as error:  # any exception is this interpreter's way to reject a file
        verdict = "limit" if is_limit(error) else "error"
        return verdict, "%s: %s" % (type(error).__name__, error)
    try:
        return "ok", fast_dump(tree)
    except (MemoryError, RuntimeError) as error:
        return "limit", "%s: %s" % (type(error).__name__, error)


def check_sample():
    tree = parse(SAMPLE)
    if fast_dump(tree) != ast.dump(tree, include_attributes=True):
        raise AssertionError("worker.py's formatting differs from this interpreter's ast.dump")


def self_test(names):
    same = 0
    for name in names:
        with open(name, "rb") as stream:
            source = stream.read()
        try:
            tree = parse(source)
        except Exception:  # not this interpreter's: nothing to compare
            continue
        if fast_dump(tree) != ast.dump(tree, include_attributes=True):
            raise AssertionError("formatting differs from ast.dump: " + name)
        same += 1
    print("same %d" % same)


def read_names(stream):
    """Yields the NUL-ended names as they arrive."""
    pending = b""
    while True:
        chunk = stream.readline() if VERSION < (3, 0) else stream.read1(1 << 16)
        if not chunk:
            break
        names = (pending + chunk).split(b"\0")
        pending = names.pop()
        for name in names:
            yield name
    if pending:
        yield pending


def serve():
    check_sample()
    stdin = getattr(sys.stdin, "buffer", sys.stdin)
    stdout = getattr(sys.stdout, "buffer", sys.stdout)
    for name in read_names(stdin):
        verdict, text = answer(name)
        data = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
        stdout.write(("%s %d\n" % (verdict, len(data))).encode("ascii") + data)
    stdout.flush()


def main():
    failure = []

    def body():
        try:
            if sys.argv[1:2] == ["--self-test"]:
                self_test(sys.argv[2:])
            else:
                serve()
        except BaseException as error:
            failure.append(error)
            raise

    warnings.simplefilter("ignore")
    sys.setrecursionlimit(1000000)
    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())

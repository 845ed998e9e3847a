"""Reads the shape of an ast.dump text: which node each position belongs to.

In: the text of a dump, as bytes.  Out: one entry a position, in the order of the text, which is the
order in which nodes end.  Only used where two dumps differ, so clarity goes before speed.
"""
import re
from dataclasses import dataclass
from typing import NamedTuple

POSITION = re.compile(
    rb"lineno=-?\d+, col_offset=-?\d+(?:, end_lineno=-?\d+, end_col_offset=-?\d+)?")
NUMBER = re.compile(rb"-?\d+")
STRING = re.compile(rb"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.S)
TOKEN = re.compile(
    rb"(?P<string>" + STRING.pattern + rb")"
    rb"|(?P<position>" + POSITION.pattern + rb")"
    rb"|(?P<open>[A-Za-z_]\w*\()|(?P<field>[A-Za-z_]\w*=)|(?P<list>\[)|(?P<close>[\])])"
    rb"|(?P<comma>, )", re.S)


# What outline() looks at: string constants and bare nodes such as Load() only to step over them.
STRUCTURE = re.compile(
    STRING.pattern + rb"|\w+\(\)|(" + POSITION.pattern + rb")|([A-Za-z_]\w*)\(|(\))", re.S)


class Node(NamedTuple):
    """A node that has a position.  `first` is the index of the node it starts with, or None."""

    kind: bytes
    in_fstring: bool
    first: int | None


def outline(dump):
    """The nodes of `dump` that have positions, in the order of POSITION.findall(dump)."""
    nodes = []
    kind, inside, first, index = b"", False, None, None  # of the innermost open node
    stack = []  # the same four of the nodes around it
    for token in STRUCTURE.finditer(dump):
        what = token.lastindex
        if what == 1:
            index = len(nodes)
            nodes.append(Node(kind, inside, first))
        elif what == 2:
            stack.append((kind, inside, first, index))
            inside = inside or kind == b"JoinedStr"
            kind, first, index = token[2], None, None
        elif what == 3 and stack:
            start = first if index is None else index
            kind, inside, first, index = stack.pop()
            first = start if first is None else first
    return nodes


@dataclass
class _Step:
    name: str  # of the node; "" for a list
    field: str = ""
    index: int = 0

    def __str__(self):
        if not self.name:
            return "[%d]" % self.index
        return self.name + ("." + self.field if self.field else "")


def path_at(dump, offset):
    """Where in the tree byte `offset` of `dump` is: `Module.body[3] Expr.value Call.func`."""
    steps = []
    for token in TOKEN.finditer(dump):
        if token.start() > offset or (token.end() > offset and token.lastgroup != "field"):
            break
        _take(steps, token.lastgroup, token[0].decode("utf-8", "replace"))
    return re.sub(r" \[", "[", " ".join(str(step) for step in steps))


def _take(steps, what, text):
    if what == "open":
        steps.append(_Step(text[:-1]))
    elif what == "list":
        steps.append(_Step(""))
    elif what == "close" and steps:
        steps.pop()
    elif what == "field" and steps:
        steps[-1].field = text[:-1]
    elif what == "position" and steps:
        steps[-1].field = "(position)"
    elif what == "comma" and steps and not steps[-1].name:
        steps[-1].index += 1

"""Reads any text as Python 2.7 to 3.15 and never gives up: wrong places are told, the rest is read.

>>> from antivenom import parse
>>> tree = parse.tree("def f(x):\\n    return g(x\\n")
>>> [call.text for call in tree.walk("Call")]
['g(x']
>>> tree.errors[0].start.line
2

Nothing is imported or run. Nodes are handles, made when they are asked for.
"""

from __future__ import annotations

from typing import Final

from antivenom import _parse
from antivenom._errors import InvalidError, TooMuchError
from antivenom._parse import Node, Token, Tokens, Tree, tokens, tree
from antivenom._places import Comment, Feature, Position, Problem

__all__ = [
    "KINDS",
    "VERSIONS",
    "Comment",
    "Feature",
    "InvalidError",
    "Node",
    "Position",
    "Problem",
    "Token",
    "Tokens",
    "TooMuchError",
    "Tree",
    "tokens",
    "tree",
]

KINDS: Final[tuple[str, ...]] = _parse.kinds()
"""The kinds of nodes."""

VERSIONS: Final[tuple[str, ...]] = _parse.versions()
"""What ``Tree.dump(as_=...)`` takes."""

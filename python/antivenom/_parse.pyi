"""Native part of antivenom.parse."""

import os
from typing import Literal

import antivenom._places


class Tree:
    """The tree of a text. Never changes; any number of threads."""

    @property
    def text(self, /) -> str:
        """The source, decoded; a byte-order mark is not part of it."""

    @property
    def filename(self, /) -> str: ...

    @property
    def encoding(self) -> str:
        """What bytes were decoded from; "utf-8" for a str."""

    @property
    def errors(self, /) -> tuple[antivenom._places.Problem, ...]:
        """Where the text is no Python, or no text, by place."""

    @property
    def comments(self, /) -> tuple[antivenom._places.Comment, ...]: ...

    @property
    def root(self, /) -> Node:
        """The Module, which spans the whole text."""

    def walk(self, *kinds: str) -> Walk:
        """As root.walk()."""

    @property
    def python(self, /) -> Literal[2, 3]:
        """As which Python the text was read, where 2 and 3 read differently."""

    @property
    def features(self, /) -> tuple[antivenom._places.Feature, ...]:
        """What not every version of Python reads, by place."""

    @property
    def since(self, /) -> tuple[int, int] | None:
        """The first version that has all these features, (3, 8); None: all have."""

    @property
    def until(self, /) -> tuple[int, int] | None:
        """
        The first version that no longer has all of them; None: the newest has.

        One that is not after since: no version reads the whole text.
        """

    def dump(self, as_: str | None = None) -> str:
        """
        The tree as `antivenom debug tree` prints it: one node a line.

        as_: one of VERSIONS ("cpython3.13"); then the text is what ast.dump(ast.parse(source), include_attributes=True) prints there. Raises InvalidError when that version does not read the source, which says where and why.
        """

class Node:
    """
    A handle on one node of a tree, which it keeps.

    Equal to every other handle on that node.
    """

    @property
    def kind(self, /) -> str:
        """One of KINDS: "Call"."""

    @property
    def flags(self, /) -> tuple[str, ...]:
        """What the kind leaves open: an operator, "async", "parenthesized"."""

    @property
    def children(self, /) -> tuple[Node, ...]:
        """In the order of the text; docs/parse.md lists those of each kind."""

    @property
    def parent(self, /) -> Node | None:
        """None for the root."""

    @property
    def tree(self, /) -> Tree: ...

    def walk(self, *kinds: str) -> Walk:
        """
        The node and all below it in the order of the text, parents first; of these kinds, when some are named. Raises InvalidError for a kind there is not.
        """

    @property
    def start(self, /) -> antivenom._places.Position:
        """Where it begins."""

    @property
    def end(self, /) -> antivenom._places.Position:
        """Behind its last character."""

    @property
    def text(self, /) -> str:
        """The source as written."""

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __repr__(self) -> str: ...

class Walk:
    """Nodes, one after the other."""

    def __iter__(self) -> Walk: ...

    def __next__(self) -> Node: ...

class Token:
    """A handle on one token, which keeps all of them."""

    @property
    def kind(self, /) -> str:
        """
        A keyword, operator or bracket itself; "name", "integer", "string", "end of line", "indentation" and the like.
        """

    @property
    def start(self, /) -> antivenom._places.Position:
        """Where it begins."""

    @property
    def end(self, /) -> antivenom._places.Position:
        """Behind its last character."""

    @property
    def text(self, /) -> str:
        """The source as written."""

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __repr__(self) -> str: ...

class TokenIterator:
    """Tokens, one after the other."""

    def __iter__(self) -> TokenIterator: ...

    def __next__(self) -> Token: ...

class Tokens:
    """
    The tokens of a text, the last of kind "end of file". Never changes; any number of threads.
    """

    @property
    def text(self, /) -> str:
        """The source, decoded; a byte-order mark is not part of it."""

    @property
    def filename(self, /) -> str: ...

    @property
    def encoding(self) -> str:
        """What bytes were decoded from; "utf-8" for a str."""

    @property
    def errors(self, /) -> tuple[antivenom._places.Problem, ...]:
        """Where the text is no Python, or no text, by place."""

    @property
    def comments(self, /) -> tuple[antivenom._places.Comment, ...]: ...

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> Token: ...

    def __iter__(self) -> TokenIterator: ...

def tree(source: str | bytes, filename: str | bytes | os.PathLike[str] = '<text>', *, python: Literal[2, 3] | None = None, max_bytes: int = 33554432) -> Tree:
    """
    Parse a text, whatever it is: what is no Python is in Tree.errors, and the rest is still read.

    source: a str, or bytes, decoded as Python decodes a file (byte-order mark, cookie, else UTF-8). filename: what to call it; nothing is opened. python: read what 2 and 3 read differently as this one does; None: the text decides. max_bytes: of UTF-8 or as given, 512 MiB at most.
    Raises TooMuchError for more bytes, InvalidError for other arguments. Releases the GIL from 4 KiB on.
    """

def tokens(source: str | bytes, filename: str | bytes | os.PathLike[str] = '<text>', *, python: Literal[2, 3] = 3, max_bytes: int = 33554432) -> Tokens:
    """Take a text apart; arguments and errors as for tree."""

def kinds() -> tuple[str, ...]: ...

def versions() -> tuple[str, ...]: ...

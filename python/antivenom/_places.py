"""Places in a text, and what antivenom.parse says of them."""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A place in a text: ``line`` and ``column`` count from 1, columns in characters.

    ``offset`` counts bytes of the text in UTF-8, from 0.
    """

    line: int
    column: int
    offset: int


class Problem(NamedTuple):
    """Where a text is no Python, or no text, and why."""

    start: Position
    end: Position
    message: str


class Comment(NamedTuple):
    """A comment, from its ``#`` to the end of the line."""

    start: Position
    end: Position
    text: str


class Feature(NamedTuple):
    """Something that not every version of Python reads, and where.

    ``since``: the first version that does. ``until``: the first that no longer does, or None.
    """

    start: Position
    what: str
    since: tuple[int, int]
    until: tuple[int, int] | None

"""Names of types, for code that imports them from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    ParamSpec,
    Protocol,
    TypeAlias,
    TypeVar,
    cast,
)

Serializable = int | str | float
R = TypeVar("R")
P = ParamSpec("P")

__all__ = [
    "TYPE_CHECKING",
    "Any",
    "Awaitable",
    "Callable",
    "ClassVar",
    "Counter",
    "Iterable",
    "Literal",
    "NamedTuple",
    "P",
    "ParamSpec",
    "Protocol",
    "R",
    "Serializable",
    "TypeAlias",
    "TypeVar",
    "cast",
]

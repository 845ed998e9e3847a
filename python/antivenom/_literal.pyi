"""Native part of antivenom.literal."""

from collections.abc import Iterable
from typing import Any


def loads(text: str | bytes, *, max_bytes: int = 1048576, max_depth: int = 100, max_items: int = 1048576, max_int_digits: int = 4300, max_string_bytes: int = 1048576, allow: Iterable[str] | None = None) -> Any:
    """
    Read one Python literal and return its value.

    Accepts what ast.literal_eval accepts, with the same value: None, True, False, ..., numbers,
    strings, bytes, tuples, lists, dictionaries, sets and set(), signs, and complex sums as 1+2j.
    Bytes are read as UTF-8.

    max_bytes, max_string_bytes: bytes of UTF-8, of the text and of one string in it.
    max_depth: open brackets at one time, 10000 at most.
    max_items: values, containers included. max_int_digits: digits of one integer, as written.
    allow: which of "set", "bytes", "complex", "ellipsis" are taken; None is all.

    Raises LiteralError, which says line and column. Holds the GIL, as it makes objects all the time.
    Source: The Python Language Reference, chapters 2 and 6.
    """

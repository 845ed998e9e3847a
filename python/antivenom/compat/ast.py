"""``ast`` with a native ``literal_eval``; everything else is the standard library's own.

>>> from antivenom.compat import ast
>>> ast.literal_eval("[1, 2]")
[1, 2]

Values and exceptions are those of the interpreter: what the native reader refuses, and every node,
is handed to the interpreter's own function, which says what is wrong in its own words. (Of what is
accepted, unknown escapes such as ``'\\d'`` give no warning here.) For text from outside use
:func:`antivenom.literal.loads`, which has limits and one exception.
"""

import ast as _ast
import sys as _sys
from ast import *  # noqa: F403
from typing import Any as _Any

from antivenom._errors import LiteralError as _LiteralError
from antivenom._literal import loads as _loads

_literal_eval = _ast.literal_eval
_DEPTH = 200  # brackets that CPython's tokenizer keeps open
_ANY = _sys.maxsize


def literal_eval(node_or_string: str | _ast.AST) -> _Any:  # type: ignore[no-redef]
    """Evaluate a literal, or a node that holds one.

    Raises what the interpreter's ``ast.literal_eval`` raises: ValueError, TypeError, SyntaxError,
    MemoryError, RecursionError.
    """
    if isinstance(node_or_string, str):
        try:
            return _loads(
                node_or_string,
                max_bytes=_ANY,
                max_depth=_DEPTH,
                max_items=_ANY,
                max_int_digits=_ANY,
                max_string_bytes=_ANY,
            )
        except _LiteralError:
            pass
    return _literal_eval(node_or_string)

"""Reads Python literals, and nothing but literals, about a hundred times as fast as ``ast``.

>>> from antivenom import literal
>>> literal.loads("{'name': 'Ada', 'born': (1815, 12, 10)}")
{'name': 'Ada', 'born': (1815, 12, 10)}

What :func:`ast.literal_eval` accepts is accepted, with the same value; nothing is run, imported or
looked up. Limits bound the work that a text may cause.
"""

from antivenom._errors import LiteralError
from antivenom._literal import loads

__all__ = ["LiteralError", "loads"]

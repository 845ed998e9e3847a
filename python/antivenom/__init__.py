"""Safe parts for Python: what ``antivenom scan`` tells you to use.

Each part is a module of its own and loads nothing but itself: ``import antivenom.literal``.
"""

from antivenom._errors import Error

__all__ = ["Error"]

"""Safe parts for Python, what ``antivenom scan`` tells you to use, and the scanner itself.

Each part is a module of its own and loads nothing but itself: ``import antivenom.literal``.
"""

from antivenom._errors import Error
from antivenom._version import __version__

__all__ = ["Error", "__version__"]

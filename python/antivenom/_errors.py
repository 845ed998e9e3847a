"""The exceptions of all parts: one tree, rooted at Error."""

from __future__ import annotations

from typing import Literal


class Error(Exception):
    """What every exception of antivenom's own derives from."""


class LimitError(Error):
    """Limits cannot be counted: wrong limits, no memory, a table that is not ours.

    Also raised at a hit, when a storage fails and ``on_error`` is ``"raise"``.
    """


class LiteralError(Error, ValueError):
    """A text is not a literal, or goes beyond a limit.

    ``line`` and ``column`` count from 1, columns in characters. ``reason`` is ``"malformed"``,
    ``"limit"`` or ``"refused"`` (a sort that ``allow`` leaves out).
    """

    line: int
    column: int
    reason: Literal["malformed", "limit", "refused"]

    def __init__(
        self,
        message: str,
        line: int = 1,
        column: int = 1,
        reason: Literal["malformed", "limit", "refused"] = "malformed",
    ) -> None:
        super().__init__(message, line, column, reason)
        self.line = line
        self.column = column
        self.reason = reason

    def __str__(self) -> str:
        return str(self.args[0])


class _Explained(Error):
    """An error with ``hint``, which says how to mend it, or is empty. Neither holds a secret."""

    hint: str

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.args[0]} ({self.hint})" if self.hint else str(self.args[0])

    def __reduce__(self) -> tuple[type[_Explained], tuple[str, str]]:
        return type(self), (self.args[0], self.hint)


class InvalidError(_Explained, ValueError):
    """An argument, an option or a file's content is wrong."""


class NotFoundError(_Explained, LookupError):
    """A file, variable, key or name is not there."""


class DeniedError(_Explained, PermissionError):
    """Permissions: the system refused, or a file is open to others."""


class TooMuchError(_Explained, ValueError):
    """Something is larger, or demands more, than the stated limit."""


class UnsupportedError(_Explained, ValueError):
    """Known, and not available here: an algorithm, a platform's feature."""


class FileError(_Explained, OSError):
    """Reading or writing failed, or a file changed while it was read."""


class InvalidToken(Error, ValueError):
    """A token was altered, is another key's, or is none: which of these is not told."""


class ExpiredToken(InvalidToken):
    """An authentic token that is older than its ``ttl``, or from the future."""

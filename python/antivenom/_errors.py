"""The exceptions of all parts: one tree, rooted at Error."""

from __future__ import annotations

from typing import Literal


class Error(Exception):
    """What every exception of antivenom's own derives from."""


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

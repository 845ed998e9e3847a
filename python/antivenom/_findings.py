"""What a scan tells: frozen values, with the names that docs/json.md explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["note", "low", "medium", "high"]
Confidence: TypeAlias = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file. All count from 1: ``column`` characters, ``column_utf16`` what editors do.

    ``cell``: of a notebook, in which ``line`` counts; ``file_line`` is the line of the file itself.
    Both are None elsewhere.
    """

    line: int
    column: int
    column_bytes: int
    column_utf16: int
    cell: int | None = None
    file_line: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a finding marks, or if ``shortened`` the part of it around the mark."""

    line: int
    text: str
    shortened: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Another place of the same file, and what is to be said of it."""

    message: str
    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a value's way from outside to where it does harm."""

    path: str
    start: Position
    end: Position
    message: str
    snippet: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """The comment that silences a finding; ``foreign``: it is another scanner's."""

    reason: str
    line: int
    foreign: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One result. Secrets in it are masked.

    ``trace``: of a finding that a value from outside leads to; ``more_sources`` lead there too.
    """

    rule: str
    id: str
    severity: Severity
    confidence: Confidence
    cwe: tuple[int, ...]
    path: str
    start: Position
    end: Position
    message: str
    mend: str
    fingerprint: str
    snippet: tuple[Line, ...]
    related: tuple[Note, ...]
    trace: tuple[Step, ...]
    more_sources: int
    silenced: Silence | None


@dataclass(frozen=True, slots=True)
class NotAnalysed:
    """A file of which nothing was analysed."""

    path: str
    reason: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class PartlyAnalysed:
    """A file with ``count`` places that are no Python or no text; ``remarks`` are the first few."""

    path: str
    count: int
    remarks: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A folder, or a file, that was not wanted."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that was hit: there was more than is told."""

    reason: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A function that was too much to follow values through to its end."""

    path: str
    function: str


@dataclass(frozen=True, slots=True)
class Calls:
    """How many calls of a sort there are in a file."""

    path: str
    calls: int


@dataclass(frozen=True, slots=True)
class Flow:
    """How far values were followed."""

    functions: int
    given_up: tuple[GivenUp, ...]
    unknown_calls: tuple[Calls, ...]
    dynamic_code: tuple[Calls, ...]
    cut_values: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over all files."""

    files: int
    analysed: int
    partly_analysed: int
    not_analysed: int
    lines: int
    bytes: int
    findings: int
    known: int
    silenced: int
    below_threshold: int
    foreign_comments: int

"""The scanner in this process: files and folders, or a text that an editor or a notebook holds.

>>> from antivenom import scan
>>> result = scan.text("import os\\nos.system(input())\\n", "job.py")
>>> [(finding.rule, finding.start.line) for finding in result.findings]
[('shell-command', 2)]

It tells what ``antivenom scan`` tells, with the same options, and starts no process.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from antivenom import _scan
from antivenom._errors import (
    DeniedError,
    FileError,
    InvalidError,
    NotFoundError,
    TooMuchError,
    UnsupportedError,
)
from antivenom._findings import (
    Calls,
    Confidence,
    Finding,
    Flow,
    GivenUp,
    LeftOut,
    Limit,
    Line,
    NotAnalysed,
    Note,
    PartlyAnalysed,
    Position,
    Severity,
    Silence,
    Step,
    Totals,
)

__all__ = [
    "Calls",
    "Confidence",
    "DeniedError",
    "FileError",
    "Finding",
    "Flow",
    "GivenUp",
    "InvalidError",
    "LeftOut",
    "Limit",
    "Line",
    "NotAnalysed",
    "NotFoundError",
    "Note",
    "Options",
    "PartlyAnalysed",
    "Position",
    "Result",
    "Revision",
    "Severity",
    "Silence",
    "Step",
    "TooMuchError",
    "Totals",
    "UnsupportedError",
    "paths",
    "text",
]

_Path: TypeAlias = str | bytes | os.PathLike[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of ``antivenom scan``; what is not given is as the project's configuration says.

    ``config`` is read instead of the project's, ``isolated`` reads none, nor versions that the
    project pins. ``rules`` and ``models`` are folders of your own. ``max_file_size`` takes bytes or
    a text such as ``"1 MiB"``. ``today`` is what ``until=`` in comments is compared with: the date
    in UTC. ``jobs``: threads, None for one a processor.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    exclude: Sequence[str] = ()
    rules: Sequence[_Path] = ()
    models: Sequence[_Path] = ()
    threats: Sequence[Literal["remote", "local", "library"]] = ()
    flow: bool = True
    min_severity: Severity | None = None
    min_confidence: Confidence | None = None
    fail_on: str | None = None
    strict: bool = False
    honor_nosec: bool = False
    markdown: bool = False
    max_file_size: int | str | None = None
    baseline: _Path | None = None
    config: _Path | None = None
    isolated: bool = False
    today: datetime.date | None = None
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """What is checked out: an address of the repository without user and password, and where."""

    repository: str
    commit: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """All of a scan. Frozen values, which may be pickled: to_json() and to_sarif() may not.

    ``known``: findings that the baseline has. ``silenced``: those that comments silence.
    ``settings``, ``known_from``: the files that configuration and baseline come from.
    ``exit_code``: what the command would end with. ``is_complete``: nothing was passed over but what
    is in ``left_out``.
    """

    findings: tuple[Finding, ...]
    known: tuple[Finding, ...]
    silenced: tuple[Finding, ...]
    not_analysed: tuple[NotAnalysed, ...]
    partly_analysed: tuple[PartlyAnalysed, ...]
    left_out: tuple[LeftOut, ...]
    limits: tuple[Limit, ...]
    flow: Flow | None
    totals: Totals
    settings: str | None
    known_from: str | None
    today: datetime.date
    exit_code: int
    is_complete: bool
    _outcome: _scan.Outcome | None = field(default=None, repr=False, compare=False)

    def __reduce__(self) -> tuple[type[Result], tuple[object, ...]]:
        return Result, tuple(getattr(self, name) for name in self.__slots__[:-1])

    def to_json(self, *, silenced: bool = False) -> str:
        """The report of ``scan --format json`` (``--show-ignored``), the same bytes. Pure ASCII."""
        return self._written().json(silenced)

    def to_sarif(self, *, category: str = "", revision: Revision | None = None) -> str:
        """The report of ``scan --format sarif``, the same bytes. Pure ASCII.

        The command asks git for the revision, where the repository has a remote; this does not.
        """
        return self._written().sarif(category, revision)

    def _written(self) -> _scan.Outcome:
        if self._outcome is None:
            raise UnsupportedError(
                "a result that was pickled has no reports",
                "write them where the scan ran",
            )
        return self._outcome


def _result(outcome: _scan.Outcome) -> Result:
    return Result(
        findings=outcome.findings(),
        known=outcome.known(),
        silenced=outcome.silenced(),
        not_analysed=outcome.not_analysed(),
        partly_analysed=outcome.partly_analysed(),
        left_out=outcome.left_out(),
        limits=outcome.limits(),
        flow=outcome.flow(),
        totals=outcome.totals(),
        settings=outcome.settings(),
        known_from=outcome.known_from(),
        today=datetime.date.fromisoformat(outcome.today()),
        exit_code=outcome.exit_code(),
        is_complete=outcome.is_complete(),
        _outcome=outcome,
    )


_DEFAULTS = Options()


def paths(
    *paths: _Path,
    options: Options = _DEFAULTS,
    progress: Callable[[int, int], object] | None = None,
) -> Result:
    """Scan files, and Python files below folders; the project around them is read as well.

    ``progress(files done, files found)`` is called ten times a second; what it raises stops the
    scan, as Ctrl-C does. Relative paths are relative to the current folder. Raises NotFoundError
    for a path that is not there, InvalidError for an option or a configuration. Releases the GIL.
    """
    return _result(_scan.paths(paths, options, progress))


def text(
    source: str | bytes, filename: _Path | None = None, *, options: Options = _DEFAULTS
) -> Result:
    """Scan one text, which need not be a file: what an editor holds, with the name it has there.

    ``source``: bytes are decoded as those of a file are, a str is text already. ``filename``: says
    where the configuration is looked for, and whether the text is a notebook or a page of Markdown.
    What other files of the project define is not known. Raises as paths does, TooMuchError beyond
    ``max_file_size``, UnsupportedError for a notebook that is none. Releases the GIL.
    """
    return _result(_scan.text(source, filename, options))

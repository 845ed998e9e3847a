"""What a limiter knows of one request."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING, Any

import flask
from werkzeug.http import http_date, parse_date

from antivenom.compat.flask_limiter.constants import HeaderNames
from antivenom.compat.limits import RateLimitItem, WindowStats

if TYPE_CHECKING:
    from antivenom.compat.flask_limiter._definitions import RuntimeLimit
    from antivenom.compat.flask_limiter._extension import Limiter
    from antivenom.compat.flask_limiter._settings import Settings


class RequestLimit:
    """A limit, as it stands for the request at hand."""

    def __init__(
        self,
        extension: Limiter,
        limit: RateLimitItem,
        request_args: list[str],
        breached: bool,
        shared: bool,
    ) -> None:
        self.extension = extension
        self.limit = limit
        self.request_args = request_args
        #: The key that is counted.
        self.key = limit.key_for(*request_args)
        #: Whether the request went over it.
        self.breached = breached
        #: Whether other endpoints count on it too.
        self.shared = shared
        self._window: WindowStats | None = None

    @property
    def limiter(self) -> Any:
        """The strategy that counts."""
        return self.extension.limiter

    @property
    def window(self) -> WindowStats:
        """When the window is reset and what remains, as of the first time this is asked."""
        if self._window is None:
            self._window = self.limiter.get_window_stats(self.limit, *self.request_args)
        return self._window

    @property
    def reset_at(self) -> int:
        """The first whole second since 1970 at which the limit is as new."""
        return int(self.window[0] + 1)

    @property
    def remaining(self) -> int:
        """How much is left, this request taken off."""
        return self.window[1]


@dataclasses.dataclass
class State:
    """A limiter's notes on one request."""

    current: RequestLimit | None = None
    evaluated: list[RequestLimit] = dataclasses.field(default_factory=list)
    #: Limits that the response decides about, with what they are counted for.
    deferred: dict[RuntimeLimit, list[str]] = dataclasses.field(default_factory=dict)
    #: Default and application limits, which a request is counted for once.
    seen: set[RuntimeLimit] = dataclasses.field(default_factory=set)


def state_of(limiter: Limiter) -> State:
    """The limiter's notes on the request at hand; they end with the request."""
    request: Any = flask.request._get_current_object()  # type: ignore[attr-defined, unused-ignore]
    notes: dict[Limiter, State] = request.__dict__.setdefault("_antivenom_limiters", {})
    return notes.setdefault(limiter, State())


def write_headers(settings: Settings, response: flask.Response, limit: RequestLimit) -> None:
    """Say how a limit stands; a Retry-After that is there already may only become later."""
    names, headers = settings.headers, response.headers
    reset_at, remaining = limit.reset_at, limit.remaining
    headers.add(names[HeaderNames.LIMIT], str(limit.limit.amount))
    headers.add(names[HeaderNames.REMAINING], str(remaining))
    headers.add(names[HeaderNames.RESET], str(reset_at))
    again = max(reset_at, _seconds_since_1970(headers.get("Retry-After")))
    as_date = settings["retry_after"] == "http-date"
    value = http_date(again) if as_date else str(int(again - time.time()))
    headers[names[HeaderNames.RETRY_AFTER]] = value


def _seconds_since_1970(retry_after: str | None) -> int:
    """The time that a Retry-After is for; 0 when there is none that can be read."""
    if retry_after is None:
        return 0
    if retry_after.strip().isdecimal():
        return int(time.time()) + int(retry_after)
    date = parse_date(retry_after)
    return int(date.timestamp()) if date else 0

"""What a request over its limit raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.exceptions import TooManyRequests

if TYPE_CHECKING:
    from flask import Response

    from antivenom.compat.flask_limiter._definitions import RuntimeLimit


class RateLimitExceeded(TooManyRequests):
    """A request went over ``limit``; ``response``, when given, answers instead of a 429 page."""

    def __init__(self, limit: RuntimeLimit, response: Response | None = None) -> None:
        self.limit = limit
        message = limit.error_message
        text = message() if callable(message) else message
        super().__init__(description=text or str(limit.limit), response=response)

"""``limits`` with native counting: the peer's interface, change the import and keep the rest.

>>> from antivenom.compat import limits
>>> storage = limits.storage.storage_from_string("memory://")
>>> limiter = limits.strategies.MovingWindowRateLimiter(storage)
>>> limiter.hit(limits.parse("1/minute"), "user")
True
>>> limiter.hit(limits.parse("1/minute"), "user")
False

What differs: memory is bounded (65536 keys; ``storage_from_string("memory://", capacity=...)``), no
thread runs beside, and ``"shm://name"`` is a storage that all processes of a user share. Redis and
other servers are not here yet. For new code see :mod:`antivenom.limit`.
"""

from antivenom.compat.limits import aio, storage, strategies
from antivenom.compat.limits.limits import (
    RateLimitItem,
    RateLimitItemPerDay,
    RateLimitItemPerHour,
    RateLimitItemPerMinute,
    RateLimitItemPerMonth,
    RateLimitItemPerSecond,
    RateLimitItemPerYear,
)
from antivenom.compat.limits.util import WindowStats, parse, parse_many

__all__ = [
    "RateLimitItem",
    "RateLimitItemPerDay",
    "RateLimitItemPerHour",
    "RateLimitItemPerMinute",
    "RateLimitItemPerMonth",
    "RateLimitItemPerSecond",
    "RateLimitItemPerYear",
    "WindowStats",
    "aio",
    "parse",
    "parse_many",
    "storage",
    "strategies",
]

#: The release of ``limits`` whose interface this is.
__version__ = "5.8.0"

"""Rate limits as objects: an amount for a number of seconds, minutes, hours, days or more."""

from __future__ import annotations

from collections.abc import Callable
from functools import total_ordering
from typing import Any, ClassVar, NamedTuple

from antivenom._limits import Item


def safe_string(value: bytes | str | float) -> str:
    """An identifier as text; bytes are UTF-8."""
    return value.decode() if isinstance(value, bytes) else str(value)


class Granularity(NamedTuple):
    """A unit of time."""

    seconds: int
    name: str


_DAY = 86400
#: The units; a month has 30 days and a year 12 such months, as the peer counts.
TIME_TYPES = {
    name: Granularity(seconds, name)
    for name, seconds in {
        "day": _DAY,
        "month": 30 * _DAY,
        "year": 360 * _DAY,
        "hour": 3600,
        "minute": 60,
        "second": 1,
    }.items()
}

#: Classes of limits by the name of their unit; a class that has a GRANULARITY enters itself.
GRANULARITIES: dict[str, type[RateLimitItem]] = {}


class RateLimitItemMeta(type):
    """Enters each class that has a unit of its own in :data:`GRANULARITIES`."""

    def __new__(cls, name: str, parents: tuple[type, ...], names: dict[str, Any]) -> Any:
        names.setdefault("__slots__", ())
        made: Any = super().__new__(cls, name, parents, names)
        if "GRANULARITY" in names:
            GRANULARITIES[made.GRANULARITY[1]] = made
        return made


@total_ordering
class RateLimitItem(Item, metaclass=RateLimitItemMeta):
    """An amount for a number (``multiples``) of units; ``namespace`` begins its keys."""

    GRANULARITY: ClassVar[Granularity]
    namespace: str
    amount: int
    multiples: int
    _seal: Callable[[], None]

    def __init__(
        self, amount: int, multiples: int | None = 1, namespace: str = "LIMITER"
    ) -> None:
        self.namespace = namespace
        self.amount = int(amount)
        self.multiples = int(multiples or 1)
        self._seconds, self._granularity = self.GRANULARITY
        self._seal()

    @classmethod
    def check_granularity_string(cls, granularity_string: str) -> bool:
        """Whether this is the unit's name, in one or many."""
        name = cls.GRANULARITY.name
        return granularity_string.lower() in (name, name + "s")

    def get_expiry(self) -> int:
        """Seconds that the limit is for."""
        return self.GRANULARITY.seconds * self.multiples

    def key_for(self, *identifiers: bytes | str | float) -> str:
        """The key that a storage counts under."""
        parts = (self.namespace, *identifiers, self.amount, self.multiples, self.GRANULARITY.name)
        return "/".join(map(safe_string, parts))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RateLimitItem):
            return False
        return (self.amount, self.multiples, self.GRANULARITY) == (
            other.amount,
            other.multiples,
            other.GRANULARITY,
        )

    def __lt__(self, other: RateLimitItem) -> bool:
        return self.GRANULARITY.seconds < other.GRANULARITY.seconds

    def __hash__(self) -> int:
        return hash((self.namespace, self.amount, self.multiples, self.GRANULARITY))

    def __repr__(self) -> str:
        return f"{self.amount} per {self.multiples} {self.GRANULARITY.name}"

    def __reduce__(self) -> tuple[type[RateLimitItem], tuple[int, int, str]]:
        return type(self), (self.amount, self.multiples, self.namespace)


class RateLimitItemPerYear(RateLimitItem):
    """So many per year."""

    GRANULARITY = TIME_TYPES["year"]


class RateLimitItemPerMonth(RateLimitItem):
    """So many per month."""

    GRANULARITY = TIME_TYPES["month"]


class RateLimitItemPerDay(RateLimitItem):
    """So many per day."""

    GRANULARITY = TIME_TYPES["day"]


class RateLimitItemPerHour(RateLimitItem):
    """So many per hour."""

    GRANULARITY = TIME_TYPES["hour"]


class RateLimitItemPerMinute(RateLimitItem):
    """So many per minute."""

    GRANULARITY = TIME_TYPES["minute"]


class RateLimitItemPerSecond(RateLimitItem):
    """So many per second."""

    GRANULARITY = TIME_TYPES["second"]

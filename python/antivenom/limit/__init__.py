"""Limits who may do how much in which time, and how many do something at one time.

>>> from antivenom.limit import Limiter
>>> limiter = Limiter()
>>> bool(limiter.hit("1/minute; 100/day", "login", "ada"))
True
>>> bool(limiter.hit("1/minute; 100/day", "login", "ada"))
False

Counts are exact under threads, processes and fork. ``Limiter("shm://name")`` counts for all
processes of a user on this machine. For web frameworks see :mod:`antivenom.limit.flask`,
:mod:`antivenom.limit.django` and :mod:`antivenom.limit.asgi`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Protocol

from antivenom import _limit
from antivenom._errors import LimitError
from antivenom._limit import Clients, Decision, Limit, remove_shared
from antivenom.limit._asynchronous import AsyncLimiter, AsyncStorage
from antivenom.limit._wait import Patience

__all__ = [
    "AsyncLimiter",
    "AsyncStorage",
    "Clients",
    "Decision",
    "Gate",
    "Limit",
    "LimitError",
    "Limiter",
    "Permit",
    "Storage",
    "remove_shared",
]


class Storage(Protocol):
    """What ``Limiter`` asks of a storage of yours, for example one on a server.

    Methods may raise anything: ``on_error`` of the limiter decides then. They are called by several
    threads at the same time.
    """

    def hit(self, limit: Limit, key: bytes, cost: int, /) -> Decision:
        """Take ``cost`` from what the key may do, if it is there."""

    def test(self, limit: Limit, key: bytes, cost: int, /) -> Decision:
        """Say what ``hit`` would, and take nothing."""

    def clear(self, limit: Limit, key: bytes, /) -> None:
        """Forget what the key did under the limit."""

    def reset(self) -> None:
        """Forget everything."""


class Limiter(_limit.Limiter):
    __doc__ = _limit.Limiter.__doc__

    def hit_or_wait(
        self,
        limit: str | Limit | Sequence[Limit],
        *identifiers: str | bytes | int,
        cost: int = 1,
        timeout: float | None = None,
    ) -> Decision:
        """:meth:`hit`, waiting until it is allowed, for ``timeout`` seconds at most (None: for ever).

        The decision refuses, at once, when waiting is of no use: the time is too short, ``cost`` is
        more than the limit ever allows, or the storage does not answer. Meanwhile nothing is taken,
        also of the first of several limits. Who waits for the same key is served in no order.
        """
        patience = Patience(timeout)
        while True:
            decision, pause = self._try(patience, limit, identifiers, cost)
            if pause is None:
                return decision
            time.sleep(pause)

    async def ahit_or_wait(
        self,
        limit: str | Limit | Sequence[Limit],
        *identifiers: str | bytes | int,
        cost: int = 1,
        timeout: float | None = None,
    ) -> Decision:
        """:meth:`hit_or_wait`, letting other coroutines run meanwhile."""
        patience = Patience(timeout)
        while True:
            decision, pause = self._try(patience, limit, identifiers, cost)
            if pause is None:
                return decision
            await asyncio.sleep(pause)

    def _try(
        self,
        patience: Patience,
        limit: str | Limit | Sequence[Limit],
        identifiers: tuple[str | bytes | int, ...],
        cost: int,
    ) -> tuple[Decision, float | None]:
        decision = self.test(limit, *identifiers, cost=cost)
        if decision:
            decision = self.hit(limit, *identifiers, cost=cost)
        return decision, patience.pause(decision, cost)


class Permit:
    """A place in a :class:`Gate`; false when there was none. Leave it with ``with``."""

    def __init__(self, gate: _limit.Gate, most: int, identifiers: tuple[str | bytes | int, ...]):
        self._gate = gate
        self._identifiers = identifiers
        self._allowed, self._id = gate.enter(most, *identifiers)

    def __bool__(self) -> bool:
        return self._allowed

    def leave(self) -> None:
        """Give the place back; more than once does nothing."""
        number, self._id = self._id, 0
        if number:
            self._gate.leave(number, *self._identifiers)

    def __enter__(self) -> Permit:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.leave()

    def __del__(self) -> None:
        if getattr(self, "_id", 0):
            self.leave()


class Gate:
    """Bounds how many do something at one time.

    storage: ``"memory://"`` or ``"shm://name"``, as for :class:`Limiter`; places of a process that
    ended, even by ``kill -9``, come back. capacity: keys that have somebody inside. on_full:
    ``"deny"`` or ``"allow"`` a key beyond them.

    >>> gate = Gate()
    >>> with gate.enter(2, "report", "ada") as permit:
    ...     bool(permit), gate.taken("report", "ada")
    (True, 1)
    """

    def __init__(
        self, storage: str = "memory://", *, capacity: int = 4096, on_full: str = "deny"
    ) -> None:
        self._gate = _limit.Gate(storage, capacity, on_full)

    def enter(self, most: int, *identifiers: str | bytes | int) -> Permit:
        """Take one of ``most`` places (65535 at most) of the identifiers."""
        return Permit(self._gate, most, identifiers)

    def enter_or_wait(
        self, most: int, *identifiers: str | bytes | int, timeout: float | None = None
    ) -> Permit:
        """:meth:`enter`, waiting for a place, ``timeout`` seconds at most (None: for ever).

        The permit is false when there was none in time. A place that comes back is seen within
        50 ms; who waits is served in no order.
        """
        for pause in Patience(timeout).pauses():
            permit = self.enter(most, *identifiers)
            if permit:
                return permit
            time.sleep(pause)
        return self.enter(most, *identifiers)

    async def aenter_or_wait(
        self, most: int, *identifiers: str | bytes | int, timeout: float | None = None
    ) -> Permit:
        """:meth:`enter_or_wait`, letting other coroutines run meanwhile."""
        for pause in Patience(timeout).pauses():
            permit = self.enter(most, *identifiers)
            if permit:
                return permit
            await asyncio.sleep(pause)
        return self.enter(most, *identifiers)

    def taken(self, *identifiers: str | bytes | int) -> int:
        """How many places are taken now."""
        return self._gate.taken(*identifiers)

"""Limits counted by a storage whose methods are awaited, for example one on a server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal, Protocol

from antivenom._errors import LimitError
from antivenom._limit import Decision, Limit, failed_decision, key_of
from antivenom.limit._wait import Patience


class AsyncStorage(Protocol):
    """What :class:`AsyncLimiter` asks of a storage; as :class:`Storage`, with coroutines."""

    async def hit(self, limit: Limit, key: bytes, cost: int, /) -> Decision:
        """Take ``cost`` from what the key may do, if it is there."""

    async def test(self, limit: Limit, key: bytes, cost: int, /) -> Decision:
        """Say what ``hit`` would, and take nothing."""

    async def clear(self, limit: Limit, key: bytes, /) -> None:
        """Forget what the key did under the limit."""

    async def reset(self) -> None:
        """Forget everything."""


def _limits(limit: str | Limit | Sequence[Limit]) -> Sequence[Limit]:
    if isinstance(limit, Limit):
        return (limit,)
    limits = Limit.parse(limit) if isinstance(limit, str) else limit
    if not limits:
        raise LimitError("there is no limit in the list")
    return limits


class AsyncLimiter:
    """As :class:`Limiter`, over a storage whose methods are awaited.

    timeout: seconds that the storage has to answer. on_error: ``"deny"``, ``"allow"`` or
    ``"raise"`` (LimitError, with its cause) when it does not, or raises. Keys are those of a
    :class:`Limiter`, so that both may count in one place.
    """

    def __init__(
        self,
        storage: AsyncStorage,
        *,
        timeout: float = 1.0,
        on_error: Literal["deny", "allow", "raise"] = "deny",
    ) -> None:
        if on_error not in ("deny", "allow", "raise"):
            raise LimitError("on_error is one of deny, allow, raise")
        self._storage = storage
        self._timeout = timeout
        self._on_error = on_error

    async def hit(
        self, limit: str | Limit | Sequence[Limit], *identifiers: str | bytes | int, cost: int = 1
    ) -> Decision:
        """Take ``cost`` from what the identifiers may do, if it is there.

        Every one of several limits must allow; those before the first that refuses have counted.
        """
        return await self._decide(self._storage.hit, limit, identifiers, cost)

    async def test(
        self, limit: str | Limit | Sequence[Limit], *identifiers: str | bytes | int, cost: int = 1
    ) -> Decision:
        """Say what hit would, and take nothing."""
        return await self._decide(self._storage.test, limit, identifiers, cost)

    async def hit_or_wait(
        self,
        limit: str | Limit | Sequence[Limit],
        *identifiers: str | bytes | int,
        cost: int = 1,
        timeout: float | None = None,
    ) -> Decision:
        """:meth:`hit`, waiting until it is allowed; as :meth:`Limiter.ahit_or_wait`."""
        patience = Patience(timeout)
        while True:
            decision = await self.test(limit, *identifiers, cost=cost)
            if decision:
                decision = await self.hit(limit, *identifiers, cost=cost)
            pause = patience.pause(decision, cost)
            if pause is None:
                return decision
            await asyncio.sleep(pause)

    async def clear(
        self, limit: str | Limit | Sequence[Limit], *identifiers: str | bytes | int
    ) -> None:
        """Forget what the identifiers did under a limit. Raises what the storage raises."""
        for one in _limits(limit):
            await self._storage.clear(one, key_of(*identifiers))

    async def reset(self) -> None:
        """Forget everything of everybody. Raises what the storage raises."""
        await self._storage.reset()

    async def _decide(
        self,
        ask: Callable[[Limit, bytes, int], Awaitable[Decision]],
        limit: str | Limit | Sequence[Limit],
        identifiers: tuple[str | bytes | int, ...],
        cost: int,
    ) -> Decision:
        key, decisions = key_of(*identifiers), []
        for one in _limits(limit):
            decision = await self._answer(ask, one, key, cost)
            if not decision:
                return decision
            decisions.append(decision)
        return min(decisions, key=lambda decision: decision.remaining)

    async def _answer(
        self,
        ask: Callable[[Limit, bytes, int], Awaitable[Decision]],
        limit: Limit,
        key: bytes,
        cost: int,
    ) -> Decision:
        try:
            decision = await asyncio.wait_for(ask(limit, key, cost), self._timeout)
            if isinstance(decision, Decision):
                return decision
            raise TypeError("the storage gave no decision")
        except Exception as error:
            if self._on_error == "raise":
                raise LimitError("the storage failed, nothing was decided") from error
            return failed_decision(limit, self._on_error == "allow")

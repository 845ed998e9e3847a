"""Strategies over a storage with awaitable methods."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import Any

from antivenom.compat.limits.aio.storage.base import Storage
from antivenom.compat.limits.limits import RateLimitItem
from antivenom.compat.limits.strategies import _require, _sliding_stats, _weighted
from antivenom.compat.limits.util import WindowStats


class RateLimiter(ABC):
    """What every strategy has."""

    def __init__(self, storage: Any) -> None:
        assert isinstance(storage, Storage)
        self.storage: Any = storage

    @abstractmethod
    async def hit(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Consume the rate limit: True if ``cost`` could be taken without exceeding it."""

    @abstractmethod
    async def test(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Whether a hit of ``cost`` would be allowed."""

    @abstractmethod
    async def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """When the window is reset, and what remains of it."""

    async def clear(self, item: RateLimitItem, *identifiers: str) -> None:
        """Forget what the identifiers did."""
        await self.storage.clear(item.key_for(*identifiers))


class FixedWindowRateLimiter(RateLimiter):
    """A window begins with its first hit and counts until its end."""

    async def hit(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Consume the rate limit: True if ``cost`` could be taken without exceeding it."""
        key = item.key_for(*identifiers)
        count = await self.storage.incr(key, item.get_expiry(), amount=cost)
        return bool(count <= item.amount)

    async def test(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Whether a hit of ``cost`` would be allowed."""
        return bool(await self.storage.get(item.key_for(*identifiers)) + cost <= item.amount)

    async def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """When the window is reset, and what remains of it."""
        key = item.key_for(*identifiers)
        remaining = max(0, item.amount - await self.storage.get(key))
        return WindowStats(await self.storage.get_expiry(key), remaining)


class MovingWindowRateLimiter(RateLimiter):
    """Every hit counts for the whole period after it."""

    def __init__(self, storage: Any) -> None:
        _require(storage, "moving window", "acquire_entry", "get_moving_window")
        super().__init__(storage)

    async def hit(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Consume the rate limit: True if ``cost`` could be taken without exceeding it."""
        key = item.key_for(*identifiers)
        return bool(
            await self.storage.acquire_entry(key, item.amount, item.get_expiry(), amount=cost)
        )

    async def _window(
        self, item: RateLimitItem, identifiers: tuple[str, ...]
    ) -> tuple[float, int]:
        window: tuple[float, int] = await self.storage.get_moving_window(
            item.key_for(*identifiers), item.amount, item.get_expiry()
        )
        return window

    async def test(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Whether a hit of ``cost`` would be allowed."""
        return (await self._window(item, identifiers))[1] + cost <= item.amount

    async def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """When the oldest hit no longer counts, and what remains."""
        oldest, count = await self._window(item, identifiers)
        return WindowStats(oldest + item.get_expiry(), item.amount - count)


class SlidingWindowCounterRateLimiter(RateLimiter):
    """Two windows are counted, the older one weighted by what it still overlaps."""

    def __init__(self, storage: Any) -> None:
        _require(
            storage,
            "sliding window counter",
            "acquire_sliding_window_entry",
            "get_sliding_window",
        )
        super().__init__(storage)

    async def hit(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Consume the rate limit: True if ``cost`` could be taken without exceeding it."""
        return bool(
            await self.storage.acquire_sliding_window_entry(
                item.key_for(*identifiers), item.amount, item.get_expiry(), cost
            )
        )

    async def _window(
        self, item: RateLimitItem, identifiers: tuple[str, ...]
    ) -> tuple[int, float, int, float]:
        window: tuple[int, float, int, float] = await self.storage.get_sliding_window(
            item.key_for(*identifiers), item.get_expiry()
        )
        return window

    async def test(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Whether a hit of ``cost`` would be allowed."""
        return _weighted(item, await self._window(item, identifiers)) < item.amount - cost + 1

    async def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """When the next hit no longer counts, and what remains."""
        return _sliding_stats(item, await self._window(item, identifiers), time.time())

    async def clear(self, item: RateLimitItem, *identifiers: str) -> None:
        """Forget what the identifiers did."""
        await self.storage.clear_sliding_window(item.key_for(*identifiers), item.get_expiry())


KnownStrategy = (
    type[SlidingWindowCounterRateLimiter]
    | type[FixedWindowRateLimiter]
    | type[MovingWindowRateLimiter]
)

#: Strategies by name.
STRATEGIES: dict[str, KnownStrategy] = {
    "sliding-window-counter": SlidingWindowCounterRateLimiter,
    "fixed-window": FixedWindowRateLimiter,
    "moving-window": MovingWindowRateLimiter,
}

"""Strategies over a storage. With a native one, ``hit`` is one call into native code."""

from __future__ import annotations

import time
from abc import ABCMeta, abstractmethod
from math import floor, inf
from typing import Any

from antivenom._limits import FixedWindow, MovingWindow, SlidingWindow
from antivenom.compat.limits.limits import RateLimitItem
from antivenom.compat.limits.storage.base import Storage
from antivenom.compat.limits.storage.memory import _NativeStorage
from antivenom.compat.limits.util import WindowStats


class RateLimiter(metaclass=ABCMeta):
    """What every strategy has."""

    _accounts: Any = None

    def __init__(self, storage: Any) -> None:
        assert isinstance(storage, Storage)
        self.storage = storage

    @property
    def storage(self) -> Any:
        """Where it counts."""
        return self._storage

    @storage.setter
    def storage(self, storage: Any) -> None:
        self._storage = storage
        self._accounts = storage._accounts if isinstance(storage, _NativeStorage) else None

    @abstractmethod
    def hit(self, item: RateLimitItem, /, *identifiers: str, cost: int = 1) -> bool:
        """Consume the rate limit: True if ``cost`` could be taken without exceeding it."""

    @abstractmethod
    def test(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Whether a hit of ``cost`` would be allowed."""

    @abstractmethod
    def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """When the window is reset, and what remains of it."""

    def clear(self, item: RateLimitItem, *identifiers: str) -> None:
        """Forget what the identifiers did."""
        self.storage.clear(item.key_for(*identifiers))


def _require(storage: Any, strategy: str, *methods: str) -> None:
    if not all(hasattr(storage, name) for name in methods):
        raise NotImplementedError(f"{strategy} is not implemented for {type(storage).__name__}")


class FixedWindowRateLimiter(FixedWindow, RateLimiter):
    """A window begins with its first hit and counts until its end."""

    def _hit(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        count = self.storage.incr(item.key_for(*identifiers), item.get_expiry(), amount=cost)
        return bool(count <= item.amount)

    def test(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Whether a hit of ``cost`` would be allowed."""
        return bool(self.storage.get(item.key_for(*identifiers)) + cost <= item.amount)

    def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """When the window is reset, and what remains of it."""
        key = item.key_for(*identifiers)
        remaining = max(0, item.amount - self.storage.get(key))
        return WindowStats(self.storage.get_expiry(key), remaining)


class MovingWindowRateLimiter(MovingWindow, RateLimiter):
    """Every hit counts for the whole period after it."""

    def __init__(self, storage: Any) -> None:
        _require(storage, "moving window", "acquire_entry", "get_moving_window")
        super().__init__(storage)

    def _hit(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        key = item.key_for(*identifiers)
        return bool(
            self.storage.acquire_entry(key, item.amount, item.get_expiry(), amount=cost)
        )

    def _window(self, item: RateLimitItem, identifiers: tuple[str, ...]) -> tuple[float, int]:
        window: tuple[float, int] = self.storage.get_moving_window(
            item.key_for(*identifiers), item.amount, item.get_expiry()
        )
        return window

    def test(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Whether a hit of ``cost`` would be allowed."""
        return self._window(item, identifiers)[1] + cost <= item.amount

    def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """When the oldest hit no longer counts, and what remains."""
        oldest, count = self._window(item, identifiers)
        return WindowStats(oldest + item.get_expiry(), item.amount - count)


def _weighted(item: RateLimitItem, window: tuple[int, float, int, float]) -> float:
    previous, seconds, current, _ = window
    return previous * seconds / item.get_expiry() + current


def _sliding_stats(
    item: RateLimitItem, window: tuple[int, float, int, float], now: float
) -> WindowStats:
    previous, previous_seconds, current, current_seconds = window
    expiry = item.get_expiry()
    waits = [inf]
    if previous:
        waits.append(previous_seconds % (expiry / previous))
    if current:
        waits.append(current_seconds % expiry)
    wait = min(waits) if previous or current else 0
    return WindowStats(now + wait, max(0, item.amount - floor(_weighted(item, window))))


class SlidingWindowCounterRateLimiter(SlidingWindow, RateLimiter):
    """Two windows are counted, the older one weighted by what it still overlaps."""

    def __init__(self, storage: Any) -> None:
        _require(
            storage,
            "sliding window counter",
            "acquire_sliding_window_entry",
            "get_sliding_window",
        )
        super().__init__(storage)

    def _hit(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        return bool(
            self.storage.acquire_sliding_window_entry(
                item.key_for(*identifiers), item.amount, item.get_expiry(), cost
            )
        )

    def _window(
        self, item: RateLimitItem, identifiers: tuple[str, ...]
    ) -> tuple[int, float, int, float]:
        window: tuple[int, float, int, float] = self.storage.get_sliding_window(
            item.key_for(*identifiers), item.get_expiry()
        )
        return window

    def test(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Whether a hit of ``cost`` would be allowed."""
        return _weighted(item, self._window(item, identifiers)) < item.amount - cost + 1

    def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """When the next hit no longer counts, and what remains."""
        return _sliding_stats(item, self._window(item, identifiers), time.time())

    def clear(self, item: RateLimitItem, *identifiers: str) -> None:
        """Forget what the identifiers did."""
        self.storage.clear_sliding_window(item.key_for(*identifiers), item.get_expiry())


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

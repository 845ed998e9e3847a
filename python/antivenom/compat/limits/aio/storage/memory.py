"""Counting in memory, with awaitable methods."""

from __future__ import annotations

from typing import Any

from antivenom.compat.limits.aio.storage.base import (
    MovingWindowSupport,
    SlidingWindowCounterSupport,
    Storage,
)
from antivenom.compat.limits.storage import memory
from antivenom.compat.limits.storage.base import TimestampedSlidingWindow


class _NativeStorage(
    Storage, MovingWindowSupport, SlidingWindowCounterSupport, TimestampedSlidingWindow
):
    def __init__(self, within: memory._NativeStorage, wrap_exceptions: bool) -> None:
        super().__init__(wrap_exceptions=wrap_exceptions)
        self._within = within

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """What the storage raises of its own."""
        return ValueError

    async def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to a counter, which a new one ends ``expiry`` seconds later; the count."""
        return self._within.incr(key, expiry, amount)

    async def decr(self, key: str, amount: int = 1) -> int:
        """Take from a counter, down to 0; the count."""
        return self._within.decr(key, amount)

    async def get(self, key: str) -> int:
        """The count."""
        return self._within.get(key)

    async def get_expiry(self, key: str) -> float:
        """When the counter ends, in seconds since 1970; now, when there is none."""
        return self._within.get_expiry(key)

    async def clear(self, key: str) -> None:
        """Forget a key's counter and hits."""
        self._within.clear(key)

    async def acquire_entry(self, key: str, limit: int, expiry: float, amount: int = 1) -> bool:
        """Remember ``amount`` hits, if there are no more than ``limit`` in ``expiry`` seconds."""
        return self._within.acquire_entry(key, limit, expiry, amount)

    async def get_moving_window(self, key: str, limit: int, expiry: float) -> tuple[float, int]:
        """When the oldest hit was (now, when there is none), and how many there are."""
        return self._within.get_moving_window(key, limit, expiry)

    async def acquire_sliding_window_entry(
        self, key: str, limit: int, expiry: float, amount: int = 1
    ) -> bool:
        """Count ``amount`` hits, if the weighted count stays within ``limit``."""
        return self._within.acquire_sliding_window_entry(key, limit, expiry, amount)

    async def get_sliding_window(self, key: str, expiry: float) -> tuple[int, float, int, float]:
        """Count and seconds to live of the previous window, then of the current one."""
        return self._within.get_sliding_window(key, expiry)

    async def clear_sliding_window(self, key: str, expiry: float) -> None:
        """Forget both windows."""
        self._within.clear_sliding_window(key, expiry)

    async def check(self) -> bool:
        """Always true."""
        return True

    async def reset(self) -> int | None:
        """Forget everything; how many keys there were."""
        return self._within.reset()


class MemoryStorage(_NativeStorage):
    """Counts in this process."""

    STORAGE_SCHEME = ["async+memory"]

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any
    ) -> None:
        super().__init__(memory.MemoryStorage(**options), wrap_exceptions)


class SharedMemoryStorage(_NativeStorage):
    """Counts in memory that this user's processes share: ``async+shm://name``."""

    STORAGE_SCHEME = ["async+shm"]

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: Any) -> None:
        within = memory.SharedMemoryStorage(uri.removeprefix("async+"), **options)
        super().__init__(within, wrap_exceptions)

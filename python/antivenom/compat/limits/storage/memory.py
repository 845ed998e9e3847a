"""Counting in this process's memory, or in memory that processes share."""

from __future__ import annotations

from typing import Any

from antivenom._limits import Accounts
from antivenom.compat.limits.storage.base import (
    MovingWindowSupport,
    SlidingWindowCounterSupport,
    Storage,
    TimestampedSlidingWindow,
)

_CAPACITY = 65536
_HIT_METHODS = ("incr", "acquire_entry", "acquire_sliding_window_entry")


class _NativeStorage(
    Storage, MovingWindowSupport, SlidingWindowCounterSupport, TimestampedSlidingWindow
):
    """Native accounts. Strategies ask them directly, unless one of the methods was replaced."""

    _accounts: Accounts

    def __init__(self, accounts: Accounts, wrap_exceptions: bool) -> None:
        super().__init__(wrap_exceptions=wrap_exceptions)
        accounts.is_plain = all(
            getattr(type(self), name) is getattr(_NativeStorage, name) for name in _HIT_METHODS
        )
        self._accounts = accounts

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _HIT_METHODS:
            self._accounts.is_plain = False
        super().__setattr__(name, value)

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """What the storage raises of its own."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to a counter, which a new one ends ``expiry`` seconds later; the count."""
        return self._accounts.incr(key, expiry, amount)

    def decr(self, key: str, amount: int = 1) -> int:
        """Take from a counter, down to 0; the count."""
        return self._accounts.decr(key, amount)

    def get(self, key: str) -> int:
        """The count."""
        return self._accounts.get(key)

    def get_expiry(self, key: str) -> float:
        """When the counter ends, in seconds since 1970; now, when there is none."""
        return self._accounts.get_expiry(key)

    def clear(self, key: str) -> None:
        """Forget a key's counter and hits."""
        self._accounts.clear(key)

    def acquire_entry(self, key: str, limit: int, expiry: float, amount: int = 1) -> bool:
        """Remember ``amount`` hits, if there are no more than ``limit`` in ``expiry`` seconds."""
        return self._accounts.acquire_entry(key, limit, expiry, amount)

    def get_moving_window(self, key: str, limit: int, expiry: float) -> tuple[float, int]:
        """When the oldest hit was (now, when there is none), and how many there are."""
        return self._accounts.get_moving_window(key, expiry)

    def acquire_sliding_window_entry(
        self, key: str, limit: int, expiry: float, amount: int = 1
    ) -> bool:
        """Count ``amount`` hits, if the weighted count stays within ``limit``."""
        return self._accounts.acquire_sliding(key, limit, expiry, amount)

    def get_sliding_window(self, key: str, expiry: float) -> tuple[int, float, int, float]:
        """Count and seconds to live of the previous window, then of the current one."""
        return self._accounts.get_sliding(key, expiry)

    def clear_sliding_window(self, key: str, expiry: float) -> None:
        """Forget both windows."""
        self._accounts.clear_sliding(key)

    def check(self) -> bool:
        """Always true."""
        return True

    def reset(self) -> int | None:
        """Forget everything; how many keys there were."""
        return self._accounts.reset()


class MemoryStorage(_NativeStorage):
    """Counts in this process. ``capacity`` bounds the keys; a blocked one is never forgotten."""

    STORAGE_SCHEME = ["memory"]

    def __init__(
        self,
        uri: str | None = None,
        wrap_exceptions: bool = False,
        capacity: int = _CAPACITY,
        **_: Any,
    ) -> None:
        super().__init__(Accounts(None, capacity), wrap_exceptions)

    def __getstate__(self) -> dict[str, Any]:
        state = self.__dict__.copy()
        state["_accounts"] = self._accounts.copy()
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__dict__["_accounts"] = Accounts.restore(state["_accounts"])


class SharedMemoryStorage(_NativeStorage):
    """Counts in memory that this user's processes on this machine share: ``shm://name``."""

    STORAGE_SCHEME = ["shm"]

    def __init__(
        self, uri: str, wrap_exceptions: bool = False, capacity: int = _CAPACITY, **_: Any
    ) -> None:
        name = "/" + uri.removeprefix("shm://").lstrip("/")
        super().__init__(Accounts(name + "-limits", capacity), wrap_exceptions)

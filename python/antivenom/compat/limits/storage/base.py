"""What a storage must have, for each sort of counting."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any, ParamSpec, TypeVar

from antivenom.compat.limits._storage_scheme import StorageRegistry
from antivenom.compat.limits.errors import StorageError
from antivenom.compat.limits.util import LazyDependency

P = ParamSpec("P")
R = TypeVar("R")


def _wrapping(method: Callable[P, R]) -> Callable[P, R]:
    """A method that raises StorageError for the storage's own errors, where asked for."""
    if getattr(method, "_wraps_errors", False):
        return method

    @functools.wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        storage: Any = args[0]
        try:
            return method(*args, **kwargs)
        except storage.base_exceptions as error:
            if storage.wrap_exceptions:
                raise StorageError(error) from error
            raise

    call._wraps_errors = True  # type: ignore[attr-defined]
    return call


def _wrap(cls: type, names: Iterable[str]) -> None:
    for name in names:
        if name in cls.__dict__:
            setattr(cls, name, _wrapping(cls.__dict__[name]))


class Storage(LazyDependency, metaclass=StorageRegistry):
    """A storage of counters. Derive from it to write one."""

    STORAGE_SCHEME: list[str] | None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _wrap(cls, ("incr", "get", "get_expiry", "check", "reset", "clear"))

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, **options: float | str | bool
    ) -> None:
        super().__init__()
        self.wrap_exceptions = wrap_exceptions

    @property
    @abstractmethod
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """What the storage raises of its own."""

    @abstractmethod
    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a counter, which a new one ends ``expiry`` seconds later; the count."""

    @abstractmethod
    def get(self, key: str) -> int:
        """The count."""

    @abstractmethod
    def get_expiry(self, key: str) -> float:
        """When the counter ends, in seconds since 1970."""

    @abstractmethod
    def check(self) -> bool:
        """Whether the storage answers."""

    @abstractmethod
    def reset(self) -> int | None:
        """Forget everything; how many keys there were, where that is known."""

    @abstractmethod
    def clear(self, key: str) -> None:
        """Forget a key."""


class MovingWindowSupport(ABC):
    """A storage that remembers each hit."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _wrap(cls, ("acquire_entry", "get_moving_window"))

    @abstractmethod
    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Remember ``amount`` hits, if there are no more than ``limit`` in ``expiry`` seconds."""

    @abstractmethod
    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the oldest hit was, and how many there are."""


class SlidingWindowCounterSupport(ABC):
    """A storage that counts two windows."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _wrap(cls, ("acquire_sliding_window_entry", "get_sliding_window", "clear_sliding_window"))

    @abstractmethod
    def acquire_sliding_window_entry(
        self, key: str, limit: int, expiry: int, amount: int = 1
    ) -> bool:
        """Count ``amount`` hits, if the weighted count stays within ``limit``."""

    @abstractmethod
    def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        """Count and seconds to live of the previous window, then of the current one."""

    @abstractmethod
    def clear_sliding_window(self, key: str, expiry: int) -> None:
        """Forget both windows."""


class TimestampedSlidingWindow:
    """A storage whose windows begin at multiples of their length."""

    @classmethod
    def sliding_window_keys(cls, key: str, expiry: int, at: float) -> tuple[str, str]:
        """Keys of the previous and the current window at a time."""
        return f"{key}/{int((at - expiry) / expiry)}", f"{key}/{int(at / expiry)}"

"""Runs long native work in threads of our own, so that coroutines can wait for it."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

# More threads than processors: several bcrypts share one, and files wait for disks.
_THREADS = 8 * (os.cpu_count() or 1)

_lock = threading.Lock()
_pool: ThreadPoolExecutor | None = None


def _forget() -> None:
    """A forked child has none of the parent's threads."""
    global _lock, _pool
    _lock = threading.Lock()
    _pool = None


os.register_at_fork(after_in_child=_forget)


def _threads() -> ThreadPoolExecutor:
    global _pool
    with _lock:
        if _pool is None:
            _pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="antivenom")
        return _pool


async def in_thread(function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """``function(*args, **kwargs)`` in a thread of the pool."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads(), lambda: function(*args, **kwargs))

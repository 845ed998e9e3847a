"""Storages, and how to make one from its address."""

from __future__ import annotations

import urllib.parse
from typing import TYPE_CHECKING, Any, TypeAlias

from antivenom.compat.limits._storage_scheme import SCHEMES
from antivenom.compat.limits.errors import ConfigurationError
from antivenom.compat.limits.storage.base import (
    MovingWindowSupport,
    SlidingWindowCounterSupport,
    Storage,
)
from antivenom.compat.limits.storage.memory import MemoryStorage, SharedMemoryStorage

if TYPE_CHECKING:
    import antivenom.compat.limits.aio.storage

StorageTypes: TypeAlias = "Storage | antivenom.compat.limits.aio.storage.Storage"


class _Elsewhere:
    """A server's storage, which is not here yet: making one raises ConfigurationError."""

    def __init__(self, *args: Any, **options: Any) -> None:
        raise ConfigurationError(
            f"{type(self).__name__} is not part of antivenom yet; use memory:// or shm://name, or "
            "the limits package for this storage"
        )


class RedisStorage(_Elsewhere):
    """Not here yet."""


class RedisClusterStorage(_Elsewhere):
    """Not here yet."""


class RedisSentinelStorage(_Elsewhere):
    """Not here yet."""


class MemcachedStorage(_Elsewhere):
    """Not here yet."""


class MongoDBStorageBase(_Elsewhere):
    """Not here yet."""


class MongoDBStorage(MongoDBStorageBase):
    """Not here yet."""


SCHEMES.update(
    {
        scheme: cls
        for cls, schemes in {
            RedisStorage: "redis rediss redis+unix valkey valkeys valkey+unix",
            RedisClusterStorage: "redis+cluster valkey+cluster",
            RedisSentinelStorage: "redis+sentinel valkey+sentinel",
            MemcachedStorage: "memcached",
            MongoDBStorage: "mongodb mongodb+srv",
        }.items()
        for scheme in schemes.split()
    }
)


def storage_from_string(storage_string: str, **options: Any) -> Any:
    """The storage at an address: ``memory://``, ``shm://name``, ``async+memory://``.

    Raises ConfigurationError for a scheme that no storage has.
    """
    scheme = urllib.parse.urlparse(storage_string).scheme
    if scheme not in SCHEMES:
        raise ConfigurationError(f"unknown storage scheme : {storage_string}")
    return SCHEMES[scheme](storage_string, **options)


__all__ = [
    "MemcachedStorage",
    "MemoryStorage",
    "MongoDBStorage",
    "MongoDBStorageBase",
    "MovingWindowSupport",
    "RedisClusterStorage",
    "RedisSentinelStorage",
    "RedisStorage",
    "SharedMemoryStorage",
    "SlidingWindowCounterSupport",
    "Storage",
    "storage_from_string",
]

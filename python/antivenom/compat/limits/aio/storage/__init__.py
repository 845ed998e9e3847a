"""Storages with awaitable methods."""

from antivenom.compat.limits._storage_scheme import SCHEMES
from antivenom.compat.limits.aio.storage.base import (
    MovingWindowSupport,
    SlidingWindowCounterSupport,
    Storage,
)
from antivenom.compat.limits.aio.storage.memory import MemoryStorage, SharedMemoryStorage
from antivenom.compat.limits.storage import (
    MemcachedStorage,
    MongoDBStorage,
    RedisClusterStorage,
    RedisSentinelStorage,
    RedisStorage,
)

SCHEMES.update(
    {
        "async+" + scheme: cls
        for scheme, cls in list(SCHEMES.items())
        if cls.__module__ == "antivenom.compat.limits.storage"
    }
)

__all__ = [
    "MemcachedStorage",
    "MemoryStorage",
    "MongoDBStorage",
    "MovingWindowSupport",
    "RedisClusterStorage",
    "RedisSentinelStorage",
    "RedisStorage",
    "SharedMemoryStorage",
    "SlidingWindowCounterSupport",
    "Storage",
]

"""The same with awaitable methods. In memory nothing waits, so nothing runs elsewhere."""

from antivenom.compat.limits.aio import storage, strategies

__all__ = ["storage", "strategies"]

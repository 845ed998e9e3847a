"""Who asks, and what a function is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request


def get_remote_address() -> str:
    """The address of the request's peer; behind a proxy that is the proxy's own."""
    return request.remote_addr or "127.0.0.1"


def get_qualified_name(callable: Callable[..., Any]) -> str:
    """Module, name and qualified name of a function: views of classes differ only in the name."""
    return f"{callable.__module__}.{callable.__name__}.{callable.__qualname__}"

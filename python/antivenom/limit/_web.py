"""What the frameworks' doors have in common: whose a request is, and what its answer says."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypedDict

from antivenom._errors import LimitError
from antivenom.limit import AsyncLimiter, Clients, Decision, Limit, Limiter

Limits = str | Limit | Sequence[Limit]
BODY = "Too many requests; come again later.\n"


class Options(TypedDict, total=False):
    """Options that every framework's door takes."""

    strategy: str
    capacity: int
    on_full: str
    on_error: Literal["deny", "allow"]
    trusted: Sequence[str]
    field: Literal["x-forwarded-for", "forwarded"]
    ipv4_prefix: int
    ipv6_prefix: int
    headers: Literal["x", "ietf", "both", "none"]
    name: str


class Guard:
    """A limiter, and how clients and answers look on the wire."""

    def __init__(
        self,
        storage: Any,
        *,
        strategy: str = "gcra",
        capacity: int = 65536,
        on_full: str = "deny",
        on_error: str = "deny",
        trusted: Sequence[str] = (),
        field: str = "x-forwarded-for",
        ipv4_prefix: int = 32,
        ipv6_prefix: int = 64,
        headers: str = "x",
        name: str = "default",
    ) -> None:
        if isinstance(trusted, str):
            raise LimitError("trusted is a list of networks")
        conventions = {"x": ("x",), "ietf": ("ietf",), "both": ("x", "ietf"), "none": ()}
        if headers not in conventions:
            raise LimitError("headers is one of x, ietf, both, none")
        if on_error not in ("deny", "allow"):
            raise LimitError("on_error is one of deny, allow")
        self.limiter: Any = self._make(
            storage, strategy=strategy, capacity=capacity, on_full=on_full, on_error=on_error
        )
        self.field = field
        self._conventions: tuple[str, ...] = conventions[headers]
        self._name = name
        self._clients = Clients(
            list(trusted), field=field, ipv4_prefix=ipv4_prefix, ipv6_prefix=ipv6_prefix
        )

    @staticmethod
    def _make(storage: Any, **options: Any) -> Any:
        if _is_awaited(storage):
            raise LimitError("only ASGI applications count in a storage whose methods are awaited")
        return Limiter(storage, **options)

    def client(self, peer: str | None, forwarded: Iterable[str]) -> str:
        """The key of who asks."""
        return self._clients.key(peer or "", ",".join(forwarded))

    def fields(self, decision: Decision) -> dict[str, str]:
        """Header fields of the answer."""
        fields: dict[str, str] = {}
        for convention in self._conventions:
            fields.update(decision.headers(convention, self._name))
        if not decision and "Retry-After" not in fields:
            fields["Retry-After"] = dict(decision.headers())["Retry-After"]
        return fields


class AsyncGuard(Guard):
    """A guard whose storage may have methods that are awaited."""

    @staticmethod
    def _make(storage: Any, **options: Any) -> Any:
        if _is_awaited(storage):
            return AsyncLimiter(storage, on_error=options["on_error"])
        return Limiter(storage, **options)

    async def decide(self, limits: Limits, client: str) -> Decision:
        """Count a request."""
        answer = self.limiter.hit(limits, "", client)
        decision: Decision = await answer if inspect.isawaitable(answer) else answer
        return decision


def _is_awaited(storage: Any) -> bool:
    return inspect.iscoroutinefunction(getattr(storage, "hit", None))


def tighter(one: Decision | None, other: Decision) -> Decision:
    """Of two decisions about a request, the one its answer tells."""
    if one is None or not other:
        return other
    return other if one and other.remaining < one.remaining else one

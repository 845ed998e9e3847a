"""Rate limits for any ASGI application.

    from antivenom.limit.asgi import RateLimitMiddleware

    app = RateLimitMiddleware(app, "100/minute", storage="shm://shop", trusted=["10.0.0.0/8"])

A refused request is answered by 429 with Retry-After; a refused WebSocket is closed before it is
accepted (403). A decision takes about a microsecond, so the event loop does it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from antivenom.limit._web import BODY, AsyncGuard, Limits, Options

if TYPE_CHECKING:
    from typing_extensions import Unpack

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class RateLimitMiddleware:
    """Limits requests and WebSockets before they reach the application.

    limits: for each client over all paths; or a function of the connection's scope that gives
    limits, or None for none. storage: ``"shm://name"``, which all workers share; ``"memory://"``
    counts in each worker by itself; or an object as :class:`antivenom.limit.Storage` or
    :class:`antivenom.limit.AsyncStorage`. key: a
    function of the scope that names who asks, None for nobody's limit; by default the client's
    address. Other options: as for :class:`antivenom.limit.flask.RateLimit`. Raises LimitError when
    the storage cannot be had.
    """

    def __init__(
        self,
        app: Application,
        limits: Limits | Callable[[Scope], Limits | None],
        *,
        storage: Any,
        key: Callable[[Scope], str | None] | None = None,
        **options: Unpack[Options],
    ) -> None:
        self._app = app
        self._guard = AsyncGuard(storage, **options)
        self._limits = limits
        self._key = key or self.client

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        limits = self._limits(scope) if callable(self._limits) else self._limits
        client = self._key(scope) if scope["type"] in ("http", "websocket") else None
        if client is None or limits is None:
            await self._app(scope, receive, send)
            return
        decision = await self._guard.decide(limits, client)
        fields = [
            (name.lower().encode("ascii"), value.encode("ascii"))
            for name, value in self._guard.fields(decision).items()
        ]
        if decision:
            await self._app(scope, receive, _adding(send, fields))
        elif scope["type"] == "http":
            await _refuse(send, fields)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def client(self, scope: Scope) -> str:
        """The key of a connection's client."""
        name = self._guard.field.encode("ascii")
        forwarded = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
        peer = scope.get("client")
        return self._guard.client(peer[0] if peer else None, forwarded)


def _adding(send: Send, fields: list[tuple[bytes, bytes]]) -> Send:
    async def add(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *fields]}
        await send(message)

    return add


async def _refuse(send: Send, fields: list[tuple[bytes, bytes]]) -> None:
    body = BODY.encode("ascii")
    plain = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode("ascii"))]
    await send({"type": "http.response.start", "status": 429, "headers": [*plain, *fields]})
    await send({"type": "http.response.body", "body": body})

"""Rate limits for Flask.

    from antivenom.limit.flask import RateLimit

    limits = RateLimit("100/minute", storage="shm://shop", trusted=["10.0.0.0/8"])
    limits.init_app(app)

    @app.route("/login", methods=["POST"])
    @limits.limit("5/minute")
    def login(): ...

A refused request is answered by 429 with Retry-After (``werkzeug.exceptions.TooManyRequests``, so
error handlers see it).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import flask
from werkzeug.exceptions import TooManyRequests

from antivenom.limit._web import BODY, Guard, Limits, Options, tighter

if TYPE_CHECKING:
    from typing_extensions import Unpack

P = ParamSpec("P")
R = TypeVar("R")


class RateLimit:
    """Limits for every request of an application, and more for single views.

    limits: for each client over all views; None is none. storage: ``"shm://name"``, which all
    workers share; ``"memory://"`` counts in each worker by itself; or an object as
    :class:`antivenom.limit.Storage`. key: a function that names who asks, None for nobody's limit;
    by default the client's address. Other options: those of :class:`antivenom.limit.Limiter` and
    :class:`antivenom.limit.Clients`; ``headers``: "x", "ietf", "both" or "none"; ``name``: the
    policy's in the IETF's headers. Raises LimitError when the storage cannot be had.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        storage: Any,
        app: flask.Flask | None = None,
        key: Callable[[], str | None] | None = None,
        **options: Unpack[Options],
    ) -> None:
        self._guard = Guard(storage, **options)
        self._limits = limits
        self._key = key
        if app is not None:
            self.init_app(app)

    def init_app(self, app: flask.Flask) -> None:
        """Put the limits before every request of an application, and headers on every answer."""
        app.before_request(self._before)
        app.after_request(self._after)

    def limit(
        self,
        limits: Limits,
        *,
        cost: int = 1,
        scope: str | None = None,
        key: Callable[[], str | None] | None = None,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Decorate a view: its own limits, besides those of the application.

        scope: views that name the same one share the limits; by default the view's own name.
        """

        def decorate(view: Callable[P, R]) -> Callable[P, R]:
            name = scope or f"{view.__module__}.{view.__qualname__}"

            @functools.wraps(view)
            def call(*args: P.args, **kwargs: P.kwargs) -> R:
                self._hit(limits, name, key or self._key, cost)
                result: R = flask.current_app.ensure_sync(view)(*args, **kwargs)
                return result

            return call

        return decorate

    def exempt(self, view: Callable[P, R]) -> Callable[P, R]:
        """Decorate a view that the application's limits do not count."""
        view._antivenom_exempt = True  # type: ignore[attr-defined]
        return view

    def client(self) -> str:
        """The key of the current request's client."""
        request = flask.request
        return self._guard.client(
            request.remote_addr, request.headers.getlist(self._guard.field)
        )

    def _before(self) -> None:
        view = flask.current_app.view_functions.get(flask.request.endpoint or "")
        if self._limits is not None and not getattr(view, "_antivenom_exempt", False):
            self._hit(self._limits, "", self._key, 1)

    def _hit(
        self, limits: Limits, scope: str, key: Callable[[], str | None] | None, cost: int
    ) -> None:
        client = self.client() if key is None else key()
        if client is None:
            return
        decision = self._guard.limiter.hit(limits, scope, client, cost=cost)
        kept = flask.g.get("_antivenom_decision")
        flask.g._antivenom_decision = tighter(kept, decision)
        if not decision:
            raise TooManyRequests(BODY)

    def _after(self, response: flask.Response) -> flask.Response:
        decision = flask.g.get("_antivenom_decision")
        if decision is not None:
            response.headers.update(self._guard.fields(decision))
        return response

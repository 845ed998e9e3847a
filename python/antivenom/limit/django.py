"""Rate limits for Django, synchronous and asynchronous.

    # settings.py
    MIDDLEWARE = ["antivenom.limit.django.RateLimitMiddleware", ...]
    ANTIVENOM_LIMIT = {"limits": "100/minute", "storage": "shm://shop", "trusted": ["10.0.0.0/8"]}

    # views.py
    from antivenom.limit.django import rate_limit

    @rate_limit("5/minute")
    def login(request): ...

A refused request is answered by 429 with Retry-After. Options in the setting are those of
:class:`antivenom.limit.flask.RateLimit`; ``storage`` must be there, ``limits`` may be missing, and
``exempt`` lists beginnings of paths that the site's limits do not count.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse

from antivenom.limit import Decision
from antivenom.limit._web import BODY, Guard, Limits, tighter

Key = Callable[[Any], str | None]


class _Site:
    """The setting, read once."""

    def __init__(self) -> None:
        options = dict(getattr(settings, "ANTIVENOM_LIMIT", {}))
        if "storage" not in options:
            raise ImproperlyConfigured('ANTIVENOM_LIMIT needs a "storage", as "shm://name"')
        self.limits: Limits | None = options.pop("limits", None)
        self.exempt = tuple(options.pop("exempt", ()))
        self.key: Key = options.pop("key", None) or self.client
        self.guard = Guard(options.pop("storage"), **options)

    def client(self, request: Any) -> str:
        """The key of a request's client."""
        field = "HTTP_" + self.guard.field.upper().replace("-", "_")
        forwarded = request.META.get(field)
        return self.guard.client(request.META.get("REMOTE_ADDR"), [forwarded] if forwarded else [])


@functools.cache
def _site() -> _Site:
    return _Site()


def _hit(request: Any, limits: Limits, scope: str, key: Key | None, cost: int) -> Decision | None:
    """A decision that refuses, or None."""
    site = _site()
    client = (key or site.key)(request)
    if client is None:
        return None
    decision = site.guard.limiter.hit(limits, scope, client, cost=cost)
    request._antivenom_decision = tighter(getattr(request, "_antivenom_decision", None), decision)
    return None if decision else decision


def _refusal(decision: Decision) -> Any:
    fields = _site().guard.fields(decision)
    return HttpResponse(BODY, status=429, content_type="text/plain", headers=fields)


class RateLimitMiddleware:
    """The site's limits before every request, and headers on every answer."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self._get_response = get_response
        _site()  # a wrong setting stops the start, not the first request
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: Any) -> Any:
        """Answer a request."""
        refused = self._before(request)
        if iscoroutinefunction(self):
            return self._answer_later(request, refused)
        answer = _refusal(refused) if refused is not None else self._get_response(request)
        return self._after(request, answer)

    async def _answer_later(self, request: Any, refused: Decision | None) -> Any:
        answer = _refusal(refused) if refused is not None else await self._get_response(request)
        return self._after(request, answer)

    @staticmethod
    def _before(request: Any) -> Decision | None:
        site = _site()
        if site.limits is None or request.path_info.startswith(site.exempt):
            return None
        return _hit(request, site.limits, "", None, 1)

    @staticmethod
    def _after(request: Any, response: Any) -> Any:
        decision = getattr(request, "_antivenom_decision", None)
        if decision is not None:
            for name, value in _site().guard.fields(decision).items():
                response.headers[name] = value
        return response


def rate_limit(
    limits: Limits, *, cost: int = 1, scope: str | None = None, key: Key | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a view: its own limits, besides those of the site.

    scope: views that name the same one share the limits; by default the view's own name. key: a
    function of the request that names who asks, None for nobody's limit.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        name = scope or f"{view.__module__}.{view.__qualname__}"

        @functools.wraps(view)
        def call(request: Any, *args: Any, **kwargs: Any) -> Any:
            refused = _hit(request, limits, name, key, cost)
            return _refusal(refused) if refused is not None else view(request, *args, **kwargs)

        @functools.wraps(view)
        async def call_later(request: Any, *args: Any, **kwargs: Any) -> Any:
            refused = _hit(request, limits, name, key, cost)
            if refused is not None:
                return _refusal(refused)
            return await view(request, *args, **kwargs)

        return call_later if inspect.iscoroutinefunction(view) else call

    return decorate

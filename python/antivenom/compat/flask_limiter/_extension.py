"""The Flask extension: when limits are counted, and what a breach does."""

from __future__ import annotations

import functools
import itertools
import logging
import time
import warnings
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import flask
from werkzeug.exceptions import HTTPException

from antivenom.compat.flask_limiter._definitions import (
    ApplicationLimit,
    Breach,
    Key,
    Limit,
    MetaLimit,
    RouteLimit,
    RuntimeLimit,
    Scope,
    Text,
)
from antivenom.compat.flask_limiter._request import RequestLimit, state_of, write_headers
from antivenom.compat.flask_limiter._rules import Rules, view_name
from antivenom.compat.flask_limiter._settings import LimitOptions, Options, Settings
from antivenom.compat.flask_limiter.constants import (
    MAX_BACKEND_CHECKS,
    ConfigVars,
    ExemptionScope,
)
from antivenom.compat.flask_limiter.errors import RateLimitExceeded
from antivenom.compat.flask_limiter.util import get_qualified_name
from antivenom.compat.limits.errors import ConfigurationError
from antivenom.compat.limits.storage import MemoryStorage, storage_from_string
from antivenom.compat.limits.strategies import STRATEGIES

if TYPE_CHECKING:
    from typing_extensions import Unpack

P = ParamSpec("P")
R = TypeVar("R")

_EXEMPT = ExemptionScope.APPLICATION | ExemptionScope.DEFAULT | ExemptionScope.META
# On a limited function: the limiters whose check is somewhere in it.
_CHECKED = "_antivenom_limiters"


class Limiter:
    """Limits the requests of a Flask application.

    key_func: names who asks. app: as :meth:`init_app`. default_limits: for views that have none of
    their own; application_limits: for all views together; meta_limits: how often others may be
    breached; each a list of texts as ``"10/minute; 100 per day"``, of functions that give such a
    text, or of :class:`Limit`, :class:`ApplicationLimit`, :class:`MetaLimit`. storage_uri:
    ``"memory://"`` or ``"shm://name"``; strategy: ``"fixed-window"``, ``"moving-window"`` or
    ``"sliding-window-counter"``. Other options are the peer's, and may be in the application's
    configuration, as :class:`ConfigVars` names them. Raises ConfigurationError, in
    :meth:`init_app`, when the storage or the strategy cannot be had.
    """

    def __init__(
        self,
        key_func: Key,
        *,
        app: flask.Flask | None = None,
        enabled: bool = True,
        **options: Unpack[Options],
    ) -> None:
        self.logger = logging.getLogger("flask-limiter")
        self.logger.addHandler(logging.NullHandler())
        self.app = app
        self.enabled = enabled
        self.initialized = False
        self._key_func = key_func
        self._settings = Settings(options)
        self._rules = Rules()
        self._meta_limits: list[Limit] = []
        self._in_memory_fallback: list[Limit] = []
        self._in_memory_fallback_enabled = False
        self._storage: Any = None
        self._limiter: Any = None
        self._fallback_limiter: Any = None
        self._storage_dead = False
        self._checks = 0
        self._checked_at = time.time()
        if app is not None:
            self.init_app(app)

    def init_app(self, app: flask.Flask) -> None:
        """Limit an application's requests, with what its configuration says."""
        self.enabled = app.config.setdefault(ConfigVars.ENABLED, self.enabled)
        if not self.enabled:
            return
        self._settings.read(app.config)
        self._make_strategy()
        self._make_limits()
        self._make_fallback()
        limiters = app.extensions.setdefault("limiter", set())
        if self not in limiters:
            app.before_request(self._check_request)
            app.after_request(self._finish)
            limiters.add(self)
        self.initialized = True

    def _make_strategy(self) -> None:
        settings = self._settings
        if not settings["storage_uri"]:
            warnings.warn(
                "Without a storage_uri each process counts by itself; "
                "with several workers use 'shm://name'",
                stacklevel=4,
            )
        if settings["strategy"] not in STRATEGIES:
            raise ConfigurationError(f"Invalid rate limiting strategy {settings['strategy']}")
        self._storage = storage_from_string(
            settings["storage_uri"] or "memory://", **settings.storage_options
        )
        self._limiter = STRATEGIES[settings["strategy"]](self._storage)

    def _make_limits(self) -> None:
        if not self._rules.application:
            self._rules.application = self._limits("application_limits", ApplicationLimit)
        if not self._rules.defaults:
            self._rules.defaults = self._limits("default_limits", Limit)
        if not self._meta_limits:
            self._meta_limits = self._limits("meta_limits", MetaLimit)

    def _limits(self, name: str, kind: type[Limit]) -> list[Limit]:
        """The limits of an option, those given as text with the options of their sort."""
        settings = self._settings
        given = settings[name] or []
        details: dict[str, Any] = {}
        if kind is not MetaLimit:
            details = {
                detail: settings[f"{name}_{detail}"]
                for detail in ("cost", "per_method", "exempt_when", "deduct_when")
            }
        listed = given if isinstance(given, (list, tuple, set, frozenset)) else [given]
        return [
            (one if isinstance(one, Limit) else kind(one, **details)).bind(self) for one in listed
        ]

    def _make_fallback(self) -> None:
        settings = self._settings
        given = settings["in_memory_fallback"] or []
        if not self._in_memory_fallback:
            listed: Iterable[Any] = [given] if isinstance(given, str) or callable(given) else given
            self._in_memory_fallback = [
                (one if isinstance(one, Limit) else Limit(one)).bind(self) for one in listed
            ]
        self._in_memory_fallback_enabled = bool(
            settings["in_memory_fallback_enabled"] or self._in_memory_fallback
        )
        if self._in_memory_fallback_enabled:
            self._fallback_limiter = STRATEGIES[settings["strategy"]](MemoryStorage())

    # What is limited.

    def limit(
        self,
        limit_value: Text,
        *,
        key_func: Key | None = None,
        scope: Scope | None = None,
        **options: Unpack[LimitOptions],
    ) -> RouteLimit:
        """Decorate a view, a function that views call or a blueprint; or limit a ``with`` block.

        limit_value: as "10/minute; 100 per day", or a function that gives such a text. scope:
        divides the limit. methods: those that count (all); per_method: each by itself.
        override_defaults (True): the default limits no longer count. Others as in :class:`Limit`.
        """
        options.setdefault("override_defaults", True)
        return RouteLimit(
            limit_value, limiter=self, key_function=key_func, scope=scope, **options
        )

    def shared_limit(
        self,
        limit_value: Text,
        scope: Scope,
        *,
        key_func: Key | None = None,
        **options: Unpack[LimitOptions],
    ) -> RouteLimit:
        """As :meth:`limit`, for all that it decorates together; ``scope`` names it."""
        limit = self.limit(limit_value, key_func=key_func, scope=scope, **options)
        limit.shared = True
        return limit

    def exempt(self, obj: Any = None, *, flags: ExemptionScope = _EXEMPT) -> Any:
        """Exempt a view, or all views of a blueprint, from what ``flags`` says.

        Decorates with and without arguments: ``@limiter.exempt``,
        ``@limiter.exempt(flags=ExemptionScope.APPLICATION)``, ``limiter.exempt(blueprint)``.
        """
        if obj is None:
            return functools.partial(self.exempt, flags=flags)
        if isinstance(obj, flask.Blueprint):
            self._rules.exempt_blueprint(obj.name, flags)
        else:
            self._rules.exempt_function(get_qualified_name(obj), flags)
        return obj

    def request_filter(self, fn: Callable[[], bool]) -> Callable[[], bool]:
        """Decorate a function: requests for which it is true are not limited."""
        self._rules.filters.append(fn)
        return fn

    # What is known.

    @property
    def storage(self) -> Any:
        """Where it counts. Only after :meth:`init_app`."""
        assert self._storage is not None
        return self._storage

    @property
    def limiter(self) -> Any:
        """The strategy that counts; while the storage fails, one in this process's memory."""
        fallback = self._storage_dead and self._in_memory_fallback_enabled
        strategy = self._fallback_limiter if fallback else self._limiter
        assert strategy is not None
        return strategy

    @property
    def current_limit(self) -> RequestLimit | None:
        """The limit that the headers tell of: the one breached, or else that of least time."""
        return state_of(self).current

    @property
    def current_limits(self) -> list[RequestLimit]:
        """The limits that this request was last counted for, that of least time first."""
        return state_of(self).evaluated

    def identify_request(self) -> str:
        """What is limited: the endpoint, or what ``request_identifier`` says."""
        if not (self.initialized and self.enabled):
            return ""
        identifier = self._settings["request_identifier"]
        return identifier() if identifier else flask.request.endpoint or ""

    def reset(self) -> None:
        """Forget all that was counted, where the storage can."""
        try:
            self.storage.reset()
            self.logger.info("Storage has been reset and all limits cleared")
        except NotImplementedError:
            self.logger.warning("This storage type does not support being reset")

    # A request's way.

    def _limited(self, function: Callable[P, R], limit: Limit) -> Callable[P, R]:
        name = get_qualified_name(function)
        self._rules.add_function_limit(name, limit)
        inside: frozenset[Limiter] = getattr(function, _CHECKED, frozenset())

        @functools.wraps(function)
        def limited(*args: P.args, **kwargs: P.kwargs) -> R:
            if self not in inside:
                self._check_function(name)
            result: R = flask.current_app.ensure_sync(function)(*args, **kwargs)
            return result

        setattr(limited, _CHECKED, inside | {self})
        return limited

    def _check_request(self) -> None:
        self._check(None)

    def _check_function(self, name: str) -> None:
        endpoint = self.identify_request()
        view = view_name(flask.current_app, endpoint) if endpoint else ""
        if view and view != name:
            self._rules.add_inside(endpoint, name)
        self._check(name)

    def _check_block(self, place: str) -> None:
        endpoint = self.identify_request()
        if endpoint:
            self._rules.add_inside(endpoint, place)
        self._check(place)

    def _check(self, name: str | None) -> None:
        """Count the request; ``name`` is of the function or block it came to, None before that."""
        endpoint = self.identify_request()
        try:
            self._evaluate(endpoint, self._applicable(endpoint, name))
        except HTTPException:  # a breach, or what a key function answers with
            raise
        except Exception:
            if self._fall_back():
                state_of(self).seen.clear()
                self._check(name)
            elif self._settings["swallow_errors"]:
                self.logger.exception("Failed to rate limit. Swallowing error")
            else:
                raise

    def _fall_back(self) -> bool:
        """Go on in memory after the storage failed; false when that is not to be."""
        if not self._in_memory_fallback_enabled or self._storage_dead:
            return False
        self.logger.warning("Rate limit storage unreachable - falling back to in-memory storage")
        self._storage_dead = True
        return True

    def _recovered(self) -> bool:
        """Whether the storage, asked again now and then, answers."""
        if self._checks > MAX_BACKEND_CHECKS:
            self._checks = 0
        now = time.time()
        if now - self._checked_at <= 2**self._checks:
            return False
        self._checked_at = now
        self._checks += 1
        if not self._storage.check():
            return False
        self.logger.info("Rate limit storage recovered")
        self._storage_dead = False
        self._checks = 0
        return True

    def _unlimited(self, endpoint: str) -> bool:
        static = endpoint.rpartition(".")[2] == "static"
        return not endpoint or static or any(fn() for fn in self._rules.filters)

    def _applicable(self, endpoint: str, name: str | None) -> list[RuntimeLimit]:
        """The limits that count now."""
        if self._unlimited(endpoint):
            return []
        app, blueprint = flask.current_app, flask.request.blueprint
        later = name is None and self._rules.is_decorated(view_name(app, endpoint))
        if self._storage_dead and not later and not self._recovered():
            fallback = list(itertools.chain.from_iterable(self._in_memory_fallback))
            if fallback:
                return fallback
        if name is None:
            shared, own = self._rules.before_view(app, endpoint, blueprint)
        else:
            shared, own = self._rules.at_function(app, endpoint, blueprint, name)
        seen = state_of(self).seen
        new = [limit for limit in dict.fromkeys(shared) if limit not in seen]
        seen.update(new)
        return new + own

    def _key(self, limit: RuntimeLimit, endpoint: str) -> list[str] | None:
        """What a limit counts the request under; None when a part is missing."""
        key = self.storage_key(limit, limit.key_func(), endpoint, flask.request.method)
        if not all(key):
            self.logger.error("Skipping limit: %s. Empty value found in parameters.", limit.limit)
            return None
        return key

    def storage_key(
        self, limit: RuntimeLimit, key: str, endpoint: str, method: str | None
    ) -> list[str]:
        """What a limit counts requests of ``key`` under."""
        prefix = self._settings["key_prefix"]
        parts = [key, limit.scope_for(endpoint, method)]
        return [prefix, *parts] if prefix else parts

    def _evaluate(self, endpoint: str, limits: list[RuntimeLimit]) -> None:
        self._refuse_by_meta_limits(endpoint, limits)
        evaluated: list[RequestLimit] = []
        breached: list[tuple[RuntimeLimit, RequestLimit]] = []
        for limit in sorted(limits, key=lambda one: one.limit):
            if limit.is_exempt or limit.method_exempt:
                continue
            key = self._key(limit, endpoint)
            if key is None:
                continue
            found = RequestLimit(self, limit.limit, key, not self._count(limit, key), limit.shared)
            evaluated.append(found)
            if found.breached:
                self.logger.info(
                    "ratelimit %s (%s) exceeded at endpoint: %s", limit.limit, key[-2], key[-1]
                )
                breached.append((limit, found))
                if self._settings["fail_on_first_breach"]:
                    break
        self._note(evaluated, breached[-1][1] if breached else None)
        if breached:
            self._refuse(endpoint, breached)

    def _count(self, limit: RuntimeLimit, key: list[str]) -> bool:
        """Whether the limit allows the request, which is counted unless the response decides."""
        if not limit.deduct_when:
            return bool(self.limiter.hit(limit.limit, *key, cost=limit.deduction_amount))
        state_of(self).deferred[limit] = key
        return bool(self.limiter.test(limit.limit, *key, cost=limit.deduction_amount))

    def _note(self, evaluated: list[RequestLimit], breached: RequestLimit | None) -> None:
        state = state_of(self)
        own = [limit for limit in evaluated if not limit.shared]
        state.current = breached or next(iter(own or evaluated), None)
        state.evaluated = evaluated

    def _metas(self, limits: Iterable[RuntimeLimit]) -> list[RuntimeLimit]:
        own = (meta for limit in limits for meta in limit.meta_limits)
        everywhere = itertools.chain.from_iterable(self._meta_limits)
        return [meta for meta in itertools.chain(everywhere, own) if not meta.is_exempt]

    def _refuse_by_meta_limits(self, endpoint: str, limits: list[RuntimeLimit]) -> None:
        blueprint = flask.request.blueprint if self._meta_limits or limits else None
        exempt = self._rules.exemption(flask.current_app, endpoint, blueprint)
        if exempt & ExemptionScope.META:
            return
        for meta in self._metas(limits):
            key = self._key(meta, endpoint)
            if key is None or self.limiter.test(meta.limit, *key, cost=meta.deduction_amount):
                continue
            found = RequestLimit(self, meta.limit, key, True, meta.shared)
            self._note([found], found)
            callback = meta.on_breach or self._settings["on_meta_breach"]
            raise RateLimitExceeded(meta, self._called([callback], found, "on_meta_breach"))

    def _refuse(self, endpoint: str, breached: list[tuple[RuntimeLimit, RequestLimit]]) -> None:
        response = None
        for limit, found in breached:
            callbacks = dict.fromkeys([self._settings["on_breach"], limit.on_breach])
            response = self._called(callbacks, found, "on_breach") or response
        for meta in self._metas(limit for limit, _ in breached):
            key = self._key(meta, endpoint)
            if key is not None:
                self.limiter.hit(meta.limit, *key, cost=meta.deduction_amount)
        raise RateLimitExceeded(breached[0][0], response)

    def _called(
        self, callbacks: Iterable[Breach | None], limit: RequestLimit, name: str
    ) -> flask.Response | None:
        """The last response that a callback gave."""
        response = None
        for callback in callbacks:
            if callback is None:
                continue
            try:
                given = callback(limit)
            except Exception as error:
                if not self._settings["swallow_errors"]:
                    raise
                self.logger.exception("%s callback failed with error %s", name, error)
            else:
                response = given if isinstance(given, flask.Response) else response
        return response

    # The response's way.

    def _finish(self, response: flask.Response) -> flask.Response:
        self._count_deferred(response)
        limit = state_of(self).current
        if not (self.enabled and self._settings["headers_enabled"] and limit):
            return response
        try:
            write_headers(self._settings, response, limit)
        except Exception:
            if self._fall_back():
                write_headers(self._settings, response, limit)
            elif self._settings["swallow_errors"]:
                self.logger.exception("Failed to update rate limit headers. Swallowing error")
            else:
                raise
        return response

    def _count_deferred(self, response: flask.Response) -> None:
        for limit, key in state_of(self).deferred.items():
            if not (limit.deduct_when and limit.deduct_when(response)):
                continue
            try:
                self.limiter.hit(limit.limit, *key, cost=limit.deduction_amount)
            except Exception:
                if not self._settings["swallow_errors"]:
                    raise
                self.logger.exception("Failed to deduct rate limit. Swallowing error")

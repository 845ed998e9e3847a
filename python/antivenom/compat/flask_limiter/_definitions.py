"""Limits as they are written down, and as they are for one request."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, overload

import flask
from flask import Response, request

from antivenom.compat.limits import RateLimitItem, parse_many

if TYPE_CHECKING:
    from typing_extensions import Self

    from antivenom.compat.flask_limiter._extension import Limiter
    from antivenom.compat.flask_limiter._request import RequestLimit

P = ParamSpec("P")
R = TypeVar("R")

Text = str | Callable[[], str]
Key = Callable[[], str]
Scope = str | Callable[[str], str]
Cost = int | Callable[[], int]
Breach = Callable[["RequestLimit"], Response | None]


def _lower(methods: Sequence[str] | None) -> tuple[str, ...] | None:
    return tuple(method.lower() for method in methods) if methods else None


@dataclasses.dataclass(unsafe_hash=True)
class RuntimeLimit:
    """One limit, ready to be counted for a request."""

    limit: RateLimitItem
    key_func: Key
    scope: Scope | None
    per_method: bool = False
    methods: Sequence[str] | None = None
    error_message: Text | None = None
    exempt_when: Callable[[], bool] | None = None
    override_defaults: bool | None = False
    deduct_when: Callable[[Response], bool] | None = None
    on_breach: Breach | None = None
    cost: Cost = 1
    shared: bool = False
    meta_limits: tuple[RuntimeLimit, ...] = ()

    @property
    def is_exempt(self) -> bool:
        """Whether ``exempt_when`` says so."""
        return bool(self.exempt_when and self.exempt_when())

    @property
    def method_exempt(self) -> bool:
        """Whether the limit is for other methods than the request's."""
        return self.methods is not None and request.method.lower() not in self.methods

    @property
    def deduction_amount(self) -> int:
        """What the request costs."""
        return self.cost() if callable(self.cost) else self.cost

    def scope_for(self, endpoint: str, method: str | None) -> str:
        """The part of the key that says what is limited."""
        own = self.scope(request.endpoint or "") if callable(self.scope) else self.scope
        if own is None or own == "":
            place = endpoint
        else:
            place = f"{own}" if self.shared else f"{endpoint}:{own}"
        return f"{place}:{(method or '').upper()}" if self.per_method else place


@dataclasses.dataclass(unsafe_hash=True)
class Limit:
    """A limit for views that have none of their own, in ``default_limits`` of a Limiter."""

    #: As "10/minute; 100 per day", or a function that gives such a text for each request.
    limit_provider: Text
    #: Who is counted; by default what the Limiter's ``key_func`` says.
    key_function: Key | None = None
    #: Divides the limit; a function of the endpoint, or a text.
    scope: Scope | None = None
    #: What a request costs (1).
    cost: Cost | None = None
    #: Whether endpoints share the limit; then ``scope`` alone says what is limited.
    shared: bool = False
    #: Methods that are limited (all).
    methods: Sequence[str] | None = None
    #: Whether each method is counted by itself.
    per_method: bool = False
    #: The text of the refusal.
    error_message: Text | None = None
    #: Limits on how often this one may be breached.
    meta_limits: Iterable[Text | MetaLimit] | None = None
    #: A request is not counted when this is true.
    exempt_when: Callable[[], bool] | None = None
    #: Counts a request when this is true of its response.
    deduct_when: Callable[[Response], bool] | None = None
    #: Called at a breach; a response that it gives is the answer.
    on_breach: Breach | None = None
    #: Whether the default limits no longer count.
    override_defaults: bool | None = dataclasses.field(default=False, init=False)
    _limiter: Limiter | None = dataclasses.field(
        default=None, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        self.methods = _lower(self.methods)
        self.meta_limits = tuple(self.meta_limits) if self.meta_limits else None

    def __iter__(self) -> Iterator[RuntimeLimit]:
        """The limits of the text. Raises ValueError when it is not one of limits."""
        text = self.limit_provider() if callable(self.limit_provider) else self.limit_provider
        items = parse_many(text) if text else []
        metas = tuple(self._metas()) if items else ()
        for item in items:
            yield RuntimeLimit(
                item,
                self.limit_by,
                scope=self.scope,
                per_method=self.per_method,
                methods=self.methods,
                error_message=self.error_message,
                exempt_when=self.exempt_when,
                override_defaults=self.override_defaults,
                deduct_when=self.deduct_when,
                on_breach=self.on_breach,
                cost=1 if self.cost is None else self.cost,
                shared=self.shared,
                meta_limits=metas,
            )

    def _metas(self) -> Iterator[RuntimeLimit]:
        for meta in self.meta_limits or ():
            bound = meta if isinstance(meta, MetaLimit) else MetaLimit(meta)
            key = bound.key_function or self.key_function
            yield from dataclasses.replace(bound, key_function=key).bind(self._bound())

    def _bound(self) -> Limiter:
        if self._limiter is None:
            raise RuntimeError("this limit is not yet of any Limiter")
        return self._limiter

    @property
    def limit_by(self) -> Key:
        """Who is counted."""
        return self.key_function or self._bound()._key_func

    def bind(self, limiter: Limiter) -> Self:
        """This limit, as one of a Limiter's."""
        self._limiter = limiter
        return self


@dataclasses.dataclass(unsafe_hash=True, kw_only=True)
class ApplicationLimit(Limit):
    """A limit that all views share, in ``application_limits`` of a Limiter."""

    scope: Scope | None = "global"
    shared: bool = dataclasses.field(default=True, init=False)


@dataclasses.dataclass(unsafe_hash=True, kw_only=True)
class MetaLimit(Limit):
    """A limit on how often other limits may be breached."""

    scope: Scope | None = "meta"
    shared: bool = dataclasses.field(default=True, init=False)
    meta_limits: Iterable[Text | MetaLimit] | None = dataclasses.field(default=None, init=False)
    deduct_when: Callable[[Response], bool] | None = dataclasses.field(default=None, init=False)


@dataclasses.dataclass(unsafe_hash=True, kw_only=True)
class RouteLimit(Limit):
    """Limits a view, a function that views call, a blueprint, or the block of a ``with``."""

    override_defaults: bool | None = False
    limiter: Limiter = dataclasses.field(repr=False, compare=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.bind(self.limiter)

    @overload
    def __call__(self, obj: Callable[P, R]) -> Callable[P, R]: ...

    @overload
    def __call__(self, obj: flask.Blueprint) -> None: ...

    def __call__(self, obj: Any) -> Any:
        """Limit a function or a blueprint."""
        if isinstance(obj, flask.Blueprint):
            self.limiter._rules.add_blueprint_limit(obj.name, self)
            return None
        return self.limiter._limited(obj, self)

    def __enter__(self) -> None:
        caller = sys._getframe(1)
        place = f"{caller.f_code.co_filename}:{caller.f_code.co_name}:{caller.f_lineno}"
        self.limiter._rules.set_place_limit(place, self)
        self.limiter._check_block(place)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Nothing is given back."""

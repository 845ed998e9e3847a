"""Which limits a request has: its view's, its blueprints', the defaults, the application's."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

import flask

from antivenom.compat.flask_limiter._definitions import Limit, RuntimeLimit
from antivenom.compat.flask_limiter.constants import ExemptionScope
from antivenom.compat.flask_limiter.util import get_qualified_name

_T = TypeVar("_T")
_Resolved = tuple[list[RuntimeLimit], list[RuntimeLimit]]

_LOG = logging.getLogger("flask-limiter")
_KEEPS_OWN_LIMITS = ExemptionScope.DEFAULT | ExemptionScope.APPLICATION


def _overrides(limits: Iterable[Limit | RuntimeLimit]) -> bool:
    return any(limit.override_defaults for limit in limits)


def view_name(app: flask.Flask, endpoint: str | None) -> str:
    """The name of an endpoint's view, or nothing."""
    view = app.view_functions.get(endpoint or "")
    return get_qualified_name(view) if view else ""


class Rules:
    """Limits and exemptions by the names of functions and blueprints.

    Tuples in the tables are replaced, never changed, so that requests read them without a lock.
    """

    def __init__(self) -> None:
        self.application: list[Limit] = []
        self.defaults: list[Limit] = []
        self.filters: list[Callable[[], bool]] = []
        self._lock = threading.Lock()
        self._of_functions: dict[str, tuple[Limit, ...]] = {}
        self._of_blueprints: dict[str, tuple[Limit, ...]] = {}
        # Limited functions and blocks that are no views, by the endpoint that came to them.
        self._inside: dict[str, tuple[str, ...]] = {}
        self._decorated: set[str] = set()
        self._exempt_functions: dict[str, ExemptionScope] = {}
        self._exempt_blueprints: dict[str, ExemptionScope] = {}

    # What is said about the application.

    def _append(self, table: dict[str, tuple[_T, ...]], name: str, one: _T) -> None:
        with self._lock:
            known = table.get(name, ())
            if one not in known:
                table[name] = (*known, one)

    def add_function_limit(self, name: str, limit: Limit) -> None:
        """A function was decorated."""
        self._decorated.add(name)
        self._append(self._of_functions, name, limit)

    def set_place_limit(self, place: str, limit: Limit) -> None:
        """The block of a ``with`` has this limit and no other."""
        self._of_functions[place] = (limit,)

    def add_blueprint_limit(self, name: str, limit: Limit) -> None:
        """A blueprint was decorated."""
        self._append(self._of_blueprints, name, limit)

    def add_inside(self, endpoint: str, name: str) -> None:
        """The view of an endpoint came to a limited function or block."""
        if name not in self._inside.get(endpoint, ()):
            self._append(self._inside, endpoint, name)

    def exempt_function(self, name: str, scope: ExemptionScope) -> None:
        """A function is exempt."""
        self._exempt_functions[name] = scope

    def exempt_blueprint(self, name: str, scope: ExemptionScope) -> None:
        """A blueprint is exempt."""
        self._exempt_blueprints[name] = scope

    # What is asked for a request.

    def application_limits(self) -> list[RuntimeLimit]:
        """Limits that all views share."""
        return list(itertools.chain.from_iterable(self.application))

    def default_limits(self) -> list[RuntimeLimit]:
        """Limits of views that have none of their own."""
        return list(itertools.chain.from_iterable(self.defaults))

    def is_decorated(self, name: str) -> bool:
        """Whether the function of that name looks to its limits itself."""
        return name in self._decorated

    def before_view(
        self, app: flask.Flask, endpoint: str, blueprint: str | None
    ) -> _Resolved:
        """What counts before the view runs: (shared with other views, the view's own).

        A view that looks to its limits itself, or came to something that does, has only what is
        the application's now.
        """
        exempt = self.exemption(app, endpoint, blueprint)
        shared = [] if exempt & ExemptionScope.APPLICATION else self.application_limits()
        if self.is_decorated(view_name(app, endpoint)) or self._inside.get(endpoint):
            return shared + self._defaults_of_inside(endpoint), []
        own = self.blueprint_limits(app, blueprint)
        return shared + self._defaults(endpoint, own, exempt), own

    def at_function(
        self, app: flask.Flask, endpoint: str, blueprint: str | None, name: str
    ) -> _Resolved:
        """What counts where a limited function or block begins: (default limits, its own)."""
        own = self.function_limits(name)
        if not _overrides(own):
            own += self.blueprint_limits(app, blueprint)
        exempt = self.exemption(app, endpoint, blueprint)
        return self._defaults(endpoint, own, exempt), own

    def of_endpoint(self, app: flask.Flask, endpoint: str, blueprint: str | None) -> _Resolved:
        """What an endpoint has, besides what is the application's: (default limits, its own)."""
        return self.at_function(app, endpoint, blueprint, view_name(app, endpoint))

    def _defaults(
        self, endpoint: str, own: list[RuntimeLimit], exempt: ExemptionScope
    ) -> list[RuntimeLimit]:
        replaced = _overrides(own) and not all(limit.method_exempt for limit in own)
        if replaced or exempt & ExemptionScope.DEFAULT:
            return self._defaults_of_inside(endpoint)
        return self.default_limits()

    def _defaults_of_inside(self, endpoint: str) -> list[RuntimeLimit]:
        """The defaults, when all limits that the view came to leave them in force."""
        inside = [
            limit for name in self._inside.get(endpoint, ()) for limit in self.function_limits(name)
        ]
        return self.default_limits() if inside and not _overrides(inside) else []

    def function_limits(self, name: str) -> list[RuntimeLimit]:
        """Limits of a function, unless it is exempt."""
        if self._exempt_functions.get(name):
            return []
        return self._resolved(self._of_functions.get(name, ()), f"function {name}")

    def blueprint_limits(self, app: flask.Flask, blueprint: str | None) -> list[RuntimeLimit]:
        """Limits of a blueprint, and those it inherits from blueprints around it."""
        found = app.blueprints.get(blueprint or "")
        if found is None or self._own_exemption(found.name) & ~_KEEPS_OWN_LIMITS:
            return []
        own = self._of_blueprints.get(found.name, ())
        flags = self._exempt_blueprints.get(found.name, ExemptionScope.NONE)
        if flags & ExemptionScope.ANCESTORS or (own and all(one.override_defaults for one in own)):
            return self._resolved(own, f"blueprint {found.name}")
        path = (blueprint or "").split(".")
        exempt = self._exempt_ancestors(path)
        inherited = [
            limit
            for name in dict.fromkeys(path)
            if name not in exempt
            for limit in self._of_blueprints.get(name, ())
        ]
        return self._resolved(inherited, f"blueprint {found.name}")

    @staticmethod
    def _resolved(limits: Iterable[Limit], owner: str) -> list[RuntimeLimit]:
        found: list[RuntimeLimit] = []
        for limit in limits:
            try:
                found.extend(limit)
            except ValueError as error:
                _LOG.error("failed to load ratelimit for %s: %s", owner, error)
        return found

    def exemption(
        self, app: flask.Flask, endpoint: str | None, blueprint: str | None
    ) -> ExemptionScope:
        """What an endpoint is exempt from, by its view, its blueprint, or one around that."""
        scope = self._exempt_functions.get(view_name(app, endpoint), ExemptionScope.NONE)
        found = app.blueprints.get(blueprint or "")
        if found is None:
            return scope
        scope |= self._own_exemption(found.name)
        for name in self._exempt_ancestors((blueprint or "").split(".")):
            scope |= self._exempt_blueprints[name]
        return scope

    def _own_exemption(self, name: str) -> ExemptionScope:
        flags = self._exempt_blueprints.get(name, ExemptionScope.NONE)
        return flags & ~ExemptionScope.ANCESTORS

    def _exempt_ancestors(self, path: list[str]) -> list[str]:
        """Those of these blueprints that exempt what is nested in them."""
        flags = self._exempt_blueprints
        none = ExemptionScope.NONE
        return [name for name in path if flags.get(name, none) & ExemptionScope.DESCENDENTS]

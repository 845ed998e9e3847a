"""Commands of the ``flask`` program: what is limited, how it stands, forgetting a key.

    app.cli.add_command(antivenom.compat.flask_limiter.commands.cli, "limiter")
"""

from __future__ import annotations

import dataclasses
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import click
import flask
from flask.cli import with_appcontext
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Rule

from antivenom.compat.flask_limiter._definitions import RuntimeLimit
from antivenom.compat.flask_limiter._extension import Limiter
from antivenom.compat.flask_limiter.constants import ConfigVars, HeaderNames


@dataclasses.dataclass
class _Node:
    """A line, and the lines below it."""

    text: str
    below: list[_Node] = dataclasses.field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The tree as text."""
        yield self.text
        for node in self.below:
            last = node is self.below[-1]
            first, *others = node.lines()
            yield f"{'└' if last else '├'}── {first}"
            yield from (f"{' ' if last else '│'}   {line}" for line in others)


def _limiter() -> Limiter | None:
    limiters: set[Limiter] = flask.current_app.extensions.get("limiter", set())
    if not limiters:
        click.secho(f"No Flask-Limiter extension installed on {flask.current_app}", fg="red")
    return next(iter(limiters), None)


def _function(value: Any) -> str:
    if not callable(value):
        return repr(value)
    return f"{value.__module__}.{getattr(value, '__name__', repr(value))}()"


def _described(limit: RuntimeLimit) -> str:
    said = [
        f"{name}: {_function(value)}"
        for name, value in (("deduct_when", limit.deduct_when), ("exempt_when", limit.exempt_when))
        if value
    ]
    return f"{limit.limit} {{{', '.join(said)}}}" if said else str(limit.limit)


def _blueprint(endpoint: str) -> str | None:
    return endpoint.rpartition(".")[0] or None


@dataclasses.dataclass
class _Filter:
    """Which endpoints a command is about."""

    endpoint: str | None
    path: str | None
    method: str | None

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.endpoint or self.path)

    def rules(self) -> list[Rule]:
        """The rules of these endpoints by path, but those of static files."""
        rules = flask.current_app.url_map.iter_rules(self._endpoint())
        return sorted((rule for rule in rules if rule.endpoint != "static"), key=str)

    def _endpoint(self) -> str | None:
        app, name = flask.current_app, self.endpoint
        if name:
            if name not in app.view_functions:
                raise click.ClickException(f"{name} not found")
            return name
        if not self.path:
            return None
        parts = urlsplit(self.path)
        adapter = app.url_map.bind("localhost")
        try:
            found, _ = adapter.match(parts.path, method=self.method, query_args=parts.query)
        except NotFound as error:
            message = f"{self.path} could not be matched to an endpoint"
            raise click.ClickException(message) from error
        except MethodNotAllowed as error:
            message = f"{self.method}: {self.path} could not be matched to an endpoint"
            raise click.ClickException(message) from error
        return str(found)


@dataclasses.dataclass
class _Listing:
    """Shows limits, and with a key how they stand for it."""

    limiter: Limiter
    key: str | None
    method: str | None

    def standing(self, limit: RuntimeLimit, endpoint: str, method: str | None) -> str:
        """How a limit stands, to be put behind it."""
        if not self.key:
            return ""
        if not self.limiter.storage.check():
            return ": Storage not available"
        key = self.limiter.storage_key(limit, self.key, endpoint, method)
        allowed = self.limiter.limiter.test(limit.limit, *key)
        remaining = self.limiter.limiter.get_window_stats(limit.limit, *key)[1]
        word = "Pass" if allowed else "Fail"
        return f": {word} ({remaining} out of {limit.limit.amount} remaining)"

    def node(self, label: str, limits: Iterable[RuntimeLimit], rule: Rule | None = None) -> _Node:
        """Limits below a label, those that count methods apart once for each."""
        node = _Node(label)
        endpoint = rule.endpoint if rule else ""
        for limit in limits:
            if limit.per_method and rule and rule.methods:
                node.below += [
                    _Node(f"{_described(limit)} ({method}){self.standing(limit, endpoint, method)}")
                    for method in sorted(rule.methods)
                ]
            else:
                shown = self.standing(limit, endpoint, self.method or "GET")
                node.below.append(_Node(_described(limit) + shown))
        return node

    def endpoint(self, rule: Rule) -> _Node:
        """What an endpoint has."""
        rules, app = self.limiter._rules, flask.current_app
        blueprint = _blueprint(rule.endpoint)
        defaults, own = rules.of_endpoint(app, rule.endpoint, blueprint)
        node = self.node(f"{rule.endpoint}: {rule}", defaults + own, rule)
        if not node.below and rules.exemption(app, rule.endpoint, blueprint):
            node.below.append(_Node("Exempt"))
        return node

    def nodes(self, wanted: _Filter) -> Iterator[_Node]:
        """Everything, blueprint by blueprint."""
        limiter = self.limiter
        rules = wanted.rules()
        if wanted.everything:
            metas = list(itertools.chain.from_iterable(limiter._meta_limits))
            if metas:
                yield self.node("Meta Limits", metas)
            if limiter._rules.application:
                yield self.node("Application Limits", limiter._rules.application_limits())
        groups: dict[str, _Node] = {}
        for rule in rules:
            name = _blueprint(rule.endpoint) or flask.current_app.name
            groups.setdefault(name, _Node(name)).below.append(self.endpoint(rule))
        yield from groups.values()


def _print(nodes: Iterable[_Node]) -> None:
    for node in nodes:
        click.echo("\n".join(node.lines()))


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--method", help="Only what answers this HTTP method."),
        click.option("--path", help="Only the endpoint of this path."),
        click.option("--endpoint", help="Only this endpoint."),
    ):
        command = option(command)
    return command


@click.group(help="What is limited, and how it stands.")
def cli() -> None:
    """The group of commands."""


@cli.command(help="Show how the extension is configured.")
@with_appcontext
def config() -> None:
    """``flask limiter config``"""
    with flask.current_app.test_request_context():
        limiter = _limiter()
        rows = list(_configuration(limiter)) if limiter else []
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for note, name, value in rows:
        click.echo(f"{note:{widths[0]}}  {name:{widths[1]}}  {value}".rstrip())


def _configuration(limiter: Limiter) -> Iterator[tuple[str, str, str]]:
    settings = limiter._settings
    yield "Enabled", ConfigVars.ENABLED, repr(limiter.enabled)
    yield "Key Function", ConfigVars.KEY_FUNC, _function(limiter._key_func)
    yield "Key Prefix", ConfigVars.KEY_PREFIX, repr(settings["key_prefix"])
    yield "Strategy", ConfigVars.STRATEGY, type(limiter.limiter).__name__
    yield "├── Storage", ConfigVars.STORAGE_URI, type(limiter.storage).__name__
    yield "├── Options", ConfigVars.STORAGE_OPTIONS, repr(settings.storage_options)
    yield "└── Status", "", "└── OK" if limiter.storage.check() else "└── Error"
    for name, limits, key in (
        ("Application", limiter._rules.application_limits(), "APPLICATION_LIMITS"),
        ("Default", limiter._rules.default_limits(), "DEFAULT_LIMITS"),
    ):
        yield f"{name} Limits", getattr(ConfigVars, key), repr([str(one.limit) for one in limits])
        for detail in ("per_method", "exempt_when", "deduct_when", "cost") if limits else ():
            value = settings[f"{name.lower()}_limits_{detail}"]
            yield "", getattr(ConfigVars, f"{key}_{detail.upper()}"), _function(value)
    metas = [str(one.limit) for one in itertools.chain.from_iterable(limiter._meta_limits)]
    yield "Meta Limits", ConfigVars.META_LIMITS, repr(metas)
    yield "Headers", ConfigVars.HEADERS_ENABLED, repr(settings["headers_enabled"])
    for header in HeaderNames if settings["headers_enabled"] else ():
        yield "", getattr(ConfigVars, f"HEADER_{header.name}"), repr(settings.headers[header])
    fail = settings["fail_on_first_breach"]
    yield "Fail on first breach", ConfigVars.FAIL_ON_FIRST_BREACH, repr(fail)
    yield "On breach callback", ConfigVars.ON_BREACH, _function(settings["on_breach"])


@cli.command(help="List endpoints and their limits.")
@_filters
@click.option("--key", help="Also show how the limits stand for this key.")
@click.option("--watch/--no-watch", help="Show it again and again, until interrupted.")
@with_appcontext
def limits(
    endpoint: str | None, path: str | None, method: str | None, key: str | None, watch: bool
) -> None:
    """``flask limiter limits``"""
    with flask.current_app.test_request_context():
        limiter = _limiter()
        if limiter is None:
            return
        listing, wanted = _Listing(limiter, key, method), _Filter(endpoint, path, method)
        while watch:
            click.clear()
            _print(listing.nodes(wanted))
            time.sleep(1)
        _print(listing.nodes(wanted))


@cli.command(help="Forget what a key did.")
@_filters
@click.option("--key", required=True, help="The key to forget.")
@click.option("-y", is_flag=True, help="Do not ask.")
@with_appcontext
def clear(endpoint: str | None, path: str | None, method: str | None, key: str, y: bool) -> None:
    """``flask limiter clear``"""
    with flask.current_app.test_request_context():
        limiter = _limiter()
        if limiter is None:
            return
        wanted = _Filter(endpoint, path, method)
        if not y:
            _print(_Listing(limiter, key, method).nodes(wanted))
            click.confirm(f"Forget these limits of {key}?", abort=True)
        if wanted.everything:
            _clear(limiter, key, "Application Limits", limiter._rules.application_limits())
        for rule in wanted.rules():
            found = limiter._rules.of_endpoint(
                flask.current_app, rule.endpoint, _blueprint(rule.endpoint)
            )
            methods = [method] if method else sorted(rule.methods or ())
            _clear(limiter, key, rule.endpoint, itertools.chain(*found), methods)


def _clear(
    limiter: Limiter,
    key: str,
    label: str,
    cleared: Iterable[RuntimeLimit],
    methods: list[str] | None = None,
) -> None:
    endpoint = label if methods else ""
    node = _Node(label)
    for limit in cleared:
        for method in (methods if limit.per_method and methods else ["GET"]):
            limiter.limiter.clear(
                limit.limit, *limiter.storage_key(limit, key, endpoint, method)
            )
        node.below.append(_Node(f"{limit.limit}: Cleared"))
    if node.below:
        _print([node])

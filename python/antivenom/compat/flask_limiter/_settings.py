"""What a Limiter is told, by its constructor or by the application's configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from antivenom.compat.flask_limiter.constants import ConfigVars, HeaderNames

if TYPE_CHECKING:
    from flask import Response

    from antivenom.compat.flask_limiter._definitions import (
        ApplicationLimit,
        Breach,
        Cost,
        Limit,
        MetaLimit,
        Text,
    )


class Options(TypedDict, total=False):
    """Keywords of a Limiter, as the peer names them."""

    default_limits: list[Text | Limit] | None
    default_limits_per_method: bool | None
    default_limits_exempt_when: Callable[[], bool] | None
    default_limits_deduct_when: Callable[[Response], bool] | None
    default_limits_cost: Cost | None
    application_limits: list[Text | ApplicationLimit] | None
    application_limits_per_method: bool | None
    application_limits_exempt_when: Callable[[], bool] | None
    application_limits_deduct_when: Callable[[Response], bool] | None
    application_limits_cost: Cost | None
    headers_enabled: bool | None
    header_name_mapping: dict[HeaderNames, str] | None
    strategy: str | None
    storage_uri: str | None
    storage_options: dict[str, str | int] | None
    swallow_errors: bool | None
    fail_on_first_breach: bool | None
    on_breach: Breach | None
    meta_limits: list[Text | MetaLimit] | None
    on_meta_breach: Breach | None
    in_memory_fallback: list[str] | None
    in_memory_fallback_enabled: bool | None
    retry_after: str | None
    key_prefix: str
    request_identifier: Callable[..., str] | None


class LimitOptions(TypedDict, total=False):
    """Keywords of :meth:`Limiter.limit` and :meth:`Limiter.shared_limit`."""

    per_method: bool
    methods: Sequence[str] | None
    error_message: Text | None
    exempt_when: Callable[[], bool] | None
    override_defaults: bool
    deduct_when: Callable[[Response], bool] | None
    on_breach: Breach | None
    cost: Cost
    meta_limits: Sequence[Text | MetaLimit] | None


#: Options that the configuration gives when the constructor does not: key there, last resort.
FROM_CONFIG: Mapping[str, tuple[str, Any]] = {
    "default_limits": (ConfigVars.DEFAULT_LIMITS, None),
    "default_limits_per_method": (ConfigVars.DEFAULT_LIMITS_PER_METHOD, False),
    "default_limits_exempt_when": (ConfigVars.DEFAULT_LIMITS_EXEMPT_WHEN, None),
    "default_limits_deduct_when": (ConfigVars.DEFAULT_LIMITS_DEDUCT_WHEN, None),
    "default_limits_cost": (ConfigVars.DEFAULT_LIMITS_COST, 1),
    "application_limits": (ConfigVars.APPLICATION_LIMITS, None),
    "application_limits_per_method": (ConfigVars.APPLICATION_LIMITS_PER_METHOD, False),
    "application_limits_exempt_when": (ConfigVars.APPLICATION_LIMITS_EXEMPT_WHEN, None),
    "application_limits_deduct_when": (ConfigVars.APPLICATION_LIMITS_DEDUCT_WHEN, None),
    "application_limits_cost": (ConfigVars.APPLICATION_LIMITS_COST, 1),
    "meta_limits": (ConfigVars.META_LIMITS, None),
    "headers_enabled": (ConfigVars.HEADERS_ENABLED, False),
    "retry_after": (ConfigVars.HEADER_RETRY_AFTER_VALUE, None),
    "strategy": (ConfigVars.STRATEGY, "fixed-window"),
    "storage_uri": (ConfigVars.STORAGE_URI, None),
    "swallow_errors": (ConfigVars.SWALLOW_ERRORS, False),
    "fail_on_first_breach": (ConfigVars.FAIL_ON_FIRST_BREACH, True),
    "on_breach": (ConfigVars.ON_BREACH, None),
    "on_meta_breach": (ConfigVars.ON_META_BREACH, None),
    "in_memory_fallback": (ConfigVars.IN_MEMORY_FALLBACK, None),
    "in_memory_fallback_enabled": (ConfigVars.IN_MEMORY_FALLBACK_ENABLED, False),
    "key_prefix": (ConfigVars.KEY_PREFIX, ""),
    "request_identifier": (ConfigVars.REQUEST_IDENTIFIER, None),
}

_HEADERS = {
    HeaderNames.LIMIT: ConfigVars.HEADER_LIMIT,
    HeaderNames.REMAINING: ConfigVars.HEADER_REMAINING,
    HeaderNames.RESET: ConfigVars.HEADER_RESET,
    HeaderNames.RETRY_AFTER: ConfigVars.HEADER_RETRY_AFTER,
}


class Settings:
    """Options by name; what is missing is read from an application's configuration."""

    def __init__(self, options: Options) -> None:
        unknown = sorted(set(options) - set(Options.__annotations__))
        if unknown:
            raise TypeError(f"Limiter() got an unexpected keyword argument {unknown[0]!r}")
        self._values: dict[str, Any] = dict(options)
        self.headers: dict[HeaderNames, str] = dict(options.get("header_name_mapping") or {})
        self.storage_options: dict[str, Any] = dict(options.get("storage_options") or {})

    def __getitem__(self, name: str) -> Any:
        return self._values.get(name)

    def read(self, config: Mapping[str, Any]) -> None:
        """Fill in what the constructor was not told."""
        for name, (key, otherwise) in FROM_CONFIG.items():
            value = self._values.get(name)
            if value is None or (not value and not isinstance(value, bool)):
                self._values[name] = config.get(key, otherwise)
        for header, key in _HEADERS.items():
            self.headers.setdefault(header, config.get(key, header.value))
        self.storage_options.update(config.get(ConfigVars.STORAGE_OPTIONS, {}))

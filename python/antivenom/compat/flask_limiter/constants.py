"""Names: of settings, of headers, of what an exemption covers."""

from __future__ import annotations

import enum


class ConfigVars:
    """Keys of a Flask application's configuration."""

    ENABLED = "RATELIMIT_ENABLED"
    STORAGE_URI = "RATELIMIT_STORAGE_URI"
    STORAGE_OPTIONS = "RATELIMIT_STORAGE_OPTIONS"
    STRATEGY = "RATELIMIT_STRATEGY"
    KEY_FUNC = "RATELIMIT_KEY_FUNC"
    KEY_PREFIX = "RATELIMIT_KEY_PREFIX"
    REQUEST_IDENTIFIER = "RATELIMIT_REQUEST_IDENTIFIER"

    DEFAULT_LIMITS = "RATELIMIT_DEFAULT"
    DEFAULT_LIMITS_PER_METHOD = "RATELIMIT_DEFAULTS_PER_METHOD"
    DEFAULT_LIMITS_EXEMPT_WHEN = "RATELIMIT_DEFAULTS_EXEMPT_WHEN"
    DEFAULT_LIMITS_DEDUCT_WHEN = "RATELIMIT_DEFAULTS_DEDUCT_WHEN"
    DEFAULT_LIMITS_COST = "RATELIMIT_DEFAULTS_COST"
    APPLICATION_LIMITS = "RATELIMIT_APPLICATION"
    APPLICATION_LIMITS_PER_METHOD = "RATELIMIT_APPLICATION_PER_METHOD"
    APPLICATION_LIMITS_EXEMPT_WHEN = "RATELIMIT_APPLICATION_EXEMPT_WHEN"
    APPLICATION_LIMITS_DEDUCT_WHEN = "RATELIMIT_APPLICATION_DEDUCT_WHEN"
    APPLICATION_LIMITS_COST = "RATELIMIT_APPLICATION_COST"
    META_LIMITS = "RATELIMIT_META"

    FAIL_ON_FIRST_BREACH = "RATELIMIT_FAIL_ON_FIRST_BREACH"
    ON_BREACH = "RATELIMIT_ON_BREACH_CALLBACK"
    ON_META_BREACH = "RATELIMIT_ON_META_BREACH_CALLBACK"
    SWALLOW_ERRORS = "RATELIMIT_SWALLOW_ERRORS"
    IN_MEMORY_FALLBACK = "RATELIMIT_IN_MEMORY_FALLBACK"
    IN_MEMORY_FALLBACK_ENABLED = "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"

    HEADERS_ENABLED = "RATELIMIT_HEADERS_ENABLED"
    HEADER_LIMIT = "RATELIMIT_HEADER_LIMIT"
    HEADER_REMAINING = "RATELIMIT_HEADER_REMAINING"
    HEADER_RESET = "RATELIMIT_HEADER_RESET"
    HEADER_RETRY_AFTER = "RATELIMIT_HEADER_RETRY_AFTER"
    HEADER_RETRY_AFTER_VALUE = "RATELIMIT_HEADER_RETRY_AFTER_VALUE"


class HeaderNames(enum.Enum):
    """Headers of an answer; the values are their names unless others are configured."""

    LIMIT = "X-RateLimit-Limit"
    REMAINING = "X-RateLimit-Remaining"
    RESET = "X-RateLimit-Reset"
    RETRY_AFTER = "Retry-After"


class ExemptionScope(enum.Flag):
    """What a view or a blueprint is exempt from."""

    NONE = 0
    #: Limits of the whole application.
    APPLICATION = 1
    #: Limits on how often limits may be breached.
    META = 2
    #: Limits of views that have none of their own.
    DEFAULT = 4
    #: The exemption is also that of blueprints nested in this one.
    DESCENDENTS = 8
    #: Limits of the blueprints that this one is nested in.
    ANCESTORS = 16


#: A storage that fails is asked again after 1, 2, 4, ... seconds, at most 2 to this power.
MAX_BACKEND_CHECKS = 5

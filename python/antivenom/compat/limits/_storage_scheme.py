"""Storages by the scheme of their address."""

from __future__ import annotations

import dataclasses
import urllib.parse
from abc import ABCMeta
from typing import Any

from antivenom.compat.limits.errors import ConfigurationError

#: Classes of storages by scheme; a class that has a STORAGE_SCHEME enters itself.
SCHEMES: dict[str, Any] = {}


class StorageRegistry(ABCMeta):
    """Enters each class with schemes of its own in :data:`SCHEMES`."""

    def __new__(
        mcs, name: str, bases: tuple[type, ...], names: dict[str, Any], **options: Any
    ) -> StorageRegistry:
        made = super().__new__(mcs, name, bases, names, **options)
        schemes = names.get("STORAGE_SCHEME") or []
        for scheme in [schemes] if isinstance(schemes, str) else schemes:
            SCHEMES[scheme] = made
        return made


@dataclasses.dataclass
class StorageURIOptions:
    """Parts of a storage's address."""

    scheme: str
    username: str | None
    password: str | None
    locations: list[tuple[str, int]]
    path: str | None
    query: dict[str, list[str]]

    @property
    def empty(self) -> bool:
        """Whether there is nothing but the scheme."""
        named = self.username is not None or self.password is not None
        return not (named or self.locations or self.path or self.query)


def _location(text: str, uri: str) -> tuple[str, int]:
    try:
        parsed = urllib.parse.urlsplit("//" + text.strip())
        host, port = parsed.hostname, parsed.port
    except ValueError as error:
        raise ConfigurationError(f"Unable to parse storage uri {uri}") from error
    if host is None or port is None:
        raise ConfigurationError(f"Missing host or port in location {text}")
    return host, port


def parse_storage_uri(uri: str) -> StorageURIOptions:
    """The parts of ``scheme://user:password@host:port,host:port/path?query``."""
    try:
        parsed = urllib.parse.urlparse(uri)
    except ValueError as error:
        raise ConfigurationError(f"Unable to parse storage uri {uri}") from error
    places = parsed.netloc.partition("@")[2] if "@" in parsed.netloc else parsed.netloc
    name, password = parsed.username, parsed.password
    if parsed.netloc.count("@") > 1:  # the last one ends the credentials
        places = parsed.netloc.rpartition("@")[2]
    return StorageURIOptions(
        parsed.scheme,
        name,
        password,
        [_location(place, uri) for place in places.split(",")] if places else [],
        parsed.path,
        urllib.parse.parse_qs(parsed.query),
    )

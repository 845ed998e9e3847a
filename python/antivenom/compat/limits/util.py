"""Limits from text, and modules that a storage needs only when it is made."""

from __future__ import annotations

import dataclasses
import importlib
import re
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from antivenom.compat.limits.errors import ConfigurationError
from antivenom.compat.limits.limits import GRANULARITIES, RateLimitItem

if TYPE_CHECKING:
    from packaging.version import Version

_SEPARATOR = re.compile("[,;|]")
_ONE = re.compile(r"(?a:\s*([0-9]+)\s*(?:/|per)\s*([0-9]+)?\s*([a-z]+)\s*)", re.IGNORECASE)


class WindowStats(NamedTuple):
    """When a window is reset (seconds since 1970), and what remains of it."""

    reset_time: float
    remaining: int


def parse_many(limit_string: str) -> list[RateLimitItem]:
    """Limits of ``"1/second; 5 per 2 minutes"``; apart by ``,`` ``;`` or ``|``.

    Raises ValueError.
    """
    if not isinstance(limit_string, str):
        raise ValueError(f"couldn't parse rate limit string '{limit_string}'")
    found = [_ONE.fullmatch(part) for part in _SEPARATOR.split(limit_string)]
    limits = []
    for match in found:
        if match is None:
            raise ValueError(f"couldn't parse rate limit string '{limit_string}'")
        amount, multiples, unit = match.groups()
        limits.append(granularity_from_string(unit)(int(amount), int(multiples or 1)))
    return limits


def parse(limit_string: str) -> RateLimitItem:
    """The first limit of a text. Raises ValueError."""
    return parse_many(limit_string)[0]


def granularity_from_string(granularity_string: str) -> type[RateLimitItem]:
    """The class of limits for the name of a unit. Raises ValueError."""
    for item in GRANULARITIES.values():
        if item.check_granularity_string(granularity_string):
            return item
    raise ValueError(f"no granularity matched for {granularity_string}")


@dataclasses.dataclass
class Dependency:
    """A module, and which release of it was wanted and found."""

    name: str
    version_required: Version | None
    version_found: Version | None
    module: ModuleType | None


class DependencyDict(dict[str, Dependency]):
    """Dependencies by name; asking for one that does not do raises ConfigurationError."""

    def __getitem__(self, key: str) -> Dependency:
        dependency = super().__getitem__(key)
        wanted, found = dependency.version_required, dependency.version_found
        if dependency.module is None:
            least = f" A minimum version of {wanted} is required." if wanted else ""
            raise ConfigurationError(f"'{key}' prerequisite not available.{least}")
        if wanted and (not found or found < wanted):
            raise ConfigurationError(
                f"The minimum version of {wanted} for '{key}' could not be found. "
                f"Found version: {found}"
            )
        return dependency


class LazyDependency:
    """Imports the modules of ``DEPENDENCIES`` when they are asked for."""

    DEPENDENCIES: dict[str, Version | None] | list[str] = []

    @property
    def dependencies(self) -> DependencyDict:
        """The modules, imported."""
        known: DependencyDict | None = self.__dict__.get("_dependencies")
        if known is None:
            wanted = self.DEPENDENCIES
            known = DependencyDict()
            pairs: dict[str, Version | None] = (
                wanted if isinstance(wanted, dict) else dict.fromkeys(wanted)
            )
            for name, least in pairs.items():
                module, version = get_dependency(name)
                known[name] = Dependency(name, least, version, module)
            self.__dict__["_dependencies"] = known
        return known


def get_dependency(module_path: str) -> tuple[ModuleType | None, Version | None]:
    """A module and its release; None, None when it is not installed."""
    from packaging.version import Version

    try:
        module = importlib.import_module(module_path)
        root = importlib.import_module(module_path.partition(".")[0])
    except ImportError:
        return None, None
    return module, Version(getattr(root, "__version__", "0.0.0"))

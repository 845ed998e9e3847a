"""Native part of antivenom.limit."""

from collections.abc import Callable, Sequence


class Limit:
    """
    An amount in a period: ``Limit(100, 60)`` is 100 in 60 seconds.

    period is in seconds. ``burst`` is how many at once, for gcra and
    token-bucket; 0 is amount. Raises LimitError.
    """

    def __init__(self, amount: int, period: float, *, burst: int = 0) -> None: ...

    @staticmethod
    def parse(text: str) -> list[Limit]:
        """
        Read ``"100/minute; 5 per 2 hours"``: one limit or several, apart by ; or ,.

        Units are second to year; a month is 30 days, a year 365. Raises LimitError.
        """

    @property
    def amount(self) -> int: ...

    @property
    def period(self) -> float: ...

    @property
    def burst(self) -> int: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __repr__(self) -> str: ...

class Decision:
    """The answer to a hit; true when it was allowed. Times are seconds."""

    def __init__(self, limit: Limit, *, allowed: bool, remaining: int, retry_after: float = 0.0, reset: float = 0.0) -> None: ...

    @property
    def allowed(self) -> bool: ...

    @property
    def full(self) -> bool:
        """Decided by ``on_full``: there was no slot for a new key."""

    @property
    def failed(self) -> bool:
        """Decided by ``on_error``: the storage did not answer."""

    @property
    def limit(self) -> Limit:
        """
        The limit that decided: the first that refused, or the one with least left.
        """

    @property
    def remaining(self) -> int: ...

    @property
    def retry_after(self) -> float:
        """Seconds until the same hit would be allowed; 0 when it was."""

    @property
    def reset(self) -> float:
        """Seconds until all of the limit is there again."""

    def headers(self, convention: str = 'x', name: str = 'default') -> list[tuple[str, str]]:
        """
        Header fields for the answer to a request: pairs of name and value.

        ``"x"``: X-RateLimit-Limit, -Remaining, -Reset (seconds since 1970);
        ``"ietf"``: RateLimit-Policy and RateLimit, as draft-ietf-httpapi-ratelimit-headers
        has them, with ``name`` as the policy's. Retry-After with both, when refused.
        """

    def __bool__(self) -> bool: ...

    def __repr__(self) -> str: ...

class Limiter:
    """
    Counts hits, exactly, in memory of fixed size.

    storage: "memory://", of this process; "shm://name", shared by this user's processes on this
    machine; or an object with the methods of antivenom.limit.Storage.
    strategy: "gcra", "token-bucket", "fixed-window", "sliding-window" or "moving-window".
    capacity: keys; beyond it those whose time is over make room, then those that used least. A key
    that is blocked keeps its slot. on_full: "deny" or "allow" a new key when all slots are blocked.
    on_error: "deny", "allow" or "raise" (LimitError) when the storage does not answer.
    clock: a function of steady seconds; it holds for shm:// only when all give the same.

    Raises LimitError when the storage cannot be had. Safe under threads and fork.
    Sources: ITU-T I.371 for gcra; the windows are those that the library limits defines.
    """

    def __init__(self, storage: str | object = 'memory://', *, strategy: str = 'gcra', capacity: int = 65536, on_full: str = 'deny', on_error: str = 'deny', clock: Callable[[], float] | None = None) -> None: ...

    def hit(self, limit: str | Limit | Sequence[Limit], *identifiers: str | bytes | int, cost: int = 1) -> Decision:
        """
        Take ``cost`` from what the identifiers may do, if it is there.

        limit: "100/minute; 1000/hour", a Limit, or a list of Limits; every one must allow. Those before
        the first that refuses have counted. identifiers: str, bytes or int; together they are the key.
        Raises LimitError for limits that are none, and TypeError for other identifiers.
        """

    def test(self, limit: str | Limit | Sequence[Limit], *identifiers: str | bytes | int, cost: int = 1) -> Decision:
        """Say what hit would, and take nothing."""

    def clear(self, limit: str | Limit | Sequence[Limit], *identifiers: str | bytes | int) -> None:
        """Forget what the identifiers did under a limit."""

    def reset(self) -> None:
        """Forget everything of everybody."""

class Gate:
    """Native part of antivenom.limit.Gate."""

    def __init__(self, storage: str, capacity: int, on_full: str) -> None: ...

    def enter(self, most: int, *identifiers: str | bytes | int) -> tuple[bool, int]: ...

    def leave(self, id: int, *identifiers: str | bytes | int) -> bool: ...

    def taken(self, *identifiers: str | bytes | int) -> int: ...

class Clients:
    """
    Whose a request is: the key to limit by.

    trusted: networks of your own proxies ("10.0.0.0/8"), and "unix" for one that connects
    by a local socket. Only what those wrote in ``field`` ("x-forwarded-for" or
    "forwarded") is believed. ipv4_prefix, ipv6_prefix: bits of an address that are one
    client; whoever has one IPv6 address has a /64. Raises LimitError for no network.
    """

    def __init__(self, trusted: Sequence[str] = [], *, field: str = 'x-forwarded-for', ipv4_prefix: int = 32, ipv6_prefix: int = 64) -> None: ...

    def key(self, peer: str, forwarded: str = '') -> str:
        """
        The client's address or network: ``"192.0.2.1"``, ``"2001:db8:0:1::/64"``.

        peer: the connection's address. forwarded: the field's value, several joined by
        commas. ``"local"`` when the peer is no address and forwards none.
        """

def key_of(*identifiers: str | bytes | int) -> bytes:
    """The key that a storage counts under."""

def failed_decision(limit: Limit, allowed: bool) -> Decision:
    """The decision of ``on_error``."""

def remove_shared(storage: str) -> None:
    """
    Take the name of a shared storage away (``"shm://name"``); who has it open keeps it.
    """

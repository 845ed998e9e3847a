"""How antivenom.limit is used, as mypy must see it."""

from antivenom.compat import limits
from antivenom.limit import (
    AsyncLimiter,
    AsyncStorage,
    Clients,
    Decision,
    Gate,
    Limit,
    Limiter,
    LimitError,
    Permit,
    Storage,
)


class Mine:
    def hit(self, limit: Limit, key: bytes, cost: int, /) -> Decision:
        return Decision(limit, allowed=True, remaining=limit.amount - cost)

    test = hit

    def clear(self, limit: Limit, key: bytes, /) -> None: ...

    def reset(self) -> None: ...


storage: Storage = Mine()
limiter = Limiter(storage, strategy="gcra", on_error="raise")
try:
    decision: Decision = limiter.hit("100/minute; 1000/hour", "login", 5, b"x", cost=2)
except LimitError:
    raise SystemExit(1) from None
fields: list[tuple[str, str]] = decision.headers("ietf", "login")
wait: float = 0.0 if decision else decision.retry_after
with Gate("shm://name").enter(3, "report") as permit:
    allowed: bool = bool(permit)
key: str = Clients(["10.0.0.0/8"], ipv6_prefix=56).key("::1", "192.0.2.1")
limiter.hit(5, "key")  # type: ignore[arg-type]



class MineOnAServer:
    async def hit(self, limit: Limit, key: bytes, cost: int, /) -> Decision:
        return Decision(limit, allowed=True, remaining=limit.amount - cost)

    test = hit

    async def clear(self, limit: Limit, key: bytes, /) -> None: ...

    async def reset(self) -> None: ...


async def waited() -> Decision:
    permit: Permit = await Gate().aenter_or_wait(3, "report", timeout=1.5)
    with permit:
        await Limiter().ahit_or_wait("100/minute", "login", timeout=None)
    server: AsyncStorage = MineOnAServer()
    return await AsyncLimiter(server, timeout=0.05).hit("100/minute", 5, cost=2)


later: Decision = limiter.hit_or_wait("100/minute", "login", timeout=2)
AsyncLimiter(Mine())  # type: ignore[arg-type]

peer = limits.strategies.FixedWindowRateLimiter(limits.storage.MemoryStorage())
hit: bool = peer.hit(limits.parse("1/day"), "user", cost=1)

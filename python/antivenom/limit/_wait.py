"""How long to wait before asking again, the same for threads and coroutines."""

from __future__ import annotations

import time
from collections.abc import Iterator

from antivenom._limit import Decision

_SHORTEST = 0.001
_LONGEST = 0.05


class Patience:
    """The time that a caller has."""

    def __init__(self, timeout: float | None) -> None:
        self._end = None if timeout is None else time.monotonic() + timeout

    def left(self) -> float:
        """Seconds that are left."""
        return float("inf") if self._end is None else self._end - time.monotonic()

    def pause(self, decision: Decision, cost: int) -> float | None:
        """Seconds until a refused hit is worth trying again; None when waiting is of no use."""
        most = decision.limit.burst or decision.limit.amount
        if decision or decision.failed or cost > most:
            return None
        # All slots being other keys' ends at no known time.
        seconds = _LONGEST if decision.full else max(decision.retry_after, _SHORTEST)
        return seconds if seconds <= self.left() else None

    def pauses(self) -> Iterator[float]:
        """Seconds between looks at what nobody announces, growing to 50 ms; none when time is up."""
        seconds = _SHORTEST
        while self.left() > 0:
            yield min(seconds, max(self.left(), 0.0))
            seconds = min(2 * seconds, _LONGEST)

"""How antivenom.literal is used, as mypy must see it."""

from typing import Any

from antivenom import Error
from antivenom.compat.ast import literal_eval
from antivenom.literal import LiteralError, loads


def read(text: str | bytes) -> Any:
    try:
        return loads(text, max_depth=10, allow={"set"})
    except LiteralError as error:
        place: tuple[int, int] = (error.line, error.column)
        assert error.reason in ("malformed", "limit", "refused")
        base: Error = error
        raise SystemExit(f"{place}: {base}") from error


value: Any = literal_eval("[1]")
loads(1)  # type: ignore[arg-type]

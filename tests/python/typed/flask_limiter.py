"""Types of antivenom.compat.flask_limiter."""

import flask

from antivenom.compat.flask_limiter import (
    ExemptionScope,
    Limit,
    Limiter,
    MetaLimit,
    RequestLimit,
    RouteLimit,
)
from antivenom.compat.flask_limiter.util import get_remote_address

app = flask.Flask("typed")
limiter = Limiter(
    get_remote_address,
    app=app,
    default_limits=["10/minute", lambda: "5/second", Limit("1/second", cost=2)],
    meta_limits=[MetaLimit("2/day")],
    storage_uri="memory://",
)


def told(limit: RequestLimit) -> flask.Response | None:
    return flask.Response(f"{limit.limit}, {limit.remaining} left", 429) if limit.key else None


@app.route("/")
@limiter.limit("1/minute", on_breach=told, methods=["POST"])
def root() -> str:
    return "root"


shared: RouteLimit = limiter.shared_limit("2/minute", scope="shared")
answer: str = shared(root)()
limiter.exempt(flags=ExemptionScope.DEFAULT | ExemptionScope.META)(root)
limiter.limit("1/minute", per_methods=True)  # type: ignore[call-arg]
Limiter()  # type: ignore[call-arg]

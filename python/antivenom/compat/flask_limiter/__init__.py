"""``flask_limiter`` over native counting: change the import and keep the rest.

    from antivenom.compat.flask_limiter import Limiter
    from antivenom.compat.flask_limiter.util import get_remote_address

    limiter = Limiter(get_remote_address, app=app, storage_uri="shm://shop",
                      default_limits=["200/day", "50/hour"])

    @app.route("/slow")
    @limiter.limit("1/minute")
    def slow(): ...

What differs: ``storage_uri`` is ``"memory://"``, of one process, or ``"shm://name"``, which all
workers share; Redis and other servers are not here yet. For new code see
:mod:`antivenom.limit.flask`. Needs Flask.
"""

from antivenom.compat.flask_limiter._definitions import (
    ApplicationLimit,
    Limit,
    MetaLimit,
    RouteLimit,
)
from antivenom.compat.flask_limiter._extension import Limiter
from antivenom.compat.flask_limiter._request import RequestLimit
from antivenom.compat.flask_limiter.constants import ExemptionScope, HeaderNames
from antivenom.compat.flask_limiter.errors import RateLimitExceeded

__all__ = [
    "ApplicationLimit",
    "ExemptionScope",
    "HeaderNames",
    "Limit",
    "Limiter",
    "MetaLimit",
    "RateLimitExceeded",
    "RequestLimit",
    "RouteLimit",
]

#: The release of Flask-Limiter whose interface this is.
__version__ = "4.1.1"

"""What makes the key of a limit."""
import flask_limiter
import slowapi
from flask_limiter.util import get_remote_address
from limits import parse
from limits.strategies import FixedWindowRateLimiter

KEY = "all"
LIMIT = parse("5/minute")


def nobody():
    return KEY


def account(request):
    if not request.user:
        return "nobody"
    return request.user.name


one = flask_limiter.Limiter(nobody, app=None)  # error: limit-shared-by-all
two = flask_limiter.Limiter(key_func=lambda: KEY)  # error: limit-shared-by-all
three = slowapi.Limiter(key_func=lambda request: request.client.host)
four = slowapi.Limiter(account)
five = flask_limiter.Limiter(get_remote_address)


def count(limiter: FixedWindowRateLimiter, name, *more):
    limiter.hit(LIMIT, "login")  # error: limit-shared-by-all
    limiter.hit(LIMIT, "login", name)
    limiter.hit(LIMIT, *more)
    limiter.hit(LIMIT)

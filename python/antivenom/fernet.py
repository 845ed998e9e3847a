"""Messages that only a key's holder can read or make: tokens, and sealed files of any size.

>>> from antivenom import fernet
>>> box = fernet.Fernet(fernet.generate_key())
>>> box.decrypt(box.encrypt(b"attack at dawn"), ttl=60)
b'attack at dawn'

Sources: the Fernet specification, version 0x80; C2SP chunked-encryption v1 for files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from antivenom._errors import (
    DeniedError,
    ExpiredToken,
    FileError,
    InvalidError,
    InvalidToken,
    NotFoundError,
)
from antivenom._fernet import (
    Fernet,
    Opener,
    Sealer,
    encrypt_parts,
    generate_key,
    generate_seal_key,
    open_file,
    open_parts,
    seal_file,
)
from antivenom._secret import SecretBytes
from antivenom._work import in_thread

__all__ = [
    "DeniedError",
    "ExpiredToken",
    "Fernet",
    "FileError",
    "InvalidError",
    "InvalidToken",
    "MultiFernet",
    "NotFoundError",
    "Opener",
    "Sealer",
    "aopen_file",
    "aseal_file",
    "generate_key",
    "generate_seal_key",
    "open_file",
    "seal_file",
]

_T = TypeVar("_T")
_Key: TypeAlias = str | bytes | SecretBytes
_Path: TypeAlias = str | bytes | os.PathLike[str]
_Data: TypeAlias = str | bytes | bytearray | memoryview | SecretBytes


class MultiFernet:
    """Makes tokens with the first of several keys and reads those of any, so keys can change."""

    def __init__(self, keys: Iterable[_Key]) -> None:
        """``keys``: newest first. Raises InvalidError when there is none, or for one that is none."""
        self._fernets = [Fernet(key) for key in keys]
        if not self._fernets:
            raise InvalidError("MultiFernet needs a key")

    def encrypt(self, data: _Data) -> bytes:
        """Make the token of a message, with the first key."""
        return self._fernets[0].encrypt(data)

    def decrypt(self, token: str | bytes, *, ttl: int | None = None) -> bytes:
        """Read a token of any of the keys. ``ttl``: seconds it is good for, None for any age.

        Raises InvalidToken, and ExpiredToken for an authentic one that is too old.
        """
        return self._first(lambda fernet: fernet.decrypt(token, ttl=ttl))

    def timestamp(self, token: str | bytes) -> int:
        """When an authentic token was made, in seconds since 1970. Raises InvalidToken."""
        return self._first(lambda fernet: fernet.timestamp(token))

    def rotate(self, token: str | bytes) -> bytes:
        """A token of the same message and time, made with the first key. Raises InvalidToken."""
        opened = None
        for fernet in self._fernets:
            opened = opened or open_parts(fernet, token)
        if opened is None:
            raise InvalidToken("the token was altered, is another key's, or is none")
        message, made = opened
        return encrypt_parts(self._fernets[0], message, made, os.urandom(16))

    def _first(self, read: Callable[[Fernet], _T]) -> _T:
        last = self._fernets[-1]
        for fernet in self._fernets[:-1]:
            try:
                return read(fernet)
            except ExpiredToken:
                raise
            except InvalidToken:
                pass
        return read(last)


async def aseal_file(
    source: _Path,
    target: _Path,
    key: _Key,
    *,
    context: str | bytes = b"",
    progress: Callable[[int, int], object] | None = None,
) -> None:
    """:func:`seal_file` in a thread of antivenom's own; ``progress`` is called there."""
    await in_thread(seal_file, source, target, key, context=context, progress=progress)


async def aopen_file(
    source: _Path,
    target: _Path,
    key: _Key,
    *,
    context: str | bytes = b"",
    progress: Callable[[int, int], object] | None = None,
) -> None:
    """:func:`open_file` in a thread of antivenom's own; ``progress`` is called there."""
    await in_thread(open_file, source, target, key, context=context, progress=progress)

"""Passwords at rest: hash, check, upgrade, and read what others stored.

>>> from antivenom import password
>>> stored = password.hash("correct horse")
>>> password.verify("correct horse", stored).ok
True
>>> password.verify("wrong horse", stored).ok
False

Sources: Argon2id RFC 9106, scrypt RFC 7914, PBKDF2 RFC 8018, bcrypt as OpenBSD defines it; the
floor of costs is OWASP's Password Storage Cheat Sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from antivenom import _password
from antivenom._errors import InvalidError, NotFoundError, TooMuchError, UnsupportedError
from antivenom._password import Policy, set_memory_bound
from antivenom._secret import SecretBytes
from antivenom._work import in_thread

__all__ = [
    "DEFAULT",
    "Info",
    "InvalidError",
    "NotFoundError",
    "Policy",
    "TooMuchError",
    "UnsupportedError",
    "Verified",
    "acalibrate",
    "ahash",
    "ahash_many",
    "averify",
    "averify_many",
    "calibrate",
    "hash",
    "hash_many",
    "identify",
    "set_memory_bound",
    "verify",
    "verify_many",
]

_Password: TypeAlias = str | bytes | bytearray | memoryview | SecretBytes

DEFAULT = Policy()
"""Argon2id, 19 MiB of memory, 2 passes, 1 lane: today's guidance, which is also the floor."""


@dataclass(frozen=True)
class Verified:
    """The answer of verify; true exactly when the password is right.

    ``new_hash``: store it in place of the old string, which is weaker than the policy asks; else
    None. ``error``: why a string of verify_many could not be checked; else None.
    """

    ok: bool
    new_hash: str | None = None
    error: Exception | None = None

    def __bool__(self) -> bool:
        return self.ok


@dataclass(frozen=True)
class Info:
    """What a stored string says of itself: ``scheme`` ("argon2id"), ``parameters`` ("m=19456,t=2,p=1"),
    the id of its pepper or "", and whether the policy would have it hashed anew."""

    scheme: str
    parameters: str
    pepper_id: str
    needs_rehash: bool


def hash(password: _Password, policy: Policy = DEFAULT) -> str:
    """The string to store for a password, a new salt in it. Takes as long as the policy wants.

    Raises InvalidError (bcrypt and more than 72 bytes without ``prehash_long``), TooMuchError (more
    than 4096 bytes, or no memory). Releases the GIL.
    """
    return _password.hash(password, policy)


def verify(password: _Password, stored: str | None, policy: Policy = DEFAULT) -> Verified:
    """Check a password against what is stored: ``if verify(password, stored):``.

    For a user that does not exist pass None: the answer is no, after the time that a hash takes.
    Raises InvalidError or UnsupportedError for a string of no known form, TooMuchError for one that
    demands more than the policy's caps, NotFoundError for a pepper the policy does not have.
    Releases the GIL.
    """
    return Verified(*_password.verify(password, stored, policy))


def hash_many(
    passwords: Iterable[_Password], policy: Policy = DEFAULT, *, threads: int = 0
) -> list[str]:
    """The strings for many passwords, in their order; several bcrypts run at once on each core.

    ``threads``: 0 for as many as there are processors. Raises the first error, after all work.
    """
    if isinstance(passwords, str):  # each character would be a password
        raise TypeError("passwords are several: [password] for one")
    answers = _password.hash_many(list(passwords), policy, threads)
    hashes: list[str] = []
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
        hashes.append(answer)
    return hashes


def verify_many(
    pairs: Iterable[tuple[_Password, str]], policy: Policy = DEFAULT, *, threads: int = 0
) -> list[Verified]:
    """Check many (password, stored) pairs, in their order; several bcrypts at once on each core.

    A string that cannot be checked is not right, and ``error`` says why; nothing is raised for it.
    No ``new_hash`` is made. ``threads``: 0 for as many as there are processors.
    """
    all_pairs = list(pairs)
    answers = _password.verify_many(
        [password for password, _ in all_pairs],
        [stored for _, stored in all_pairs],
        policy,
        threads,
    )
    return [
        Verified(False, None, answer) if isinstance(answer, Exception) else Verified(answer)
        for answer in answers
    ]


def identify(stored: str, policy: Policy = DEFAULT) -> Info:
    """What a stored string is. Raises InvalidError or UnsupportedError when it is of no known form."""
    return Info(*_password.identify(stored, policy))


def calibrate(
    target_ms: int = 250, *, memory_kib: int = 65536, start: Policy = DEFAULT
) -> Policy:
    """A policy whose hash takes about ``target_ms`` milliseconds on this machine, now.

    Costs begin at those of ``start`` and only go up, to its caps. Argon2id gets memory first, up to
    ``memory_kib`` KiB, then passes. Takes several times ``target_ms``. Releases the GIL.
    """
    return _password.calibrate(start, target_ms, memory_kib)


async def ahash(password: _Password, policy: Policy = DEFAULT) -> str:
    """:func:`hash` in a thread of antivenom's own."""
    return await in_thread(hash, password, policy)


async def averify(password: _Password, stored: str | None, policy: Policy = DEFAULT) -> Verified:
    """:func:`verify` in a thread of antivenom's own; concurrent bcrypts share cores."""
    return await in_thread(verify, password, stored, policy)


async def ahash_many(
    passwords: Iterable[_Password], policy: Policy = DEFAULT, *, threads: int = 0
) -> list[str]:
    """:func:`hash_many` in a thread of antivenom's own."""
    return await in_thread(hash_many, list(passwords), policy, threads=threads)


async def averify_many(
    pairs: Iterable[tuple[_Password, str]], policy: Policy = DEFAULT, *, threads: int = 0
) -> list[Verified]:
    """:func:`verify_many` in a thread of antivenom's own."""
    return await in_thread(verify_many, list(pairs), policy, threads=threads)


async def acalibrate(
    target_ms: int = 250, *, memory_kib: int = 65536, start: Policy = DEFAULT
) -> Policy:
    """:func:`calibrate` in a thread of antivenom's own."""
    return await in_thread(calibrate, target_ms, memory_kib=memory_kib, start=start)

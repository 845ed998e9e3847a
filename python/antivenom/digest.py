"""Hashes, message authentication, key derivation, manifests of files, random tokens.

>>> from antivenom import digest
>>> digest.hash(b"abc").hex()[:16]
'ba7816bf8f01cfea'
>>> key = digest.HmacKey(digest.random_bytes(32))
>>> key.verify(b"message", key.sign(b"message"))
True

There is no MD5 and no SHA-1. Sources: FIPS 180-4, FIPS 202, RFC 7693, RFC 2104, RFC 5869.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from antivenom import _digest
from antivenom._digest import (
    Hasher,
    HmacKey,
    blake2b_keyed,
    equal,
    hash,
    hash_file,
    hkdf,
    manifest,
    random_bytes,
    random_text,
    random_token,
)
from antivenom._errors import (
    DeniedError,
    FileError,
    InvalidError,
    NotFoundError,
    TooMuchError,
    UnsupportedError,
)
from antivenom._work import in_thread

__all__ = [
    "Checked",
    "DeniedError",
    "FileError",
    "Hasher",
    "HmacKey",
    "InvalidError",
    "Manifest",
    "NotFoundError",
    "TooMuchError",
    "Tree",
    "UnsupportedError",
    "acheck_manifest",
    "ahash_file",
    "ahash_tree",
    "blake2b_keyed",
    "check_manifest",
    "equal",
    "hash",
    "hash_file",
    "hash_tree",
    "hkdf",
    "manifest",
    "random_bytes",
    "random_text",
    "random_token",
]

_Path: TypeAlias = str | bytes | os.PathLike[str]
_Progress: TypeAlias = Callable[[int, int], object]


@dataclass(frozen=True)
class Tree:
    """The digests of files, by path in ascending order, and what has none.

    ``failures``: files that could not be read, or changed meanwhile, with the reason. ``skipped``:
    links, devices, pipes and sockets inside folders.
    """

    entries: dict[str, bytes]
    failures: dict[str, Exception]
    skipped: list[str]


@dataclass(frozen=True)
class Checked:
    """The verdict on one line of a manifest; true when the file is the same."""

    path: str
    verdict: Literal["same", "different", "missing", "unreadable"]
    line: int

    def __bool__(self) -> bool:
        return self.verdict == "same"


@dataclass(frozen=True)
class Manifest:
    """All verdicts in the manifest's order, and the lines (from 1) that are none of a manifest.

    True when every file is the same and there are no bad lines, and at least one file.
    """

    files: list[Checked]
    bad_lines: list[int]

    def __bool__(self) -> bool:
        return bool(self.files) and all(self.files) and not self.bad_lines


def hash_tree(
    paths: Iterable[_Path],
    algorithm: str = "sha256",
    *,
    jobs: int = 0,
    progress: _Progress | None = None,
) -> Tree:
    """The digests of files, and of all regular files below folders, with ``jobs`` threads (0: all).

    ``progress(bytes done, bytes known of)`` is called ten times a second; what it raises stops the
    work, as Ctrl-C does. Links inside folders are not followed. Releases the GIL.
    """
    if isinstance(paths, (str, bytes)):  # each character would be a path
        raise TypeError("paths are several: [path] for one")
    return Tree(*_digest.hash_tree(list(paths), algorithm, jobs, progress))


def check_manifest(
    text: str | bytes,
    algorithm: str | None = None,
    *,
    zero: bool = False,
    jobs: int = 0,
    progress: _Progress | None = None,
) -> Manifest:
    """Hash the files that a manifest names, and compare: ``if check_manifest(text):``.

    Reads what coreutils' tools write: plain, binary and tagged lines, escaped names, ``zero`` for
    lines that end in NUL. ``algorithm``: of untagged lines, None for SHA-2 of the digest's length.
    Relative names are relative to the current folder. Releases the GIL.
    """
    verdicts, bad_lines = _digest.check_manifest(text, algorithm, zero, jobs, progress)
    files = [
        Checked(
            path,
            cast(Literal["same", "different", "missing", "unreadable"], verdict),
            line,
        )
        for path, verdict, line in verdicts
    ]
    return Manifest(files, bad_lines)


async def ahash_file(
    path: _Path, algorithm: str = "sha256", *, progress: _Progress | None = None
) -> bytes:
    """:func:`hash_file` in a thread of antivenom's own; ``progress`` is called there."""
    return await in_thread(hash_file, path, algorithm, progress=progress)


async def ahash_tree(
    paths: Iterable[_Path],
    algorithm: str = "sha256",
    *,
    jobs: int = 0,
    progress: _Progress | None = None,
) -> Tree:
    """:func:`hash_tree` in a thread of antivenom's own; ``progress`` is called there."""
    return await in_thread(hash_tree, paths, algorithm, jobs=jobs, progress=progress)


async def acheck_manifest(
    text: str | bytes,
    algorithm: str | None = None,
    *,
    zero: bool = False,
    jobs: int = 0,
    progress: _Progress | None = None,
) -> Manifest:
    """:func:`check_manifest` in a thread of antivenom's own; ``progress`` is called there."""
    return await in_thread(
        check_manifest, text, algorithm, zero=zero, jobs=jobs, progress=progress
    )

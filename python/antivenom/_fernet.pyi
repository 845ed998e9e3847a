"""Native part of antivenom.fernet."""

from collections.abc import Callable
import os

import antivenom._secret


class Fernet:
    """
    Makes and reads tokens with one key: 44 characters of base64url, as generate_key makes them.

    Source: Fernet Spec, version 0x80. Raises InvalidError for a key that is none. Any number of threads may use one.
    """

    def __init__(self, key: str | bytes | antivenom._secret.SecretBytes) -> None: ...

    def encrypt(self, data: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes) -> bytes:
        """
        Make the token of a message. Anybody can see when it was made, to the second.

        Releases the GIL from 4 KiB on.
        """

    def decrypt(self, token: str | bytes, *, ttl: int | None = None) -> bytes:
        """
        Read a token. ttl: seconds it is good for, None for any age.

        Raises InvalidToken, and ExpiredToken for an authentic one that is too old, or made more than 60 seconds in the future. Releases the GIL from 4 KiB on.
        """

    def timestamp(self, token: str | bytes) -> int:
        """
        When an authentic token was made, in seconds since 1970. Raises InvalidToken. Releases the GIL from 4 KiB on.
        """

def encrypt_parts(fernet: Fernet, data: bytes, seconds: int, vector: bytes) -> bytes: ...

def open_parts(fernet: Fernet, token: str | bytes) -> tuple[bytes, int] | None: ...

def generate_key() -> antivenom._secret.SecretBytes:
    """A new Fernet key."""

class Sealer:
    """
    Encrypts a stream (C2SP chunked-encryption v1, SHA-256, AES-128-GCM). context: what the data is; the opener must give the same.

    Raises InvalidError for a key that is none, and after finish. Releases the GIL; one thread at a time may use one.
    """

    def __init__(self, key: str | bytes | antivenom._secret.SecretBytes, context: str | bytes = b'') -> None: ...

    def update(self, data: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes) -> bytes:
        """Take more of the message; returns what of the sealed data is ready."""

    def finish(self) -> bytes:
        """The rest of the sealed data. Without it the data does not open."""

class Opener:
    """
    Decrypts a stream. Only when finish has returned is it known to be whole.

    Raises InvalidError for a key that is none, and after finish. Releases the GIL; one thread at a time may use one.
    """

    def __init__(self, key: str | bytes | antivenom._secret.SecretBytes, context: str | bytes = b'') -> None: ...

    def update(self, data: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes) -> bytes:
        """
        Take more sealed data; returns whole authenticated chunks. Raises InvalidError.
        """

    def finish(self) -> bytes:
        """The last chunk. Raises InvalidError when the stream was cut."""

def generate_seal_key() -> antivenom._secret.SecretBytes:
    """A new key for sealed files and streams; its text starts with avseal1-."""

def seal_file(source: str | bytes | os.PathLike[str], target: str | bytes | os.PathLike[str], key: str | bytes | antivenom._secret.SecretBytes, *, context: str | bytes = b'', progress: Callable[[int, int], object] | None = None) -> None:
    """
    Encrypt a file of any size in constant memory (C2SP chunked-encryption v1).

    The target appears whole or not at all. progress is called ten times a second with the bytes done and the size (0 while unknown); what it raises stops the work, as Ctrl-C does.
    Raises NotFoundError, DeniedError, InvalidError, FileError. Releases the GIL.
    """

def open_file(source: str | bytes | os.PathLike[str], target: str | bytes | os.PathLike[str], key: str | bytes | antivenom._secret.SecretBytes, *, context: str | bytes = b'', progress: Callable[[int, int], object] | None = None) -> None:
    """
    Decrypt a sealed file; the target is readable by its owner alone.

    The target appears only when all of it is authentic: a wrong key or context, a cut, swapped or repeated chunk raises InvalidError and leaves no file. progress and other errors as for seal_file. Releases the GIL.
    """

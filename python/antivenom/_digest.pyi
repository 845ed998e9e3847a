"""Native part of antivenom.digest."""

from collections.abc import Callable
import os
from typing import Literal

import antivenom._secret


def hash(data: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, algorithm: str = 'sha256') -> bytes:
    """
    The digest of data.

    algorithm: sha224 to sha512, sha3-224 to sha3-512, blake2b, blake2b-256 (any multiple of 8 bits), blake2s. Raises UnsupportedError for md5 and sha1, InvalidError for unknown names. Releases the GIL from 4 KiB on.
    Sources: FIPS 180-4, FIPS 202, RFC 7693.
    """

class Hasher:
    """
    Hashes data that comes in pieces; safe under threads.

    algorithm: as for hash, and raises what that raises.
    """

    def __init__(self, algorithm: str = 'sha256') -> None: ...

    def update(self, data: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes) -> None:
        """Add data. Releases the GIL from 4 KiB on."""

    def digest(self) -> bytes:
        """The digest of all data so far."""

    def hexdigest(self) -> str:
        """The digest of all data so far, in hexadecimal."""

    def copy(self) -> Hasher:
        """A hasher that has seen the same data."""

    @property
    def name(self) -> str: ...

    @property
    def digest_size(self) -> int:
        """Bytes of the digest."""

class HmacKey:
    """
    A key for HMAC (RFC 2104) with SHA-2 or SHA-3; any number of threads.

    Keys under 16 bytes raise InvalidError unless allow_short. algorithm: as for hash, and raises what that raises; also UnsupportedError for BLAKE2.
    """

    def __init__(self, key: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, algorithm: str = 'sha256', *, allow_short: bool = False) -> None: ...

    def sign(self, data: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes) -> bytes:
        """
        The MAC of data. Check one with verify, never with ==. Releases the GIL from 4 KiB on.
        """

    def verify(self, data: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, mac: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes) -> bool:
        """
        Whether mac is the MAC of data, in constant time. Releases the GIL from 4 KiB on.
        """

def blake2b_keyed(key: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, data: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, *, size: int = 64) -> bytes:
    """
    BLAKE2b's own MAC, of size bytes (1 to 64). key: 1 to 64 bytes. Raises InvalidError. Releases the GIL from 4 KiB on. Source: RFC 7693.
    """

def hkdf(key_material: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, size: int, *, salt: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes = b'', info: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes = b'', algorithm: str = 'sha256') -> antivenom._secret.SecretBytes:
    """
    Derive size bytes, at most 255 times the hash's length (RFC 5869).

    key_material must hold the entropy: a password has none. info: what the key is for.
    Raises TooMuchError for more bytes; for algorithm, what HmacKey raises.
    """

def equal(left: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, right: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes) -> bool:
    """
    Whether two are the same, in time that does not depend on their contents (on their lengths it does).
    """

def hash_file(path: str | bytes | os.PathLike[str], algorithm: str = 'sha256', *, progress: Callable[[int, int], object] | None = None) -> bytes:
    """
    The digest of a file. progress(bytes done, bytes known of) is called ten times a second; what it raises stops the work, as Ctrl-C does. Raises NotFoundError, DeniedError, FileError. Releases the GIL.
    """

def hash_tree(paths: list[str | bytes | os.PathLike[str]], algorithm: str, jobs: int, progress: Callable[[int, int], object] | None) -> tuple[dict[str, bytes], dict[str, Exception], list[str]]: ...

def manifest(entries: dict[str, bytes], algorithm: str = 'sha256', *, style: Literal['plain', 'binary', 'tagged'] = 'plain', zero: bool = False) -> bytes:
    """
    Lines as coreutils' sha256sum (plain, binary) or cksum (tagged) writes them. zero: lines end in NUL, and names are not escaped. Raises InvalidError for a digest that is of another algorithm. Source: GNU coreutils' manual, cksum.
    """

def check_manifest(text: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, algorithm: str | None, zero: bool, jobs: int, progress: Callable[[int, int], object] | None) -> tuple[list[tuple[str, str, int]], list[int]]: ...

def random_bytes(size: int) -> antivenom._secret.SecretBytes:
    """
    size bytes of the kernel's generator. Releases the GIL from 4 KiB on. Source: getrandom(2).
    """

def random_token(encoding: Literal['base64url', 'hex', 'base32', 'crockford', 'base58', 'decimal', 'uuid4'] = 'base64url', bits: int = 256) -> antivenom._secret.SecretBytes:
    """
    A token of at least bits bits of entropy, 8 to 4096 (uuid4: 122). Raises InvalidError. Sources: RFC 4648 for the base64url, base32 and hex letters, RFC 9562 for uuid4.
    """

def random_text(alphabet: str, length: int) -> antivenom._secret.SecretBytes:
    """
    length characters, each equally likely one of alphabet: 2 to 256 distinct ASCII ones.
    """

"""Native part of antivenom.password."""

from collections.abc import Mapping

import antivenom._secret


class Policy:
    """
    How new hashes are made, which old ones will do, and what a stored string may demand.

    Costs below today's guidance (OWASP, Password Storage Cheat Sheet) raise InvalidError. Costs: memory_kib, passes, lanes for argon2id; bcrypt_cost; scrypt_log2_n, scrypt_r, scrypt_p; pbkdf2_sha256_rounds; pbkdf2_sha512_rounds. prehash_long: let bcrypt take more than 72 bytes, by an HMAC-SHA256 that the string is marked with. peppers: keys outside the database by their ids; the first is used, all are known. The max_ options cap what a stored string may demand. weak_for_tests switches the guidance off.
    """

    def __init__(self, algorithm: str = 'argon2id', *, memory_kib: int = 19456, passes: int = 2, lanes: int = 1, bcrypt_cost: int = 12, scrypt_log2_n: int = 17, scrypt_r: int = 8, scrypt_p: int = 1, pbkdf2_sha256_rounds: int = 600000, pbkdf2_sha512_rounds: int = 210000, max_memory_kib: int = 1048576, max_passes: int = 32, max_lanes: int = 16, max_bcrypt_cost: int = 17, max_pbkdf2_rounds: int = 10000000, max_password_bytes: int = 4096, prehash_long: bool = False, peppers: Mapping[str, str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes] = {}, weak_for_tests: bool = False) -> None: ...

    def __repr__(self) -> str: ...

    @property
    def algorithm(self) -> str: ...

    @property
    def costs(self) -> dict[str, int]:
        """What one hash of the policy costs, by option."""

    @property
    def pepper_ids(self) -> list[str]: ...

def bcrypt_salt(cost: int = 12, prefix: str = '2b') -> bytes: ...

def bcrypt_hash(password: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, setting: str | bytes) -> bytes: ...

def bcrypt_check(password: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, hashed: str | bytes) -> bool: ...

def bcrypt_kdf(password: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, salt: bytes, size: int, rounds: int) -> bytes: ...

def hash(password: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, policy: Policy) -> str: ...

def verify(password: str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes, stored: str | None, policy: Policy) -> tuple[bool, str | None]: ...

def hash_many(passwords: list[str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes], policy: Policy, threads: int) -> list[str | Exception]: ...

def verify_many(passwords: list[str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes], stored: list[str], policy: Policy, threads: int) -> list[bool | Exception]: ...

def calibrate(start: Policy, target_ms: int, memory_kib: int) -> Policy: ...

def identify(stored: str, policy: Policy) -> tuple[str, str, str, bool]: ...

def set_memory_bound(bytes: int = 1073741824, most_waiting: int = 1024) -> None:
    """
    Bound the memory in bytes that Argon2 and scrypt of this process use at one time.

    Calls beyond wait their turn, at most most_waiting of them; more raise TooMuchError.
    """

"""Native part of antivenom.secret."""

import os
from typing import NoReturn


class SecretBytes:
    """
    Bytes that are never shown, compared in constant time, and wiped when the object goes.

    Not hashable, not ordered, not copied or pickled.
    """

    def __init__(self, value: str | bytes | bytearray | memoryview | SecretBytes) -> None:
        """
        Copy a value in; str is taken as UTF-8. The original stays where it was.
        """

    def __len__(self) -> int: ...

    def __repr__(self) -> str: ...

    def __str__(self) -> str: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> NoReturn: ...

    def __reduce__(self) -> NoReturn: ...

    def __copy__(self) -> NoReturn: ...

    def expose(self) -> bytes:
        """The bytes, as a Python object that is not wiped."""

    def expose_text(self) -> str:
        """The bytes as UTF-8 text, as a Python object that is not wiped."""

    def wipe(self) -> None:
        """Forget the bytes now; empty from then on."""

def get(address: str, *, max_bytes: int = 1048576, follow_links: bool = False, keep_line_end: bool = False) -> SecretBytes:
    """
    Read a secret: env://NAME, file:///PATH, systemd://NAME, keyring://NAME or dotenv:PATH#NAME.

    max_bytes: the most bytes of the value. follow_links: read through symbolic links. keep_line_end: do not strip the one line end a file closes with.
    A file must be its owner's alone (mode 0600 or stricter).
    Raises NotFoundError, DeniedError, InvalidError, TooMuchError, FileError, which name what was looked for and never the value. Releases the GIL for files.
    Sources: systemd.exec(5) for credentials, keyrings(7) for the kernel's keyrings.
    """

def take_environment(name: str) -> SecretBytes:
    """
    Read a variable of the process's environment, then overwrite and remove it there.

    os.environ keeps its own copy. No other thread may use the environment meanwhile.
    Raises NotFoundError, InvalidError.
    """

def parse_dotenv(text: str | bytes | bytearray | memoryview | SecretBytes, shown_name: str = '.env') -> dict[str, SecretBytes]:
    """
    Read the assignments of a .env text. Nothing is substituted: what asks for it raises InvalidError, which names the line.
    """

def load_dotenv(path: str | bytes | os.PathLike[str], *, follow_links: bool = False) -> dict[str, SecretBytes]:
    """
    Read a .env file that only its owner may read. Raises as get and parse_dotenv do.
    """

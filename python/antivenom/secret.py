"""Secrets in memory, and where they come from.

>>> from antivenom import secret
>>> token = secret.SecretBytes("s3cret")
>>> print(token)
<SecretBytes, not shown>
>>> token == secret.SecretBytes("s3cret")
True
"""

from antivenom._errors import (
    DeniedError,
    FileError,
    InvalidError,
    NotFoundError,
    TooMuchError,
    UnsupportedError,
)
from antivenom._secret import (
    SecretBytes,
    get,
    load_dotenv,
    parse_dotenv,
    take_environment,
)

__all__ = [
    "DeniedError",
    "FileError",
    "InvalidError",
    "NotFoundError",
    "SecretBytes",
    "TooMuchError",
    "UnsupportedError",
    "get",
    "load_dotenv",
    "parse_dotenv",
    "take_environment",
]

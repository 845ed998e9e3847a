"""How antivenom.secret is used, as mypy must see it."""

from pathlib import Path

from antivenom.secret import DeniedError, SecretBytes, get, load_dotenv

token: SecretBytes = get("env://TOKEN", max_bytes=100)
raw: bytes = token.expose()
text: str = token.expose_text()
entries: dict[str, SecretBytes] = load_dotenv(Path(".env"))
hint: str = DeniedError("message").hint
get(5)  # type: ignore[arg-type]
bytes(token)  # type: ignore[call-overload]

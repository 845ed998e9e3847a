"""How antivenom.fernet is used, as mypy must see it."""

from pathlib import Path

from antivenom import Error, fernet
from antivenom.secret import SecretBytes

key: SecretBytes = fernet.generate_key()
box = fernet.Fernet(key)
token: bytes = box.encrypt("message")
try:
    message: bytes = box.decrypt(token, ttl=60)
except fernet.ExpiredToken as error:
    base: Error = error
made: int = fernet.MultiFernet([key, b"other"]).timestamp(token)


async def seal(path: Path) -> None:
    await fernet.aseal_file(path, f"{path}.sealed", fernet.generate_seal_key(), context="backup")


fernet.seal_file("a", "b", key, progress=lambda done, size: None)
box.decrypt(token, 60)  # type: ignore[call-arg]
fernet.Fernet(5)  # type: ignore[arg-type]

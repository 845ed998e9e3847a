"""How antivenom.digest is used, as mypy must see it."""

from pathlib import Path

from antivenom import digest
from antivenom.secret import SecretBytes


async def tree(folder: Path) -> dict[str, bytes]:
    found = await digest.ahash_tree([folder], progress=lambda done, known: None)
    return found.entries


one: bytes = digest.hash("data", "sha512")
key = digest.HmacKey(SecretBytes("k" * 32))
right: bool = key.verify(b"data", key.sign(b"data"))
derived: SecretBytes = digest.hkdf(b"material", 32, info="purpose")
for checked in digest.check_manifest(digest.manifest({"a": one}, "sha512", style="tagged")).files:
    path: str = checked.path
    assert checked.verdict in ("same", "different", "missing", "unreadable")
digest.manifest({"a": one}, style="other")  # type: ignore[arg-type]
digest.hash(5)  # type: ignore[arg-type]

"""How antivenom.password is used, as mypy must see it."""

from antivenom import password
from antivenom.secret import SecretBytes

policy = password.Policy("bcrypt", bcrypt_cost=12, peppers={"2026": SecretBytes("k" * 32)})
stored: str = password.hash(SecretBytes("secret"), policy)
answer: password.Verified = password.verify("secret", stored, policy)
if answer:
    better: str | None = answer.new_hash
nobody: bool = password.verify("secret", None).ok
hashes: list[str] = password.hash_many(["a", b"b"], policy, threads=2)
wrong: list[password.Verified] = password.verify_many([("a", hashes[0])])
costs: dict[str, int] = password.calibrate(100, start=policy).costs
scheme: str = password.identify(stored).scheme


async def log_in(given: str) -> bool:
    return (await password.averify(given, stored, policy)).ok


password.hash(5)  # type: ignore[arg-type]
password.Policy(memory_kib="many")  # type: ignore[arg-type]

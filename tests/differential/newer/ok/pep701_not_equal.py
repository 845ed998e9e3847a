f"{a!=b}"
f"{a!=b!r}"
f"{a != b:x}"

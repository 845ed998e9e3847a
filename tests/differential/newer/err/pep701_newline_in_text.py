f"a
b"

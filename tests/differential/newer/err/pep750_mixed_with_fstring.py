f"a" t"b"

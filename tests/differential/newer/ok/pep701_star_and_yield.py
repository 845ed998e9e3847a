f"{*a, *b}"
def g():
    f"{yield}"
    f"{yield 1}"

match a, *b:
    case [1, -2.5, 3+4j, *_] | {"k": v, **rest} if v > 1:
        pass
    case A.B(c, d=E(f)) as g | (None | True):
        match(x)
    case _:
        match = case[type]

match x:
    case 1 | -2 | 3.5 | 1 + 2j | "a" "b" | b"c" | None | True:
        pass
    case [a, *_, b] | (a, b) as c if d:
        pass
    case {"k": v, **rest}:
        pass
    case A.B(x, y=1) | A.C(y=x):
        pass
    case _:
        pass

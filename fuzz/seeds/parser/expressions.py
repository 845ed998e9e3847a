a = b = {**c, 'd': [e for e in f if g], 1: {h for h in i}}
a[1:2, ::3, ..., *b] @= -x ** ~y // 0x1f_f % 1_0.5e-3j << 2 & 3 | 4 ^ 5
(a if b else c)(d)[e].f = lambda: (x async for x in y)

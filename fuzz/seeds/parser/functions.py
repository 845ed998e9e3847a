@cache(size=3)
async def f(a, /, b: int = 1, *args: *Ts, c, **kw) -> list[str]:
    """doc"""
    global g
    async with (open(a) as x, y):
        await z(*args, k=1, **kw)
    return *a, b


f = lambda a, *b, c=1: (yield a)

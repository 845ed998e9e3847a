async def f():
    return [*a async for a in b], {**a async for a in b}

"""Lets values into databases, as text: what a query says is what a caller made of it."""
import asyncio
import tempfile

import bson
import databases
import RestrictedPython

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


async def ask():
    with tempfile.TemporaryDirectory() as folder:
        async with databases.Database(f'sqlite+aiosqlite:///{folder}/x') as database:
            text = f"select '{MARKER}'"
            ok('databases.Database.fetch_val', await database.fetch_val(text))
            ok('databases.Database.fetch_one', tuple(await database.fetch_one(text)))
            ok('databases.Database.fetch_all', [tuple(row) for row in await database.fetch_all(text)])


asyncio.run(ask())
try:
    bson.ObjectId({'$ne': MARKER})
except TypeError:
    print('ok bson.ObjectId')
code = RestrictedPython.compile_restricted('open("x")', '<text>', 'eval')
try:
    eval(code, {'__builtins__': RestrictedPython.safe_builtins})
except NameError:
    print('ok RestrictedPython.compile_restricted')

"""Lets values through a server of tools: what a model passes reaches the function."""
import asyncio

import fastmcp

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


server = fastmcp.FastMCP('x')


@server.tool()
def show(name: str) -> str:
    ok('fastmcp.FastMCP.tool', name)
    return name


@server.resource('data://{name}')
def read(name: str) -> str:
    ok('fastmcp.FastMCP.resource', name)
    return name


@server.prompt()
def ask(name: str) -> str:
    ok('fastmcp.FastMCP.prompt', name)
    return name


async def talk():
    async with fastmcp.Client(server) as client:
        await client.call_tool('show', {'name': MARKER})
        await client.read_resource('data://' + MARKER)
        await client.get_prompt('ask', {'name': MARKER})


asyncio.run(talk())

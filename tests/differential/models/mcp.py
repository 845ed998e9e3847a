"""Lets values through a server of tools: what a model passes reaches the function."""
import asyncio

try:
    from mcp.server.mcpserver import MCPServer as Server
    HOME = 'mcp.server.mcpserver.MCPServer'
except ImportError:
    from mcp.server.fastmcp import FastMCP as Server
    HOME = 'mcp.server.fastmcp.FastMCP'

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


server = Server('x')


@server.tool()
def show(name: str) -> str:
    ok(HOME + '.tool', name)
    return name


@server.resource('data://{name}')
def read(name: str) -> str:
    ok(HOME + '.resource', name)
    return name


@server.prompt()
def ask(name: str) -> str:
    ok(HOME + '.prompt', name)
    return name


def added(name: str) -> str:
    ok(HOME + '.add_tool', name)
    return name


server.add_tool(added)
asyncio.run(server.call_tool('show', {'name': MARKER}))
asyncio.run(server.call_tool('added', {'name': MARKER}))
list(asyncio.run(server.read_resource('data://' + MARKER)))
asyncio.run(server.get_prompt('ask', {'name': MARKER}))

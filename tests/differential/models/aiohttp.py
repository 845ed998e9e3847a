"""Lets values through aiohttp, server and client."""
import asyncio
import aiohttp
from aiohttp import web

MARKER = 'm4rk3r'
routes = web.RouteTableDef()


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


@routes.post('/{name}')
async def show(request):
    ok('aiohttp.web.Request.match_info', request.match_info['name'])
    ok('aiohttp.web.Request.query', request.query['q'])
    ok('aiohttp.web.Request.headers', request.headers['X-Q'])
    ok('aiohttp.web.Request.path_qs', request.path_qs)
    ok('aiohttp.web.Request.text', await request.text())
    ok('aiohttp.web.Request.json', await request.json())
    return web.Response(text=request.query['q'], content_type='text/html')


async def away(request):
    raise web.HTTPFound('/' + request.query['q'])


async def main():
    app = web.Application()
    app.add_routes(routes)
    app.router.add_get('/away', away)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, '127.0.0.1', 0)
    await site.start()
    address = 'http://127.0.0.1:%d' % site._server.sockets[0].getsockname()[1]
    async with aiohttp.ClientSession() as session:
        async with session.post(f'{address}/{MARKER}?q={MARKER}', json={'q': MARKER},
                                headers={'X-Q': MARKER}) as answer:
            ok('aiohttp.ClientSession.post', await answer.text())
            ok('aiohttp.web.Response', await answer.text())
        async with session.get(f'{address}/away?q={MARKER}', allow_redirects=False) as answer:
            ok('aiohttp.web.HTTPFound', answer.headers['Location'])
            ok('aiohttp.web.Application.router.add_get', answer.headers['Location'])
    await runner.cleanup()


asyncio.run(main())

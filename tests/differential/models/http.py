"""Lets values through clients of HTTP: a server of our own answers what it was asked."""
import asyncio
import http.server
import threading

import httpx
import invoke
import requests
import urllib3

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.path.encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, format, *args):
        pass


async def ask(url):
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).text


server = http.server.HTTPServer(('127.0.0.1', 0), Answer)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f'http://127.0.0.1:{server.server_port}/{MARKER}'
ok('requests.get', requests.get(url, timeout=9).text)
ok('requests.post', requests.post(url, timeout=9).text)
ok('requests.request', requests.request('GET', url, timeout=9).text)
ok('requests.Session.get', requests.Session().get(url, timeout=9).text)
ok('requests.Request', requests.Session().send(requests.Request('GET', url).prepare()).text)
ok('httpx.get', httpx.get(url).text)
ok('httpx.request', httpx.request('GET', url).text)
with httpx.Client() as client:
    ok('httpx.Client.get', client.get(url).text)
    ok('httpx.Client.build_request', client.send(client.build_request('GET', url)).text)
ok('httpx.AsyncClient.get', asyncio.run(ask(url)))
ok('urllib3.PoolManager.request', urllib3.PoolManager().request('GET', url).data)
ok('urllib3.PoolManager.urlopen', urllib3.PoolManager().urlopen('GET', url).data)
server.shutdown()
ok('invoke.run', invoke.run(f'echo {MARKER}', hide=True).stdout)
ok('invoke.Context.run', invoke.Context().run(f'echo {MARKER}', hide=True).stdout)

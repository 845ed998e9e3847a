"""Lets values through sockets of ZeroMQ and websockets, and through pycurl, on this machine."""
import asyncio
import http.server
import io
import socket
import threading

import pycurl
import websocket
import websockets
import zmq

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


def queues():
    context = zmq.Context()
    receiver, sender = context.socket(zmq.PULL), context.socket(zmq.PUSH)
    port = receiver.bind_to_random_port('tcp://127.0.0.1')
    sender.connect(f'tcp://127.0.0.1:{port}')
    sender.send_string(MARKER)
    ok('zmq.Context.socket().recv', receiver.recv())
    sender.send_string(MARKER)
    ok('zmq.Context.socket().recv_string', receiver.recv_string())
    sender.send_json([MARKER])
    ok('zmq.Context.socket().recv_json', receiver.recv_json())
    sender.send_multipart([MARKER.encode()])
    ok('zmq.Context.socket().recv_multipart', receiver.recv_multipart())
    context.destroy()


async def talk(there, *path):
    """The path is given by the older version only."""
    async for message in there:
        ok('websockets.serve', message)
        await there.send(message)


def by_the_other(port):
    there = websocket.create_connection(f'ws://127.0.0.1:{port}')
    there.send(MARKER)
    answer = there.recv()
    there.close()
    return answer


async def sockets():
    async with websockets.serve(talk, '127.0.0.1', 0, family=socket.AF_INET) as server:
        port = server.sockets[0].getsockname()[1]
        async with websockets.connect(f'ws://127.0.0.1:{port}') as there:
            await there.send(MARKER)
            ok('websockets.connect().recv', await there.recv())
        ok('websocket.create_connection().recv', await asyncio.to_thread(by_the_other, port))


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, format, *args):
        pass


def transfer():
    server = http.server.HTTPServer(('127.0.0.1', 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    curl = pycurl.Curl()
    curl.setopt(pycurl.URL, f'http://127.0.0.1:{server.server_port}/{MARKER}')
    ok('pycurl.Curl.perform_rs', curl.perform_rs())
    taken = io.BytesIO()
    curl.setopt(pycurl.WRITEDATA, taken)
    curl.perform()
    ok('pycurl.Curl.setopt', taken.getvalue())
    server.shutdown()


queues()
asyncio.run(sockets())
transfer()

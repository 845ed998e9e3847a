"""antivenom.limit in Flask, Django and ASGI, under gunicorn and uvicorn with several workers.

The frameworks are fetched from PyPI once; skipped without.
"""

import concurrent.futures
import contextlib
import http.client
import itertools
import os
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest
from pathlib import Path

import _peers
import antivenom
from antivenom import limit

PACKAGES = ['flask[async]==3.1.2', 'django==5.2.8', 'gunicorn==23.0.0', 'uvicorn==0.38.0']

FLASK = '''
import os
import time
import flask
from antivenom.limit.flask import RateLimit
app = flask.Flask(__name__)
limits = RateLimit("40/day", storage=os.environ["STORAGE"], app=app, headers="both",
                   strategy=os.environ.get("STRATEGY", "gcra"), trusted=["127.0.0.0/8"])

@app.route("/")
def root():
    time.sleep(0.005)  # long enough for the other workers to have their share
    return str(os.getpid())

@app.route("/login", methods=["POST"])
@limits.limit("3/hour")
def login():
    return "in"

@app.route("/later")
@limits.limit("2/hour", key=lambda: "everybody")
async def later():
    return "later"

@app.route("/health")
@limits.exempt
def health():
    return root()
'''

DJANGO = '''
import os
import time
from django.conf import settings
settings.configure(
    SECRET_KEY="not a secret: a test", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"],
    MIDDLEWARE=["antivenom.limit.django.RateLimitMiddleware"],
    ANTIVENOM_LIMIT={"limits": "40/day", "storage": os.environ["STORAGE"], "headers": "both",
                     "trusted": ["127.0.0.1"], "exempt": ["/health"]})
import django
django.setup()
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from antivenom.limit.django import rate_limit

def root(request):
    time.sleep(0.005)
    return HttpResponse(str(os.getpid()))

@rate_limit("3/hour")
def login(request):
    return HttpResponse("in")

@rate_limit("2/hour", key=lambda request: "everybody")
async def later(request):
    return HttpResponse("later")

urlpatterns = [path("", root), path("login", login), path("later", later), path("health", root)]
app = get_wsgi_application()
asgi = get_asgi_application()
'''

ASGI = '''
import os
import time
from antivenom.limit.asgi import RateLimitMiddleware

async def answer(scope, receive, send):
    if scope["type"] == "lifespan":
        return
    time.sleep(0.005)  # keeps this worker from everything else
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(os.getpid()).encode()})

def limits(scope):
    if scope["type"] == "http" and scope["path"] == "/health":
        return None
    return "3/hour" if scope.get("path") == "/login" else "40/day"

app = RateLimitMiddleware(answer, limits, storage=os.environ["STORAGE"], headers="both",
                          trusted=["127.0.0.1"])
'''


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


class Server:
    """A server in a process group of its own, with the application `text` as module `app`."""

    def __init__(self, python, text, command, **environment):
        self.port = free_port()
        self.home = tempfile.TemporaryDirectory()
        Path(self.home.name, 'site_under_test.py').write_text(textwrap.dedent(text))
        path = os.pathsep.join([self.home.name, str(Path(antivenom.__file__).resolve().parents[1])])
        words = [word.format(port=self.port) for word in command]
        self.log = open(Path(self.home.name, 'log'), 'w+')
        self.process = subprocess.Popen(
            [python, '-m', *words], cwd=self.home.name, stdout=self.log, stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, 'PYTHONPATH': path, **environment})

    def wait(self):
        for _ in range(200):
            with contextlib.suppress(OSError):
                self.get('/health')
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.log.seek(0)
        raise AssertionError(self.log.read())

    def get(self, path, client='198.51.100.1', method='GET'):
        """(status, header fields, text)."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        try:
            connection.request(method, path, headers={'X-Forwarded-For': client})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)
        self.log.close()
        self.home.cleanup()


GUNICORN = ['gunicorn', '--bind', '127.0.0.1:{port}', '--workers', '2', '--threads', '2']
UVICORN = ['uvicorn', '--host', '127.0.0.1', '--port', '{port}', '--workers', '2',
           '--no-proxy-headers']


class Pair:
    """Two servers of the same application, asked by turns: at least two processes count."""

    def __init__(self, servers):
        self.turns = itertools.cycle(servers)

    def get(self, *arguments, **options):
        return next(self.turns).get(*arguments, **options)


class Web(unittest.TestCase):
    def setUp(self):
        self.python = _peers.environment(PACKAGES)
        if self.python is None:
            self.skipTest('the frameworks cannot be fetched from PyPI')
        self.storage = f'shm://antivenom-web-test-{os.getpid()}'

    @contextlib.contextmanager
    def serving(self, text, command, **environment):
        limit.remove_shared(self.storage)
        servers = [Server(self.python, text, command, STORAGE=self.storage, **environment)
                   for _ in range(2)]
        try:
            for server in servers:
                server.wait()
            yield Pair(servers)
        finally:
            for server in servers:
                server.stop()
            limit.remove_shared(self.storage)

    def check_exact(self, server):
        """Many at the same time, over several workers: as many as the limit, and no more."""
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: server.get('/'), range(100)))
        good = [answer for answer in answers if answer[0] == 200]
        self.assertEqual(len(good), 40)
        self.assertEqual({answer[0] for answer in answers}, {200, 429})
        self.assertGreater(len({answer[2] for answer in good}), 1)
        status, fields, text = server.get('/')
        self.assertEqual(status, 429)
        self.assertIn('Too many requests', text)
        self.assertGreater(int(fields['Retry-After']), 0)
        self.assertEqual(fields['X-RateLimit-Limit'], '40')
        self.assertEqual(fields['X-RateLimit-Remaining'], '0')
        self.assertEqual(fields['RateLimit-Policy'], '"default";q=40;w=86400')
        self.assertRegex(fields['RateLimit'], r'^"default";r=0;t=\d+$')

    def check_clients(self, server):
        """Another client is another key; one IPv6 network is one client."""
        self.assertEqual(server.get('/', client='198.51.100.2')[0], 200)
        self.assertEqual(server.get('/', client='6.6.6.6, 198.51.100.1')[0], 429)
        self.assertEqual(server.get('/health')[0], 200)
        for host in range(3):
            client = f'2001:db8::{host}'
            self.assertEqual(server.get('/login', client=client, method='POST')[0], 200)
        self.assertEqual(server.get('/login', client='2001:db8::ffff', method='POST')[0], 429)
        self.assertEqual(server.get('/login', client='2001:db8:0:1::', method='POST')[0], 200)

    def check_everybody(self, server):
        answers = [server.get('/later', client=f'203.0.113.{n}')[0] for n in range(4)]
        self.assertEqual(answers, [200, 200, 429, 429])

    def test_flask_under_gunicorn(self):
        with self.serving(FLASK, [*GUNICORN, 'site_under_test:app']) as server:
            self.check_exact(server)
            self.check_clients(server)
            self.check_everybody(server)

    def test_django_under_gunicorn(self):
        with self.serving(DJANGO, [*GUNICORN, 'site_under_test:app']) as server:
            self.check_exact(server)
            self.check_clients(server)
            self.check_everybody(server)

    def test_django_under_uvicorn(self):
        with self.serving(DJANGO, [*UVICORN, 'site_under_test:asgi']) as server:
            self.check_exact(server)
            self.check_clients(server)
            self.check_everybody(server)

    def test_asgi_under_uvicorn(self):
        with self.serving(ASGI, [*UVICORN, 'site_under_test:app']) as server:
            self.check_exact(server)
            self.check_clients(server)

    def test_workers_that_are_killed(self):
        """Workers die by kill -9 all the while; their successors go on counting."""
        for strategy in ('moving-window', 'fixed-window'):
            with self.subTest(strategy=strategy), \
                    self.serving(FLASK, [*GUNICORN, 'site_under_test:app'],
                                 STRATEGY=strategy) as server:
                good = 0
                for number in range(80):
                    with contextlib.suppress(OSError, http.client.HTTPException):
                        status, _, text = server.get('/')
                        good += status == 200
                        if number % 10 == 5 and status == 200:
                            os.kill(int(text), signal.SIGKILL)
                self.assertLessEqual(good, 40)
                self.assertGreaterEqual(good, 30)
                self.assertEqual(server.get('/')[0], 429)


if __name__ == '__main__':
    unittest.main(argv=[word for word in sys.argv if word != '--update'])

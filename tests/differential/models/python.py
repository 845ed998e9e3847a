"""Lets values through the standard library."""
import ast
import collections
import functools
import heapq
import html
import http.client
import http.server
import io
import itertools
import json
import os
import pickle
import queue
import re
import runpy
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import threading
import traceback
import urllib.parse
import urllib.request

MARKER = 'm4rk3r'
called = []


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path, flush=True)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        ok('http.server.BaseHTTPRequestHandler.path', self.path)
        ok('http.server.BaseHTTPRequestHandler.headers', self.headers['X-Q'])
        self.send_response(200)
        self.send_header('X-A', f'a\r\nX-B: {MARKER}')
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *what):
        pass


server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
threading.Thread(target=server.handle_request).start()
request = urllib.request.Request('http://127.0.0.1:%d/%s' % (server.server_port, MARKER),
                                 headers={'X-Q': MARKER})
answer = urllib.request.urlopen(request)
ok('urllib.request.urlopen', answer.read())
ok('http.server.BaseHTTPRequestHandler.send_header', answer.headers['X-B'])
server.server_close()
os.system(f'echo ok os.system; true {MARKER}')
ok('subprocess.run', subprocess.run(f'echo {MARKER}', shell=True, capture_output=True).stdout)
ok('subprocess.check_output', subprocess.check_output(['echo', MARKER]))
ok('subprocess.getoutput', subprocess.getoutput('echo ' + MARKER))
ok('os.popen', os.popen('echo ' + MARKER).read())
ok('shlex.quote', subprocess.getoutput('echo ' + shlex.quote(f'; $(x) {MARKER}')))
assert subprocess.getoutput('echo ' + shlex.quote('$(echo x)')) == '$(echo x)'
ok('builtins.eval', eval(f"'{MARKER}'"))
exec(f"called.append('{MARKER}')")
ok('builtins.exec', called)
ok('ast.literal_eval', ast.literal_eval(f"'{MARKER}'"))


class Evil:
    def __reduce__(self):
        return eval, (f"__import__('__main__').called.append('{MARKER}')",)


called.clear()
pickle.loads(pickle.dumps(Evil()))
ok('pickle.loads', called)
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, 'x.py')
    with open(name, 'w') as out:
        out.write(f"made = '{MARKER}'")
    with open(name) as code:
        ok('builtins.open', code.read())
    ok('runpy.run_path', runpy.run_path(name)['made'])
connection = sqlite3.connect(':memory:')
ok('sqlite3.connect', connection.execute(f"select '{MARKER}'").fetchone())
ok('json.loads', json.loads(json.dumps({'a': MARKER})))
assert '\n' not in json.dumps('a\nb') and '\n' not in repr('a\nb') and '\n' not in ascii('a\nb')
print('ok json.dumps\nok builtins.repr\nok builtins.ascii')
assert '<' not in html.escape('<')
print('ok html.escape')
assert '/' in urllib.parse.quote('/') and ';' not in urllib.parse.quote(';')
print('ok urllib.parse.quote')
assert re.fullmatch(re.escape('.'), 'a') is None
print('ok re.escape')
ok('re.sub', re.sub('a', MARKER, 'a'))
ok('re.match', re.match('.*', MARKER).group())
ok('os.path.basename', os.path.basename('../' + MARKER))
assert os.path.basename('../../x') == 'x'
ok('functools.reduce', functools.reduce(str.__add__, [MARKER]))
ok('itertools.chain', next(itertools.chain([MARKER])))
ok('itertools.product', next(itertools.product([MARKER])))
heap = []
heapq.heappush(heap, MARKER)
ok('heapq.heappush', heap)
ok('heapq.heappop', heapq.heappop(heap))
jobs = queue.Queue()
jobs.put(MARKER)
ok('queue.Queue.get', jobs.get())
ok('collections.ChainMap', collections.ChainMap({'a': MARKER})['a'])
sys.stdin = io.StringIO(MARKER)
ok('builtins.input', input())
try:
    raise ValueError(MARKER)
except ValueError:
    ok('traceback.format_exc', traceback.format_exc())
    ok('sys.exc_info', sys.exc_info())
os.environ['X'] = MARKER
ok('os.environ', os.environ['X'])
ok('os.getenv', os.getenv('X'))

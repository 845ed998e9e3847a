"""Lets values through Tornado, Bottle, click and typer."""
import asyncio
import io
import bottle
import click
import click.testing
import fire
import tornado.escape
import tornado.httpclient
import tornado.httpserver
import tornado.netutil
import tornado.web
import typer
import typer.testing

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


class Show(tornado.web.RequestHandler):
    def get(self, name):
        ok('tornado.web.RequestHandler', name)
        ok('tornado.web.RequestHandler.get_argument', self.get_argument('q'))
        ok('tornado.web.RequestHandler.get_query_argument', self.get_query_argument('q'))
        ok('tornado.web.RequestHandler.request.uri', self.request.uri)
        ok('tornado.web.RequestHandler.request.headers', self.request.headers['X-Q'])
        self.write(self.get_argument('q'))


async def serve():
    sockets = tornado.netutil.bind_sockets(0, '127.0.0.1')
    server = tornado.httpserver.HTTPServer(tornado.web.Application([('/(.*)', Show)]))
    server.add_sockets(sockets)
    address = 'http://127.0.0.1:%d/%s?q=%s' % (sockets[0].getsockname()[1], MARKER, MARKER)
    answer = await tornado.httpclient.AsyncHTTPClient().fetch(address, headers={'X-Q': MARKER})
    assert answer.headers['Content-Type'].startswith('text/html')
    ok('tornado.web.RequestHandler.write', answer.body)
    ok('tornado.httpclient.AsyncHTTPClient.fetch', answer.body)
    server.stop()


asyncio.run(serve())
assert tornado.escape.xhtml_escape('<') == '&lt;'
print('ok tornado.escape.xhtml_escape')
app = bottle.Bottle()


@app.get('/<name>')
def page(name):
    ok('bottle.Bottle.get', name)
    ok('bottle.request.query', bottle.request.query.q)
    ok('bottle.request.headers', bottle.request.headers['X-Q'])
    ok('bottle.request.get_cookie', bottle.request.get_cookie('c'))
    return name


sent = {}
body = app({'PATH_INFO': '/' + MARKER, 'QUERY_STRING': 'q=' + MARKER, 'REQUEST_METHOD': 'GET',
            'HTTP_X_Q': MARKER, 'HTTP_COOKIE': 'c=' + MARKER, 'wsgi.input': io.BytesIO(),
            'wsgi.errors': io.StringIO()}, lambda status, headers, error=None: sent.update(headers))
assert sent['Content-Type'].startswith('text/html') and MARKER.encode() in b''.join(body)
assert bottle.html_escape('<') == '&lt;'
print('ok bottle.html_escape')


@click.command()
@click.argument('name')
def run(name):
    ok('click.command', name)
    ok('click.argument', name)


typed = typer.Typer()


@typed.command()
def other(name: str):
    ok('typer.Typer.command', name)


result = click.testing.CliRunner().invoke(run, [MARKER])
assert result.exit_code == 0, result
print(result.output)
result = typer.testing.CliRunner().invoke(typed, [MARKER])
assert result.exit_code == 0, result
print(result.output)
fire.Fire(lambda name: ok('fire.Fire', name), [MARKER])

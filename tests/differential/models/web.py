"""Lets values through Falcon, Pyramid, CherryPy, Quart and Sanic."""
import asyncio
import io

import cherrypy
import falcon
import falcon.testing
import pyramid.config
import pyramid.httpexceptions
import pyramid.request
import pyramid.response
import quart
import sanic
import sanic.response

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


def environ(path):
    return {'PATH_INFO': path, 'SCRIPT_NAME': '', 'QUERY_STRING': 'q=' + MARKER, 'REQUEST_METHOD': 'GET',
            'SERVER_NAME': 'x', 'SERVER_PORT': '80', 'SERVER_PROTOCOL': 'HTTP/1.1',
            'wsgi.url_scheme': 'http', 'HTTP_HOST': 'x', 'HTTP_X_Q': MARKER, 'HTTP_COOKIE': 'c=' + MARKER,
            'HTTP_REFERER': 'http://x/' + MARKER, 'REMOTE_ADDR': '127.0.0.1', 'REMOTE_PORT': '1',
            'wsgi.version': (1, 0), 'wsgi.multithread': False, 'wsgi.multiprocess': False,
            'wsgi.run_once': False, 'wsgi.input': io.BytesIO(), 'wsgi.errors': io.StringIO()}


class Show:
    def on_post(self, req, resp, name):
        assert name == MARKER
        ok('falcon.Request.params', req.params['q'])
        ok('falcon.Request.get_param', req.get_param('q'))
        ok('falcon.Request.query_string', req.query_string)
        ok('falcon.Request.path', req.path)
        ok('falcon.Request.url', req.url)
        ok('falcon.Request.cookies', req.cookies['c'])
        ok('falcon.Request.headers', req.headers['X-Q'])
        ok('falcon.Request.get_header', req.get_header('X-Q'))
        ok('falcon.Request.referer', req.referer)
        ok('falcon.Request.media', req.media['j'])
        resp.set_header('X-A', req.get_param('q'))
        resp.set_cookie('c', req.get_param('q'))
        resp.text = req.get_param('q')


class Leave:
    def on_get(self, req, resp):
        raise falcon.HTTPFound('/' + req.get_param('q'))


class Refuse:
    def on_get(self, req, resp):
        raise falcon.HTTPBadRequest(title=req.get_param('q'))


app = falcon.App()
for route, resource in (('/show/{name}', Show()), ('/leave', Leave()), ('/refuse', Refuse())):
    app.add_route(route, resource)
client = falcon.testing.TestClient(app)
answer = client.simulate_post('/show/' + MARKER, params={'q': MARKER}, json={'j': MARKER},
                              headers={'X-Q': MARKER, 'Cookie': 'c=' + MARKER, 'Referer': MARKER})
ok('falcon.Response.text', answer.text)
ok('falcon.Response.set_header', answer.headers['X-A'])
ok('falcon.Response.set_cookie', answer.cookies['c'].value)
ok('falcon.HTTPFound', client.simulate_get('/leave', params={'q': MARKER}).headers['Location'])
ok('falcon.HTTPBadRequest', client.simulate_get('/refuse', params={'q': MARKER}).text)


def view(request):
    ok('pyramid.request.Request.params', request.params['q'])
    ok('pyramid.request.Request.GET', request.GET['q'])
    ok('pyramid.request.Request.matchdict', request.matchdict['name'])
    ok('pyramid.request.Request.cookies', request.cookies['c'])
    ok('pyramid.request.Request.url', request.url)
    ok('pyramid.request.Request.path_info', request.path_info)
    ok('pyramid.request.Request.query_string', request.query_string)
    ok('pyramid.request.Request.headers', request.headers['X-Q'])
    ok('pyramid.request.Request.referer', request.referer)
    response = pyramid.response.Response(request.params['q'])
    assert response.content_type == 'text/html'
    response.set_cookie('c', request.params['q'])
    return response


with pyramid.config.Configurator() as config:
    config.add_route('show', '/show/{name}')
    config.add_view(view, route_name='show')
    served = config.make_wsgi_app()
sent = {}
body = served(environ('/show/' + MARKER), lambda status, headers, error=None: sent.update(headers))
ok('pyramid.response.Response', b''.join(body))
ok('pyramid.response.Response.set_cookie', sent['Set-Cookie'])
posted = pyramid.request.Request.blank('/', POST=MARKER.encode())
ok('pyramid.request.Request.body', posted.body)
ok('pyramid.request.Request.text', posted.text)
ok('pyramid.request.Request.json_body',
   pyramid.request.Request.blank('/', POST=f'["{MARKER}"]'.encode()).json_body)
ok('pyramid.httpexceptions.HTTPFound', pyramid.httpexceptions.HTTPFound('/' + MARKER).location)


class Pages:
    @cherrypy.expose
    def show(self, q):
        ok('cherrypy.expose', q)
        ok('cherrypy.request.params', cherrypy.request.params['q'])
        ok('cherrypy.request.query_string', cherrypy.request.query_string)
        ok('cherrypy.request.headers', cherrypy.request.headers['X-Q'])
        ok('cherrypy.request.cookie', cherrypy.request.cookie['c'].value)
        ok('cherrypy.request.request_line', cherrypy.request.request_line)
        return q

    @cherrypy.expose
    def leave(self, q):
        raise cherrypy.HTTPRedirect('/' + q)


cherrypy.config.update({'log.screen': False, 'environment': 'embedded'})
tree = cherrypy.Application(Pages(), '')
body = b''.join(tree(environ('/show'), lambda status, headers, error=None: sent.update(headers)))
assert sent['Content-Type'].startswith('text/html') and MARKER.encode() in body
tree(environ('/leave'), lambda status, headers, error=None: sent.update(headers))
ok('cherrypy.HTTPRedirect', sent['Location'])

quarts = quart.Quart(__name__)


@quarts.websocket('/socket/<name>')
async def socket(name):
    assert name == MARKER
    ok('quart.websocket.args', quart.websocket.args['q'])
    ok('quart.websocket.path', quart.websocket.path)
    ok('quart.websocket.query_string', quart.websocket.query_string)
    ok('quart.websocket.receive', await quart.websocket.receive())
    await quart.websocket.send('done')


async def talk():
    async with quarts.test_client().websocket(f'/socket/{MARKER}?q={MARKER}') as there:
        await there.send(MARKER)
        assert await there.receive() == 'done'


asyncio.run(talk())
sanics = sanic.Sanic('x')


@sanics.post('/show/<name>')
async def show(request, name):
    ok('sanic.Sanic.post', name)
    ok('sanic.request.Request.args', request.args['q'])
    ok('sanic.request.Request.query_string', request.query_string)
    ok('sanic.request.Request.json', request.json['j'])
    ok('sanic.request.Request.body', request.body)
    ok('sanic.request.Request.cookies', request.cookies.get('c'))
    ok('sanic.request.Request.headers', request.headers['X-Q'])
    ok('sanic.request.Request.path', request.path)
    ok('sanic.request.Request.url', request.url)
    ok('sanic.request.Request.match_info', request.match_info)
    return sanic.response.html(request.args['q'][0], headers={'X-A': request.args['q'][0]})


@sanics.post('/leave')
async def leave(request):
    return sanic.response.redirect('/' + request.args['q'][0])


async def serve(scope, incoming):
    """What Sanic sends when a server runs it, for one message after another."""
    sent, waiting = [], list(incoming)

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    await sanics({'asgi': {'version': '3.0'}, **scope}, receive, send)
    return sent


async def post(path):
    headers = [(b'host', b'x'), (b'x-q', MARKER.encode()), (b'cookie', b'c=' + MARKER.encode())]
    sent = await serve(
        {'type': 'http', 'method': 'POST', 'path': path, 'raw_path': path.encode(), 'root_path': '',
         'query_string': b'q=' + MARKER.encode(), 'headers': headers, 'http_version': '1.1',
         'scheme': 'http', 'server': ('x', 80), 'client': ('127.0.0.1', 1)},
        [{'type': 'http.request', 'body': f'{{"j": "{MARKER}"}}'.encode()}])
    return {name.lower(): value for name, value in sent[0]['headers']}, sent[-1]['body']


async def ask():
    await serve({'type': 'lifespan'}, [{'type': 'lifespan.startup'}, {'type': 'lifespan.shutdown'}])
    headers, body = await post('/show/' + MARKER)
    assert headers[b'content-type'].startswith(b'text/html')
    ok('sanic.response.html', body)
    ok('sanic.response.redirect', (await post('/leave'))[0][b'location'])


asyncio.run(ask())

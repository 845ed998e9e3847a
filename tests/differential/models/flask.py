"""Lets values through Flask: a client sends a marker, a view sees it."""
import io
import os
import flask
import markupsafe
import werkzeug.utils

MARKER = 'm4rk3r'
app = flask.Flask(__name__)


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


@app.route('/<name>', methods=['POST'])
def view(name):
    request = flask.request
    ok('flask.Flask.route', name)
    ok('flask.request.args', request.args['q'])
    ok('flask.request.form', request.form['f'])
    ok('flask.request.values', request.values['q'])
    ok('flask.request.cookies', request.cookies['c'])
    ok('flask.request.headers', request.headers['X-Q'])
    ok('flask.request.files', request.files['u'].filename)
    ok('flask.request.query_string', request.query_string)
    ok('flask.request.path', request.path)
    ok('flask.request.full_path', request.full_path)
    ok('flask.request.url', request.url)
    ok('flask.request.view_args', request.view_args)
    ok('flask.request.referrer', request.referrer)
    ok('flask.request.user_agent', request.user_agent)
    assert MARKER not in request.method + request.scheme
    request.files['u'].save(os.devnull)
    return 'Hello ' + request.args['q']


@app.post('/json')
def as_json():
    ok('flask.Flask.post', flask.request.json['q'])
    ok('flask.request.json', flask.request.json['q'])
    ok('flask.request.get_json', flask.request.get_json()['q'])
    ok('flask.request.data', flask.request.data)
    ok('flask.request.get_data', flask.request.get_data())
    return flask.redirect(flask.request.json['q'])


def added(name):
    ok('flask.Flask.add_url_rule', name)
    return flask.render_template_string('{{ 1 + 1 }}' + name)


app.add_url_rule('/added/<name>', 'added', added)
client = app.test_client()
client.set_cookie('c', MARKER) if flask.__version__ >= '2.3' else client.set_cookie(
    'localhost', 'c', MARKER)
answer = client.post(f'/{MARKER}?q={MARKER}', data={
    'f': MARKER, 'u': (io.BytesIO(b'x'), MARKER + '.txt')}, headers={
    'X-Q': MARKER, 'Referer': MARKER, 'User-Agent': MARKER})
assert answer.mimetype == 'text/html' and MARKER in answer.text
answer = client.post('/json', json={'q': MARKER})
ok('flask.redirect', answer.headers['Location'])
answer = client.get('/added/' + MARKER)
assert answer.text == '2' + MARKER
ok('flask.render_template_string', answer.text)
ok('flask.Response', flask.Response(MARKER).get_data())
with app.test_request_context():
    ok('flask.make_response', flask.make_response(MARKER).get_data())
assert str(markupsafe.escape('<')) == '&lt;'
print('ok markupsafe.escape')
assert str(markupsafe.Markup('{}').format('<')) == '&lt;'
print('ok markupsafe.Markup.format')
assert '/' not in werkzeug.utils.secure_filename('../x')
print('ok werkzeug.utils.secure_filename')
assert werkzeug.utils.safe_join('/srv', '../x') is None
print('ok werkzeug.utils.safe_join')

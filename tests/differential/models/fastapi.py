"""Lets values through FastAPI and Starlette: a client sends a marker, routes see it."""
import fastapi
from fastapi import responses
from fastapi.testclient import TestClient
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.routing import Route

MARKER = 'm4rk3r'
app = fastapi.FastAPI()


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


class Item(BaseModel):
    name: str


def page(q: str):
    ok('fastapi.Depends', q)
    return q


@app.post('/a/{name}')
async def show(name: str, item: Item, request: fastapi.Request, p=fastapi.Depends(page)):
    ok('fastapi.FastAPI.post', name)
    ok('starlette.requests.Request.query_params', request.query_params['q'])
    ok('starlette.requests.Request.path_params', request.path_params['name'])
    ok('starlette.requests.Request.headers', request.headers['X-Q'])
    ok('starlette.requests.Request.cookies', request.cookies['c'])
    ok('starlette.requests.Request.url', request.url)
    ok('starlette.requests.Request.json', await request.json())
    ok('starlette.requests.Request.body', await request.body())
    return {}


@app.post('/f')
async def upload(file: fastapi.UploadFile):
    ok('starlette.datastructures.UploadFile', file.filename)
    ok('starlette.datastructures.UploadFile', await file.read())
    return {}


@app.get('/h', response_class=responses.HTMLResponse)
def html(q: str):
    return q


@app.get('/r')
def away(q: str):
    return responses.RedirectResponse('/' + q)


client = TestClient(app, cookies={'c': MARKER})
answer = client.post(f'/a/{MARKER}?q={MARKER}', json={'name': MARKER}, headers={'X-Q': MARKER})
assert answer.status_code == 200, answer.text
assert client.post('/f', files={'file': (MARKER, MARKER.encode())}).status_code == 200
answer = client.get('/h?q=' + MARKER)
assert answer.headers['content-type'].startswith('text/html')
ok('starlette.responses.HTMLResponse', answer.text)
ok('starlette.responses.RedirectResponse', client.get('/r?q=' + MARKER, follow_redirects=False).headers['location'])
ok('pydantic.BaseModel.model_validate', Item.model_validate({'name': MARKER}).name)


async def bare(request):
    ok('starlette.routing.Route', request.path_params['name'])
    return responses.JSONResponse({})


TestClient(Starlette(routes=[Route('/{name}', bare)])).get('/' + MARKER)

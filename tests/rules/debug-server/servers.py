"""Servers and their debug modes."""
import asyncio
import os

import bottle
import dash
import tornado.web
from fastapi import FastAPI
from flask import Flask
from quart import Quart
from shop import create_app, server
from werkzeug.serving import run_simple


def flask():
    app = Flask(__name__)
    app.run(debug=True)  # error: debug-server
    app.run("0.0.0.0", 80, True)  # error: debug-server
    app.run(debug=1)  # error: debug-server
    options = {"debug": True}
    app.run(**options)  # error: debug-server
    app.debug = True  # error: debug-server
    app.config["DEBUG"] = True  # error: debug-server
    app.config.update(DEBUG=True)  # error: debug-server
    app.config.from_mapping(DEBUG=True)  # error: debug-server
    app.run(debug=False)
    app.run(debug=os.environ.get("DEBUG") == "1")
    app.run()
    app.debug = False
    app.config["TESTING"] = True


def factory():
    app = create_app()
    app.run(debug=True)  # error: debug-server


def others(app_like, job):
    Quart(__name__).run(debug=True)  # error: debug-server
    dash.Dash(__name__).run_server(debug=True)  # error: debug-server
    bottle.run(debug=True)  # error: debug-server
    tornado.web.Application([], debug=True)  # error: debug-server
    FastAPI(debug=True)  # error: debug-server
    run_simple("localhost", 80, app_like, use_debugger=True)  # error: debug-server
    asyncio.run(job(), debug=True)
    job.run(debug=True)
    job.debug = True
    server.debug = True  # error: debug-server

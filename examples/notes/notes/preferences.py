"""What a reader likes: kept in a cookie, and in a file for the whole team."""

import base64
import json
import pickle

import yaml

DEFAULTS = {"theme": "light", "size": 12}


def to_cookie(style):
    return base64.b64encode(pickle.dumps(style)).decode()


def from_cookie(cookie):
    if not cookie:
        return DEFAULTS
    return pickle.loads(base64.b64decode(cookie))


def from_json(text):
    style = json.loads(text)
    return {key: style.get(key, default) for key, default in DEFAULTS.items()}


def team_settings(stream):
    return yaml.load(stream, Loader=yaml.UnsafeLoader)


def labels(stream):
    return yaml.safe_load(stream) or []

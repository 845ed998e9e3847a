"""Numbers and constants, by their types and by how they are chosen."""
import json

import flask  # so that it is an application's


def nearest(cursor, embedding: list[float], words: list[str]):
    cursor.execute(f"SELECT id FROM page WHERE near(place, '{json.dumps(words)}')")  # error: formatted-sql medium
    cursor.execute(f"SELECT id FROM page WHERE near(place, '{json.dumps(embedding)}')")  # ok: formatted-sql numbers


def merge(cursor, state, name):
    command = "merge=%s" % (state and "1" or "0")
    cursor.execute("INSERT INTO page(page) VALUES('%s')" % command)  # ok: formatted-sql never the state
    cursor.execute("INSERT INTO page(page) VALUES('%s')" % (name or "0"))  # error: formatted-sql medium

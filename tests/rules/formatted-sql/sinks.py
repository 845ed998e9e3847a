"""What runs SQL, and what does not."""
import asyncpg
import pandas as pd
import psycopg2
from contextlib import closing
from django.db import connection, models
from django.db.models.expressions import RawSQL
from flask import request
from psycopg2 import sql
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker


def drivers(name):
    conn = psycopg2.connect("dbname=x")
    with closing(conn.cursor()) as cur:
        cur.execute("SELECT * FROM t WHERE a = '%s'" % name)  # error: formatted-sql
    conn.cursor().execute(f"SELECT * FROM t WHERE a = {name}")  # error: formatted-sql
    with connection.cursor() as c:
        c.execute(f"SELECT * FROM t WHERE a = {name}")  # error: formatted-sql
    pd.read_sql(f"SELECT * FROM t WHERE a = {name}", conn)  # error: formatted-sql
    c.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name)))
    c.execute(sql.SQL(f"SELECT * FROM t WHERE a = {name}"))  # error: formatted-sql


async def asynchronous(name, pool: asyncpg.Pool):
    async with pool.acquire() as db:
        await db.fetch(f"SELECT * FROM t WHERE a = {name}")  # error: formatted-sql
        await db.fetchrow("SELECT * FROM t WHERE a = $1", name)


def mappers(name, session: Session, User):
    session.execute(text(f"SELECT * FROM t WHERE a = {name}"))  # error: formatted-sql
    session.execute(text("SELECT * FROM t WHERE a = :a"), {"a": name})
    maker = sessionmaker()
    maker().execute(f"SELECT * FROM t WHERE a = {name}")  # error: formatted-sql
    User.objects.raw(f"SELECT * FROM t WHERE a = {name}")  # error: formatted-sql
    User.objects.raw("SELECT * FROM t WHERE a = %s", [name])
    User.objects.annotate(x=RawSQL("select b from t where a = %s" % name, []))  # error: formatted-sql
    User.objects.extra(where=["a = '%s'" % name])  # error: formatted-sql
    User.objects.extra(where=["a = %s"], params=[name])
    session.query(User).filter(User.name == name)


class Store:
    def __init__(self, db):
        self.db = db

    def get(self, name):
        return self.db.execute(f"SELECT * FROM t WHERE a = {name}")  # error: formatted-sql

    def execute(self, statement):
        return self.db.execute(statement)

    def own(self, name):
        self.execute(f"SELECT * FROM t WHERE a = {name}")  # todo-miss: formatted-sql passed on by a method of the file


def remote():
    name = request.args.get("name")
    column = request.args["column"]
    connection.cursor().execute(f"SELECT * FROM t WHERE a = '{name}'")  # error: formatted-sql high
    connection.cursor().execute(f"SELECT {column} FROM t")  # error: formatted-sql high
    connection.cursor().execute("SELECT * FROM t WHERE a = '%s'" % input())  # error: formatted-sql medium


def english(robot, things, name):
    robot.execute(f"Select {name} from the shelf")  # todo-false: formatted-sql reads like SQL in every respect
    robot.execute(f"Update {name} when done")
    robot.execute(f"fetch {name}")
    robot.query(f"Please select {name} from {things}")
    print(f"SELECT * FROM {name}")

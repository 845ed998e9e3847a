"""Lets values into databases, as text and as parameters."""
import duckdb
import sqlalchemy
from psycopg2 import sql
from sqlalchemy import orm

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


engine = sqlalchemy.create_engine('sqlite://')
with engine.connect() as connection:
    ok('sqlalchemy.text', connection.execute(sqlalchemy.text(f"select '{MARKER}'")).scalar())
    ok('sqlalchemy.engine.Connection.exec_driver_sql',
       connection.exec_driver_sql(f"select '{MARKER}'").scalar())
    column = sqlalchemy.literal_column(f"'{MARKER}'")
    ok('sqlalchemy.literal_column', sqlalchemy.select(column))
    bound = sqlalchemy.select(sqlalchemy.column('a')).where(sqlalchemy.column('a') == MARKER)
    assert MARKER not in str(bound)
    print('ok sqlalchemy.sql.Statement.where')
with orm.Session(engine) as session:
    ok('sqlalchemy.orm.Session.execute',
       session.execute(sqlalchemy.text(f"select '{MARKER}'")).scalar())
ok('duckdb.sql', duckdb.sql(f"select '{MARKER}'").fetchall())
ok('duckdb.execute', duckdb.execute(f"select '{MARKER}'").fetchall())
assert sql.Identifier('a"b').string == 'a"b'
ok('psycopg2.sql.SQL', sql.SQL(MARKER).string)

"""Every way to build the text."""
import sqlite3

conn = sqlite3.connect("x.db")
cursor = conn.cursor()
TABLE = "users"
ACTIVE = "active"


def ways(name, data):
    cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")  # error: formatted-sql medium
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)  # error: formatted-sql medium
    cursor.execute("SELECT * FROM users WHERE name = '%(n)s'" % {"n": name})  # error: formatted-sql
    cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")  # error: formatted-sql medium
    cursor.execute("SELECT * FROM users WHERE name = '{}'".format(name))  # error: formatted-sql
    cursor.execute("SELECT * FROM users WHERE name = '{n}'".format(n=name))  # error: formatted-sql
    cursor.execute(" ".join(["SELECT * FROM users WHERE id =", name]))  # error: formatted-sql
    cursor.execute("SELECT * FROM users WHERE id = ID".replace("ID", name))  # error: formatted-sql
    cursor.execute(  # error: formatted-sql medium
        """
        SELECT *
          FROM users
         WHERE name = '%s'
        """ % (name,))
    query = "SELECT * FROM users"
    query += " WHERE name = '%s'" % name
    cursor.execute(query)  # error: formatted-sql medium
    cursor.execute(sql=query)  # error: formatted-sql
    cursor.executemany("INSERT INTO users VALUES ('%s', ?)" % name, data)  # error: formatted-sql
    cursor.executescript(f"DELETE FROM users WHERE id = {name};")  # error: formatted-sql
    cursor.execute("UPDATE users SET name = '" + name + "' WHERE id = 1")  # error: formatted-sql
    cursor.execute("INSERT INTO users (a) VALUES (" + name + ")")  # error: formatted-sql


def known(name, ids, count: int):
    cursor.execute("SELECT * FROM users WHERE name = ?", (name,))
    cursor.execute("SELECT * FROM " + TABLE)
    cursor.execute(f"SELECT * FROM {TABLE} WHERE id = ?", (name,))
    cursor.execute(f"SELECT * FROM users WHERE state = '{ACTIVE}'")  # error: formatted-sql low
    cursor.execute("SELECT * FROM users LIMIT %d" % count)
    cursor.execute("SELECT * FROM users LIMIT " + str(int(name)))
    cursor.execute(f"SELECT * FROM users LIMIT {count}")
    cursor.execute(f"SELECT * FROM users WHERE id IN ({','.join('?' * len(ids))})", ids)
    cursor.execute(f"SELECT * FROM users WHERE id IN ({','.join(['?'] * len(ids))})", ids)
    cursor.execute(f"SELECT * FROM users WHERE id IN ({','.join('?' for _ in ids)})", ids)
    marks = ", ".join(f":id{i}" for i in range(len(ids)))
    cursor.execute(f"SELECT * FROM users WHERE id IN ({marks})", ids)
    for table in ("users", "posts"):
        cursor.execute(f"DELETE FROM {table}")
    cursor.execute("SELECT 1 -- %s" % name)  # ok: formatted-sql only a comment


def names(table, column, where, name):
    cursor.execute(f"SELECT * FROM {table}")  # error: formatted-sql note
    cursor.execute(f"SELECT {column} FROM users WHERE id = ?", (1,))  # error: formatted-sql note
    cursor.execute("SELECT * FROM users ORDER BY " + column)  # error: formatted-sql note
    cursor.execute(f"UPDATE users SET {column} = ? WHERE id = ?", (1, 2))  # error: formatted-sql note
    cursor.execute(f"DROP TABLE {table}")  # error: formatted-sql note
    cursor.execute(f"SELECT * FROM `{table}`")  # error: formatted-sql note
    cursor.execute(f"SELECT * FROM users WHERE {where}")  # error: formatted-sql low
    cursor.execute(f"{where} WHERE name = '{name}'")  # error: formatted-sql medium
    cursor.execute(where)  # ok: formatted-sql nothing is formatted here


class Preparer:
    def quote_identifier(self, name):
        return '"' + name.replace('"', '""') + '"'


def _setting(key):
    cursor.execute("SELECT @@%s" % key)


def quoted_elsewhere(name, other):
    quoted = Preparer().quote_identifier(name)
    cursor.execute(f"PRAGMA key={quoted}")
    _setting("sql_mode")
    cursor.execute("SELECT * FROM users WHERE id = " + other.next_id())  # error: formatted-sql low
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % other.name())  # error: formatted-sql medium


def branches(name, by_id):
    if by_id:
        query = "SELECT * FROM users WHERE id = %d" % name
    else:
        query = "SELECT * FROM users WHERE name = '%s'" % name
    cursor.execute(query)  # error: formatted-sql medium
    query = "SELECT * FROM users"
    cursor.execute(query)

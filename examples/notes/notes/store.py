"""Notes in SQLite."""

import os
import sqlite3

PATH = os.environ.get("NOTES_DATABASE", "notes.db")
ORDERS = {"newest": "created DESC", "oldest": "created", "title": "title"}


def connect():
    connection = sqlite3.connect(PATH)
    connection.row_factory = sqlite3.Row
    return connection


def create_tables():
    with connect() as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, author TEXT, title TEXT,"
            " body TEXT, created TEXT DEFAULT CURRENT_TIMESTAMP)"
        )
        connection.execute(
            "CREATE TABLE IF NOT EXISTS users (name TEXT PRIMARY KEY, password TEXT, token TEXT)"
        )


def recent(count):
    with connect() as connection:
        return connection.execute(
            "SELECT * FROM notes ORDER BY created DESC LIMIT ?", (count,)
        ).fetchall()


def load(note_id):
    with connect() as connection:
        return connection.execute("SELECT * FROM notes WHERE id = ?", (note_id,)).fetchone()


def save(author, title, body):
    with connect() as connection:
        cursor = connection.execute(
            "INSERT INTO notes (author, title, body) VALUES (?, ?, ?)", (author, title, body)
        )
        return cursor.lastrowid


def search(words, order):
    """Notes that contain the words.  The order comes from a fixed list; the words do not."""
    ordering = ORDERS.get(order, "created DESC")
    with connect() as connection:
        cursor = connection.cursor()
        cursor.execute(
            f"SELECT * FROM notes WHERE title LIKE '%{words}%' OR body LIKE '%{words}%'"
        )
        found = cursor.fetchall()
        if not found:
            cursor.execute("SELECT * FROM notes WHERE author = ? ORDER BY created", (words,))
            found = cursor.fetchall()
    return sorted(found, key=lambda note: note["created"], reverse="DESC" in ordering)


def password_of(name):
    with connect() as connection:
        row = connection.execute("SELECT password FROM users WHERE name = ?", (name,)).fetchone()
    return row["password"] if row else None

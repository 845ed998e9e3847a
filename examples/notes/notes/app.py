"""The pages: list, search, read and write notes, import and export them."""

import os

from flask import Flask, abort, redirect, render_template, request, send_file, url_for

from . import accounts, backup, formulas, preferences, store, webhooks

app = Flask(__name__)
app.config["UPLOAD_FOLDER"] = os.environ.get("NOTES_UPLOADS", "/var/lib/notes/uploads")


@app.before_request
def require_login():
    if request.endpoint in {"login", "static"}:
        return None
    user = accounts.user_of_token(request.cookies.get("session", ""))
    if user is None:
        return redirect(url_for("login"))
    request.user = user
    return None


@app.route("/")
def index():
    style = preferences.from_cookie(request.cookies.get("style"))
    return render_template("index.html", notes=store.recent(20), style=style)


@app.route("/search")
def search():
    words = request.args.get("q", "")
    order = request.args.get("order", "newest")
    return render_template("index.html", notes=store.search(words, order), style={})


@app.route("/notes/<int:note_id>")
def show(note_id):
    note = store.load(note_id)
    if note is None:
        abort(404)
    total = formulas.total_of(note["body"])
    tags = sorted(formulas.tags_of(note["body"]))
    return render_template("note.html", note=note, total=total, tags=tags)


@app.route("/notes", methods=["POST"])
def create():
    note_id = store.save(request.user, request.form["title"], request.form["body"])
    webhooks.announce(request.form["title"])
    return redirect(url_for("show", note_id=note_id))


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        token = accounts.log_in(request.form["name"], request.form["password"])
        if token is not None:
            answer = redirect(url_for("index"))
            answer.set_cookie("session", token, httponly=True, secure=True, samesite="Lax")
            return answer
    return render_template("login.html")


@app.route("/export")
def export():
    return send_file(backup.export(request.args.get("folder", "all")), as_attachment=True)


@app.route("/import", methods=["POST"])
def import_notes():
    upload = request.files["archive"]
    backup.restore(upload.stream, app.config["UPLOAD_FOLDER"])
    return redirect(url_for("index"))


if __name__ == "__main__":
    store.create_tables()
    app.run(host="0.0.0.0", port=8000, debug=True)

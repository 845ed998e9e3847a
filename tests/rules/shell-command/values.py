"""What is known of the command decides."""
import argparse
import os
import shlex
import subprocess
import sys
from pipes import quote

from flask import Flask, request

app = Flask(__name__)
BASE = "/srv"
COMMAND = "du -sh " + BASE
TOOLS = ("ls", "df")


def constants(verbose):
    os.system("ls")
    os.system(COMMAND)
    os.system("du " + BASE + " | sort")
    os.system(f"du {BASE} | sort")
    os.system("du %s" % BASE)
    os.system("du {}".format(BASE))
    os.system(" ".join(["du", BASE]))
    command = "ls"
    if verbose:
        command += " -l"
    os.system(command)
    os.system("ls" if verbose else "ls -l")
    for tool in TOOLS:
        os.system(tool)
    os.system("sleep %d" % verbose)  # ok: shell-command only a number comes out of %d
    os.system(f"sleep {verbose:d}")
    os.system("sleep " + str(int(verbose)))
    os.system(f"kill {os.getpid()}")
    os.system(f"{sys.executable} -m pip list")


def quoted(path, width: int):
    os.system("ls " + shlex.quote(path))
    os.system(f"ls {quote(path)} -w {width}")
    safe = shlex.quote(path)
    os.system(f"ls {safe}")
    os.system("ls '" + path + "'")  # error: shell-command


def grades(path):
    os.system(sys.argv[1])  # error: shell-command medium
    os.system("ls " + os.environ["TARGET"])  # error: shell-command medium
    os.system(input())  # error: shell-command medium
    os.system("ls " + path)  # error: shell-command medium
    os.system(path)  # error: shell-command low
    os.system(helper())  # error: shell-command low
    os.system("ls " + helper())  # error: shell-command low
    os.system(f"{path} --version")  # error: shell-command low
    os.system(f"'{os.environ['EDITOR']}' notes.txt")  # error: shell-command low
    os.system(f"{request.args['tool']} --version")  # error: shell-command high
    os.system(f"/opt/{path}/bin/tool --version")  # error: shell-command low
    os.system(f"{path} {sys.argv[1]}")  # error: shell-command medium


@app.route("/<name>")
def view(name):
    os.system("ls " + name)  # error: shell-command high
    value = request.args.get("x", "").strip()
    subprocess.check_output(  # error: shell-command high
        f"ls {value}",
        shell=True,
    )
    parts = ["ls"]
    parts.append(value)
    os.system(" ".join(parts))  # todo-miss: shell-command what is appended is not followed
    subprocess.run(parts)


def parsed():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    args = parser.parse_args()
    os.system("ls " + args.path)  # error: shell-command medium


def branches(path):
    command = "ls " + path
    command = "ls"
    os.system(command)  # ok: shell-command the formatted text is gone
    if path:
        command = "du " + path
    os.system(command)  # error: shell-command


class Runner:
    command = "ls"

    def __init__(self, path):
        self.path = path

    def constant(self):
        os.system(self.command)

    def member(self):
        os.system("ls " + self.path)  # error: shell-command

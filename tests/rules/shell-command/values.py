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
    os.system(sys.argv[1])  # error: shell-command low
    os.system("ls " + os.environ["TARGET"])  # error: shell-command low
    os.system(input())  # error: shell-command medium
    os.system("ls " + path)  # error: shell-command medium
    os.system(path)  # error: shell-command low
    os.system(helper())  # error: shell-command low
    os.system("ls " + helper())  # error: shell-command low
    os.system(f"{path} --version")  # error: shell-command low
    os.system(f"'{os.environ['EDITOR']}' notes.txt")  # error: shell-command low
    os.system(f"{request.args['tool']} --version")  # error: shell-command high
    os.system(f"/opt/{path}/bin/tool --version")  # error: shell-command low
    os.system(f"{path} {sys.argv[1]}")  # error: shell-command low


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
    os.system(" ".join(parts))  # error: shell-command high
    subprocess.run(parts)


def parsed():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    args = parser.parse_args()
    os.system("ls " + args.path)  # error: shell-command low


def branches(path):
    command = "ls " + path
    command = "ls"
    os.system(command)  # ok: shell-command the formatted text is gone
    if path:
        command = "du " + path
    os.system(command)  # error: shell-command


def flags(command, use_shell, listed=["ls"], shell=True):
    subprocess.run(command, shell=use_shell)  # error: shell-command low
    subprocess.run(listed, shell=shell)  # error: shell-command low
    subprocess.run("ls", shell=use_shell)
    subprocess.run(["ls", command], shell=use_shell)
    subprocess.run(["npm", command], shell=os.name == "nt")
    subprocess.run(helper(), shell=use_shell)
    subprocess.run("cmd.exe /c dir " + command)  # error: shell-command
    subprocess.run("cmd /c dir")
    subprocess.run("command /c " + command)


def user_shell(command, by_shell):
    shell = os.environ.get("SHELL", "/bin/sh")
    if by_shell:
        command = [shell, "-c", command]
    else:
        command = ["ls"]
    subprocess.Popen(command)  # error: shell-command low
    subprocess.Popen([os.getenv("COMSPEC"), "/c", "dir"])


def by_hand(args):
    os.system("ls " + args.path)  # error: shell-command low
    inner(args.path)


def inner(path):
    os.system("ls " + path)  # error: shell-command low


def by_others(args):
    os.system("ls " + args.path)  # error: shell-command low


TABLE = [by_others]
if __name__ == "__main__":
    by_hand(argparse.ArgumentParser().parse_args())
    by_others(argparse.ArgumentParser().parse_args())
    os.system("ls " + sys.argv[1])  # error: shell-command low
    os.system("ls " + os.environ["TARGET"])  # error: shell-command low
else:
    os.system("ls " + sys.argv[1])  # error: shell-command low
if __name__ != "__main__":
    os.system("ls " + sys.argv[1])  # error: shell-command low


class Runner:
    command = "ls"

    def __init__(self, path):
        self.path = path

    def constant(self):
        os.system(self.command)

    def member(self):
        os.system("ls " + self.path)  # error: shell-command

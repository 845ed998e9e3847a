"""Every way to reach a shell, by many names."""
import asyncio
import commands
import functools
import os
import os as operating
import subprocess
import subprocess as sp
from os import popen, system
from subprocess import Popen as P, check_call
from subprocess import getoutput

import flask  # so that it is an application's
import invoke
import paramiko


def names(x):
    os.system("ls " + x)  # error: shell-command medium
    operating.system("ls " + x)  # error: shell-command
    system("ls %s" % x)  # error: shell-command
    popen(f"ls {x}")  # error: shell-command
    run = os.system
    run("ls " + x)  # error: shell-command
    getattr(os, "system")("ls " + x)  # error: shell-command
    __import__("os").system("ls " + x)  # error: shell-command
    getoutput("ls " + x)  # error: shell-command
    commands.getstatusoutput("ls " + x)  # error: shell-command


def flags(x, options):
    subprocess.run("ls " + x, shell=True)  # error: shell-command
    sp.call(args="ls " + x, shell=True)  # error: shell-command
    P("ls " + x, shell=1)  # error: shell-command
    check_call("ls " + x, 0, None, None, None, None, None, True, True)  # error: shell-command
    kwargs = {"shell": True}
    subprocess.run("ls " + x, **kwargs)  # error: shell-command
    use_shell = True
    subprocess.run("ls " + x, shell=use_shell)  # error: shell-command
    in_shell = functools.partial(subprocess.run, shell=True)
    in_shell("ls " + x)  # error: shell-command
    subprocess.run("ls " + x, shell=False)
    subprocess.run("ls " + x)
    subprocess.run("ls " + x, **options)  # ok: shell-command nothing says that a shell is asked for


def lists(x):
    subprocess.run(["sh", "-c", "ls " + x])  # error: shell-command
    subprocess.run(["/bin/bash", "-lc", f"ls {x}"])  # error: shell-command
    subprocess.run(["cmd.exe", "/c", "dir " + x])  # error: shell-command
    os.execvp("sh", ["sh", "-c", "ls " + x])  # error: shell-command
    os.execlp("sh", "sh", "-c", "ls " + x)  # error: shell-command
    subprocess.run(["sh", "script.sh", x])  # ok: shell-command an argument of a script
    subprocess.run(["sh", "-c", 'ls "$1"', "sh", x])  # ok: shell-command the text is constant
    subprocess.run(["ls", x])
    subprocess.run(["ls"] + [x])


async def asynchronous(x, loop: asyncio.AbstractEventLoop):
    await asyncio.create_subprocess_shell("ls " + x)  # error: shell-command
    await asyncio.create_subprocess_exec("ls", x)
    await asyncio.create_subprocess_exec("sh", "-c", "ls " + x)  # error: shell-command
    await loop.subprocess_shell(lambda: None, "ls " + x)  # error: shell-command


def remote(x):
    client = paramiko.SSHClient()
    client.exec_command("ls " + x)  # error: shell-command
    client.exec_command("ls")
    invoke.run("ls " + x)  # error: shell-command


def not_shells(x, robot):
    robot.system("ls " + x)  # ok: shell-command another system
    robot.run("ls " + x, shell=True)  # ok: shell-command another run

    def popen(text):
        return text

    popen("ls " + x)

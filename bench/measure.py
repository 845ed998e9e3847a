"""Measures one command: wall time, CPU time, memory, instructions."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

INSTRUCTIONS = re.compile(r"I\s+refs:\s+([\d,]+)")
PERF_INSTRUCTIONS = re.compile(r"^(\d+),,instructions", re.M)


# Starts a command and writes what it cost to a file.  Linux counts the memory of whoever starts a
# program as the program's own peak: this holds little, a benchmark holds much.
LAUNCHER = """
import json, os, sys, time
started = time.monotonic()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
wall = time.monotonic() - started
with open(sys.argv[1], "w") as out:
    json.dump([wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss], out)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
"""


@dataclass
class Usage:
    """What one run cost, and what it printed; `peak` is the most memory that it held, in MB."""

    wall: float
    cpu: float
    output: str
    peak: float = 0


class Failed(Exception):
    """A command that ended with another exit code than 0."""


def run(command, stdin=b"", environment=None, folder=None):
    """Runs `command` to its end, in `folder`; raises Failed with its last words where it fails."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, \
            tempfile.TemporaryFile() as errors, tempfile.NamedTemporaryFile() as cost:
        given.write(stdin)
        given.seek(0)
        words = [str(part) for part in command]
        done = subprocess.run([sys.executable, "-I", "-S", "-c", LAUNCHER, cost.name, *words],
                              stdin=given, stdout=out, stderr=errors, check=False, cwd=folder,
                              env={**os.environ, **(environment or {})})
        out.seek(0)
        errors.seek(0)
        text = out.read().decode("utf-8", "replace")
        if done.returncode != 0:
            said = (errors.read().decode("utf-8", "replace").strip() or "nothing").splitlines()
            raise Failed("%s: exit code %d: %s" % (command[0], done.returncode, said[-1][:300]))
        wall, cpu, peak = json.load(cost)
        return Usage(wall, cpu, text, peak * 1024 / 1e6)


def quick(command):
    """Wall time of a short command, as near to its own as can be: nothing of it is kept."""
    null = [(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_RDWR, 0) for descriptor in range(3)]
    words = [str(part) for part in command]
    started = time.perf_counter()
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=null)
    _, status = os.waitpid(child, 0)
    wall = time.perf_counter() - started
    if status != 0:
        raise Failed("%s: exit code %d" % (words[0], os.waitstatus_to_exitcode(status)))
    return wall


def alternate(commands, rounds):
    """Runs {name: callable returning a Usage} in turn, `rounds` times; {name: [Usage, …]}."""
    found = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(command())
    return found


def has_counters():
    """Whether perf can count instructions here; most virtual machines give no counters."""
    if not shutil.which("perf"):
        return False
    done = subprocess.run(["perf", "stat", "-x", ",", "-e", "instructions:u", "true"],
                          capture_output=True, text=True)
    return PERF_INSTRUCTIONS.search(done.stderr.replace(":u", "")) is not None


def instruction_tool():
    """How to count instructions here: "perf", "cachegrind", or None."""
    if has_counters():
        return "perf"
    return "cachegrind" if shutil.which("valgrind") else None


def instructions(tool, command, stdin=b""):
    """The instructions that `command` executes in user space; Failed where it fails."""
    command = [str(part) for part in command]
    if tool == "perf":
        wrapped = ["perf", "stat", "-x", ",", "-e", "instructions:u", *command]
    else:
        wrapped = ["valgrind", "--tool=cachegrind", "--cache-sim=no",
                   "--cachegrind-out-file=/dev/null", *command]
    done = subprocess.run(wrapped, input=stdin, capture_output=True)
    errors = done.stderr.decode("utf-8", "replace")
    found = (PERF_INSTRUCTIONS.search(errors.replace(":u", "")) if tool == "perf"
             else INSTRUCTIONS.search(errors))
    if done.returncode != 0 or found is None:
        raise Failed("%s under %s: exit code %d: %s" % (
            command[0], tool, done.returncode, errors.strip()[-300:]))
    return int(found[1].replace(",", ""))

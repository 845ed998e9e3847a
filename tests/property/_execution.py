#!/usr/bin/env python3
"""Runs programs of _programs.py in this Python and says which input got to which sink.

In, a line each: {"id", "modules": {name: code}, "package", "entry", "argument", "first", "runs",
"seed"}.  Out, a line each: {"id", "happened": [[key, sink], ...], "errors": {...}}.  Each input is a
text with a marker of its own; sinks are stand-ins that look for markers, also for those that were
turned round, written in other letters, encoded, or cut to LEAST characters.  Nothing is executed.
"""
import base64
import binascii
import builtins
import importlib.abc
import importlib.util
import io
import json
import os
import random
import re
import resource
import signal
import sqlite3
import string
import subprocess
import sys
import types
from urllib.parse import unquote

LEAST = 8
RUN_S = 1.0  # of processor time: many times what a program needs
MEMORY = 2 << 30
SINK = re.compile(r"\b(s\d+) :?=")
ENCODED = re.compile(r"[A-Za-z0-9+/=]{16,}")


class Timeout(BaseException):
    """A run that takes too long."""


class Inputs:
    """What one run gets; the first run's inputs all have markers."""

    def __init__(self, seed, program, run):
        self.seed, self.run = f"{seed}:{program}:{run}", run
        self.values, self.windows = {}, {}

    def value(self, key):
        if key not in self.values:
            self.values[key] = self.make(key, random.Random(f"{self.seed}:{key}"))
        return self.values[key]

    def make(self, key, chance):
        if self.run and chance.random() < 0.25:
            return chance.choice(("ls", "df", "", "1", "12", "vx", "abc"))
        letters = string.ascii_letters + string.digits
        marker = "".join("".join(chance.choice(letters) for _ in range(3)) + ";" for _ in range(6))
        folded = marker.casefold()
        self.windows[key] = [side[at:at + LEAST] for side in (folded, folded[::-1])
                             for at in range(len(folded) - LEAST + 1)]
        return f"v{marker},{marker}w"

    def found_in(self, value):
        """The keys whose markers are in a value."""
        forms = [form.casefold() for form in readings(value)]
        return [key for key, windows in self.windows.items()
                if any(window in form for form in forms for window in windows)]


def readings(value):
    """A value as text, and what its encoded parts say."""
    text = value.decode("latin-1") if isinstance(value, (bytes, bytearray)) else str(value)
    yield text
    if "%3" in text:
        yield unquote(text)
    for part in ENCODED.findall(text):
        for decode in (base64.b64decode, binascii.unhexlify):
            try:
                yield decode(part).decode("latin-1")
            except ValueError:
                pass


class Given(dict):
    """A mapping whose keys k1, k2, … are input; the rest is what was there."""

    def __init__(self, machine, rest=()):
        super().__init__(rest)
        self.machine = machine

    def __getitem__(self, key):
        return self.machine.inputs.value(key) if key in KEYS else super().__getitem__(key)

    def get(self, key, default=None):
        return self[key] if key in KEYS else super().get(key, default)

    def getlist(self, key):
        return [self[key]]


KEYS = frozenset(f"k{number}" for number in range(1, 20))


class Machine:
    """The stand-ins, and what they saw."""

    def __init__(self):
        self.inputs, self.seen, self.code = None, set(), {}

    def sink(self, result):
        def called(value, *_, **__):
            self.note(value, sys._getframe(1))
            return result()
        return called

    def note(self, value, frame):
        while frame is not None:
            lines = self.code.get(frame.f_code.co_filename)
            found = lines and SINK.search(lines[frame.f_lineno - 1])
            if found:
                self.seen.update((key, found[1]) for key in self.inputs.found_in(value))
                return
            frame = frame.f_back

    def install(self):
        text, nothing = self.sink(str), self.sink(lambda: None)
        os.system, os.popen = self.sink(int), self.sink(io.StringIO)
        subprocess.run, subprocess.getoutput = nothing, text
        sqlite3.connect = lambda _: types.SimpleNamespace(execute=nothing)
        os.environ = Given(self, os.environ)
        sys.modules["flask"] = self.flask()
        self.builtins = {**vars(builtins), "eval": text, "exec": nothing, "input": self.value,
                         "open": self.sink(io.StringIO)}

    def value(self, key):
        return self.inputs.value(key)

    def flask(self):
        given = Given(self)
        request = types.SimpleNamespace(
            args=given, form=given, headers=given, cookies=given, json=given,
            get_json=lambda: given)
        app = types.SimpleNamespace(route=lambda *_: lambda function: function)
        return types.SimpleNamespace(Flask=lambda _: app, request=request)


class Importer(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the modules of one program."""

    def __init__(self, machine, modules):
        self.machine = machine
        self.code = {name: compile(text, f"<{name}>", "exec") for name, text in modules.items()}
        for name, text in modules.items():
            machine.code[f"<{name}>"] = text.split("\n")

    def find_spec(self, name, path=None, target=None):
        if name not in self.code:
            return None
        is_package = any(other.startswith(name + ".") for other in self.code)
        return importlib.util.spec_from_loader(name, self, is_package=is_package)

    def exec_module(self, module):
        module.__dict__["__builtins__"] = self.machine.builtins
        exec(self.code[module.__name__], module.__dict__)


def run_once(machine, importer, task, number):
    machine.inputs = Inputs(task["seed"], task["id"], number)
    sys.argv = ["p"] + [machine.inputs.value(f"k{index}") for index in range(1, 10)]
    signal.setitimer(signal.ITIMER_VIRTUAL, RUN_S)
    try:
        module = importlib.import_module(task["first"])
        if task["entry"]:
            getattr(module, task["entry"])(machine.inputs.value(task["argument"]))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        for name in importer.code:
            sys.modules.pop(name, None)


def run_task(machine, task):
    """All runs of one program."""
    machine.seen, machine.code = set(), {}
    errors = {}
    try:
        importer = Importer(machine, task["modules"])
    except SyntaxError as error:
        return {"id": task["id"], "happened": [], "errors": {f"SyntaxError: {error}": 1}}
    sys.meta_path.insert(0, importer)
    for number in range(task["runs"]):
        try:
            run_once(machine, importer, task, number)
        except Timeout:
            errors["too long"] = 1
            break
        except Exception as error:  # the program's own
            said = f"{type(error).__name__}: {error}"[:100]
            errors[said] = errors.get(said, 0) + 1
    sys.meta_path.remove(importer)
    return {"id": task["id"], "happened": sorted(machine.seen), "errors": errors}


def stop(*_):
    raise Timeout("too long")


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGVTALRM, stop)
    out = sys.stdout
    sys.stdout = io.StringIO()
    machine = Machine()
    machine.install()
    for line in sys.stdin:
        print(json.dumps(run_task(machine, json.loads(line))), file=out, flush=True)


if __name__ == "__main__":
    main()

"""Finds the CPython interpreters of this machine, one for each minor version.

Looks at $PYTHONS (paths separated by ':' or blanks), pyenv's versions, PATH and /usr/bin, in this
order.  Of two with the same minor version one named in $PYTHONS wins, then one that has its test
suite, then the newer patch release.
"""
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

MINORS = [(2, 7)] + [(3, minor) for minor in range(6, 14)]
WORKER = Path(__file__).with_name("worker.py")

ASK = r"""
import json, os, platform, sys, sysconfig
print(json.dumps({
    "implementation": platform.python_implementation(),
    "version": list(sys.version_info[:3]),
    "build": sys.version,
    "library": os.path.dirname(os.__file__),
    "packages": sorted(set([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])),
}))
"""


@dataclass(frozen=True)
class Interpreter:
    """One CPython: its name as `--as` takes it, where it is, and where its library is."""

    executable: str
    version: tuple
    build: str
    library: Path
    packages: tuple

    @property
    def minor(self):
        return self.version[:2]

    @property
    def name(self):
        return "cpython%d.%d" % self.minor

    @property
    def release(self):
        return "%d.%d.%d" % self.version

    @property
    def cache_key(self):
        """Changes with the interpreter's build and with the way the worker prints."""
        digest = hashlib.sha256(self.build.encode() + WORKER.read_bytes()).hexdigest()
        return "%s-%s" % (self.release, digest[:16])

    @property
    def has_test_suite(self):
        return (self.library / "test" / "test_grammar.py").exists()


def names():
    return ["cpython%d.%d" % minor for minor in MINORS]


def minor_of(name):
    match = re.fullmatch(r"cpython(\d)\.(\d+)", name)
    return (int(match[1]), int(match[2])) if match else None


def from_environment():
    return re.split(r"[:\s]+", os.environ.get("PYTHONS", "").strip())


def from_pyenv():
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    return sorted(glob.glob(str(root / "versions" / "*" / "bin" / "python")))


def from_path():
    commands = ["python%d.%d" % minor for minor in MINORS]
    found = [shutil.which(command) for command in commands]
    # pyenv's shims are slow to start, and from_pyenv has what they stand for.
    found = [path for path in found if path and Path(path).parent.name != "shims"]
    return found + sorted(glob.glob("/usr/bin/python[23]*"))


def ask(executable):
    """The interpreter at `executable`, or None where it is none that can be compared with."""
    try:
        done = subprocess.run([executable, "-c", ASK], capture_output=True, timeout=30, check=True)
        facts = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    version = tuple(facts["version"])
    if facts["implementation"] != "CPython" or version[:2] not in MINORS:
        return None
    packages = tuple(Path(path) for path in facts["packages"])
    return Interpreter(executable, version, facts["build"], Path(facts["library"]), packages)


def find(wanted=None):
    """The interpreters found, oldest first; only those named in `wanted` where given."""
    named = [path for path in from_environment() if path]
    best = {}
    seen = set()
    for path in named + from_pyenv() + from_path():
        real = os.path.realpath(path)
        if real in seen or re.search(r"-config$|\.py$", path):
            continue
        seen.add(real)
        interpreter = ask(path)
        if interpreter is None or (wanted and interpreter.name not in wanted):
            continue
        rank = (path in named, interpreter.has_test_suite, interpreter.version)
        if interpreter.minor not in best or rank > best[interpreter.minor][0]:
            best[interpreter.minor] = (rank, interpreter)
    return [best[minor][1] for minor in sorted(best)]

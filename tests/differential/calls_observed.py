#!/usr/bin/env python3
"""Compares our call graphs with the calls that packages make when their own tests run.

    calls_observed.py [--misses N] [PACKAGE...]

Each package of calls_observed.toml is fetched from PyPI once, as its authors released it, and its
tests run under sys.setprofile (calls_profile.py).  Of the edges seen, WANTED must be in our graph of
the same files, guesses included.  How many callees our graph gives a function and a call is printed,
so that "everything calls everything" can't win.

An edge is a pair of functions, of which the first ran when the second began.  Both are written in
files of the release: the package's own and its tests', which are programs like any other; the share
of the edges that lie within the package is printed, too.  What the interpreter or a function in C
calls (a method behind an operator, the key of sorted()) counts for the function that runs; what a
function in Python from elsewhere calls (a test by pytest) does not, as neither we nor anybody sees
that code.  A generator's or coroutine's body begins when it is first asked for something, and that
is who calls it.  Comprehensions count for the function around them.  No calls are the bodies of
modules and classes, which run where they are written, and __del__, which runs whenever the
collector finds time.

Without a network, or with another Python than 3.11, the test is skipped.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "calls_observed.toml"
SKIPPED = 77
WANTED = 0.85
FEWEST = 20  # packages
SECONDS = 300
PYTEST = ("pytest -q -p no:cacheprovider --continue-on-collection-errors "
          "-o addopts= -o filterwarnings=ignore")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "antivenom" / "observed"
COMPREHENSION = re.compile(r"((\.<locals>)?\.|^)<(listcomp|setcomp|dictcomp|genexpr)>")
TESTS = re.compile(r"(^|/)(tests?|testing)(/|\.py:)|(^|/)(test_[^/]*|conftest)\.py:|_tests?\.py:")


def run(command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          check=False, **options)


def environment(folder, needs):
    """The Python that tests run with; None when it can't be made."""
    python = folder / "env/bin/python"
    stamp = folder / "env/needs"
    wanted = "\n".join(needs)
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(folder / "env", clear=True, with_pip=True)
        done = run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *needs])
        if done.returncode:
            print(done.stderr.strip()[-300:])
            return None
        stamp.write_text(wanted)
    return python


def fetch(python, name, version, folder):
    """The unpacked source of a release; None when it can't be had."""
    home = folder / f"{name}-{version}"
    if not home.is_dir():
        packed = folder / f"{home.name}.packed"
        run([python, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps",
             "--no-build-isolation", "--no-binary", ":all:", "--dest", packed, f"{name}=={version}"])
        archives = sorted(packed.glob("*.tar.gz"))
        if not archives:
            return None
        with tarfile.open(archives[0]) as archive:
            archive.extractall(packed, filter="data")
        next(path for path in packed.iterdir() if path.is_dir()).rename(home)
    return home


def observe(python, home, how):
    """The edges seen, as pairs of names; what went wrong when there are none."""
    out = home.parent / f"{home.name}.json"
    if not out.exists():
        command = [python, HERE / "calls_profile.py", out, home,
                   *how.get("run", PYTEST).split(),
                   *how.get("tests", "tests").split()]
        paths = os.pathsep.join([str(home / "src"), str(home)])
        try:
            done = run(command, cwd=home, timeout=SECONDS,
                       env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"})
        except subprocess.TimeoutExpired:
            return set(), f"its tests take over {SECONDS} s"
        (home.parent / f"{home.name}.log").write_text(done.stdout + done.stderr)
        if not out.exists():
            return set(), done.stdout[-200:] + done.stderr[-200:]
    rows = json.loads(out.read_text())
    edges = {(name_of(caller_file, caller), name_of(callee_file, callee))
             for caller_file, caller, callee_file, callee in rows}
    return edges, "its tests called nothing"


def name_of(file, name):
    """The name that `debug calls --files` has for a function seen."""
    name = COMPREHENSION.sub("", name).replace(".<locals>", "")
    return f"{file}:" if name == "<module>" else f"{file}:{name.removeprefix('.')}"


class Graph:
    """Our graph of all files of a folder, by the names of files within it."""

    def __init__(self, antivenom, home):
        self.antivenom = antivenom
        self.home = home
        self.files = sorted(str(path) for path in home.rglob("*.py") if not any(
            part.startswith(".") for part in path.relative_to(home).parts))
        self.followed, _ = self.edges()
        self.guessed, self.functions = self.edges("--guesses")
        rows = (line.rsplit(": ", 1) for line in self.ask("--limits").splitlines())
        self.counts = {name: int(count) for name, count in rows}

    def ask(self, *flags):
        done = run([self.antivenom, "debug", "calls", *flags, *self.files])
        if done.returncode:
            raise SystemExit(f"debug calls failed on {self.home.name}: {done.stderr[-300:]}")
        return done.stdout

    def edges(self, *flags):
        """The edges within the folder, and how many functions have one."""
        rows = json.loads(self.ask("--files", *flags))
        inner = {(caller, callee) for caller, callees in rows.items() for callee in callees
                 if callee in rows}
        return ({(self.plain(caller), self.plain(callee)) for caller, callee in inner},
                len({caller for caller, _ in inner}))

    def plain(self, name):
        """The name without the folder, and without the numbers of lambdas, which Python lacks."""
        return re.sub(r"<lambda\d+>", "<lambda>", name.removeprefix(f"{self.home}/"))


class Tally:
    def __init__(self):
        self.packages = self.seen = self.followed = self.guessed = self.inner = self.inner_found = 0
        self.edges = self.functions = self.sites = self.callees = self.callers = 0

    def add(self, name, seen, graph):
        inner = {edge for edge in seen if not any(TESTS.search(end) for end in edge)}
        self.packages += 1
        self.seen += len(seen)
        self.followed += len(seen & graph.followed)
        self.guessed += len(seen & graph.guessed)
        self.inner += len(inner)
        self.inner_found += len(inner & graph.guessed)
        self.callers += len({caller for caller, _ in seen})
        self.edges += len(graph.guessed)
        self.functions += graph.functions
        self.sites += graph.counts["sites with a callee here"]
        self.callees += graph.counts["callees here"]
        print(f"{name:16} seen {len(seen):5}  followed {len(seen & graph.followed) / len(seen):6.1%}"
              f"  with guesses {len(seen & graph.guessed) / len(seen):6.1%}"
              f"  callees a function {len(graph.guessed) / max(graph.functions, 1):.2f}", flush=True)

    def tell(self):
        print(f"{self.packages} packages, {self.seen} edges seen: "
              f"followed {self.followed / self.seen:.1%}, "
              f"with guesses {self.guessed / self.seen:.1%}; "
              f"within the packages {self.inner_found / max(self.inner, 1):.1%} of {self.inner}")
        print(f"mean out-degree: {self.edges / max(self.functions, 1):.2f} callees a function that "
              f"has any, {self.callees / max(self.sites, 1):.2f} a call; "
              f"seen were {self.seen / self.callers:.2f} a function")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", nargs="*", help="only these")
    parser.add_argument("--misses", type=int, default=0, metavar="N",
                        help="print up to N edges of each package that our graph lacks")
    options = parser.parse_args()
    antivenom = os.environ.get("ANTIVENOM") or str(REPO / "build/release/antivenom")
    listed = tomllib.loads(PACKAGES.read_text())
    CACHE.mkdir(parents=True, exist_ok=True)
    python = environment(CACHE, listed["needs"]) if sys.version_info[:2] == (3, 11) else None
    if python is None:
        print("skipped: needs CPython 3.11 and PyPI")
        return SKIPPED
    tally = Tally()
    for name, how in listed["package"].items():
        if options.package and name not in options.package:
            continue
        home = fetch(python, name, how["version"], CACHE)
        seen, fault = observe(python, home, how) if home else (set(), "can't be fetched")
        if not seen:
            print(f"{name}: left out: {fault}", flush=True)
            continue
        graph = Graph(antivenom, home)
        tally.add(name, seen, graph)
        for caller, callee in sorted(seen - graph.guessed)[:options.misses]:
            print(f"    {caller} -> {callee}")
    if not tally.packages:
        print("skipped: no package could be fetched")
        return SKIPPED
    tally.tell()
    failed = not options.package and (tally.guessed < WANTED * tally.seen or
                                      tally.packages < FEWEST)
    print(f"{int(not failed)} passed, {int(failed)} failed, 0 skipped")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

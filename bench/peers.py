"""What antivenom is measured against: ruff's parser crate, CPython's ast; ruff and bandit."""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ACCURACY = HERE.parent / "tests" / "accuracy"
RUST_AT_LEAST = (1, 95)
AST_PARSE = """
import ast, sys, time, warnings
warnings.simplefilter("ignore")
sources = [open(name, "rb").read() for name in sys.stdin.read().split("\\0") if name]
start = time.perf_counter()
for source in sources:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        pass
print("parse seconds: %f" % (time.perf_counter() - start))
"""


def cache_folder():
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "antivenom" / "bench"


def rust_is_new_enough():
    cargo = shutil.which("cargo")
    if not cargo:
        return False
    done = subprocess.run([cargo, "--version"], capture_output=True, text=True)
    found = re.search(r"cargo (\d+)\.(\d+)", done.stdout)
    return bool(found) and (int(found[1]), int(found[2])) >= RUST_AT_LEAST


def parser_crate(allocator="system", may_build=True):
    """(program, "") for bench/ruff_parser with the allocator, or (None, why there is none)."""
    target = cache_folder() / ("ruff_parser-" + allocator)
    program = target / "release" / "ruff_parser"
    if not may_build:
        return (program, "") if program.exists() else (None, "not built yet")
    if not rust_is_new_enough():
        return None, "needs Rust %d.%d or newer" % RUST_AT_LEAST
    command = ["cargo", "build", "--quiet", "--release", "--locked", "--target-dir", str(target)]
    command += ["--features", allocator] if allocator != "system" else []
    done = subprocess.run(command, cwd=HERE / "ruff_parser", capture_output=True, text=True)
    if done.returncode != 0:
        return None, (done.stderr.strip() or "cargo failed").splitlines()[-1]
    return program, ""


def numbers(text):
    """{label: number} of lines such as `bytes per node: 40.2` or `files: 1,726`."""
    found = re.findall(r"^\s*([A-Za-z][A-Za-z /]*?)\s*[:=]\s*([\d,]*\.?\d+)", text, re.M)
    return {label.lower(): float(value.replace(",", "")) for label, value in found}


def names_input(files):
    return b"".join(os.fsencode(name) + b"\0" for name in files)


def ast_parse_command(executable=sys.executable):
    return [executable, "-c", AST_PARSE]


def ruff_graph_command(ruff, files):
    return [ruff, "analyze", "graph", "--isolated", "--preview", *files]


def parity():
    """tests/accuracy/parity.py, which pins ruff and bandit and installs them."""
    sys.path.append(str(ACCURACY))
    import parity as found
    return found


def pinned():
    """{scanner: version}."""
    return parity().SETTINGS["peers"]


def scanners():
    """(folder of the programs ruff and bandit, ""), or (None, why there is none)."""
    try:
        return parity().environment(), ""
    except (OSError, subprocess.SubprocessError) as error:
        return None, str(error)

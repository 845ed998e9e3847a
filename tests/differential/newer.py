"""Accept or reject for syntax newer than any interpreter here: antivenom against ruff, and both
against what the PEP says (newer/ok, newer/err; one construct a file, written from the PEPs).

ruff comes from PyPI into a virtual environment in the cache; where it cannot be had, the comparison
with it is skipped with a plain message and antivenom is still compared with the folders.
"""
import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).with_name("newer")
TARGET = "py315"


def snippets():
    """{path: whether the PEPs accept it}."""
    return {str(path): path.parent.name == "ok" for path in sorted(FOLDER.glob("*/*.py"))}


def ruff_command(cache):
    """Path of ruff, installed where needed; None where it cannot be."""
    folder = Path(cache) / "ruff"
    ruff = folder / "bin" / "ruff"
    if ruff.exists():
        return str(ruff)
    install = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet",
               "--disable-pip-version-check", "ruff"]
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True, check=True)
        subprocess.run(install, capture_output=True, check=True, timeout=300)
    except (OSError, subprocess.SubprocessError):
        return None
    return str(ruff) if ruff.exists() else None


def ruff_verdicts(ruff, paths):
    """{path: accepted} by ruff; RuntimeError where its answer cannot be read."""
    done = subprocess.run(
        [ruff, "check", "--isolated", "--no-cache", "--preview", "--target-version", TARGET,
         "--select", "E9", "--output-format", "json", *paths], capture_output=True, text=True)
    try:
        errors = json.loads(done.stdout)
    except ValueError:
        raise RuntimeError("ruff: %s" % done.stderr.strip()) from None
    rejected = {item["filename"] for item in errors if item["code"] in (None, "invalid-syntax")}
    return {path: str(Path(path).resolve()) not in rejected for path in paths}


def our_verdict(antivenom, path):
    """Whether antivenom accepts; any other exit code than 0 or 1 is a fault of its own."""
    start = [sys.executable, antivenom] if antivenom.endswith(".py") else [antivenom]
    done = subprocess.run(start + ["debug", "tree", "--as", "newest", path],
                          capture_output=True, timeout=60)
    if done.returncode not in (0, 1):
        raise RuntimeError("antivenom: exit code %d for %s" % (done.returncode, path))
    return done.returncode == 0


def disagreements(verdicts):
    """Lines for {path: {who: accepted}} where not all say the same."""
    lines = []
    for path, said in verdicts.items():
        if len(set(said.values())) > 1:
            words = ["%s %s" % (who, "accepts" if yes else "rejects") for who, yes in said.items()]
            lines.append("%s: %s" % (Path(path).relative_to(FOLDER), ", ".join(words)))
    return lines


def run(antivenom, cache):
    expected = snippets()
    verdicts = {path: {"the PEP": accepts} for path, accepts in expected.items()}
    ruff = ruff_command(cache)
    if ruff is None:
        print("skipped: ruff cannot be installed; compared with the PEPs only")
    else:
        for path, accepts in ruff_verdicts(ruff, list(expected)).items():
            verdicts[path]["ruff"] = accepts
    for path in expected:
        verdicts[path]["antivenom"] = our_verdict(antivenom, path)
    lines = disagreements(verdicts)
    for line in lines:
        print(line)
    print("newer syntax: snippets %d, agreeing %d, differing %d%s" % (
        len(expected), len(expected) - len(lines), len(lines), "" if ruff else ", without ruff"))
    return 1 if lines else 0

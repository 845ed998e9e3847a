"""Fetches the most downloaded packages into the cache, as sources to parse.

Wheels only, by `pip download --no-deps`: a wheel is unpacked, nothing of it is run (pip would run
the set-up code of a source archive).  Packages without a wheel for this machine are listed.  What
fails is tried once more at the end; what is at hand already is not asked for again.
"""
import json
import subprocess
import sys
import tempfile
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from corpus import SUFFIXES

NAMES = Path(__file__).resolve().parents[3] / "shared" / "data" / "top_pypi_packages.json"
DOWNLOADS_AT_ONCE = 4
DOWNLOAD_S = 300
PIP = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "3",
       "--timeout", "30", "--disable-pip-version-check", "--only-binary", ":all:"]


def package_names(path, count):
    return json.loads(Path(path).read_text())["packages"][:count]


def unpack(wheel, folder):
    """Writes the Python sources of `wheel` below `folder`; returns how many."""
    with zipfile.ZipFile(wheel) as archive:
        members = [name for name in archive.namelist() if name.endswith(SUFFIXES)]
        archive.extractall(folder, members)
    return len(members)


def fetch_one(name, root):
    """Fetches one package; "" or why it could not be had."""
    target = root / name
    if (target / "DONE").exists():
        return ""
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(PIP + ["-d", folder, name], capture_output=True, text=True,
                                  timeout=DOWNLOAD_S)
        except subprocess.TimeoutExpired:
            return "no answer within %d s" % DOWNLOAD_S
        wheels = sorted(Path(folder).glob("*.whl"))
        if done.returncode != 0 or not wheels:
            lines = done.stderr.strip().splitlines()
            return lines[-1] if lines else "pip left no wheel"
        target.mkdir(parents=True, exist_ok=True)
        unpack(wheels[0], target)
        (target / "DONE").write_text(wheels[0].name + "\n")
    return ""


class Progress:
    """Says on standard error how far a run is, a line at every tenth of it."""

    def __init__(self, total):
        self.total = total
        self.done = 0
        self.lock = threading.Lock()

    def step(self):
        with self.lock:
            self.done += 1
            if self.done * 10 // self.total > (self.done - 1) * 10 // self.total:
                print("fetch: %d of %d" % (self.done, self.total), file=sys.stderr)


def fetch_all(names, folder):
    """Fetches `names`, several at once; returns {name: reason} of those that failed."""
    progress = Progress(len(names))

    def one(name):
        reason = fetch_one(name, folder)
        progress.step()
        return reason

    with ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
        reasons = list(pool.map(one, names))
    return {name: reason for name, reason in zip(names, reasons) if reason}


def fetch(names, root):
    """Fetches `names`; returns {name: reason} of those that failed twice."""
    folder = Path(root) / "packages"
    failed = fetch_all(names, folder)
    return fetch_all(list(failed), folder) if failed else {}

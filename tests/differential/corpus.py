"""The files to compare on: standard libraries with their test suites, site-packages, packages.

A pair is one file and the interpreter that is asked about it.  `take_slice` chooses pairs by seed
and needs no network; `take_all` takes every library under its own interpreter and every package
under all of them.
"""
import os
import random
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".py", ".pyi", ".pyw")
SKIPPED_FOLDERS = ("__pycache__", "site-packages", "dist-packages", "node_modules")
SLICE_FILE_BYTES = 60_000  # a larger file is drawn for one pair in LARGE_ONE_IN only
LARGE_ONE_IN = 40
PACKAGE_SHARE = 0.15
FOREIGN_SHARE = 0.05  # a library's file under another version: mostly rejects and near misses


@dataclass(frozen=True, order=True)
class File:
    """A file and the name that quirks and reports know it by, the same on every machine."""

    label: str
    path: str

    @property
    def size(self):
        return os.stat(self.path).st_size


@dataclass(frozen=True)
class Pair:
    interpreter: object
    file: File


def walk(root, label):
    """The Python sources below `root`, sorted by label; links to folders are not followed."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(SUFFIXES) and os.path.isfile(path):
                found.append(File("%s/%s" % (label, os.path.relpath(path, root)), path))
    return sorted(found)


def library(interpreter):
    """The interpreter's standard library, with its test suite where that is installed."""
    return walk(interpreter.library, "%s/Lib" % interpreter.name)


def installed(interpreters):
    """What is installed for the interpreters, each folder once."""
    found = []
    for interpreter in interpreters:
        for folder in interpreter.packages:
            if folder.is_dir():
                found += walk(folder, "%s/site-packages" % interpreter.name)
    return found


def fetched(root):
    """The packages that `oracle.py fetch` brought."""
    folder = Path(root) / "packages"
    return walk(folder, "packages") if folder.is_dir() else []


def snippets():
    """One construct a file, accepted and rejected; asked about under every interpreter."""
    return walk(Path(__file__).with_name("newer"), "newer")


def draw(chooser, files, count):
    """`count` of `files`, or all of them: mostly small ones, a few large."""
    small, large = [], []
    for file in files:
        (small if file.size <= SLICE_FILE_BYTES else large).append(file)
    few = min(len(large), count // LARGE_ONE_IN)
    picked = chooser.sample(small, min(len(small), count - few))
    return sorted(picked + chooser.sample(large, few))


def take_slice(interpreters, packages, pair_count, seed):
    """At least `pair_count` pairs, evenly over the interpreters, and the snippets under each."""
    chooser = random.Random(seed)
    libraries = {item.name: library(item) for item in interpreters}
    each = -(-pair_count // max(1, len(interpreters)))
    pairs = []
    for item in interpreters:
        foreign = [file for name, files in libraries.items() if name != item.name for file in files]
        files = draw(chooser, packages, int(each * PACKAGE_SHARE))
        files += draw(chooser, foreign, int(each * FOREIGN_SHARE))
        files += draw(chooser, libraries[item.name], each - len(files))
        pairs += [Pair(item, file) for file in files + snippets()]
    return pairs


def take_all(interpreters, packages):
    """Every library under its own interpreter, every package and snippet under all."""
    return [
        Pair(item, file)
        for item in interpreters for file in library(item) + packages + snippets()]

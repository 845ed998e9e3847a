"""What scanning is measured on: CPython's library, ten large packages, parts of them by lines.

All are folders of Python sources of their own below the cache, so that every scanner gets the same
files and no project around them.
"""
import hashlib
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE.parent / "tests" / folder) for folder in ("differential", "accuracy")]

import corpus as library_files  # noqa: E402
import fetch  # noqa: E402
import interpreters  # noqa: E402
import peers  # noqa: E402

PACKAGES = HERE / "scan_packages.txt"
SCRIPT_LINES = 500
SMOKE_FILES = 40


@dataclass(frozen=True)
class Corpus:
    """A folder of Python sources; `lines` counts line ends."""

    title: str
    folder: Path
    lines: int
    megabytes: float


def sources(folder):
    return sorted(path for path in folder.rglob("*") if path.suffix in library_files.SUFFIXES)


def measured(title, folder):
    texts = [path.read_bytes() for path in sources(folder)]
    return Corpus(title, folder, sum(text.count(b"\n") for text in texts),
                  sum(map(len, texts)) / 1e6)


def copied(pairs, folder):
    """Copies (source, path below `folder`) pairs, once: what is whole there stays."""
    names = "\n".join(str(inside) for _, inside in pairs)
    done = folder.with_name(folder.name + "." + hashlib.sha256(names.encode()).hexdigest()[:12])
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        for source, inside in pairs:
            (folder / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / inside)
        done.write_text("")
    return folder


def library():
    """The newest CPython's library, with its tests where they are installed."""
    newest = interpreters.find()[-1]
    files = library_files.library(newest)
    folder = peers.cache_folder() / ("library-" + newest.release)
    copied([(file.path, Path(file.path).relative_to(newest.library)) for file in files], folder)
    tests = " with its tests" if newest.has_test_suite else ""
    return measured("CPython %s's library%s" % (newest.release, tests), folder)


def smoke():
    """A few files of the library that is at hand."""
    newest = interpreters.find()[-1]
    files = library_files.library(newest)
    few = files[:: max(1, len(files) // SMOKE_FILES)]
    folder = peers.cache_folder() / ("smoke-" + newest.release)
    copied([(file.path, Path(file.path).relative_to(newest.library)) for file in few], folder)
    return measured("a few files of CPython %s's library" % newest.release, folder)


def package_specs():
    lines = PACKAGES.read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def packages():
    """The packages of scan_packages.txt, or None when one can't be had."""
    specs = package_specs()
    root = peers.cache_folder() / "scan"
    missing = [spec for spec in specs if not (root / "packages" / spec / "DONE").exists()]
    failed = fetch.fetch(missing, root) if missing else {}
    for spec, reason in sorted(failed.items()):
        print("not fetched: %s: %s" % (spec, reason))
    return None if failed else measured("%d packages of PyPI" % len(specs), root / "packages")


def part(corpus, lines, folder):
    """About `lines` lines of a corpus: its files in their order, again and again if need be."""
    files = sources(corpus.folder)
    chosen, held, copies = [], 0, 0
    while held < lines:
        for path in files:
            inside = path.relative_to(corpus.folder)
            chosen.append((path, Path("part%d" % copies) / inside))
            held += path.read_bytes().count(b"\n")
            if held >= lines:
                break
        copies += 1
    return measured("%d lines" % lines, copied(chosen, folder / ("lines-%d" % lines)))


def script(corpus, folder):
    """The file that is nearest to SCRIPT_LINES lines, copied to a folder without others."""
    def distance(path):
        return abs(path.read_bytes().count(b"\n") - SCRIPT_LINES)
    best = min(sources(corpus.folder), key=lambda path: (distance(path), path))
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(best, folder / "script.py"))

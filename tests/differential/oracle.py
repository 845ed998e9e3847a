#!/usr/bin/env python3
"""Compares antivenom's trees with CPython's own. README.md says what is compared, and how."""
import argparse
import collections
import os
import random
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import corpus
import fetch
import interpreters
import mutants
import newer
import quirks
from compare import compare
from streams import Cache, Reference, Side, cache_root, read

REPO = Path(__file__).resolve().parents[2]
DEFAULT_SEED = 20250701
SHOWN = 20
SNIPPET_WEIGHT = 20  # how much likelier a mutant is of a snippet than of a library's file


@dataclass
class Tally:
    """What a run found.  One lock: interpreters are compared side by side."""

    equal: int = 0
    skipped: collections.Counter = field(default_factory=collections.Counter)
    differing: list = field(default_factory=list)
    listed: int = 0
    compared_bytes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def pairs(self):
        return self.equal + self.listed + len(self.differing)


def antivenom_path(arguments):
    path = arguments.antivenom or os.environ.get("ANTIVENOM")
    return str(path or REPO / "build" / "release" / "antivenom")


def our_command(antivenom, name):
    start = [sys.executable, antivenom] if antivenom.endswith(".py") else [antivenom]
    return start + ["debug", "tree", "--as", name, "--batch"]


def worker_command(interpreter):
    return [interpreter.executable, str(interpreters.WORKER)]


def ask_alone(side, path):
    return next(side.answers([path]))


def skip_reason(reference, ours):
    """Why a pair says nothing about the parser; "" where it does."""
    if reference.verdict == "limit":
        return "interpreter's limit"
    if reference.verdict in ("crash", "hang"):
        return "interpreter's " + reference.verdict
    if reference.verdict == "skip" and ours.verdict == "skip":
        return "unreadable"
    return ""


class Run:
    """One comparison of many pairs."""

    def __init__(self, arguments, listed):
        self.antivenom = antivenom_path(arguments)
        self.cache_root = None if arguments.no_cache else arguments.cache
        self.quirks = listed
        self.report = arguments.report
        if self.report:
            Path(self.report).write_text("")
        self.tally = Tally()

    def compare_all(self, pairs):
        """Compares all pairs, two interpreters at a time."""
        files = collections.defaultdict(list)
        for pair in pairs:
            files[pair.interpreter].append(pair.file)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self._compare_under, files.keys(), files.values()))

    def _compare_under(self, interpreter, files):
        started = time.monotonic()
        names = [file.path for file in files]
        cache = Cache(self.cache_root, interpreter.cache_key)
        references = Reference(worker_command(interpreter), cache).answers(names)
        ours = Side(our_command(self.antivenom, interpreter.name)).answers(names)
        for file, (source, reference), own in zip(files, references, ours):
            self._judge(corpus.Pair(interpreter, file), source, reference, own)
        print("%s: %d files in %.1f s" % (
            interpreter.name, len(files), time.monotonic() - started), file=sys.stderr)

    def _judge(self, pair, source, reference, own):
        reason = skip_reason(reference, own)
        source = source or b""
        difference = None
        if not reason:
            difference = compare(pair.interpreter.minor, source, reference, own)
        with self.tally.lock:
            self._count(pair, source, reason, difference)

    def _count(self, pair, source, reason, difference):
        tally = self.tally
        if reason:
            tally.skipped[reason] += 1
            return
        tally.compared_bytes += len(source)
        listed = quirks.covering(self.quirks, pair, source, difference)
        if difference is None:
            tally.equal += 1
        elif listed:
            tally.listed += 1
        else:
            tally.differing.append((pair, difference))
            self._note(shown(pair, difference))

    def _note(self, text):
        """Into the report at once, so that an interrupted run has said what it saw."""
        if self.report:
            with open(self.report, "a", encoding="utf-8") as stream:
                stream.write(text + "\n")


def shown(pair, difference):
    return "%s %s\n%s" % (pair.interpreter.name, pair.file.label, difference)


def report(tally, arguments):
    """Prints the unlisted differences, the first of them in full."""
    found = sorted(tally.differing, key=lambda item: (item[0].interpreter.minor, item[0].file))
    for pair, difference in found[: arguments.show]:
        print(shown(pair, difference))
    if len(found) > arguments.show:
        print("… and %d more" % (len(found) - arguments.show))
    kinds = collections.Counter(
        (pair.interpreter.name, difference.kind) for pair, difference in found)
    for (name, kind), count in kinds.most_common(SHOWN):
        print("%6d × %s, %s" % (count, name, kind))
    for reason, count in sorted(tally.skipped.items()):
        print("skipped: %s: %d" % (reason, count))


def summary(found, tally):
    names = ", ".join("%s (%s)" % (item.name, item.release) for item in found)
    listed = " (%d of them listed)" % tally.listed if tally.listed else ""
    return "interpreters compared: %s, files equal %d, differing %d%s, skipped %d" % (
        names, tally.equal, len(tally.differing) + tally.listed, listed,
        sum(tally.skipped.values()))


def finish(run, found, arguments, problems):
    report(run.tally, arguments)
    for problem in problems:
        print(problem)
    print("%.1f MB of source compared in %.0f s" % (
        run.tally.compared_bytes / 1e6, time.monotonic() - arguments.started))
    print(summary(found, run.tally))
    return 1 if problems or run.tally.differing else 0


def refuse_what_prints_no_trees(arguments, interpreter):
    """One clear message rather than thousands of differences."""
    side = Side(our_command(antivenom_path(arguments), interpreter.name))
    record = ask_alone(side, os.devnull)
    if record.verdict not in ("ok", "skip"):
        raise SystemExit("%s prints no trees: %s" % (side.command[0], record.message()))


def prepare(arguments):
    found = interpreters.find(arguments.interpreters)
    if not found:
        raise SystemExit("no CPython of %s found" % ", ".join(interpreters.names()))
    if not Path(antivenom_path(arguments)).exists():
        raise SystemExit("no antivenom at %s: build it, or name it by --antivenom or $ANTIVENOM"
                         % antivenom_path(arguments))
    refuse_what_prints_no_trees(arguments, found[0])
    if len(found) == 1:
        print("one interpreter only, %s: nothing is compared between versions" % found[0].name)
    packages = corpus.installed(found) + corpus.fetched(arguments.cache)
    return found, packages, Run(arguments, quirks.load())


def chosen_seed(arguments):
    seed = random.randrange(1 << 32) if arguments.seed == "random" else int(arguments.seed)
    print("seed %d" % seed)
    return seed


def command_slice(arguments):
    found, packages, run = prepare(arguments)
    seed = chosen_seed(arguments)
    run.compare_all(corpus.take_slice(found, packages, arguments.pairs, seed))
    problems = []
    if len(found) > 1 and run.tally.pairs < arguments.pairs:
        problems.append("only %d pairs of file and interpreter compared, %d asked for" % (
            run.tally.pairs, arguments.pairs))
    return finish(run, found, arguments, problems)


def command_full(arguments):
    found, packages, run = prepare(arguments)
    run.compare_all(corpus.take_all(found, packages))
    problems = ["listed, but no longer differs: %s" % quirk.title()
                for quirk in quirks.stale(run.quirks)]
    return finish(run, found, arguments, problems)


def command_mutants(arguments):
    found, _, run = prepare(arguments)
    seed = chosen_seed(arguments)
    pairs = []
    for item in found:
        folder = arguments.cache / "mutants" / str(seed) / item.name
        files = corpus.library(item) + corpus.snippets() * SNIPPET_WEIGHT
        made = mutants.make(random.Random(seed), files, arguments.count, folder)
        pairs += [corpus.Pair(item, file) for file in made]
    print("the mutants are in %s" % (arguments.cache / "mutants" / str(seed)))
    run.cache_root = None  # answers for mutants are not worth keeping
    run.compare_all(pairs)
    return finish(run, found, arguments, [])


def command_one(arguments):
    found = interpreters.find([arguments.name])
    if not found:
        raise SystemExit("no interpreter found for %s" % arguments.name)
    source = read(arguments.file)
    if source is None:
        raise SystemExit("cannot read %s" % arguments.file)
    reference = ask_alone(Side(worker_command(found[0])), arguments.file)
    own = ask_alone(Side(our_command(antivenom_path(arguments), arguments.name)), arguments.file)
    if arguments.dump:
        for side, record in (("interpreter", reference), ("antivenom", own)):
            print("%s: %s" % (side, record.data.decode("utf-8", "replace")))
    reason = skip_reason(reference, own)
    difference = None if reason else compare(found[0].minor, source, reference, own)
    print(difference or ("skipped: " + reason if reason else "equal (%s)" % own.verdict))
    return 1 if difference else 0


def command_fetch(arguments):
    if not fetch.NAMES.exists():
        print("skipped: no list of packages at ../shared/data/top_pypi_packages.json")
        return 0
    names = arguments.names or fetch.package_names(fetch.NAMES, arguments.count)
    failed = fetch.fetch(names, arguments.cache)
    for name, reason in failed.items():
        print("not fetched: %s: %s" % (name, reason))
    print("fetched %d of %d packages" % (len(names) - len(failed), len(names)))
    return 0


def command_newer(arguments):
    return newer.run(antivenom_path(arguments), arguments.cache)


def add_common(parser):
    parser.add_argument("--antivenom", help="the command (default: build/release/antivenom)")
    parser.add_argument("--cache", type=Path, default=cache_root(), help="folder of the cache")


def add_seed(parser):
    parser.add_argument("--seed", default=str(DEFAULT_SEED), help="a number, or 'random'")


def add_run_options(parser):
    add_common(parser)
    parser.add_argument("--no-cache", action="store_true", help="ask the interpreters again")
    parser.add_argument("--interpreters", nargs="+", choices=interpreters.names(), metavar="NAME")
    parser.add_argument("--show", type=int, default=SHOWN, help="differences printed in full")
    parser.add_argument("--report", help="file for all differences")


def parse_arguments(argv):
    parser = argparse.ArgumentParser(prog="oracle.py", description=__doc__)
    commands = parser.add_subparsers(required=True)
    part = commands.add_parser("slice", help="a sample by seed, offline")
    add_seed(part)
    part.add_argument("--pairs", type=int, default=3000)
    part.set_defaults(function=command_slice)
    add_run_options(part)
    part = commands.add_parser("full", help="everything found")
    part.set_defaults(function=command_full)
    add_run_options(part)
    part = commands.add_parser("mutants", help="files with one token changed")
    add_seed(part)
    part.add_argument("--count", type=int, default=300, help="mutants for each interpreter")
    part.set_defaults(function=command_mutants)
    add_run_options(part)
    part = commands.add_parser("one", help="the first difference of one file")
    part.add_argument("file")
    part.add_argument("--as", dest="name", required=True, choices=interpreters.names())
    part.add_argument("--dump", action="store_true", help="print both outputs whole as well")
    part.set_defaults(function=command_one)
    add_common(part)
    part = commands.add_parser("fetch", help="bring the most downloaded packages")
    part.add_argument("names", nargs="*", help="these packages instead")
    part.add_argument("--count", type=int, default=200)
    part.set_defaults(function=command_fetch)
    add_common(part)
    part = commands.add_parser("newer", help="Python 3.14 and 3.15 syntax, against ruff")
    part.set_defaults(function=command_newer)
    add_common(part)
    arguments = parser.parse_args(argv)
    arguments.started = time.monotonic()
    return arguments


def main(argv=None):
    arguments = parse_arguments(argv)
    return arguments.function(arguments)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Every way of input to a sink that happens when a program runs is one that `debug taint` tells.

Random programs (_programs.py) are run in this Python with a marker in every input and stand-ins for
the sinks (_execution.py); all are analysed by one process.  A flow that happened and was not told is
a miss; one that is told and does not happen in --alarm-runs runs with other inputs is a false alarm.
The shares of both must be those of soundness.toml or better.  With --reduce N so many misses are made
smaller while they stay misses, and listed by what is left: soundness.toml must say why of each.

    soundness.py [--programs N] [--seed N] [--reduce N] [--show] [--alarms]
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import _programs

REPO = Path(__file__).resolve().parents[2]
KNOWN = Path(__file__).with_name("soundness.toml")
RUNS = 6
CHUNK = 200
CHUNK_S = 300
STEP = re.compile(r"  (\S+?):(\d+): (.*)")
KEY = re.compile(r"\b(k\d+)\b")
ARGUMENT = re.compile(r"argv\[(\d+)\]")
SINK = re.compile(r"\b(s\d+) :?=")
COPY = re.compile(r"v\d+ = (.*)")
LOCAL = re.compile(r"\b(?:v|k)\d+\b(?!\")")
NUMBER = re.compile(r"p(\d+)_")


# what happens

def task_of(program, runs, seed):
    return {"id": program.number, "modules": program.sources(), "first": program.name(),
            "entry": program.entry, "argument": program.argument, "runs": runs, "seed": seed}


def execute_chunk(tasks):
    lines = "".join(json.dumps(task) + "\n" for task in tasks)
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore", Path(__file__).with_name("_execution.py")],
        input=lines, capture_output=True, text=True, timeout=CHUNK_S, check=False)
    if done.returncode != 0:
        raise SystemExit(f"running programs failed: {done.stderr[-500:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def execute(programs, runs, seed):
    """({number: flows that happened}, what went wrong -> how often)."""
    tasks = [task_of(program, runs, seed) for program in programs]
    chunks = [tasks[at:at + CHUNK] for at in range(0, len(tasks), CHUNK)]
    happened, errors = {}, Counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for result in (one for chunk in pool.map(execute_chunk, chunks) for one in chunk):
            happened[result["id"]] = {tuple(flow) for flow in result["happened"]}
            errors.update(result["errors"])
    return happened, errors


# what is told

def key_of(text):
    found = KEY.search(text) or ARGUMENT.search(text)
    return found and (found[1] if found[1][0] == "k" else f"k{found[1]}")


def flow_of(steps):
    """(program, (input, sink)) of a way; None when it is none of ours."""
    places = [STEP.match(step) for step in steps]
    if not places or not all(places):
        return None
    # A way through a variable of a module begins where that is read.
    key = next((key for place in places if (key := key_of(place[3]))), None)
    sink = next((found[1] for place in places[::-1] if (found := SINK.search(place[3]))), None)
    number = NUMBER.search(places[-1][1])
    return (int(number[1]), (key, sink)) if key and sink and number else None


def told_in(output):
    told = {}
    for block in re.split(r"\n(?=\S)", output):
        head, *steps = block.split("\n")
        found = flow_of([step for step in steps if step]) if " -> " in head else None
        if found:
            told.setdefault(found[0], set()).add(found[1])
    return told


def analyse(antivenom, programs):
    """{number: flows that are told}."""
    with tempfile.TemporaryDirectory() as folder:
        for program in programs:
            for path, code in program.files().items():
                target = Path(folder, path)
                target.parent.mkdir(exist_ok=True)
                target.write_text(code, encoding="utf-8")
        done = subprocess.run([antivenom, "debug", "taint", "."], cwd=folder, capture_output=True,
                              text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"debug taint failed: {done.stderr[-500:]}")
    return told_in(done.stdout)


# making a miss smaller

class Reducer:
    """Makes programs smaller as long as a flow of theirs is missed."""

    def __init__(self, antivenom, seed):
        self.antivenom, self.seed = antivenom, seed

    def stays_missed(self, candidates):
        """Of (program, flow) pairs, which are missed."""
        programs = [program.renumbered(10_000_000 + place)
                    for place, (program, _) in enumerate(candidates)]
        happened, _ = execute(programs, RUNS, self.seed)
        told = analyse(self.antivenom, programs)
        return [flow in happened[program.number] and flow not in told.get(program.number, ())
                for program, (_, flow) in zip(programs, candidates)]

    def round(self, misses):
        """Each miss, smaller where that could be done."""
        singles = [(place, edit) for place, (program, _) in enumerate(misses)
                   for edit in edits_of(program)]
        stays = self.stays_missed([(misses[place][0].changed(dict([edit])), misses[place][1])
                                   for place, edit in singles])
        good = [[] for _ in misses]
        for (place, edit), stay in zip(singles, stays):
            if stay:
                good[place].append(edit)
        joint = [(place, edits[:count]) for place, edits in enumerate(good)
                 for count in sorted({len(edits) >> shift for shift in range(8)} - {0}, reverse=True)]
        joined = [(misses[place][0].changed(dict(edits)), misses[place][1]) for place, edits in joint]
        smaller = {}
        for (place, _), changed, stay in zip(joint, joined, self.stays_missed(joined)):
            if stay:
                smaller.setdefault(place, changed)
        return [smaller.get(place, miss) for place, miss in enumerate(misses)], bool(smaller)

    def reduce(self, misses):
        is_smaller = bool(misses)
        while is_smaller:
            misses, is_smaller = self.round(misses)
        return misses


def edits_of(program):
    """(place, edit), those that take most away first."""
    sized = []
    for place, node in enumerate(program.nodes()):
        if node.feature in ("base: head", "base: main"):
            continue
        size = sum(1 for _ in node.walk())
        sized.append((-2 * size, place, "drop"))
        if node.kids and not node.text.startswith(("def ", "class ", "async ")):
            sized.append((-1, place, "lift"))
        copied = COPY.fullmatch(node.text)
        if copied and node.feature not in ("base: copy", "base: source"):
            sized += [(0, place, name) for name in sorted(set(LOCAL.findall(copied[1])))]
    return [(place, edit) for _, place, edit in sorted(sized)]


def features_of(program):
    return frozenset(node.feature for node in program.nodes()
                     if not node.feature.startswith("base: "))


# the report

def bars():
    return tomllib.loads(KNOWN.read_text())


def known_reason(features, known):
    """Why a miss is known: it needs one of some pieces, or several together."""
    return next((one for one in known if set(one.get("features", ())) & features
                 or any(set(together) <= features for together in one.get("together", ()))), None)


def shown(program):
    """A program's code without what all have; empty modules left out."""
    out = []
    for name, nodes in program.modules.items():
        lines = [line for node in nodes if node.feature != "base: head" for line in node.lines()]
        out += [f"    -- {name}"] * (len(program.modules) > 1 and bool(lines))
        out += ["    " + line for line in lines]
    return "\n".join(out)


def report_misses(reduced, show):
    """Prints the misses by what they need; how many groups nobody knows of."""
    known = bars()["miss"]
    groups = {}
    for program, flow in reduced:
        groups.setdefault(features_of(program), []).append((program, flow))
    unknown = 0
    for features, ones in sorted(groups.items(), key=lambda item: (-len(item[1]), sorted(item[0]))):
        reason = known_reason(features, known)
        unknown += reason is None
        print(f"missed {len(ones):4} times, {'known' if reason else 'NEW'}: "
              f"{' + '.join(sorted(features)) or 'nothing but the source and the sink'}"
              + (f": {reason['why']}" if reason else ""))
        if show and (reason is None or show > 1):
            smallest = min(ones, key=lambda one: len(shown(one[0])))
            print(f"  {smallest[1][0]} -> {smallest[1][1]}\n{shown(smallest[0])}")
    return len(groups), unknown


def report_alarms(programs, told, happened, options):
    """Which share of what is told does not happen; prints it, by the piece that the sink is in."""
    doubtful = [program for program in programs
                if told.get(program.number, set()) - happened[program.number]]
    more, _ = execute(doubtful, options.alarm_runs, options.seed + 1)
    by_feature, total, never = Counter(), 0, 0
    for program in programs:
        number = program.number
        wrong = told.get(number, set()) - happened[number] - more.get(number, set())
        total += len(told.get(number, ()))
        never += len(wrong)
        places = {found[1]: node.feature for node in program.nodes()
                  if (found := SINK.search(node.text))}
        by_feature.update(places[sink] for _, sink in wrong)
    print(f"false alarms: {never} of {total} flows told ({100 * never / max(1, total):.1f} %) did "
          f"not happen in {options.alarm_runs} runs")
    if options.alarms:
        for feature, count in by_feature.most_common():
            print(f"  {count:5} {feature}")
    return never / max(1, total)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--antivenom", default=os.environ.get("ANTIVENOM")
                        or REPO / "build" / "release" / "antivenom")
    parser.add_argument("--programs", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="number of the first program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alarm-runs", type=int, default=30)
    parser.add_argument("--reduce", type=int, default=0, help="most misses to make smaller")
    parser.add_argument("--show", action="count", default=0,
                        help="print the smallest program of each new kind of miss; twice: of all")
    parser.add_argument("--alarms", action="store_true", help="false alarms by kind of sink")
    return check(parser.parse_args())


def check(options):
    programs = _programs.programs(options.seed, options.first, options.programs)
    happened, errors = execute(programs, RUNS, options.seed)
    for error, count in errors.most_common(5):
        print(f"{count} runs ended early: {error}")
    told = analyse(options.antivenom, programs)
    misses = [(program, flow) for program in programs
              for flow in sorted(happened[program.number] - told.get(program.number, set()))]
    flows = sum(map(len, happened.values()))
    print(f"{len(programs)} programs, {flows} flows happened, {flows - len(misses)} of them told")
    chosen = misses[::-(-len(misses) // options.reduce)] if misses and options.reduce else []
    groups, unknown = report_misses(Reducer(options.antivenom, options.seed).reduce(chosen),
                                    options.show)
    if chosen:
        print(f"misses looked at: {len(chosen)} of {len(misses)}, of {groups} kinds, {unknown} new")
    share = (flows - len(misses)) / max(1, flows)
    failed = unknown + (share < bars()["least_told"])
    failed += report_alarms(programs, told, happened, options) > bars()["most_alarms"]
    print(f"{100 * share:.1f} % told; {100 * bars()['least_told']:.1f} % are asked for")
    print(f"{flows - len(misses)} passed, {failed} failed, {len(misses)} skipped")
    return 1 if failed or not flows or not told else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Rules judge what code means: what a page shows as vulnerable is found, and what it shows as safe
is silent, however it is written.

Every example of every page is rewritten in each way of _rewrites.py; all of it is scanned by one
process.  Findings are compared by statement.  A rewrite that has nothing to change in an example is
counted as such; a rule that says `spelling = true` is left out of the rewrites of names.  Prints a
line a rewrite, and `N passed, N failed, N skipped`.

    mutation.py [--program PATH] [--ignore RULE] [--keep DIR]
"""
import argparse
import ast
import copy
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

import _rewrites

REPO = Path(__file__).resolve().parents[2]
PAGES = REPO / "catalog/rules"
OF_NAMES = ("import alias", "attribute by local", "other letters")
FENCE = re.compile(r"^```python\n(.*?)^```$", re.M | re.S)

BOUND = "a method of an object whose class is not seen is known by its name at the call only"
KEYS = "the keys of an answer are known where they are written in one piece"
# What can't be known from the rewritten code, with the reason: (rule, rewrite) -> why.
KNOWN = {
    ("dynamic-code", "argument by variable"):
        "exec of a constant is silent in place only: by a name it is said, at severity low",
    ("cross-site-scripting", "attribute by local"): BOUND,
    ("cross-site-scripting", "constant split"): KEYS,
    ("format-from-outside", "attribute by local"): BOUND,
    ("header-injection", "attribute by local"): BOUND,
    ("path-traversal", "attribute by local"): BOUND,
    ("session-from-outside", "attribute by local"): BOUND,
    ("cleartext-storage", "attribute by local"): BOUND,
    ("path-traversal", "constant split"):
        "`..` in a condition is known where it is written in one piece",
    ("fixed-seed", "attribute by local"):
        "what makes a token by chance is known by its name",
    ("secret-in-answer", "constant split"):
        "a key says that it is a password where it is written in one piece",
    ("ldap-injection", "attribute by local"): BOUND,
    ("unsafe-extraction", "attribute by local"): BOUND,
    ("mass-assignment", "attribute by local"): BOUND,
    ("nosql-injection", "attribute by local"): BOUND,
    ("open-redirect", "attribute by local"): BOUND,
    ("open-redirect", "constant split"): KEYS,
    ("xpath-injection", "attribute by local"): BOUND,
    ("hashids-with-secret", "argument by variable"):
        "what tells the application's key is its name, and that is gone",
    ("predictable-secret", "argument by variable"):
        "what tells the secret is the name that the characters go to, and that is further on",
    ("httpoxy", "whole module"):
        "the import itself is reported; in the other form only the call is",
}
# Pages whose examples are about what printing a tree loses: comments, layout.
LAYOUT = {"faulty-ignore", "reordered-source"}


class Case:
    """One rewritten example: its file, and which statements are to be found."""

    def __init__(self, rule, place, rewrite, code, marks):
        self.rule, self.place, self.rewrite, self.code, self.marks = (
            rule, place, rewrite, code, marks)


def statements(tree):
    """Statements in the order they are written."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt):
            yield node
        yield from statements(node)


def own_lines(statement):
    """Lines of a statement that are not of one inside it; with its decorators'."""
    first = min([statement.lineno, *(one.lineno for one in
                                     getattr(statement, "decorator_list", ()))])
    inner = {line for one in statements(statement) for line in own_lines(one)}
    return set(range(first, statement.end_lineno + 1)) - inner


def mark(tree, code, rule):
    """Says of each statement whether the page expects a finding in it; False when a mark is lost."""
    wanted = {number for number, line in enumerate(code.split("\n"), 1)
              if re.search(rf"# error: {re.escape(rule)}(?: |$)", line)}
    for statement in statements(tree):
        lines = own_lines(statement)
        statement.marked = bool(lines & wanted)
        wanted -= lines
    return not wanted


def examples():
    """(rule, spelling, place, code) of every fence of the pages."""
    for page in sorted(PAGES.glob("*/*.md")):
        text = page.read_text(encoding="utf-8")
        front = tomllib.loads(text.split("+++")[1])
        body = text[text.index("\n## Vulnerable"):text.index("\n## What it misses")]
        before = text[:text.index(body)].count("\n")
        for fence in FENCE.finditer(body):
            line = before + body[:fence.start()].count("\n") + 2
            yield front["name"], front.get("spelling", False), f"{page.name}:{line}", fence[1]


def printed(result):
    return result if isinstance(result, str) else ast.unparse(ast.fix_missing_locations(result)) + "\n"


def rewritten(rule, place, code, name):
    """The case, or why there is none."""
    if code.startswith("# file: "):
        return "an example of several files"
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return "not Python 3.11"
    if not mark(tree, code, rule):
        return "a mark outside any statement"
    kept = copy.deepcopy(tree)
    result = _rewrites.REWRITES[name](tree)
    if result is None:
        return "nothing to change"
    told = list(statements(kept if isinstance(result, str) else result))
    index = {id(one): i for i, one in enumerate(told)}
    text = printed(result)
    marks = []
    for one in told:
        helped = getattr(one, "helps", one)
        marks.append((index[id(helped)], helped.marked))
    assert len(list(statements(ast.parse(text)))) == len(told), text
    return Case(rule, place, name, text, marks)


def scan(program, folder, more):
    done = subprocess.run([program, "scan", "--isolated", "--exit-zero", "--format", "json", *more,
                           folder], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"scan failed: {done.stderr}")
    found = {}
    for one in json.loads(done.stdout)["findings"]:
        found.setdefault((Path(one["path"]).name, one["rule"]), set()).add(one["start"]["line"])
    return found


def disagreements(case, lines):
    """Statements where the findings are not what the page says."""
    told = list(statements(ast.parse(case.code)))
    hit = {case.marks[i][0] for i, one in enumerate(told) if own_lines(one) & lines}
    wanted = {place for place, marked in case.marks if marked}
    for place in sorted(hit ^ wanted):
        text = ast.unparse(told[place]).split("\n")[0]
        yield f"{'found' if place in hit else 'missed'}: {text}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=REPO / "build/release/antivenom")
    parser.add_argument("--ignore", action="append", default=[], help="to see the test fail")
    parser.add_argument("--keep", help="write the rewritten examples here")
    options = parser.parse_args()
    cases, none = make_cases()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(options.keep or made)
        folder.mkdir(exist_ok=True)
        for number, case in enumerate(cases):
            (folder / f"m{number:05}.py").write_text(case.code, encoding="utf-8")
        more = [part for rule in options.ignore for part in ("--ignore", rule)]
        found = scan(options.program, folder, more)
    return report(cases, none, found)


def make_cases():
    cases, none = [], Counter()
    for rule, spelling, place, code in examples():
        for name in _rewrites.REWRITES:
            if spelling and name in OF_NAMES:
                none[name, "a rule about spelling"] += 1
            elif rule in LAYOUT:
                none[name, "a rule about layout"] += 1
            else:
                made = rewritten(rule, place, code, name)
                if isinstance(made, Case):
                    cases.append(made)
                else:
                    none[name, made] += 1
    return cases, none


def report(cases, none, found):
    passed, failed, marks, unused = Counter(), Counter(), Counter(), set(KNOWN)
    for number, case in enumerate(cases):
        faults = list(disagreements(case, found.get((f"m{number:05}.py", case.rule), set())))
        marks[case.rewrite] += sum(marked for _, marked in set(case.marks))
        if faults and (case.rule, case.rewrite) in KNOWN:
            unused.discard((case.rule, case.rewrite))
            none[case.rewrite, "known not to be seen"] += 1
            continue
        (failed if faults else passed)[case.rewrite] += 1
        for fault in faults:
            print(f"{case.place} m{number:05} {case.rewrite}: {fault}")
    for rule, rewrite in sorted(unused):
        failed[rewrite] += 1
        print(f"{rule}, {rewrite}: known not to be seen, but it is")
    for name in _rewrites.REWRITES:
        why = "; ".join(f"{count} {reason}" for (one, reason), count in sorted(none.items())
                        if one == name)
        print(f"{name:22}{passed[name]:4} passed {failed[name]:3} failed, {marks[name]:4} places to "
              f"find; {why}")
    print(f"{sum(passed.values())} passed, {sum(failed.values())} failed, 0 skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

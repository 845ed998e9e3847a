#!/usr/bin/env python3
"""Where values go depends on what a program does, not on how it is written.

The programs are those of tests/taint: its cases, and each of its carriers within a function and in
one of its own.  Each is written in every way of _flow_rewrites.py, split into files and with files
of other names; one process analyses all of them.  Most ways must keep what is found.  With a
constant for the source, a sanitizer at the sink or a list for a shell nothing may be found any
more; with a guard that looks at another variable something must.  What is known to come out
otherwise is in metamorphic.toml, with the reason.

    metamorphic.py [--antivenom PATH] [--all] [--keep DIR]

Without --all every second program is written in a way, in turns.
"""
import argparse
import ast
import itertools
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import _flow_rewrites

REPO = Path(__file__).resolve().parents[2]
TAINT = REPO / "tests" / "taint"
KNOWN = Path(__file__).with_name("metamorphic.toml")
PRELUDE = ("import os\nimport subprocess\nfrom flask import Flask, request\n"
           "app = Flask(__name__)\n")
SOURCE = "request.args['q']"
GUARDS = "# --- conditions"


class Program:
    """Files of a case of the matrix; `is_guard`: a carrier that a condition makes harmless."""

    def __init__(self, title, files, is_carrier=False, is_guard=False):
        self.title, self.files = title, files
        self.is_carrier, self.is_guard = is_carrier, is_guard


def cases():
    for path in sorted((TAINT / "cases").glob("*.txt")):
        for text in ("\n" + path.read_text()).split("\n== ")[1:]:
            title, _, code = text.partition("\n")
            parts = re.split(r"^-- (.*)\n", code, flags=re.M)
            files = {"app.py": PRELUDE + parts[0]}
            files.update((name, PRELUDE + body) for name, body in zip(parts[1::2], parts[2::2]))
            yield Program(f"{path.stem}: {title}", files)


def carriers():
    is_guard = False
    for block in re.split(r"\n(?=flow: |none: |# --- )", (TAINT / "carriers.txt").read_text()):
        head, *lines = block.split("\n")
        if head.startswith("# ---"):
            is_guard = head.startswith(GUARDS)
        if not head.startswith(("flow: ", "none: ")):
            continue
        title = head.split(" ! ")[0]
        module = "".join(line[2:] + "\n" for line in lines if line.startswith("| "))
        body = "".join(line + "\n" for line in lines if line.startswith("    "))
        for files in variants(module, body):
            yield Program(f"{title} ({files[0]})", files[1], is_carrier=True,
                          is_guard=is_guard and title.startswith("none") and "src" in body)


def variants(module, body):
    """(name, files) of a carrier within a function, and in one of its own."""
    yield "intra", {"app.py": f"{PRELUDE}{module}def view():\n    src = {SOURCE}\n{body}"
                              "    os.system(out)\n"}
    yield "inter", {"app.py": f"{PRELUDE}{module}def carry(src):\n{body}    return out\n"
                              f"def view():\n    os.system(carry({SOURCE}))\n"}


# files

def split(files):
    """The definitions of a module in another file."""
    if list(files) != ["app.py"]:
        return None
    tree = ast.parse(files["app.py"])
    head = PRELUDE.count("\n")
    imports = [node for node in tree.body[head:] if isinstance(node, (ast.Import, ast.ImportFrom))]
    moved = [node for node in tree.body[head:] if node not in imports
             and getattr(node, "name", "") != "view"
             and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign))]
    is_set = any(isinstance(node, ast.Global) for node in ast.walk(tree))
    if not moved or is_set or any(getattr(node, "decorator_list", ()) and "app" in ast.unparse(node)
                                  for node in moved):
        return None
    names = [getattr(node, "name", None) or ast.unparse(node.targets[0]) for node in moved]
    if not all(name.isidentifier() for name in names):
        return None
    kept = [node for node in tree.body[head:] if node not in moved]
    return {"app.py": f"{PRELUDE}from part import {', '.join(dict.fromkeys(names))}\n"
                      + ast.unparse(ast.Module(kept, [])) + "\n",
            "part.py": PRELUDE + ast.unparse(ast.Module(imports + moved, [])) + "\n"}


def other_names(files):
    """The files in another order, by other names."""
    if any("/" in path or "import app" in code for path, code in files.items()):
        return None
    new = {path[:-3]: f"{'zyxw'[place]}_{path[:-3]}" for place, path in enumerate(sorted(files))}
    return {new[path[:-3]] + ".py": renamed_modules(code, new) for path, code in files.items()}


def renamed_modules(code, new):
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            node.module = new.get(node.module, node.module)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in new:
                    alias.asname, alias.name = alias.asname or alias.name, new[alias.name]
    return ast.unparse(tree) + "\n"


def line_ends(files):
    return {path: code.replace("\n", "\r\n") for path, code in files.items()}


FILES = {"split into files": split, "files by other names": other_names, "CRLF": line_ends}


def rewritten(files, rewrite):
    """The files with a rewrite of trees; None when it changes nothing or they are no Python 3.11."""
    out, is_changed = {}, False
    for path, code in files.items():
        try:
            tree = rewrite(ast.parse(code))
        except SyntaxError:
            return None
        is_changed |= tree is not None
        out[path] = code if tree is None else ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    return out if is_changed else None


# verdicts

def numbered(files, number):
    """The files by names of their own, so that all programs lie in one folder."""
    tops = sorted({path.split("/")[0].removesuffix(".py") for path in files})

    def path_of(path):
        top, slash, rest = path.partition("/")
        return f"{top}_{number}/{rest}" if slash else f"{top.removesuffix('.py')}_{number}.py"

    return {path_of(path): imports_numbered(code, tops, number) for path, code in files.items()}


def imports_numbered(code, tops, number):
    """Imports of the program's own modules, by their numbered names; text, so that layout stays."""
    for top in tops:
        code = re.sub(rf"^(\s*)from {top}(?=[ .])", rf"\1from {top}_{number}", code, flags=re.M)
        code = re.sub(rf"^(\s*)import {top}(\s*)$", rf"\1import {top}_{number} as {top}\2", code,
                      flags=re.M)
        code = re.sub(rf"^(\s*)import {top} as", rf"\1import {top}_{number} as", code, flags=re.M)
        if re.search(rf"^\s*import {top}\.", code, flags=re.M):
            code = re.sub(rf"\b{top}\.", f"{top}_{number}.", code)
    return code


def verdicts(antivenom, programs, keep):
    """What is found in each: kind -> at how many places."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(keep or made)
        for number, files in enumerate(programs):
            for path, code in numbered(files, number).items():
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(code.encode())
        done = subprocess.run([antivenom, "debug", "taint", "."], cwd=folder, capture_output=True,
                              text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"debug taint failed: {done.stderr[-500:]}")
    places = defaultdict(set)
    for block in re.split(r"\n(?=\S)", done.stdout):
        head, *steps = [line for line in block.split("\n") if line]
        found = re.match(r"  (\S*?_(\d+)(?:\.py|/\S*)):(\d+): ", steps[-1]) if steps else None
        if found and " -> " in head:
            kind = head.split(" -> ")[1].split(" ")[0]
            places[int(found[2])].add((kind, found[1], found[3]))
    return [Counter(kind for kind, *_ in places[number]) for number in range(len(programs))]


def jobs_of(programs, is_all):
    """(program, rewrite, "keep" | "end" | "begin", files)."""
    for place, program in enumerate(programs):
        turns = itertools.cycle((True, False) if place // 2 % 2 else (False, True))
        sorts = [("keep", _flow_rewrites.KEEP)]
        if program.is_carrier:
            sorts.append(("end", _flow_rewrites.END))
        if program.is_guard:
            sorts.append(("begin", _flow_rewrites.BEGIN))
        for sort, rewrites in sorts:
            for name, rewrite in rewrites.items():
                if (next(turns) or is_all) and (files := rewritten(program.files, rewrite)):
                    yield place, name, sort, files
        for name, rewrite in FILES.items():
            if (next(turns) or is_all) and (files := rewrite(program.files)):
                yield place, name, "keep", files


def is_right(sort, before, after):
    if sort == "end":
        return not after["command"] and not after["program"]
    return bool(after) if sort == "begin" else before == after


def judge(programs, jobs, found):
    """Prints what comes out wrong and a line a rewrite; (right, wrong, known)."""
    known = {(one["rewrite"], title) for one in tomllib.loads(KNOWN.read_text())["known"]
             for title in one["titles"]}
    unused, counts = set(known), Counter()
    for (place, name, sort, _), after in zip(jobs, found[len(programs):]):
        title = programs[place].title
        if is_right(sort, found[place], after):
            counts[name, "right"] += 1
        elif (name, title) in known:
            counts[name, "known"] += 1
            unused.discard((name, title))
        else:
            counts[name, "wrong"] += 1
            print(f"{name}: {title}: {dict(found[place]) or 'nothing'} became "
                  f"{dict(after) or 'nothing'}")
    for name in dict.fromkeys(name for _, name, _, _ in jobs):
        print(f"{name:26} {counts[name, 'right']:5} right {counts[name, 'wrong']:4} wrong "
              f"{counts[name, 'known']:4} known to be wrong")
    return counts, unused


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--antivenom", default=os.environ.get("ANTIVENOM")
                        or REPO / "build" / "release" / "antivenom")
    parser.add_argument("--all", action="store_true", help="every program in every way")
    parser.add_argument("--keep", help="write the programs here")
    options = parser.parse_args()
    programs = [*cases(), *carriers()]
    jobs = list(jobs_of(programs, options.all))
    found = verdicts(options.antivenom,
                     [one.files for one in programs] + [files for *_, files in jobs], options.keep)
    counts, unused = judge(programs, jobs, found)
    unused = sorted(unused) if options.all else []
    for name, title in unused:
        print(f"{name}: {title}: known to be wrong, but it is right")
    right, wrong, skipped = (sum(count for (_, sort), count in counts.items() if sort == one)
                             for one in ("right", "wrong", "known"))
    print(f"{len(programs)} programs, {len(jobs)} rewritten; something found in "
          f"{sum(map(bool, found[:len(programs)]))}")
    print(f"{right} passed, {wrong + len(unused)} failed, {skipped} skipped")
    return 1 if wrong or unused or not right else 0


if __name__ == "__main__":
    sys.exit(main())

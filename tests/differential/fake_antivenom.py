#!/usr/bin/env python3
"""Stands in for antivenom in the oracle's own tests: answers with the interpreter's own trees.

`fake_antivenom.py debug tree --as NAME [--batch]`.  FAKE_LIE plants one error, in the answer for
every file whose name ends in lie.py:
    position   one end column is one more       tree      one name is another
    accepts    a rejected file gets a tree      rejects   an accepted file is rejected
    crash      the process dies there           hang      the process falls silent there
FAKE_AS answers with the trees of another version instead.
"""
import os
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import interpreters  # noqa: E402
from streams import Record, Side  # noqa: E402


def lie(record, what):
    if what == "position":
        changed = re.sub(rb"col_offset=(\d+)\)",
                         lambda m: b"col_offset=%d)" % (int(m[1]) + 1), record.data, count=1)
        return Record("ok", changed)
    if what == "tree":
        return Record("ok", re.sub(rb"Name\(id='\w+'", b"Name(id='planted'", record.data, count=1))
    if what == "accepts":
        return Record("ok", b"Module(body=[])")
    if what == "rejects":
        return Record("error", b"SyntaxError: planted")
    if what == "crash":
        sys.stdout.buffer.flush()
        os.abort()
    if what == "hang":
        sys.stdout.buffer.flush()
        time.sleep(3600)
    return record


def answers(interpreter, names):
    command = [interpreter.executable, str(interpreters.WORKER)]
    for name, record in zip(names, Side(command).answers(names)):
        if record.verdict == "limit":
            record = Record("error", record.data)
        if name.endswith("lie.py"):
            record = lie(record, os.environ.get("FAKE_LIE", ""))
        yield record


def main():
    name = os.environ.get("FAKE_AS") or sys.argv[sys.argv.index("--as") + 1]
    interpreter = interpreters.find([name])[0]
    if "--batch" in sys.argv:
        names = [os.fsdecode(part) for part in sys.stdin.buffer.read().split(b"\0") if part]
        for record in answers(interpreter, names):
            head = "%s %d\n" % (record.verdict, len(record.data))
            sys.stdout.buffer.write(head.encode() + record.data)
        return 0
    record = next(answers(interpreter, sys.argv[-1:]))
    out = sys.stdout if record.verdict == "ok" else sys.stderr
    out.buffer.write(record.data + b"\n")
    return 0 if record.verdict == "ok" else 1


if __name__ == "__main__":
    sys.exit(main())

"""Runs either side of the comparison over many files and yields its answers in order.

A side is a command that reads NUL-ended names from stdin and writes records (README.md).  A command
that dies or falls silent costs the file it was at: that file gets the verdict "crash" or "hang", and
the rest of its batch is asked one file at a time.  Reference answers come from the cache where it
has them.
"""
import hashlib
import os
import re
import select
import subprocess
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

BATCH_FILES = 400
BATCH_BYTES = 24 << 20
SILENCE_S = 120
HEADER = re.compile(rb"(ok|error|limit|skip) (\d+)\n")


@dataclass(frozen=True)
class Record:
    """One answer: ok, error, limit, skip (see README.md), crash or hang; `data` as the side sent it."""

    verdict: str
    data: bytes = b""

    def message(self):
        if self.verdict == "ok":
            return "accepts"
        text = self.data.decode("utf-8", "replace").strip().splitlines()
        return "%s: %s" % (self.verdict, text[0][:200] if text else "")


class Silence(Exception):
    """A side ended or stopped writing before it had answered."""

    def __init__(self, verdict, message):
        super().__init__(message)
        self.record = Record(verdict, message.encode())


class Process:
    """A running side.  Its names come from a temporary file, so that no pipe can fill up both ways."""

    def __init__(self, command, names, silence_s=SILENCE_S):
        self.silence_s = silence_s
        self.pending = b""
        self.errors = tempfile.TemporaryFile()
        with tempfile.TemporaryFile() as stdin:
            stdin.write(b"".join(os.fsencode(name) + b"\0" for name in names))
            stdin.seek(0)
            self.child = subprocess.Popen(
                command, stdin=stdin, stdout=subprocess.PIPE, stderr=self.errors)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait()
        self.child.stdout.close()
        self.errors.close()

    def read_record(self):
        while (header := HEADER.match(self.pending.lstrip(b"\n"))) is None:
            if len(self.pending.lstrip(b"\n")) > 64:
                raise Silence("crash", "not a record: %r" % self.pending[:64])
            self._read_more()
        self.pending = self.pending.lstrip(b"\n")[header.end() :]
        return Record(header[1].decode(), self._take(int(header[2])))

    def _take(self, count):
        chunks, held = [self.pending], len(self.pending)
        while held < count:
            self.pending = b""
            self._read_more()
            chunks.append(self.pending)
            held += len(self.pending)
        data = b"".join(chunks)
        self.pending = data[count:]
        return data[:count]

    def _read_more(self):
        ready, _, _ = select.select([self.child.stdout], [], [], self.silence_s)
        if not ready:
            raise Silence("hang", "nothing written for %d s" % self.silence_s)
        chunk = os.read(self.child.stdout.fileno(), 1 << 20)
        if not chunk:
            raise Silence("crash", "ended early, exit code %s%s" % (
                self.child.wait(), self._last_error()))
        self.pending += chunk

    def _last_error(self):
        self.errors.seek(0)
        lines = self.errors.read().decode("utf-8", "replace").strip().splitlines()
        return ": " + lines[-1][:200] if lines else ""


class Side:
    """A command that answers for files."""

    def __init__(self, command, silence_s=SILENCE_S):
        self.command = [str(part) for part in command]
        self.silence_s = silence_s

    def answers(self, names):
        """Yields a Record for each of `names`, in order."""
        for batch in batches(names):
            yield from self._batch(batch)

    def _batch(self, names):
        done = 0
        with Process(self.command, names, self.silence_s) as process:
            try:
                for _ in names:
                    record = process.read_record()
                    done += 1
                    yield record
                return
            except Silence as silence:
                if len(names) == 1:
                    yield silence.record
                    return
        for name in names[done:]:
            yield self._alone(name)

    def _alone(self, name):
        with Process(self.command, [name], self.silence_s) as process:
            try:
                return process.read_record()
            except Silence as silence:
                return silence.record


def batches(names):
    """Splits `names` so that a side that writes everything at its end needs bounded memory."""
    batch, held = [], 0
    for name in names:
        size = os.stat(name).st_size if os.path.exists(name) else 0
        if batch and (len(batch) >= BATCH_FILES or held + size > BATCH_BYTES):
            yield batch
            batch, held = [], 0
        batch.append(name)
        held += size
    if batch:
        yield batch


class Cache:
    """Reference answers on disk, by interpreter build and content hash; `root` None keeps none."""

    def __init__(self, root, interpreter_key):
        self.root = Path(root) / "reference" / interpreter_key if root else None

    def path(self, source):
        digest = hashlib.sha256(source).hexdigest()
        return self.root / digest[:2] / digest[2:]

    def find(self, source):
        if self.root is None:
            return None
        try:
            verdict, _, packed = self.path(source).read_bytes().partition(b" ")
            return Record(verdict.decode("ascii"), zlib.decompress(packed))
        except (OSError, ValueError, zlib.error):
            return None

    def keep(self, source, record):
        if self.root is None or record.verdict not in ("ok", "error", "limit"):
            return
        path = self.path(source)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name("%s.%d.part" % (path.name, os.getpid()))
        part.write_bytes(record.verdict.encode("ascii") + b" " + zlib.compress(record.data, 1))
        part.replace(path)


class Reference:
    """The interpreter's side: cached answers, and a worker for the others."""

    def __init__(self, command, cache):
        self.side = Side(command)
        self.cache = cache

    def answers(self, files):
        """Yields (source, Record) for each of `files`, in order."""
        for batch in batches(files):
            sources = [read(name) for name in batch]
            known = [None if s is None else self.cache.find(s) for s in sources]
            missing = [name for name, record in zip(batch, known) if record is None]
            fresh = self.side.answers(missing)
            for source, record in zip(sources, known):
                if record is None:
                    record = next(fresh)
                    self.cache.keep(source or b"", record)
                yield source, record


def read(name):
    try:
        return Path(name).read_bytes()
    except OSError:
        return None


def cache_root():
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "antivenom" / "oracle"

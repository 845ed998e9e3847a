"""The listed differences of quirks.toml: which they cover, and which no longer hold.

An entry names interpreters (minor versions such as "3.8", exact releases such as "3.12.1", or "*"),
a pattern of file labels, optionally the content hash, optionally the kind of difference, and the
reason.  It covers a difference that matches all of these.
"""
import fnmatch
import hashlib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).with_name("quirks.toml")
KEYS = {"interpreters", "path", "reason", "sha256", "kind"}


@dataclass
class Quirk:
    interpreters: list
    path: str
    reason: str
    sha256: str = ""
    kind: str = "*"
    differing: int = field(default=0)
    equal: list = field(default_factory=list)

    def concerns(self, pair, source):
        if not fnmatch.fnmatchcase(pair.file.label, self.path):
            return False
        item = pair.interpreter
        if not {"*", "%d.%d" % item.minor, item.release} & set(self.interpreters):
            return False
        return not self.sha256 or hashlib.sha256(source).hexdigest() == self.sha256

    def title(self):
        return "%s under %s (%s)" % (self.path, ", ".join(self.interpreters), self.reason)


def load(path=FILE):
    """The entries; ValueError where one is malformed."""
    with open(path, "rb") as stream:
        entries = tomllib.load(stream).get("difference", [])
    for entry in entries:
        if not {"interpreters", "path", "reason"} <= set(entry) <= KEYS:
            raise ValueError("%s: an entry needs interpreters, path and reason: %r" % (path, entry))
    return [Quirk(**entry) for entry in entries]


def covering(quirks, pair, source, difference):
    """The entry that lists this outcome, or None.  Every entry that concerns the pair counts it."""
    found = None
    for quirk in quirks:
        if not quirk.concerns(pair, source):
            continue
        if difference is None:
            quirk.equal.append("%s: %s" % (pair.interpreter.name, pair.file.label))
        elif fnmatch.fnmatchcase(difference.kind, quirk.kind):
            quirk.differing += 1
            found = found or quirk
    return found


def stale(quirks):
    """The entries that concern a compared pair and no differing one."""
    return [quirk for quirk in quirks if quirk.equal and not quirk.differing]

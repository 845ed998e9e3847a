"""Decides whether antivenom's answer for a file equals the interpreter's, and says where it does not.

In: the two records, the source and the interpreter's minor version.  Out: None, or a Difference.
Linear in the size of the dumps; the common case, equal bytes, costs one comparison.
"""
import re
from dataclasses import dataclass

from outline import POSITION, STRING, path_at
from positions import Excuses, source_lines

CONTEXT = 100  # bytes of a dump shown on each side of the first difference
MARKERS = (b"lineno=", b"JoinedStr(", b"Constant(", b"step=Name(")
# The last piece of a format spec; a FormattedValue's own position follows that of its spec.
EMPTY_PIECE = re.compile(
    rb", Constant\(value='', %(p)s\)(?=\], %(p)s\), %(p)s\))" % {b"p": POSITION.pattern})
STEP_NONE = re.compile(rb"step=Name\(id='None', ctx=Load\(\), " + POSITION.pattern + rb"\)")


@dataclass
class Difference:
    """One file that is not equal.  `kind` groups differences of one sort in a summary."""

    kind: str
    where: str = ""
    reference: str = ""
    ours: str = ""
    line: int = 0
    text: str = ""

    def __str__(self):
        parts = [self.kind + (" at " + self.where if self.where else "")]
        if self.line:
            parts.append("  line %d: %s" % (self.line, self.text))
        parts += ["  interpreter: " + self.reference, "  antivenom:   " + self.ours]
        return "\n".join(parts)


def compare(minor, source, reference, ours):
    """Compares two records (verdict, data); see README.md for what counts as equal."""
    if ours.verdict not in ("ok", "error"):
        return Difference(ours.verdict, ours=ours.message(), reference=reference.message())
    if reference.verdict != ours.verdict:
        kind = "antivenom rejects" if reference.verdict == "ok" else "antivenom accepts"
        return _with_line(Difference(kind, "", reference.message(), ours.message()), source)
    if reference.verdict == "error" or reference.data == ours.data:
        return None
    return _compare_trees(minor, source, reference.data, ours.data)


def _compare_trees(minor, source, reference, ours):
    reference = _normal(minor, source, reference)
    ours = _normal(minor, source, ours)
    if reference == ours:
        return None
    if POSITION.split(reference) != POSITION.split(ours):
        # Excused positions may come first, and would hide where the trees themselves differ.
        return _tree_difference(source, reference, ours)
    return _position_difference(minor, source, reference, ours)


def _normal(minor, source, dump):
    """`dump` without what differs between versions for no reason of the parser's."""
    dump = dump.decode("utf-8", "replace").encode("ascii", "backslashreplace")
    if any(marker in source for marker in MARKERS):
        dump = STRING.sub(_shield, dump)
    if minor == (3, 12) and b"format_spec=JoinedStr(" in dump:
        dump = EMPTY_PIECE.sub(b"", dump)
    if minor < (3, 7):
        dump = dump.replace(b"( lineno=", b"(lineno=")
    if minor == (2, 7):
        dump = STEP_NONE.sub(b"step=None", dump)
    return dump


def _shield(match):
    """A string constant in which nothing looks like a part of the dump's own syntax."""
    text = match[0]
    for marker in MARKERS:
        text = text.replace(marker, marker[:-1] + b"\0" + marker[-1:])
    return text


def _position_difference(minor, source, reference, ours):
    theirs, own = list(POSITION.finditer(reference)), list(POSITION.finditer(ours))
    texts = [match[0] for match in theirs], [match[0] for match in own]
    excuses = Excuses(minor, source, reference, *texts) if minor < (3, 12) else None
    for index, (left, right) in enumerate(zip(theirs, own)):
        if left[0] != right[0] and not (excuses and excuses.accept(index)):
            path = path_at(reference, left.end())
            kind = "position of " + _last_node(path)
            shown = left[0].decode(), right[0].decode()
            line = int(re.search(rb"-?\d+", left[0])[0])
            return _with_line(Difference(kind, path, *shown, line), source)
    return None


def _tree_difference(source, reference, ours):
    """The first place where the texts differ, positions left aside."""
    left, right = POSITION.split(reference), POSITION.split(ours)
    index = next((i for i, (a, b) in enumerate(zip(left, right)) if a != b), 0)
    skip = _first_difference(left[index], right[index])
    starts = _part_start(reference, index) + skip, _part_start(ours, index) + skip
    path = path_at(reference, starts[0])
    excerpts = _excerpt(reference, starts[0]), _excerpt(ours, starts[1])
    found = re.compile(rb"lineno=(\d+)").search(reference, max(0, starts[0] - skip))
    line = int(found[1]) if found else 0
    return _with_line(Difference("tree at " + _last_node(path), path, *excerpts, line), source)


def _first_difference(left, right):
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if left[:middle] == right[:middle] else (low, middle - 1)
    return low


def _part_start(dump, index):
    """Where the text after position number `index` - 1 starts."""
    if index == 0:
        return 0
    for number, match in enumerate(POSITION.finditer(dump), start=1):
        if number == index:
            return match.end()
    return len(dump)


def _excerpt(dump, offset):
    before = dump[max(0, offset - CONTEXT) : offset].decode("utf-8", "replace")
    after = dump[offset : offset + CONTEXT].decode("utf-8", "replace")
    return "…%s ⟦here⟧ %s…" % (before, after)


def _last_node(path):
    names = [re.sub(r"[.\[].*", "", step) for step in path.split()]
    return names[-1] if names else "the start"


def _with_line(difference, source):
    if not difference.line:
        found = re.search(r"line (\d+)", difference.reference + " " + difference.ours)
        difference.line = int(found[1]) if found else 0
    lines = source_lines(source)
    if 0 < difference.line <= len(lines):
        difference.text = lines[difference.line - 1].decode("utf-8", "replace").rstrip()[:160]
    return difference

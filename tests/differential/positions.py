"""Which differences between two positions of one node are excused, by interpreter version.

3.12 and later: none.  3.8 to 3.11: nodes inside an f-string.  2.7, 3.6, 3.7: also the places where
the older compilers put the start elsewhere than 3.8 does; README.md lists them.  Each rule looks at
the source between the two places, so a start that is wrong in any other way is still a difference.
"""
import io
import re
import tokenize

from outline import NUMBER, outline

BRACKETS_BETWEEN = re.compile(rb"(?:[(\[{\s]|\\\r?\n|#[^\r\n]*)*")
WORD_BETWEEN = re.compile(rb"(?:async|elif)(?:\s|\\\r?\n)*")
OPERATOR = re.compile(rb"[-+*/%@&|^<>]")
DECORATED = (b"FunctionDef", b"AsyncFunctionDef", b"ClassDef")
FIRST_PINS = (b"Attribute", b"Call", b"Subscript", b"With")


def source_lines(source):
    """The lines of `source` as UTF-8, line ends kept: what lineno and col_offset count in."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        text = source.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        text = source.decode("latin-1")
    text = text.removeprefix("\ufeff")
    return re.split(rb"(?<=\n)|(?<=\r)(?!\n)", text.encode("utf-8", "replace"))


class Excuses:
    """Answers for one pair of dumps whose texts are equal but for the positions.

    `dump` is either of the two, `reference` and `ours` their positions in the order of the text.
    """

    def __init__(self, minor, source, dump, reference, ours):
        self.minor = minor
        self.nodes = outline(dump)
        self.lines = source_lines(source)
        self.reference = reference
        self.ours = ours

    def accept(self, index):
        """Whether the difference at `index` is one of the known ones."""
        if self.nodes[index].in_fstring:
            return self.minor < (3, 12)
        return self.minor < (3, 8) and self._old_start(index)

    def _old_start(self, index):
        """Whether the reference start is a known one, its own or copied from its first child."""
        copied = index
        while not self._known(copied):
            child = self.nodes[copied].first
            is_copy = self.nodes[copied].kind in FIRST_PINS and child is not None
            if not is_copy or self.reference[child] != self.reference[index]:
                return False
            copied = child
        return _start(self.ours[index]) <= _start(self.ours[copied])

    def _known(self, index):
        node = self.nodes[index]
        theirs, ours = _start(self.reference[index]), _start(self.ours[index])
        if theirs == ours or theirs[1] == -1:
            return True
        if ours < theirs:
            between = self._between(ours, theirs)
            if BRACKETS_BETWEEN.fullmatch(between) or WORD_BETWEEN.fullmatch(between):
                return True
            return node.kind == b"BinOp" and OPERATOR.match(self._at(theirs)) is not None
        is_decorated = node.kind in DECORATED or (node.kind == b"Call" and self.minor < (3, 7))
        return is_decorated and self._at(theirs).startswith(b"@")

    def _at(self, place):
        line, column = place
        return self.lines[line - 1][column:] if 0 < line <= len(self.lines) else b""

    def _between(self, start, end):
        if start[0] == end[0]:
            return self._at(start)[: end[1] - start[1]]
        last = b"".join(self.lines[end[0] - 1 : end[0]])
        return self._at(start) + b"".join(self.lines[start[0] : end[0] - 1]) + last[: end[1]]


def _start(position):
    line, column = NUMBER.findall(position)[:2]
    return int(line), int(column)

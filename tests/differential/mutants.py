"""Almost-Python: text with one token changed, to compare what is rejected.

Standard libraries are nearly all accepted, so they say little about what must be rejected.  A mutant
is a small file of the corpus or a paragraph of constructs.txt with one token deleted, doubled,
swapped with the next or replaced by another; about two in three are no Python any more.  Half come
from constructs.txt, where every token matters to the grammar.  The same seed makes the same mutants.
"""
import io
import tokenize
from pathlib import Path

from corpus import File

MAX_BYTES = 6_000
CONSTRUCTS = Path(__file__).with_name("constructs.txt")
LAYOUT = (tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER,
          tokenize.ENCODING, tokenize.COMMENT)
SPARE = """
( ) [ ] { } , : . ; @ = -> += := == != < <= ~ + - * ** / // % & | ^ << ... ` ? $ ! \\ <> 0 0777 1L 0x 1_0 1__0
1.e5 1j 'a' b'a' f'{a}' f'{a' u'a' ur'a' rb'' ''' \"\"\" t'{a}' a _ True None print exec match case type lazy
if elif else for while try except finally with as def class lambda return yield await async not and or in
is del pass break continue global nonlocal import from raise assert * * * a.b a[1] a() (a,b) *a **a a=b
""".split()


def tokens_of(text):
    """Spans of the tokens of `text` that a mutation may touch; [] where it cannot be read."""
    starts = [0]
    for line in io.StringIO(text, newline=""):
        starts.append(starts[-1] + len(line))
    spans = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
            if token.type not in LAYOUT and token.string:
                (row, column), (end_row, end_column) = token.start, token.end
                spans.append((starts[row - 1] + column, starts[end_row - 1] + end_column))
    except (tokenize.TokenError, SyntaxError, IndexError):
        return []
    return spans


def mutate(chooser, text):
    """`text` with one token changed; None where nothing can be."""
    spans = tokens_of(text)
    if len(spans) < 2:
        return None
    index = chooser.randrange(len(spans) - 1)
    (start, end), (next_start, next_end) = spans[index], spans[index + 1]
    token, following = text[start:end], text[next_start:next_end]
    what = chooser.choice(("delete", "double", "swap", "replace", "replace", "insert"))
    if what == "swap":
        return text[:start] + following + text[end:next_start] + token + text[next_end:]
    changed = {
        "delete": "",
        "double": token + " " + token,
        "replace": chooser.choice(SPARE),
        "insert": token + " " + chooser.choice(SPARE),
    }[what]
    return text[:start] + changed + text[end:]


def constructs():
    """The paragraphs of constructs.txt, which begins with a comment."""
    paragraphs = CONSTRUCTS.read_text("utf-8").split("\n\n")
    return [paragraph.strip("\n") + "\n" for paragraph in paragraphs[1:]]


class Origins:
    """What mutants are made of."""

    def __init__(self, chooser, files):
        self.chooser = chooser
        self.small = [file for file in files if 40 < file.size <= MAX_BYTES]
        self.constructs = constructs()

    def draw(self):
        """A name and a text with one token changed."""
        if not self.small or self.chooser.random() < 0.5:
            number = self.chooser.randrange(len(self.constructs))
            return "construct %d" % number, mutate(self.chooser, self.constructs[number])
        file = self.chooser.choice(self.small)
        try:
            text = mutate(self.chooser, Path(file.path).read_text("utf-8"))
        except UnicodeDecodeError:
            text = None
        if text is None:
            self.small.remove(file)
        return file.label, text


def make(chooser, files, count, folder):
    """Writes `count` mutants below `folder`; returns them as files of a corpus."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    origins = Origins(chooser, files)
    made = []
    while len(made) < count:
        label, text = origins.draw()
        if text is not None:
            path = Path(folder) / ("mutant%05d.py" % len(made))
            path.write_bytes(text.encode("utf-8"))
            made.append(File("mutant of %s (%s)" % (label, path.name), str(path)))
    return made

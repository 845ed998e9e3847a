"""antivenom.literal against the interpreter's own ast.literal_eval: same value, or both refuse.

    literal_oracle.py generated [COUNT [SEED]]   texts made up: literals, near-literals, broken ones
    literal_oracle.py stdlib [SHARE]             every expression in the standard library's source
                                                 that is made of literals (1 in SHARE of the files)

Prints what differs, then `N compared, N accepted, N differ, N excused`; exit code 1 when any does.
"""

import ast
import os
import random
import sys
import sysconfig
import unicodedata
import warnings
from pathlib import Path

from antivenom.literal import LiteralError, loads

ANY = sys.maxsize
LIMITS = {'max_bytes': ANY, 'max_depth': 200, 'max_items': ANY, 'max_int_digits': ANY,
          'max_string_bytes': ANY}
# Names of characters that ours (Unicode 15.0) and the interpreter's Unicode may differ in.
SAME_UNICODE = unicodedata.unidata_version == '15.0.0'


def shape(value):
    """A value with its types and signs, so that 1, 1.0 and True differ, and 0.0 and -0.0."""
    if isinstance(value, (list, tuple)):
        return type(value).__name__, [shape(item) for item in value]
    if isinstance(value, dict):
        return 'dict', [(shape(key), shape(item)) for key, item in value.items()]
    if isinstance(value, (set, frozenset)):
        return 'set', sorted(repr(shape(item)) for item in value)
    return type(value).__name__, repr(value)


def answer(function, *arguments, **options):
    try:
        return shape(function(*arguments, **options))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError, OverflowError):
        return None


class Tally:
    def __init__(self):
        self.compared = self.accepted = self.differ = self.excused = 0

    def compare(self, text):
        theirs = answer(ast.literal_eval, text)
        ours = answer(loads, text, **LIMITS)
        self.compared += 1
        self.accepted += theirs is not None
        if ours == theirs:
            return
        if not SAME_UNICODE and '\\N{' in text and (ours is None or theirs is None):
            self.excused += 1
            return
        self.differ += 1
        if self.differ <= 20:
            print(f'{text!r}\n  python    {theirs}\n  antivenom {ours}')

    def finish(self):
        print(f'{self.compared} compared, {self.accepted} accepted, {self.differ} differ, '
              f'{self.excused} excused')
        return 1 if self.differ or not self.accepted else 0


BLANKS = ['', '', '', '', ' ', '  ', '\t', '\f', '\n', '\r\n', '\r', ' # note\n', '\\\n', ' \\\r\n']
BLANK_WEIGHTS = [60, 20, 10, 10, 30, 3, 2, 1, 4, 1, 1, 2, 1, 1]
NUMBERS = ['0', '00', '0_0', '1', '7', '10', '1_000', '123456789012345678', '1234567890123456789',
           '9223372036854775807', '9223372036854775808', '18446744073709551616', '0x1F', '0XfF_f',
           '0o17', '0b101', '0B_1', '1.', '.5', '1.5', '1e5', '1E-5', '1e+400', '1e-400', '1_0.0_1',
           '0.1', '1.7976931348623157e308', '2.2250738585072011e-308', '5e-324', '2j', '2.5J',
           '1e3j', '0j', '0.0', '01', '0777', '1L', '0x', '0b2', '1__0', '1_', '1e', '1.e5', '1if',
           '1or', '1_j', '0e0', '00.5', '1.5.2', '9' * 30, '1' + '0' * 310, '0x' + 'f' * 300]
WORDS = ['None', 'True', 'False', '...', 'set()', 'set( )', '(set)()', 'set(\n)', 'set', 'set(1)',
         'nan', 'frozenset()', 'dict()', 'None1', 'true', '\uff53et()', 'Nоne', '__debug__',
         'lambda: 1', 'x', '..', '.', '*', '**', 'not 1', '()', '[]', '{}']
CHARACTERS = ['a', 'b', ' ', '0', '\\n', '\\t', '\\\\', "\\'", '\\"', '\\x41', '\\x4', '\\101',
              '\\777', '\\0', '\\u00e9', '\\ud800', '\\u12', '\\U0001F600', '\\U00110000', '\\d',
              '\\N{BULLET}', '\\N{nbsp}', '\\N{no such}', '\\N', '\\\n', '\\\r\n', 'é', '€', '\U0001F600',
              '{', '}', "'", '"', '\n', '\r', '\t', '#', '\x7f', '\x01']
PREFIXES = ['', '', '', '', '', 'b', 'r', 'u', 'B', 'R', 'U', 'rb', 'bR', 'Br', 'BR', 'f', 'rf', 'ur', 't', 'bu']
SOUP = list('[](){},:+-\'"\\#.01jexob_ \n\t') + ['set', 'None', '1', "'a'", 'é', '\0', '\f', '\xa0', '\ufeff']


class Texts:
    """Makes texts up from a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.clean = False

    def text(self):
        # Most mistakes come one at a time: half the texts are meant to be good to begin with.
        self.clean = self.random.random() < 0.6
        kind = self.random.random()
        if kind < 0.08:
            return ''.join(self.random.choices(SOUP, k=self.random.randrange(12)))
        text = self.blank() + self.value(self.random.randrange(5)) + self.blank()
        if self.random.random() < 0.05:
            text = self.random.choice([' ', '\t', '\n', '\f', '# x\n', ' \n', '\n ']) + text
        if self.random.random() < 0.05:
            text += self.random.choice([' ', '\n', ',', '\n\n', '# x', '\n # x\n', ';', '\n1'])
        return self.mutate(text) if kind < 0.3 else text

    def mutate(self, text):
        at = self.random.randrange(len(text) + 1)
        how = self.random.randrange(3)
        if how == 0:
            return text[:at] + self.random.choice(SOUP) + text[at:]
        return text[:at] + text[at + 1:] if how == 1 else text[:at]

    def blank(self):
        choice = self.random.choices(BLANKS, BLANK_WEIGHTS)[0]
        return ' ' if self.clean and choice not in ('', ' ', '  ') else choice

    def value(self, depth):
        makers = [self.number, self.string, self.word, self.string, self.number]
        if depth > 0:
            makers += [self.sequence, self.sequence, self.mapping, self.elements, self.group] * 2
        return self.random.choice(makers)(depth)

    def number(self, _):
        number = self.random.choice(NUMBERS[:33] if self.clean else NUMBERS)
        if self.random.random() < 0.2:
            number = str(self.random.randrange(10**self.random.randrange(1, 25)))
        elif self.random.random() < 0.2:
            number = repr(self.random.uniform(-1, 1) * 10**self.random.randrange(-30, 30))
        if self.random.random() < 0.25:
            number = self.random.choice('+-') + self.blank() + number
        if self.random.random() < 0.1:
            number += self.blank() + self.random.choice('+-') + self.blank() + self.random.choice(
                ['2j', '0j', '1.5J', '(3j)', '2', '-2j'][:4 if self.clean else 6])
        return number

    def string(self, _):
        count = self.random.choices([1, 2, 3], [85, 12, 3])[0]
        return self.blank().join(self.one_string() for _ in range(count))

    def one_string(self):
        prefix = self.random.choice(PREFIXES[:5] if self.clean else PREFIXES)
        mark = self.random.choice(["'", '"', "'", '"', "'''", '"""'])
        body = ''.join(self.random.choices(CHARACTERS, k=self.random.randrange(8)))
        if self.clean:
            body = body.replace("'", '').replace('"', '').replace('\n', '').replace('\r', '')
        return prefix + mark + body + mark

    def word(self, _):
        return self.random.choice(WORDS[:8] if self.clean else WORDS)

    def items(self, depth, make):
        count = self.random.choices([0, 1, 2, 3, 6], [10, 30, 30, 20, 10])[0]
        items = [self.blank() + make(depth - 1) + self.blank() for _ in range(count)]
        comma = ',' if self.random.random() < (0.2 if count else 0.02) else ''
        return ','.join(items) + comma + self.blank()

    def sequence(self, depth):
        opening, closing = self.random.choice(['[]', '()', '[]', '()', '[)'][:4 if self.clean else 5])
        return opening + self.items(depth, self.value) + closing

    def mapping(self, depth):
        return '{' + self.items(
            depth, lambda inner: self.value(inner // 2) + self.blank() + ':' + self.value(inner)) + '}'

    def elements(self, depth):
        return '{' + self.items(depth, self.value) + '}'

    def group(self, depth):
        return '(' + self.blank() + self.value(depth - 1) + self.blank() + ')'


def generated(count, seed):
    tally, texts = Tally(), Texts(seed)
    for _ in range(count):
        tally.compare(texts.text())
    for depth in (99, 100, 199, 200, 201):
        for opening, middle, closing in ('[', '', ']'), ('(', '1', ')'), ('{1:', '2', '}'), ('-', '1', ''):
            tally.compare(opening * depth + middle + closing * depth)
    for digits in (4299, 4300, 4301, 10_000):
        tally.compare('1' * digits)
        tally.compare('0x' + 'e' * digits)
    return tally.finish()


LITERALS = (ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.UnaryOp, ast.BinOp, ast.JoinedStr)


def literals_of(source):
    """Source segments of the outermost literal-like expressions of a file."""
    lines = source.splitlines(keepends=True)
    lines = [line.encode() for line in lines]
    waiting = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, LITERALS):
            first, last = node.lineno - 1, node.end_lineno - 1
            if first == last:
                yield lines[first][node.col_offset:node.end_col_offset].decode()
            else:
                yield b''.join([lines[first][node.col_offset:], *lines[first + 1:last],
                                lines[last][:node.end_col_offset]]).decode()
        waiting.extend(ast.iter_child_nodes(node))


def stdlib(share):
    tally, seen = Tally(), set()
    files = sorted(Path(sysconfig.get_paths()['stdlib']).rglob('*.py'))
    for path in files[::share]:
        if 'site-packages' in path.parts or 'lib2to3' in path.parts:
            continue
        try:
            # A form feed or a lone \r is no line end to ast, so such files say nothing here.
            source = path.read_text(encoding='utf-8')
            if '\f' in source or '\x1c' in source or '\x0b' in source or '\x85' in source:
                continue
            segments = list(literals_of(source))
        except (UnicodeDecodeError, SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for segment in segments:
            if segment not in seen and len(segment) < 200_000:
                seen.add(segment)
                tally.compare(segment)
    return tally.finish()


def main():
    warnings.simplefilter('ignore')
    what, *rest = sys.argv[1:] or ['generated']
    if what == 'generated':
        count = int(rest[0]) if rest else 1_000_000
        seed = int(rest[1]) if len(rest) > 1 else 1
        sys.exit(generated(count, seed))
    if what == 'stdlib':
        sys.exit(stdlib(int(rest[0]) if rest else 1))
    sys.exit(__doc__)


if __name__ == '__main__':
    main()

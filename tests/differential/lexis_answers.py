"""What this CPython says of Python's smallest parts; tests/lexis asks.

Standard input has one question a line, in hexadecimal; standard output gets one answer a line.
"""

import ast
import codecs
import sys
import unicodedata
import warnings


def hexed(text):
    return text.encode('utf-8', 'surrogatepass').hex()


def names(_):
    """Every character this Python has a name for."""
    for code in range(sys.maxunicode + 1):
        name = unicodedata.name(chr(code), '')
        if name:
            yield f'{code:x} {name}'


def named(questions):
    for name in questions:
        try:
            yield str(ord(ast.literal_eval("'\\N{" + name.decode() + "}'")))
        except SyntaxError:
            yield 'unknown'


def properties(_):
    """Ranges of identifier starts, identifier parts and printable characters, as letters."""
    def letters(code):
        char = chr(code)
        return (('s' if char.isidentifier() else '') + ('c' if ('a' + char).isidentifier() else '')
                + ('p' if char.isprintable() else '')
                + ('u' if unicodedata.category(char) == 'Cn' else ''))
    first = 0
    for code in range(1, sys.maxunicode + 2):
        if code > sys.maxunicode or letters(code) != letters(first):
            yield f'{first:x} {code - 1:x} {letters(first)}'
            first = code


def normalized(_):
    """Every character that may be in a name and is not its own NFKC form."""
    for code in range(128, sys.maxunicode + 1):
        char = chr(code)
        if ('a' + char).isidentifier() and unicodedata.normalize('NFKC', 'a' + char) != 'a' + char:
            yield f'{hexed("a" + char)} {hexed(unicodedata.normalize("NFKC", "a" + char))}'


def literals(questions):
    """Values of string literals: `text HEX`, `bytes HEX`, or `error REASON`."""
    for source in questions:
        try:
            value = ast.literal_eval(source.decode())
            yield f'bytes {value.hex()}' if isinstance(value, bytes) else f'text {hexed(value)}'
        except SyntaxError as error:
            yield f'error {error.msg}'


def reprs(questions):
    for question in questions:
        yield hexed(repr(question.decode('utf-8', 'surrogatepass')))


def byte_reprs(questions):
    for question in questions:
        yield hexed(repr(question))


def numbers(questions):
    """repr() of numbers, or `error`."""
    for source in questions:
        try:
            yield repr(ast.literal_eval(source.decode()))
        except (SyntaxError, ValueError):
            yield 'error'


def accepted(questions):
    """Whether the expression compiles."""
    for source in questions:
        try:
            ast.parse(source, mode='eval')
            yield 'yes'
        except SyntaxError:
            yield 'no'


def cookies(questions):
    """Whether a file with this coding cookie compiles."""
    for name in questions:
        try:
            compile(b'# coding: ' + name + b'\n', '', 'exec')
            yield 'yes'
        except (SyntaxError, ValueError):
            yield 'no'


def tables(questions):
    """What the 256 bytes mean in a single-byte codec; U+FFFD for nothing."""
    for codec in questions:
        yield hexed(bytes(range(256)).decode(codec.decode(), 'replace'))


def decoded(questions):
    """Text, or `error`, of questions that are a codec's name, a colon and bytes."""
    for question in questions:
        codec, _, data = question.partition(b':')
        try:
            yield codecs.decode(data, codec.decode()).encode().hex()
        except (UnicodeError, ValueError):
            yield 'error'


def encodable(questions):
    """All that a codec can encode of the basic plane: the bytes, and the text."""
    for codec in questions:
        text = ''.join(map(chr, range(0x20, 0xD800))) + ''.join(map(chr, range(0xE000, 0x10000)))
        data = text.encode(codec.decode(), 'ignore')
        yield data.hex() + ' ' + hexed(data.decode(codec.decode()))


def main():
    warnings.simplefilter('ignore')
    questions = (bytes.fromhex(line.strip()) for line in sys.stdin)
    for answer in globals()[sys.argv[1]](questions):
        print(answer)


if __name__ == '__main__':
    main()

"""What this CPython makes of a source file's bytes; tests/text asks.

Standard input has one question a line, in hexadecimal; standard output gets one answer a line.
"""

import ast
import sys


def sources(questions):
    """The value of the assignment to `y`, as UTF-8 in hexadecimal, or `refused`."""
    for source in questions:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            yield 'refused'
            continue
        values = [node.value.value for node in tree.body
                  if isinstance(node, ast.Assign) and node.targets[0].id == 'y']
        yield values[-1].encode('utf-8', 'surrogatepass').hex() if values else ''


def main():
    questions = (bytes.fromhex(line.strip()) for line in sys.stdin)
    for answer in globals()[sys.argv[1]](questions):
        print(answer)


if __name__ == '__main__':
    main()

"""antivenom.parse as a Python program sees it, beside the command and the interpreter's own ast."""

import ast
import gc
import os
import random
import re
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import unittest
from pathlib import Path

from antivenom import Error, parse

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ROOT / 'build/release/antivenom'
LIBRARY = Path(sysconfig.get_path('stdlib'))
PIECES = ('def ', 'class ', 'f', '(', ')', '[', ']', '{', '}', ':', '\n', '    ', '\t', 'é', '\ud800', '"""',
          "f'{", '}\'', '\\', '#', 'lambda ', 'if ', 'else', 'print ', 'async ', '\0', '\r', '=', ',', '0',
          '1e', 'match ', 'case ', '*', '@', '.', 'import ', 'from ', '\u2028', '😀', '# coding: latin-1\n')

NODE = re.compile(r'^AV_NODE\((\w+), "(.*?)", "(.*?)"\)', re.M)


def row_of(kind, children, what):
    """A row of the page's table of kinds."""
    def cell(text):
        return text.replace('|', '\\|')
    return f'| `{kind}` | {cell(children)} | {cell(what)} |\n'


def command(*arguments, text=None):
    return subprocess.run([COMMAND, 'debug', *arguments], input=text, capture_output=True, check=False)


def kinds(node):
    return [child.kind for child in node.children]


class Trees(unittest.TestCase):
    def test_nodes(self):
        tree = parse.tree('x = f(1,\n      é)\n', 'a.py')
        assign, = tree.root.children
        call = assign.children[1]
        self.assertEqual((tree.root.kind, assign.kind, kinds(call)),
                         ('Module', 'Assign', ['Name', 'Int', 'Name']))
        self.assertEqual(call.text, 'f(1,\n      é)')
        self.assertEqual((call.start, call.end), ((1, 5, 4), (2, 9, 18)))
        self.assertEqual(call.start, parse.Position(line=1, column=5, offset=4))
        self.assertEqual(repr(call), '<Node Call 1:5-2:9>')
        self.assertEqual((tree.filename, tree.encoding, tree.errors), ('a.py', 'utf-8', ()))

    def test_handles_are_equal_when_what_they_mean_is(self):
        tree, other = parse.tree('f(x)'), parse.tree('f(x)')
        first, again = tree.root.children[0], tree.root.children[0]
        self.assertEqual(first, again)
        self.assertEqual(hash(first), hash(again))
        self.assertNotEqual(first, other.root.children[0])
        self.assertNotEqual(first, first.children[0])
        self.assertNotEqual(first, 'ExprStmt')

    def test_every_child_knows_its_parent(self):
        tree = parse.tree(Path(ast.__file__).read_bytes())
        self.assertIsNone(tree.root.parent)
        count = 0
        for node in tree.walk():
            for child in node.children:
                count += 1
                self.assertEqual(child.parent, node)
        self.assertEqual(count + 1, sum(1 for _ in tree.walk()))

    def test_walk_is_the_order_of_the_text(self):
        tree = parse.tree('a = b(c)[d]\nwhile e: f')
        self.assertEqual([node.text for node in tree.walk('Name')], list('abcdef'))
        self.assertEqual([node.kind for node in tree.walk('Call', 'While')], ['Call', 'While'])
        self.assertEqual([node.kind for node in tree.root.children[1].walk()],
                         ['While', 'Name', 'Block', 'ExprStmt', 'Name'])
        with self.assertRaises(parse.InvalidError):
            tree.walk('call')
        with self.assertRaises(TypeError):
            tree.walk(1)

    def test_a_handle_keeps_its_tree(self):
        node = parse.tree('f(' + 'x, ' * 1000 + ')').root.children[0].children[0]
        gc.collect()
        self.assertEqual(len(node.children), 1001)
        self.assertEqual(node.tree.root.children[0].children[0], node)

    def test_many_children(self):
        tree = parse.tree('[' + '0, ' * 70_000 + ']')
        listed = next(tree.walk('List'))
        self.assertEqual(len(listed.children), 70_000)
        self.assertEqual(listed.children[-1].parent, listed)

    def test_flags(self):
        def flags(text, kind):
            return next(parse.tree(text).walk(kind)).flags
        self.assertEqual(flags('async def f() -> 1: pass', 'FunctionDef'), ('async', 'returns'))
        self.assertEqual(flags('(a is not b)', 'CompareOp'), ('is not',))
        self.assertEqual(flags('(a + b)', 'BinOp'), ('+', 'parenthesized'))
        self.assertEqual(flags('pass', 'Pass'), ())

    def test_comments(self):
        comment, = parse.tree('x = 1  # é \n').comments
        self.assertEqual((comment.start[:2], comment.text), ((1, 8), '# é '))

    def test_versions(self):
        tree = parse.tree('if (x := 1): pass\ntype T = int')
        self.assertEqual((tree.python, tree.since, tree.until), (3, (3, 12), None))
        self.assertEqual([(one.since, one.start.line) for one in tree.features],
                         [((3, 8), 1), ((3, 12), 2)])
        old = parse.tree('print "x"')
        self.assertEqual((old.python, old.until), (2, (3, 0)))
        plain = parse.tree('x = 1')
        self.assertEqual((plain.since, plain.until, plain.features), (None, None, ()))
        never = parse.tree('print "x"; y: int = 1')
        self.assertLessEqual(never.until, never.since)
        self.assertEqual(parse.tree('print("x")', python=2).python, 2)
        self.assertIn('Print', [node.kind for node in parse.tree('print("x")', python=2).walk()])

    def test_encodings(self):
        self.assertEqual(parse.tree("# coding: latin-1\nx = 'é'".encode('latin-1')).text[-3:], "'é'")
        decoded = parse.tree("# coding: latin-1\nx = 'é'")  # a str has no coding any more
        self.assertEqual((decoded.text[-3:], decoded.encoding, decoded.errors), ("'é'", 'utf-8', ()))
        self.assertEqual(parse.tree(b'\xef\xbb\xbfx').text, 'x')
        for wrong in (b"x = '\xff'", "x = '\ud800'"):
            with self.subTest(wrong=wrong):
                tree = parse.tree(wrong)
                self.assertIn('\ufffd', tree.text)
                self.assertEqual(tree.errors[0].start[:2], (1, 6))

    def test_columns_of_a_long_line(self):
        line = ''.join(random.Random(1).choices('aé€😀 ', k=3000))
        text = f'x = "{line}"; y = 1\nz'
        end = next(parse.tree(text).walk('String')).end
        self.assertEqual(end, (1, 4 + len(line) + 3, len(f'x = "{line}"'.encode())))

    def test_time_does_not_grow_with_the_line(self):
        def seconds(count):
            tree = parse.tree('(' + 'é, ' * count + ')', max_bytes=1 << 27)
            nodes = next(tree.walk('Tuple')).children[-1000:]
            nodes[0].start  # counts once
            begin = time.process_time()
            for node in nodes:
                self.assertEqual(node.start.line, 1)
            return time.process_time() - begin
        self.assertLess(min(seconds(500_000) for _ in range(3)),
                        20 * min(seconds(5_000) for _ in range(3)))

    def test_wrong_arguments(self):
        for wrong in (1, None, bytearray(b'x'), ast.parse('1')):
            with self.subTest(wrong=wrong), self.assertRaises(TypeError):
                parse.tree(wrong)
        with self.assertRaises(parse.TooMuchError) as caught:
            parse.tree('x' * 11, max_bytes=10)
        self.assertIsInstance(caught.exception, Error)
        for options in ({'python': 4}, {'max_bytes': 1 << 40}):
            with self.subTest(options=options), self.assertRaises(parse.InvalidError):
                parse.tree('x', **options)
        with self.assertRaises(TypeError):
            parse.Node()

    def test_small_stacks(self):
        nested = '(' * 990 + '1' + ')' * 990
        found = []
        former = threading.stack_size(1 << 17)
        try:
            thread = threading.Thread(target=lambda: found.append(parse.tree(nested).errors))
            thread.start()
        finally:
            threading.stack_size(former)
        thread.join()
        self.assertEqual(found, [()])


class Dumps(unittest.TestCase):
    def check(self, path):
        source = path.read_bytes()
        name = 'cpython%d.%d' % sys.version_info[:2]
        if name not in parse.VERSIONS:
            self.skipTest(f'no dump for {name}')
        self.assertEqual(parse.tree(source).dump(as_=name),
                         ast.dump(ast.parse(source), include_attributes=True), path)

    def test_as_the_interpreter(self):
        for path in sorted(LIBRARY.glob('[a-f]*.py'))[:40]:
            self.check(path)

    def test_as_the_command(self):
        for text in (b'print "x"\n', 'é = [(\n'.encode(), b'\xff', b'x: int = f"{y!r:>{z}}"\n'):
            for name in (None, *parse.VERSIONS):
                arguments = ['tree', '-'] + (['--as', name] if name else [])
                with self.subTest(text=text, name=name):
                    done = command(*arguments, text=text)
                    tree = parse.tree(text)
                    if done.returncode:
                        with self.assertRaises(parse.InvalidError) as caught:
                            tree.dump(as_=name)
                        self.assertIn(str(caught.exception), done.stderr.decode())
                    else:
                        self.assertEqual(tree.dump(name).rstrip('\n'), done.stdout.decode().rstrip('\n'))

    def test_unknown_versions(self):
        with self.assertRaises(parse.InvalidError) as caught:
            parse.tree('x').dump('cpython4.0')
        self.assertIn('cpython3.13', caught.exception.hint)


class TokensOfATexts(unittest.TestCase):
    def test_tokens(self):
        tokens = parse.tokens('if é:\n  pass # why\n')
        self.assertEqual([(token.kind, token.text) for token in tokens],
                         [('if', 'if'), ('name', 'é'), (':', ':'), ('end of line', '\n'),
                          ('indentation', ''), ('pass', 'pass'), ('end of line', '\n'),
                          ('unindentation', ''), ('end of file', '')])
        self.assertEqual((tokens[1].start, tokens[-1].kind), ((1, 4, 3), 'end of file'))
        self.assertEqual([comment.text for comment in tokens.comments], ['# why'])
        self.assertEqual(tokens[0], next(iter(tokens)))
        with self.assertRaises(IndexError):
            tokens[len(tokens)]

    def test_as_the_command(self):
        text = Path(ast.__file__).read_bytes()
        places = [f'{token.start.line}:{token.start.column}-{token.end.line}:{token.end.column} {token.kind}'
                  for token in parse.tokens(text)]
        printed = command('tokens', '-', text=text).stdout.decode().splitlines()
        self.assertEqual(places, [line.split(' `')[0] for line in printed])

    def test_python2(self):
        self.assertEqual(parse.tokens('0777', python=2).errors, ())
        self.assertTrue(parse.tokens("'").errors)


class AnyText(unittest.TestCase):
    def look(self, source):
        tree = parse.tree(source)
        size = len(tree.text.encode())
        self.assertEqual((tree.root.start.offset, tree.root.end.offset), (0, size))
        for node in tree.walk():
            before = node.start.offset
            for child in node.children:
                self.assertLessEqual(before, child.start.offset)
                before = child.end.offset
            self.assertLessEqual(before, node.end.offset)
            self.assertEqual(node.text, tree.text.encode()[node.start.offset:node.end.offset].decode())
        for error in tree.errors:
            self.assertTrue(error.message)
        tree.dump()
        for version in parse.VERSIONS:
            try:
                tree.dump(version)
            except parse.InvalidError:
                pass
        tokens = parse.tokens(source)
        self.assertEqual(tokens[-1].kind, 'end of file')

    def test_random_bytes(self):
        source = random.Random(7)
        for size in (0, 1, 2, 10, 100, 1000) * 20:
            self.look(source.randbytes(size))

    def test_random_pieces(self):
        source = random.Random(8)
        for _ in range(300):
            self.look(''.join(source.choices(PIECES, k=source.randrange(80))))

    def test_damaged_files(self):
        source = random.Random(9)
        text = Path(ast.__file__).read_text()[:6000]
        for _ in range(40):
            start = source.randrange(len(text))
            self.look(text[:start] + source.choice(PIECES) + text[start + source.randrange(200):])


class Threads(unittest.TestCase):
    def test_one_tree_in_many_threads(self):
        tree = parse.tree(Path(ast.__file__).read_text())
        expected = parse.tree(Path(ast.__file__).read_text())
        lines = [node.start for node in expected.walk()]
        depths = [node.parent.start for node in expected.walk() if node.parent]
        wrong = []

        def work():
            if [node.start for node in tree.walk()] != lines:
                wrong.append('start')
            if [node.parent.start for node in tree.walk() if node.parent] != depths:
                wrong.append('parent')
        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_nothing_is_lost(self):
        text = Path(ast.__file__).read_text()

        def rounds(count):
            for _ in range(count):
                tree = parse.tree(text)
                nodes = list(tree.walk('Call'))
                self.assertTrue(nodes[0].parent and tree.features and nodes[0].flags == ())
                list(parse.tokens('[1, "x"]'))
            gc.collect()
            return sys.getallocatedblocks()
        before = rounds(3)
        self.assertLess(rounds(30) - before, 60)


class Page(unittest.TestCase):
    def test_it_lists_every_kind(self):
        rows = NODE.findall((ROOT / 'src/analysis/syntax/nodes.def').read_text())
        self.assertEqual([kind for kind, _, _ in rows], list(parse.KINDS))
        page = (ROOT / 'docs/parse.md').read_text()
        for kind, children, what in rows:
            if kind != 'ChildCount':  # never a node of anybody
                with self.subTest(kind):
                    self.assertIn(row_of(kind, children, what), page)


class Module(unittest.TestCase):
    """antivenom.__version__ and `python -m antivenom`."""

    def test_version_is_the_commands(self):
        import antivenom
        done = subprocess.run([COMMAND, '--version'], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, f'antivenom {antivenom.__version__}\n')
        self.assertIn(f'project(antivenom VERSION {antivenom.__version__} ',
                      (ROOT / 'CMakeLists.txt').read_text())

    def run_module(self, site):
        return subprocess.run([sys.executable, '-m', 'antivenom', '--version'], capture_output=True,
                              text=True, check=False, env={**os.environ, 'PYTHONPATH': str(site)})

    def test_the_module_is_the_command_beside_it(self):
        import antivenom
        for place in ('bin', 'antivenom.scripts'):
            with self.subTest(place), tempfile.TemporaryDirectory() as site:
                Path(site, 'antivenom').mkdir()
                for file in Path(antivenom.__file__).parent.glob('_*.py'):
                    Path(site, 'antivenom', file.name).write_bytes(file.read_bytes())
                Path(site, 'antivenom/__init__.py').write_text('')
                done = self.run_module(site)
                self.assertEqual((done.returncode, done.stdout), (3, ''))
                self.assertIn('is not installed beside the package in', done.stderr)
                Path(site, place).mkdir()
                Path(site, place, 'antivenom').symlink_to(COMMAND)
                done = self.run_module(site)
                self.assertEqual((done.returncode, done.stderr), (0, ''))
                self.assertEqual(done.stdout, f'antivenom {antivenom.__version__}\n')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

"""antivenom.literal and antivenom.compat.ast as a Python program sees them."""

import ast
import gc
import math
import pickle
import random
import sys
import threading
import unittest

from antivenom import Error, literal
from antivenom.compat import ast as compat


class Loads(unittest.TestCase):
    def test_values_and_types(self):
        text = "{'a': [1, -2.5, None, True, ...], (b'x', '\u00e9'): {1, 'b'}, 3: set(), 1+2j: ()}"
        self.assertEqual(literal.loads(text), ast.literal_eval(text))
        self.assertEqual(literal.loads(text.encode()), ast.literal_eval(text))
        self.assertIs(type(literal.loads('True')), bool)
        self.assertEqual(math.copysign(1, literal.loads('-0.0')), -1)
        self.assertEqual(literal.loads("'\\ud800'"), '\ud800')
        self.assertEqual(literal.loads('0x' + 'f' * 40), int('f' * 40, 16))
        self.assertEqual(literal.loads('-12345678901234567890'), -12345678901234567890)

    def test_one_exception_says_where(self):
        with self.assertRaises(literal.LiteralError) as caught:
            literal.loads("[1,\n 'é', x]")
        error = caught.exception
        self.assertEqual((error.line, error.column, error.reason), (2, 7, 'malformed'))
        self.assertEqual(str(error), 'line 2, column 7: a name is no literal')
        self.assertIsInstance(error, ValueError)
        self.assertIsInstance(error, Error)
        copy = pickle.loads(pickle.dumps(error))
        self.assertEqual((copy.line, str(copy)), (2, str(error)))

    def test_every_refusal_is_that_exception(self):
        for text in ('', '\0', '\ud800', '{[]: 1}', '1' * 5000, '[' * 101, '--1', b'\xff',
                     '1' + '0' * 400 + '+1j'):
            with self.subTest(text=text[:20]), self.assertRaises(literal.LiteralError):
                literal.loads(text)

    def test_limits(self):
        for text, limits in (('[1, 2]', {'max_items': 2}), ('[[1]]', {'max_depth': 1}),
                             ('123', {'max_bytes': 2}), ('123', {'max_int_digits': 2}),
                             ("'abc'", {'max_string_bytes': 2})):
            with self.subTest(text=text), self.assertRaises(literal.LiteralError) as caught:
                literal.loads(text, **limits)
            self.assertEqual(caught.exception.reason, 'limit')
        digits = '9' * 5000  # beyond the interpreter's own limit too
        with self.assertRaises(literal.LiteralError) as caught:
            literal.loads(digits, max_int_digits=10_000)
        self.assertEqual(caught.exception.reason, 'limit')

    def test_allow(self):
        self.assertEqual(literal.loads('{1}', allow=['set']), {1})
        for text in ("b''", '1j', '...'):
            with self.subTest(text=text), self.assertRaises(literal.LiteralError) as caught:
                literal.loads(text, allow={'set'})
            self.assertEqual(caught.exception.reason, 'refused')
        with self.assertRaises(ValueError):
            literal.loads('1', allow=['sets'])

    def test_wrong_types(self):
        for wrong in (1, None, bytearray(b'1'), ast.parse('1', mode='eval')):
            with self.subTest(wrong=wrong), self.assertRaises(TypeError):
                literal.loads(wrong)

    def test_the_collector_is_as_it_was(self):
        for switch in (gc.disable, gc.enable):
            switch()
            before = gc.isenabled()
            literal.loads('[1]')
            with self.assertRaises(literal.LiteralError):
                literal.loads('[1')
            self.assertEqual(gc.isenabled(), before)

    def test_no_reference_is_lost_or_kept(self):
        record = "{'key': ['value', 'value', 1, 2.5, (b'x', {7: 'é'})], 'other': {'k1', 'k2'}}"
        good = '[' + ', '.join([record] * 50) + ']'
        texts = (good, good[:-1] + '!', good[:-1] + ', {[]: 1}]', "[1, 'a', " + '9' * 5000)
        def rounds(count):
            for _ in range(count):
                for text in texts:
                    try:
                        literal.loads(text, max_int_digits=10_000)
                    except literal.LiteralError:
                        pass
        def blocks_after(count):
            rounds(count)
            gc.collect()
            return sys.getallocatedblocks()
        before = blocks_after(50)
        self.assertLess(blocks_after(500) - before, 500)  # 2000 readings; one leak each is more

    def test_threads(self):
        texts = [repr([{'n': n, 'text': f't{n}', 'items': list(range(n))}] * 20) for n in range(50)]
        wrong = []
        def work(seed):
            for text in random.Random(seed).choices(texts, k=200):
                if repr(literal.loads(text)) != text:
                    wrong.append(text)
        threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])


class CompatAst(unittest.TestCase):
    def test_exceptions_are_the_interpreters(self):
        for text in ('a', 'f(', '{[]: 1}', '[' * 300, '1+2', '\0', '\n 1', "b'é'", '--1', '1' * 5000,
                     '1' + '0' * 400 + '+1j', '\ud800'):
            with self.subTest(text=text[:20]):
                def outcome(function):
                    try:
                        return function(text)
                    except Exception as error:
                        return type(error), str(error).split(' at 0x')[0]
                self.assertEqual(outcome(compat.literal_eval), outcome(ast.literal_eval))

    def test_takes_nodes_and_what_is_larger_than_the_native_defaults(self):
        self.assertEqual(compat.literal_eval(ast.parse('[1]', mode='eval')), [1])
        self.assertEqual(compat.literal_eval(ast.parse('-1', mode='eval').body), -1)
        text = repr(list(range(300_000)))
        self.assertEqual(compat.literal_eval(text), list(range(300_000)))
        self.assertEqual(compat.literal_eval('(' * 200 + '1' + ')' * 200), 1)

    def test_stands_in_for_ast(self):
        self.assertIs(compat.parse, ast.parse)
        self.assertIs(compat.NodeVisitor, ast.NodeVisitor)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

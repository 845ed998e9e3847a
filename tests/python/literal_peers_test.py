"""antivenom.literal against CPython: a slice of literal_oracle.py, and CPython's own tests of
ast.literal_eval, unmodified, with `ast` standing for antivenom.compat.ast.

`--full` compares a million generated texts and the whole standard library.
"""

import subprocess
import sys
import unittest
from pathlib import Path

FULL = '--full' in sys.argv
ORACLE = Path(__file__).parent / 'literal_oracle.py'

# Runs CPython's test_ast with the alias in place; prints how many tests ran.
RUNNER = '''
import sys, unittest
import antivenom.compat.ast
sys.modules["ast"] = antivenom.compat.ast
try:
    from test import test_ast
    import test.test_ast.test_ast as module
except ModuleNotFoundError as missing:
    if missing.name not in ("test", "test.test_ast", "test.test_ast.test_ast"):
        raise
    if missing.name == "test.test_ast.test_ast":
        module = test_ast
    else:
        raise SystemExit(77)
assert module.ast is antivenom.compat.ast
loader = unittest.TestLoader()
loader.testNamePatterns = ["*literal_eval*"]
suite = loader.loadTestsFromModule(module)
result = unittest.TextTestRunner(verbosity=2).run(suite)
print("ran", result.testsRun)
raise SystemExit(0 if result.wasSuccessful() and result.testsRun >= 6 else 1)
'''


def run(*command):
    return subprocess.run([sys.executable, *command], text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


class Peers(unittest.TestCase):
    def check_oracle(self, *arguments):
        done = run(ORACLE, *arguments)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_generated(self):
        self.check_oracle('generated', '1000000' if FULL else '40000')

    def test_standard_library(self):
        self.check_oracle('stdlib', '1' if FULL else '15')

    def test_cpythons_own_tests(self):
        done = run('-c', RUNNER)
        if done.returncode == 77:
            self.skipTest('this Python has no test package')
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

"""Counting must never turn a crash or a failure into a pass."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'tools'))
from run_tests import count_ctest, count_script  # noqa: E402

SUMMARY = '3: [doctest] test cases:  12 |  {} passed | {} failed | {} skipped\n'


class Counting(unittest.TestCase):
    def test_ctest_sums_the_cases_of_all_binaries(self):
        output = SUMMARY.format(11, 0, 1) + SUMMARY.format(4, 2, 0) + '1 tests failed out of 2\n'
        self.assertEqual(count_ctest(output, 8), (15, 2, 1))

    def test_ctest_counts_a_crash_without_summary(self):
        output = SUMMARY.format(12, 0, 0) + '50% tests passed, 1 tests failed out of 2\n'
        self.assertEqual(count_ctest(output, 8), (12, 1, 0))
        self.assertEqual(count_ctest('ctest: no such folder\n', 1), (0, 1, 0))

    def test_script_by_exit_code(self):
        self.assertEqual(count_script('fine\n', 0), (1, 0, 0))
        self.assertEqual(count_script('no data\n', 77), (0, 0, 1))
        self.assertEqual(count_script('', -11), (0, 1, 0))

    def test_script_by_its_last_line(self):
        self.assertEqual(count_script('9 passed, 9 failed, 9 skipped\n'
                                      '5 passed, 1 failed, 2 skipped\n', 1), (5, 1, 2))

    def test_script_that_dies_after_its_line(self):
        self.assertEqual(count_script('5 passed, 0 failed, 2 skipped\n', 1), (5, 1, 2))

    def test_unittest_output(self):
        self.assertEqual(count_script('Ran 6 tests in 0.1s\n\nOK (skipped=2)\n', 0), (4, 0, 2))
        self.assertEqual(count_script('Ran 6 tests in 0.1s\n\nFAILED (failures=1, errors=2)\n', 1),
                         (3, 3, 0))
        self.assertEqual(count_script('Ran 0 tests in 0.1s\n\nOK (skipped=1)\n', 0), (0, 0, 1))


if __name__ == '__main__':
    unittest.main()

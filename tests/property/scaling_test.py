"""scaling.py and scaling_flows.py must notice work that grows faster than the input, and a program that
dies of it, or is silent of what it left out.
"""
import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent))

import _twisted  # noqa: E402
import scaling  # noqa: E402
import scaling_flows  # noqa: E402

START = 1_000_000


def run(work, program="import sys"):
    """(exit code, output) for one case, where `work` says what a file of so many bytes costs."""
    def count(_, command):
        return START + work(Path(command[-1]).stat().st_size)

    with tempfile.TemporaryDirectory() as folder:
        fake = Path(folder) / "fake"
        fake.write_text("#!%s\n%s\n" % (sys.executable, program))
        fake.chmod(0o755)
        with mock.patch.object(scaling.measure, "instruction_tool", return_value="cachegrind"), \
                mock.patch.object(scaling.measure, "instructions", side_effect=count), \
                contextlib.redirect_stdout(io.StringIO()) as out:
            return scaling.run(str(fake), ["names"]), out.getvalue()


class Scaling(unittest.TestCase):
    def test_linear_work_passes(self):
        code, text = run(lambda size: 100 * size)
        self.assertEqual(0, code)
        self.assertIn("1 passed, 0 failed", text)

    def test_quadratic_work_fails_even_where_the_linear_part_is_large(self):
        self.assertEqual(1, run(lambda size: size * size)[0])
        self.assertEqual(1, run(lambda size: 1000 * size + size * size // 200)[0])

    def test_a_program_that_dies_fails(self):
        code, text = run(lambda size: size, "import os; os.abort()")
        self.assertEqual(1, code)
        self.assertIn("FAILED names", text)

    def test_twice_the_count_is_about_twice_the_text(self):
        for name, make in scaling.CASES.items():
            small, large = (len(make(size)) for size in (scaling.SMALL, scaling.LARGE))
            self.assertTrue(1.9 < large / small < 2.15, name)


class Flows(unittest.TestCase):
    def check(self, cpu, instructions=None, flows=1, limits=""):
        """Whether a case passes of which a scan of a size costs and says that."""
        case = _twisted.Case(1000, 1, lambda size: "x" * size)
        with tempfile.TemporaryDirectory() as folder:
            twisted = scaling_flows.Twisted.__new__(scaling_flows.Twisted)
            twisted.folder, twisted.scale = Path(folder), 1
            twisted.base, twisted.base_count = 0.01, START
            twisted.tool = "cachegrind" if instructions else None

            def size(made):
                return (made / "a.py").stat().st_size
            twisted.scanned = lambda made: scaling_flows.Scanned(
                0.01 + cpu(size(made)), 50.0, flows, limits)
            twisted.counted = lambda made: START + instructions(size(made))
            with mock.patch.dict(_twisted.CASES, {"case": case}):
                return twisted.check("case")

    def test_linear_work_passes(self):
        self.assertEqual((True, "2.0 and 2.0 times; 1.0 s, 50 MB"),
                         self.check(lambda size: size / 1000))

    def test_quadratic_work_fails(self):
        self.assertFalse(self.check(lambda size: size ** 2 / 1e6)[0])

    def test_in_doubt_instructions_decide(self):
        def cpu(size):
            return size ** 2 / 1e6
        passed, words = self.check(cpu, lambda size: 1000 * size)
        self.assertTrue(passed)
        self.assertIn("2.0 and 2.0 times the instructions", words)
        self.assertFalse(self.check(cpu, lambda size: size ** 2)[0])

    def test_work_that_is_over_at_once_is_not_compared(self):
        self.assertIn("too quick to tell", self.check(lambda size: size ** 2 / 1e8)[1])

    def test_too_long_is_no_answer(self):
        self.assertEqual((False, "100 s, 50 MB at its largest"),
                         self.check(lambda size: size / 10))

    def test_a_flow_may_be_lost_only_where_a_limit_is_said(self):
        self.assertEqual((False, "0 flows at its largest, and no limit is said"),
                         self.check(lambda size: size / 1000, flows=0))
        self.assertTrue(self.check(lambda size: size / 1000, flows=0, limits="given up 1")[0])

    def test_longer_programs_are_longer_texts(self):
        for name, case in _twisted.CASES.items():
            sizes = [len("".join(made.values()) if isinstance(made, dict) else made)
                     for made in (case.make(100), case.make(400))]
            self.assertTrue(2 < sizes[1] / sizes[0] < 5, name)


if __name__ == "__main__":
    unittest.main()

"""scaling.py must notice work that grows faster than the input, and a program that dies of it."""
import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent))

import scaling  # noqa: E402

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


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Tests soundness.py itself: programs are the same for a seed, a flow that is not told is a miss, and
a miss stays one while it gets smaller."""
import contextlib
import io
import sys
import tempfile
import types
import unittest
from pathlib import Path

import _programs
import soundness

WAY = "request -> command\n  p3_main.py:7: v1 = f(request.args[\"k1\"])\n  p3_lib.py:9: s2 = open(v4)\n"


def fake(folder, output):
    """A program that prints `output` whatever it is asked."""
    path = Path(folder, "fake")
    path.write_text(f"#!{sys.executable}\nprint({output!r})\n")
    path.chmod(0o755)
    return path


class Programs(unittest.TestCase):
    def test_same_seed_same_programs(self):
        first, again, other = (_programs.programs(seed, 0, 20) for seed in (1, 1, 2))
        self.assertEqual([one.files() for one in first], [one.files() for one in again])
        self.assertNotEqual([one.files() for one in first], [one.files() for one in other])

    def test_nearly_all_run_to_their_end_and_have_flows(self):
        happened, errors = soundness.execute(_programs.programs(7, 0, 100), 2, 7)
        self.assertLess(sum(errors.values()), 10, errors)
        self.assertGreater(sum(map(len, happened.values())), 100)

    def test_every_piece_is_used_and_each_makes_python(self):
        programs = _programs.programs(3, 0, 1500)
        used = {node.feature for program in programs for node in program.nodes()}
        self.assertEqual({piece.feature for piece in _programs.read_pieces()} - used, set())
        for program in programs[:300]:
            for code in program.files().values():
                compile(code, "p", "exec")


class Ways(unittest.TestCase):
    def test_a_way_is_told_by_its_ends(self):
        self.assertEqual(soundness.told_in(WAY + "1 flow in 2 functions\n"), {3: {("k1", "s2")}})

    def test_of_the_command_line(self):
        self.assertEqual(soundness.key_of("v2 = sys.argv[3]"), "k3")


class Misses(unittest.TestCase):
    def test_what_is_not_told_fails_and_gets_small(self):
        options = types.SimpleNamespace(programs=4, first=0, seed=1, alarm_runs=2, reduce=4, show=1,
                                        alarms=False)
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(
                io.StringIO()) as out:
            options.antivenom = fake(folder, WAY)
            self.assertEqual(soundness.check(options), 1)
        self.assertIn("NEW: nothing but the source and the sink", out.getvalue())
        self.assertRegex(out.getvalue(), r"1 passed, [2-9] failed")  # the kinds, and the share told


if __name__ == "__main__":
    unittest.main()

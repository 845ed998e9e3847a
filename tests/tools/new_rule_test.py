#!/usr/bin/env python3
"""Tests of tools/new_rule.py."""
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'tools'))
import new_rule  # noqa: E402


class NewRule(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.rules = pathlib.Path(folder.name) / 'catalog' / 'rules'
        (self.rules / 'web').mkdir(parents=True)
        (self.rules / 'web' / 'one.md').write_text('+++\nid = "AV801"\n+++\n')

    def run_tool(self, *arguments):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return new_rule.main(list(arguments), self.rules)

    def test_takes_the_next_id_of_the_chapter(self):
        self.assertEqual(self.run_tool('web', 'two'), 0)
        self.assertIn('id = "AV802"', (self.rules / 'web' / 'two.md').read_text())

    def test_a_new_chapter_starts_a_hundred(self):
        self.assertEqual(self.run_tool('fresh', 'three'), 0)
        self.assertIn('id = "AV901"', (self.rules / 'fresh' / 'three.md').read_text())

    def test_refuses_what_is_there_and_what_is_no_name(self):
        self.assertEqual(self.run_tool('web', 'one'), 2)
        self.assertEqual(self.run_tool('web', 'One'), 2)
        self.assertEqual(self.run_tool('web'), 2)


if __name__ == '__main__':
    unittest.main()

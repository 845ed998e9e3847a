#!/usr/bin/env python3
"""Tests the draws and the arithmetic of sample.py and parity.py, on findings made up here."""
import collections
import unittest

import flaws
import material
import parity
import sample
from material import Finding


def finding(rule, number, severity="medium", confidence="high", line=1):
    return Finding(rule, "package", "a.py", line, line, severity, confidence, "", f"{rule}:{number}")


def many(rule, count, **facts):
    return [finding(rule, number, **facts) for number in range(count)]


def label(rule, author="right", reader="right", severity="medium", confidence="high"):
    return {"rule": rule, "author": author, "reader": reader, "severity": severity,
            "confidence": confidence}


class Draw(unittest.TestCase):
    def test_every_rule_has_its_least(self):
        found = many("loud", 500) + many("quiet", 9) + many("rare", 3)
        drawn = collections.Counter(one.rule for one in sample.draw(found, 150, 1))
        self.assertEqual(drawn["rare"], 3)
        self.assertGreaterEqual(drawn["quiet"], sample.LEAST_OF_A_RULE)
        self.assertEqual(sum(drawn.values()), 150)

    def test_same_seed_same_draw_another_seed_another(self):
        found = many("loud", 500)
        self.assertEqual(sample.draw(found, 20, 7), sample.draw(found[::-1], 20, 7))
        self.assertNotEqual(sample.draw(found, 20, 7), sample.draw(found, 20, 8))

    def test_more_rules_than_count(self):
        found = many("a", 20) + many("b", 20)
        self.assertEqual(len(sample.draw(found, 3, 1)), 16)


class Lists(unittest.TestCase):
    def test_a_draw_is_of_one_list(self):
        for name in material.LISTS:
            first, last = material.packages(name=name)[0], material.packages(name=name)[-1]
            labels = [{"key": first + "/a.py:b:c:1"}, {"key": last + "/a.py:b:d:1"}]
            self.assertEqual(sample.list_of(labels), name)

    def test_no_package_is_in_two_lists(self):
        names = [spec.partition("==")[0] for name in material.LISTS
                 for spec in material.packages(name=name)]
        self.assertEqual(len(names), len(set(names)))


class Judge(unittest.TestCase):
    def test_a_rule_weighs_as_often_as_it_speaks(self):
        found = many("loud", 90) + many("quiet", 10)
        labels = [label("loud"), label("loud"), label("quiet", reader="wrong")]
        self.assertAlmostEqual(sample.overall(sample.judge(found, labels)), 0.9)

    def test_disagreement_is_wrong(self):
        self.assertFalse(sample.is_right(label("a", author="wrong")))
        self.assertFalse(sample.is_right(label("a", reader="wrong")))

    def test_a_rule_below_the_bar_is_named(self):
        found = many("bad", 20)
        labels = [label("bad")] * 4 + [label("bad", reader="wrong")] * 4
        self.assertEqual(sample.problems(sample.judge(found, labels)), ["bad is right in 4 of 8"])
        self.assertEqual(sample.problems(sample.judge(found, labels[:7])), [])

    def test_loud_mistakes_are_extrapolated(self):
        found = many("a", 40, severity="high") + many("b", 100)
        labels = [label("a", severity="high"), label("a", "wrong", severity="high")] + [label("b")]
        self.assertAlmostEqual(sample.loud_mistakes(found, labels), 20.0)


    def test_precision_by_confidence(self):
        found = many("a", 30) + many("b", 5, confidence="low")
        labels = [label("a"), label("a", "wrong"), label("b", confidence="low")]
        self.assertEqual(sample.by_confidence(found, labels).splitlines()[2:], [
            "| high | 30 | 2 | 1 | 50 % |", "| medium | 0 | 0 | 0 | not labelled |",
            "| low | 5 | 1 | 1 | 100 % |"])


class Parity(unittest.TestCase):
    def test_a_finding_on_any_of_its_lines_matches(self):
        theirs = [finding("B602", 1, line=4), finding("B602", 2, line=9)]
        ours = [Finding("shell-command", "package", "a.py", 3, 5, "medium", "high", "", "k")]
        self.assertEqual(parity.unmatched(theirs, ours), theirs[1:])

    def test_rules_share_the_draw(self):
        drawn = parity.stratified(many("B603", 500) + many("S102", 4), 20, 1)
        counts = collections.Counter(one.rule for one in drawn)
        self.assertEqual(counts, {"B603": 16, "S102": 4})

    def test_the_same_line_twice_has_two_keys(self):
        seen = collections.Counter()
        keys = {parity.key("ruff", "S101", "p", "a.py", "  assert  x", seen) for _ in range(3)}
        self.assertEqual(len(keys), 3)
        self.assertIn("ruff S101 p/a.py assert x #3", keys)


class Flaws(unittest.TestCase):
    CASES = [{"id": "a", "families": ["sql"]}, {"id": "b", "families": ["sql", "code"]},
             {"id": "c", "families": ["path"]}]

    def test_a_case_counts_once(self):
        rows = list(flaws.by_family(self.CASES, {"a": "resolved", "b": "reported",
                                                 "c": "not scanned"}))
        self.assertEqual(rows, [("sql", 2, 2, 1), ("path", 1, 0, 0)])

    def test_the_section_is_replaced_and_the_rest_is_kept(self):
        verdicts = {"a": "resolved", "b": "missed", "c": "missed"}
        section = flaws.section(self.CASES, verdicts, "0.50")
        self.assertIn("**1 of 3 are resolved (33 %)**", section)
        page = "# Page\n\nText\n\n## Other\n\nMore\n"
        first = flaws.with_section(page, section)
        self.assertTrue(first.startswith(page))
        self.assertEqual(flaws.with_section(first, section), first)
        self.assertEqual(flaws.with_section(first + "\n## Last\n", section).count("Last"), 1)


if __name__ == "__main__":
    unittest.main()

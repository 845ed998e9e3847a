#!/usr/bin/env python3
"""How often antivenom is right, on code that it was not written for.

`draw` takes findings of medium severity and above on the packages of a list: each rule's share, and
at least 8 of every rule that has 8.  Two readers judge each from the code: the first
knows the rule's page, the second does not.  A finding is right when both say so: what it says is
true of this code, and a careful reviewer would want to be told, this loudly.  `report` writes
docs/accuracy.md from the labels of the newest draw: rules were tuned on what the earlier ones
showed, so those no longer say how often antivenom is right.  The newest is of packages that nobody
had looked at (the last of material.LISTS).

`draw --flows` takes findings that carry a trace instead, of low severity and above, with values from
callers and from the user of a machine counted as sources too.
"""
import argparse
import collections
import json
import random
import sys
from pathlib import Path

import material

LABELS = material.HERE / "labels"  # a file a draw, named by its seed; the highest is the newest
FLOWS = LABELS / "flows"  # those of draws of flows
FLOW_PACKAGES = 100  # the first of material.LISTS
FLOW_OPTIONS = ("--threats", "remote,local,library")
PAGE = material.REPO / "docs" / "accuracy.md"
LOUD = ("medium", "high")
LEAST_OF_A_RULE = 8
LEAST_RIGHT = 0.60  # of a rule that has LEAST_OF_A_RULE labels
LINES_A_LOUD_MISTAKE = 20_000


def by_rule(findings):
    rules = collections.defaultdict(list)
    for one in sorted(findings):
        rules[one.rule].append(one)
    return rules


def draw(findings, count, seed):
    """At least `count` findings, as many as there are when fewer."""
    chance = random.Random(seed)
    chosen = []
    for _, ones in sorted(by_rule(findings).items()):
        chosen += chance.sample(ones, min(LEAST_OF_A_RULE, len(ones)))
    rest = sorted(set(findings) - set(chosen))
    chosen += chance.sample(rest, min(len(rest), max(0, count - len(chosen))))
    return sorted(chosen)


def loud_findings(antivenom, name):
    specs = material.packages(name=name)
    return [one for one in material.scan(antivenom, specs) if one.severity in LOUD]


def flow_findings(antivenom):
    specs = material.packages(FLOW_PACKAGES)
    return [one for one in material.scan(antivenom, specs, *FLOW_OPTIONS)
            if one.trace and one.severity != "note"]


def command_draw(options):
    findings = (flow_findings(options.antivenom) if options.flows
                else loud_findings(options.antivenom, options.packages))
    drawn = draw(findings, options.count, options.seed)
    material.write_lines(options.sheet, [
        {"seed": options.seed, "key": one.key, "rule": one.rule, "severity": one.severity,
         "confidence": one.confidence, "message": one.message, "trace": one.trace,
         "code": material.excerpt(one),
         "file": str(material.root() / "packages" / one.package / one.path)} for one in drawn])
    print("%d of %d findings drawn with seed %d: %s" % (
        len(drawn), len(findings), options.seed, options.sheet))


def newest_seed(folder=LABELS):
    """The seed of the newest draw that has labels; None before the first."""
    return max((int(path.stem) for path in folder.glob("*.jsonl")), default=None)


def is_right(label):
    return label["author"] == label["reader"] == "right"


def precision(labels):
    return sum(map(is_right, labels)) / len(labels)


def judge(findings, labels):
    """Rows (rule, findings, labels, share right), the loudest rule first."""
    labelled = collections.defaultdict(list)
    for label in labels:
        labelled[label["rule"]].append(label)
    return [(rule, len(ones), labelled[rule])
            for rule, ones in sorted(by_rule(findings).items(),
                                     key=lambda item: (-len(item[1]), item[0]))]


def overall(rows):
    """Share of all findings that are right, each rule weighted by how often it speaks."""
    known = [(count, precision(labels)) for _, count, labels in rows if labels]
    return sum(count * share for count, share in known) / sum(count for count, _ in known)


def loud_mistakes(findings, labels):
    """Wrong findings of high severity and confidence, extrapolated from the labels."""
    def is_loud(severity, confidence):
        return severity == confidence == "high"
    count = sum(is_loud(one.severity, one.confidence) for one in findings)
    judged = [label for label in labels if is_loud(label["severity"], label["confidence"])]
    return count * (1 - precision(judged)) if judged else 0.0


def table(rows):
    lines = ["| rule | findings | labelled | right | share |", "| --- | ---: | ---: | ---: | ---: |"]
    for rule, count, labels in rows:
        right = sum(map(is_right, labels))
        share = "%d %%" % round(100 * precision(labels)) if labels else "not labelled"
        lines.append("| %s | %d | %d | %d | %s |" % (rule, count, len(labels), right, share))
    return "\n".join(lines)


def list_of(labels):
    """The list that has the packages of a draw."""
    drawn = {label["key"].partition("/")[0] for label in labels}
    return next(name for name in material.LISTS if drawn <= set(material.packages(name=name)))


def by_confidence(findings, labels):
    lines = ["| confidence | findings | labelled | right | share |",
             "| --- | ---: | ---: | ---: | ---: |"]
    for confidence in ("high", "medium", "low"):
        judged = [label for label in labels if label["confidence"] == confidence]
        count = sum(one.confidence == confidence for one in findings)
        share = "%d %%" % round(100 * precision(judged)) if judged else "not labelled"
        lines.append("| %s | %d | %d | %d | %s |" % (confidence, count, len(judged),
                                                    sum(map(is_right, judged)), share))
    return "\n".join(lines)


def flow_text(antivenom):
    """What the newest draw of flows showed, of today's findings; empty before the first."""
    seed = newest_seed(FLOWS)
    if seed is None:
        return ""
    findings = flow_findings(antivenom)
    present = {one.key for one in findings}
    drawn = material.read_lines(FLOWS / ("%d.jsonl" % seed))
    labels = [label for label in drawn if label["key"] in present]
    return (material.HERE / "flows.md").read_text().format(
        packages=FLOW_PACKAGES, options=" ".join(FLOW_OPTIONS), findings=len(findings),
        labels=len(labels), seed=seed, drawn=len(drawn),
        right_then=sum(map(is_right, drawn)), table=by_confidence(findings, labels),
        agree=sum(label["author"] == label["reader"] for label in labels),
        rules=table(judge(findings, labels)))


def page(findings, drawn, seed, flows):
    """The page; `drawn` is all labels of the newest draw."""
    name = list_of(drawn)
    present = {one.key for one in findings}
    labels = [label for label in drawn if label["key"] in present]
    specs = material.packages(name=name)
    lines = material.code_lines(specs)
    rows = judge(findings, labels)
    agree = sum(label["author"] == label["reader"] for label in drawn)
    text = (material.HERE / "page.md").read_text().format(
        packages=len(specs), lines=format(lines, ","), findings=len(findings), list=name,
        said=material.said_of(name),
        labels=len(drawn), agree=agree, seed=seed,
        right_then=sum(map(is_right, drawn)), overall=100 * overall(rows), table=table(rows),
        mistakes=loud_mistakes(findings, labels), allowed=lines // LINES_A_LOUD_MISTAKE)
    flaws = material.HERE / "flaws.md"  # what flaws.py has found
    parts = [text, flows, flaws.read_text() if flaws.exists() else ""]
    return "\n\n".join(part.rstrip("\n") for part in parts if part) + "\n"


def problems(rows):
    return ["%s is right in %d of %d" % (rule, sum(map(is_right, labels)), len(labels))
            for rule, _, labels in rows
            if len(labels) >= LEAST_OF_A_RULE and precision(labels) < LEAST_RIGHT]


def command_report(options):
    seed = newest_seed()
    if seed is None:
        sys.exit("no draw has labels: see draw and merge")
    drawn = material.read_lines(LABELS / ("%d.jsonl" % seed))
    findings = loud_findings(options.antivenom, list_of(drawn))
    present = {one.key for one in findings}
    labels = [label for label in drawn if label["key"] in present]
    if not labels:
        sys.exit("no finding of today has a label")
    PAGE.write_text(page(findings, drawn, seed, flow_text(options.antivenom)))
    rows = judge(findings, labels)
    print(table(rows))
    print("right, weighted: %.1f %%; labels of today's findings: %d" % (100 * overall(rows),
                                                                        len(labels)))
    for problem in problems(rows):
        print("below %d %%: %s" % (100 * LEAST_RIGHT, problem))
    return 1 if problems(rows) else 0


def command_merge(options):
    """Makes one file of a sheet and two readers' verdicts on it, {"key", "verdict", "why"} a line."""
    sheet = material.read_lines(options.sheet)
    verdicts = [{one["key"]: one for one in material.read_lines(path)}
                for path in (options.author, options.reader)]
    labels = []
    for drawn in sheet:
        author, reader = (one[drawn["key"]] for one in verdicts)
        labels.append({**{name: drawn[name] for name in ("key", "rule", "severity", "confidence")},
                       "author": author["verdict"], "reader": reader["verdict"],
                       "why": [author.get("why", ""), reader.get("why", "")]})
    folder = FLOWS if options.flows else LABELS
    folder.mkdir(exist_ok=True)
    target = folder / ("%d.jsonl" % sheet[0]["seed"])
    material.write_lines(target, sorted(labels, key=lambda label: label["key"]))
    print("%d labels: %s" % (len(labels), target))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    part = commands.add_parser("draw", help="draw findings and write them to a sheet")
    part.add_argument("--seed", type=int, required=True)
    part.add_argument("--count", type=int, default=150)
    part.add_argument("--sheet", type=Path, required=True)
    part.add_argument("--packages", choices=material.LISTS, default=material.LISTS[-1])
    part.add_argument("--flows", action="store_true", help="draw findings that carry a trace")
    material.antivenom_option(part)
    part.set_defaults(run=command_draw)
    part = commands.add_parser("merge", help="add two readers' verdicts to the labels")
    for name in ("sheet", "author", "reader"):
        part.add_argument(name, type=Path)
    part.add_argument("--flows", action="store_true", help="the sheet is one of flows")
    part.set_defaults(run=command_merge)
    part = commands.add_parser("report", help="write docs/accuracy.md from the labels")
    material.antivenom_option(part)
    part.set_defaults(run=command_report)
    options = parser.parse_args()
    sys.exit(options.run(options))


if __name__ == "__main__":
    main()

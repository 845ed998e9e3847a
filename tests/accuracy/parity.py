#!/usr/bin/env python3
"""What bandit and ruff report and antivenom does not, and why.

On the first 50 packages of packages.txt.  A peer's finding is matched when antivenom says anything
about one of its lines.  For asserts, imports and ignored exceptions parity.toml has a decision for the whole rule.  Of
the rest, SAMPLE findings are drawn by seed, stratified by the peer's rule; each has a verdict in
verdicts.jsonl: "noise" with the reason, or "miss", which must be mended.  `check` fails on a drawn
finding without a reason and on a miss.
"""
import argparse
import collections
import json
import random
import subprocess
import sys
import tomllib
from pathlib import Path

import material
from material import Finding

PACKAGES = 50
SAMPLE = 300
SEED = 20261124
VERDICTS = material.HERE / "verdicts.jsonl"
SETTINGS = tomllib.loads((material.HERE / "parity.toml").read_text())
BANDIT_LEVELS = {"LOW": "low", "MEDIUM": "medium", "HIGH": "high"}


def environment():
    """The folder with the peers' programs, at the versions of parity.toml."""
    wanted = ["%s==%s" % item for item in sorted(SETTINGS["peers"].items())]
    home = material.root() / "peers"
    mark = home / "wanted"
    if not mark.exists() or mark.read_text() != "\n".join(wanted):
        subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
        subprocess.run([home / "bin" / "pip", "install", "-q", "--disable-pip-version-check",
                        *wanted], check=True)
        mark.write_text("\n".join(wanted))
    return home / "bin"


def output(command):
    """Standard output of a scanner, which exits with 1 when it found something."""
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit("%s: %s" % (command[0], done.stderr.decode(errors="replace")[-2000:]))
    return json.loads(done.stdout)


def key(peer, rule, package, path, text, seen):
    """Names a finding by its code, so that it survives what moves lines."""
    base = "%s %s %s/%s %s" % (peer, rule, package, path, " ".join(text.split())[:120])
    seen[base] += 1
    return base if seen[base] == 1 else "%s #%d" % (base, seen[base])


def line_of(path, number):
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    return lines[number - 1] if number <= len(lines) else ""


def findings_of(peer, raw, folder, seen):
    """`raw`: (rule, path, first line, last line, severity, message), in any order."""
    for rule, path, first, last, severity, message in sorted(raw):
        package, inside = material.split(path, folder)
        name = key(peer, rule, package, inside, line_of(Path(path), first), seen)
        yield Finding(rule, package, inside, first, last, severity, "", message, name)


def bandit(programs, folder, paths):
    report = output([programs / "bandit", "-q", "-r", "-f", "json", *paths])
    for one in report["results"]:
        lines = one["line_range"] or [one["line_number"]]
        yield (one["test_id"], one["filename"], min(lines), max(lines),
               BANDIT_LEVELS.get(one["issue_severity"], "low"), one["issue_text"])


def ruff(programs, folder, paths):
    report = output([programs / "ruff", "check", "--isolated", "--no-cache", "--preview",
                     "--select", "S", "--output-format", "json", *paths])
    for one in report:
        if (one["code"] or "").startswith("S"):
            yield (one["code"], one["filename"], one["location"]["row"],
                   one["end_location"]["row"], "", one["message"])


def peers_findings(specs):
    folder = material.fetched(specs)
    programs = environment()
    seen = collections.Counter()
    paths = [str(folder / spec) for spec in specs]
    found = []
    for name, run in (("bandit", bandit), ("ruff", ruff)):
        found += findings_of(name, list(run(programs, folder, paths)), folder, seen)
    return found


def our_lines(findings):
    lines = collections.defaultdict(set)
    for one in findings:
        lines[one.package, one.path].update(range(one.line, one.last_line + 1))
    return lines


def unmatched(theirs, ours):
    lines = our_lines(ours)
    return [one for one in theirs
            if lines[one.package, one.path].isdisjoint(range(one.line, one.last_line + 1))]


def stratified(findings, count, seed):
    """`count` findings; each rule gets an equal share, what it leaves goes to the others."""
    chance = random.Random(seed)
    rules = collections.defaultdict(list)
    for one in sorted(findings, key=lambda one: one.key):
        rules[one.rule].append(one)
    for ones in rules.values():
        chance.shuffle(ones)
    chosen = []
    while len(chosen) < count and any(rules.values()):
        for rule in sorted(rules):
            if rules[rule] and len(chosen) < count:
                chosen.append(rules[rule].pop())
    return chosen


def compare(options):
    specs = material.packages(PACKAGES)
    theirs = peers_findings(specs)
    ours = material.scan(options.antivenom, specs, "--show-ignored", "--min-severity", "note")
    apart = unmatched(theirs, ours)
    decided = [one for one in apart if one.rule in SETTINGS["decisions"]]
    rest = [one for one in apart if one.rule not in SETTINGS["decisions"]]
    print("bandit and ruff: %d findings; %d on lines that antivenom reports too; %d decided by "
          "rule; %d left" % (len(theirs), len(theirs) - len(apart), len(decided), len(rest)))
    for rule, count in collections.Counter(one.rule for one in rest).most_common():
        print("  %-6s %5d" % (rule, count))
    return stratified(rest, SAMPLE, options.seed)


def command_draw(options):
    known = {one["key"] for one in material.read_lines(VERDICTS)}
    drawn = [one for one in compare(options) if one.key not in known]
    material.write_lines(options.sheet, [
        {"key": one.key, "rule": one.rule, "message": one.message,
         "code": material.excerpt(one),
         "file": str(material.root() / "packages" / one.package / one.path)} for one in drawn])
    print("%d without a verdict: %s" % (len(drawn), options.sheet))


def command_check(options):
    verdicts = {one["key"]: one for one in material.read_lines(VERDICTS)}
    drawn = compare(options)
    missing = [one for one in drawn if not verdicts.get(one.key, {}).get("why")]
    misses = [one for one in drawn if verdicts.get(one.key, {}).get("verdict") == "miss"]
    for what, ones in (("no verdict", missing), ("a miss", misses)):
        for one in ones:
            print("%s: %s" % (what, one.key))
    print("%d drawn, %d noise with a reason, %d without a verdict, %d misses" % (
        len(drawn), len(drawn) - len(missing) - len(misses), len(missing), len(misses)))
    return 1 if missing or misses else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    draw = commands.add_parser("draw", help="write the findings without a verdict to a sheet")
    draw.add_argument("--sheet", type=Path, required=True)
    check = commands.add_parser("check", help="repeat the comparison, hold it to the verdicts")
    for part, run in ((draw, command_draw), (check, command_check)):
        part.add_argument("--seed", type=int, default=SEED)
        material.antivenom_option(part)
        part.set_defaults(run=run)
    options = parser.parse_args()
    sys.exit(options.run(options))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""How many published flaws of released packages antivenom finds.

Each case is a package's last vulnerable release and its fixed one.  A flaw is reported when a finding
of its family lies in a function that the fix changed, and resolved when the fixed release has fewer
findings of that rule in that file.  The list and the scoring are those of
../shared/tools/published_flaws.py; without it this is skipped.  Sources are fetched once and only
read.  `report` scans every release and writes the section of docs/accuracy.md; `misses` lists what
was not resolved, with the cause that flaws.toml has.

    flaws.py [report] [--antivenom PATH]        flaws.py misses [FAMILY...]
"""
import argparse
import collections
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import material

TOOL = material.REPO.parent / "shared" / "tools" / "published_flaws.py"
CAUSES = material.HERE / "flaws.toml"
SECTION = material.HERE / "flaws.md"  # sample.py puts it into the page, too
PAGE = material.REPO / "docs" / "accuracy.md"
HEADING = "## Published flaws"
ROOT = material.root().parent / "flaws"
RELEASES, SARIFS = ROOT / "releases", ROOT / "sarif"
THREATS = "remote,local,library"
SKIPPED = 77
VERDICT = re.compile(r"(resolved|reported|missed) +(\S+)")


def load_tool():
    if not TOOL.exists():
        print("skipped: there is no ../shared/tools/published_flaws.py")
        sys.exit(SKIPPED)
    spec = importlib.util.spec_from_file_location("published_flaws", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def releases_of(cases):
    return sorted({f"{case['package']}-{case[key]}" for case in cases
                   for key in ("vulnerable", "fixed")})


def fetch(cases):
    """Fetches the sources that are not there, with the modules that the tool needs."""
    if all((RELEASES / name).is_dir() for name in releases_of(cases)):
        return
    environment = ROOT / "env"
    if not environment.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run([environment / "bin/pip", "install", "-q", "unearth", "requests"], check=True)
    subprocess.run([environment / "bin/python", TOOL, "fetch", RELEASES], check=False)


def scan(antivenom, name):
    """Scans one release into its SARIF file; what is said of it, or "" when all went well."""
    target = SARIFS / f"{name}.sarif"
    done = subprocess.run(
        [antivenom, "scan", "--isolated", "--exit-zero", "-q", "--threats", THREATS, "--format",
         f"sarif={target}", name], cwd=RELEASES, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    target.unlink(missing_ok=True)
    return f"{name}: exit code {done.returncode}: {done.stderr.strip()[-200:]}"


def scan_all(antivenom, cases):
    SARIFS.mkdir(parents=True, exist_ok=True)
    names = [name for name in releases_of(cases) if (RELEASES / name).is_dir()]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [said for said in pool.map(lambda name: scan(antivenom, name), names) if said]


def score(cases):
    """({id: verdict}, the last line of the score)."""
    done = subprocess.run([sys.executable, TOOL, "score", RELEASES, SARIFS], capture_output=True,
                          text=True, check=True)
    *lines, summary = done.stdout.strip().split("\n")
    verdicts = {found[2]: found[1] for line in lines if (found := VERDICT.match(line))}
    return {case["id"]: verdicts.get(case["id"], "not scanned") for case in cases}, summary


def causes():
    return tomllib.loads(CAUSES.read_text())["cause"]


def cause_of(identity):
    return next((cause["name"] for cause in causes() if identity in cause["cases"]), "not read")


def by_family(cases, verdicts):
    """(family, cases, reported, resolved); a case counts for its first family."""
    families = collections.defaultdict(list)
    for case in cases:
        families[case["families"][0]].append(verdicts[case["id"]])
    for family, ones in sorted(families.items(), key=lambda item: (-len(item[1]), item[0])):
        yield family, len(ones), len(ones) - ones.count("missed") - ones.count("not scanned"), \
            ones.count("resolved")


def section(cases, verdicts, density):
    rows = list(by_family(cases, verdicts))
    count, resolved = len(cases), sum(row[3] for row in rows)
    reported = sum(row[2] for row in rows)
    lines = [
        HEADING, "",
        f"{count} flaws published for packages on PyPI until 2024, each with its last vulnerable "
        f"release and its fixed one, scanned with `--threats {THREATS}` and no configuration. "
        "*Reported*: a finding of the flaw's family lies in a function that the fix changed. "
        "*Resolved*: and the fixed release has fewer findings of that rule in that file.", "",
        f"**{resolved} of {count} are resolved ({100 * resolved / count:.0f} %)**, {reported} "
        f"reported, with {density} findings of severity low or above in 1,000 lines of the "
        "vulnerable releases.", "",
        "| family | flaws | reported | resolved |", "| --- | ---: | ---: | ---: |"]
    lines += ["| %s | %d | %d | %d |" % row for row in rows]
    missed = collections.Counter(cause_of(case["id"]) for case in cases
                                 if verdicts[case["id"]] != "resolved")
    if set(missed) - {"not read"}:
        lines += ["", "Why the others are not:", "", "| cause | flaws |", "| --- | ---: |"]
        lines += [f"| {name} | {number} |" for name, number in missed.most_common()]
    return "\n".join(lines + ["", "`./dev flaws` fetches the releases, scans them and writes this.",
                              ""])


def with_section(page, text):
    """A page with its section of published flaws replaced, or added at the end."""
    kept = re.sub(rf"^{HEADING}\n.*?(?=^## |\Z)", "", page, flags=re.M | re.S).rstrip("\n")
    return f"{kept}\n\n{text}"


def write(path, text):
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as made:
        made.write(text)
    os.chmod(made.name, 0o644)
    os.replace(made.name, path)


def command_report(options):
    tool = load_tool()
    cases = json.loads(tool.CASES.read_text())
    fetch(cases)
    for said in scan_all(options.antivenom, cases):
        print(said)
    verdicts, summary = score(cases)
    for family, count, reported, resolved in by_family(cases, verdicts):
        print(f"{family:12}{count:4} flaws {reported:4} reported {resolved:4} resolved")
    print(summary)
    density = re.search(r"([\d.]+) findings of low", summary)[1]
    text = section(cases, verdicts, density)
    write(SECTION, text)
    write(PAGE, with_section(PAGE.read_text(), text))
    return 0


def command_misses(options):
    tool = load_tool()
    cases = json.loads(tool.CASES.read_text())
    verdicts, _ = score(cases)
    for case in cases:
        if verdicts[case["id"]] == "resolved" or (
                options.family and not set(options.family) & set(case["families"])):
            continue
        print(f"{verdicts[case['id']]:11} {case['id']} {case['package']} {case['vulnerable']} "
              f"{','.join(case['families'])}: {cause_of(case['id'])}")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    material.antivenom_option(parser)
    parser.set_defaults(run=command_report)
    commands = parser.add_subparsers()
    commands.add_parser("report").set_defaults(run=command_report)
    part = commands.add_parser("misses", help="list what was not resolved")
    part.add_argument("family", nargs="*")
    part.set_defaults(run=command_misses)
    options = parser.parse_args()
    sys.exit(options.run(options))


if __name__ == "__main__":
    main()

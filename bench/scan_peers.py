"""The scanners that are measured: ours, without flow and with it, and the peers that can be had."""
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import measure
import peers
import semgrep_rules

OURS, FLOW = "antivenom, no flow", "antivenom"
RUFF, BANDIT, SEMGREP = "ruff", "bandit", "semgrep"
HERE = Path(__file__).resolve().parent
SEMGREP_VERSION = "1.185.0"


@dataclass(frozen=True)
class Scanner:
    """One scanner: its command, and how to learn how many files it reads, and what to remark."""

    name: str
    command: list
    files: Callable  # (scanner, folder, output) -> (files, remark)
    environment: dict = field(default_factory=dict)

    def run(self, folder):
        return measure.run([*self.command, folder], environment=self.environment)


def ours(antivenom):
    """The rules that look at one place at a time, as most peers' do; then flow as well."""
    command = [antivenom, "scan", "--isolated", "--exit-zero", "--quiet"]
    return [Scanner(OURS, [*command, "--no-flow"], files_of_antivenom),
            Scanner(FLOW, command, files_of_antivenom)]


def ruff():
    return [Scanner(RUFF, [program, "check", "--isolated", "--no-cache", "--preview", "--select",
                           "S", "--exit-zero"], files_of_ruff) for program in parity_program(RUFF)]


def bandit():
    return [Scanner(BANDIT, [program, "-q", "-r", "--exit-zero", "-f", "json"], files_of_bandit)
            for program in parity_program(BANDIT)]


def parity_program(name):
    """The program of a peer, in a list; an empty one and a line when it can't be had."""
    programs, reason = peers.scanners()
    if programs is None:
        print("skipped: %s: %s" % (name, reason))
        return []
    return [programs / name]


def offline():
    """What keeps a program from the network, where that can be had: semgrep waits for answers."""
    command = ["unshare", "--map-root-user", "--net"]
    try:
        subprocess.run([*command, "true"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    return command


def semgrep():
    """semgrep's free engine with our twenty rules, on every file."""
    python = test_peers().environment(["semgrep==" + SEMGREP_VERSION])
    if python is None:
        print("skipped: semgrep %s cannot be had from PyPI" % SEMGREP_VERSION)
        return []
    home = peers.cache_folder()
    rules = home / "semgrep.yaml"
    rules.write_text(semgrep_rules.text())
    command = [*offline(), python.parent / "semgrep", "scan", "--oss-only", "--metrics", "off",
               "--disable-version-check", "--quiet", "--json", "--no-git-ignore", "--jobs",
               str(len(os.sched_getaffinity(0))), "--max-target-bytes", "0", "--config", rules]
    return [Semgrep(SEMGREP, command, files_of_semgrep,
                    {"SEMGREP_SETTINGS_FILE": str(home / "semgrep-settings.yaml"),
                     "SEMGREP_LOG_FILE": str(home / "semgrep.log")})]


class Semgrep(Scanner):
    """It leaves out tests and more by itself, unless a file where it is started says otherwise."""

    def run(self, folder):
        (folder / ".semgrepignore").write_text("")
        return measure.run([*self.command, "."], environment=self.environment, folder=folder)


def test_peers():
    """tests/python/_peers.py, which keeps environments with pinned packages."""
    sys.path.append(str(HERE.parent / "tests" / "python"))
    import _peers
    return _peers


def files_of_antivenom(scanner, folder, _):
    report = json.loads(subprocess.run([*scanner.command, "--format", "json", folder],
                                       capture_output=True, check=True).stdout)
    return report["totals"]["analysed"], ""


def files_of_ruff(scanner, folder, _):
    listed = subprocess.run([*scanner.command, "--show-files", folder], capture_output=True,
                            check=True).stdout
    return len(listed.splitlines()), ""


def files_of_bandit(_, __, output):
    """Of its own report: those it could not parse are not in its metrics."""
    return len(json.loads(output)["metrics"]) - 1, ""  # _totals


def files_of_semgrep(_, __, output):
    """Of its own report, which also says what it did not get through."""
    report = json.loads(output)
    return len(report["paths"]["scanned"]), "%d findings, %d errors" % (
        len(report["results"]), len(report["errors"]))


def versions(rows):
    """{scanner: version} of the peers that rows name."""
    known = {**peers.pinned(), SEMGREP: SEMGREP_VERSION}
    return {name: known[name] for name in rows if name in known}

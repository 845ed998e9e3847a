"""The packages that accuracy is measured on, and what a scanner's finding is here.

packages.txt pins those that rules were tuned on first, the other lists some that were not looked at
before their draw (seeds 3 to 10); they come as wheels by `pip download`, nothing of them is run.
"""
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parents[1]
sys.path.insert(0, str(REPO / "tests" / "differential"))
import fetch  # noqa: E402
from streams import cache_root  # noqa: E402

CONTEXT_BEFORE, CONTEXT_AFTER = 12, 8


@dataclass(frozen=True, order=True)
class Finding:
    """What a scanner says of a line; `key` names it across runs."""

    rule: str
    package: str
    path: str  # within the package
    line: int
    last_line: int
    severity: str
    confidence: str
    message: str
    key: str
    trace: tuple = ()  # the steps of a flow, as text; empty when it is none


# In the order of their draws.
LISTS = ("packages.txt", "unseen.txt", "unseen4.txt", "unseen5.txt", "unseen6.txt", "unseen7.txt",
         "unseen8.txt", "unseen9.txt", "unseen10.txt")


def packages(count=None, name=LISTS[0]):
    lines = (HERE / name).read_text().splitlines()
    return [line for line in lines if not line.startswith("#")][:count]


def said_of(name):
    """What a list says of itself in its first line."""
    return (HERE / name).read_text().splitlines()[0].lstrip("# ")


def root():
    return Path(cache_root()).parent / "accuracy"


def fetched(specs):
    """The folder that has the packages `specs`; ends the program when one can't be had."""
    missing = [spec for spec in specs if not (root() / "packages" / spec / "DONE").exists()]
    failed = fetch.fetch(missing, root())
    if failed:
        sys.exit("could not be fetched: %s" % ", ".join(sorted(failed)))
    return root() / "packages"


def split(path, folder):
    """(package, path within it) of a file below `folder`."""
    package, _, inside = str(Path(path).relative_to(folder)).partition("/")
    return package, inside


def scan(antivenom, specs, *options):
    """Our findings on `specs`, in an order that does not depend on the machine."""
    folder = fetched(specs)
    command = [antivenom, "scan", "--isolated", "--exit-zero", "-q", "--format", "json", *options]
    done = subprocess.run(command + [str(folder / spec) for spec in specs], capture_output=True,
                          check=False)
    if done.returncode != 0:
        sys.exit("antivenom: %s" % done.stderr.decode(errors="replace"))
    report = json.loads(done.stdout)
    if report["not_analysed"]:
        sys.exit("antivenom left out %d files" % len(report["not_analysed"]))
    return sorted(_ours(one, folder) for one in report["findings"])


def _ours(one, folder):
    package, inside = split(one["path"], folder)
    key = "%s/%s:%s:%s" % (package, inside, one["rule"], one["fingerprint"])
    return Finding(one["rule"], package, inside, one["start"]["line"], one["end"]["line"],
                   one["severity"], one["confidence"], one["message"], key,
                   tuple(_step(step, folder) for step in one.get("trace", ())))


def _step(step, folder):
    return "%s:%d: %s | %s" % (Path(step["path"]).relative_to(folder), step["start"]["line"],
                               step["message"], step["snippet"][0]["text"].strip()[:160])


def code_lines(specs):
    """Lines of Python in `specs`, blank ones and comments too."""
    folder = fetched(specs)
    return sum(path.read_bytes().count(b"\n")
               for spec in specs for path in (folder / spec).rglob("*.py"))


def excerpt(finding):
    """The lines around the finding, numbered, those it is about marked."""
    path = root() / "packages" / finding.package / finding.path
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    first = max(1, finding.line - CONTEXT_BEFORE)
    last = min(len(lines), finding.last_line + CONTEXT_AFTER)
    mark = range(finding.line, finding.last_line + 1)
    return "\n".join("%s%5d  %s" % (">" if number in mark else " ", number, lines[number - 1][:160])
                     for number in range(first, last + 1))


def read_lines(path):
    """The objects of a JSON lines file; none when it is not there."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def write_lines(path, objects):
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects))


def antivenom_option(parser):
    parser.add_argument("--antivenom", default=str(REPO / "build" / "release" / "antivenom"),
                        help="the program to measure (build/release/antivenom)")

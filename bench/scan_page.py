"""The figures of scan.py as Markdown: tables, and a graph of how the cost grows."""
import json
import re
import subprocess
from dataclasses import dataclass

from measure import Usage

BAR_COLUMNS = 40
BEGIN, END = "<!-- begin: ./dev bench scan -->", "<!-- end -->"


@dataclass(frozen=True)
class Row:
    """One scanner on one corpus."""

    name: str
    usage: Usage
    files: int


def files_of_antivenom(scanner, folder, _):
    report = json.loads(subprocess.run([*scanner.command, "--format", "json", folder],
                                       capture_output=True, check=True).stdout)
    return report["totals"]["analysed"]


def files_of_ruff(scanner, folder, _):
    listed = subprocess.run([*scanner.command, "--show-files", folder], capture_output=True,
                            check=True).stdout
    return len(listed.splitlines())


def files_of_bandit(_, __, output):
    """Of its own report: those it could not parse are not in its metrics."""
    return len(json.loads(output)["metrics"]) - 1  # _totals


def table(head, rows):
    """Rows of texts as a table, all columns but the first to the right."""
    lines = ["| " + " | ".join(head) + " |",
             "| --- |" + " ---: |" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def ratio(value, base):
    return "%.2f" % (value / base) if value < 10 * base else "%.0f" % (value / base)


class Page:
    def __init__(self):
        self.parts = []

    def add_corpus(self, corpus, rows):
        base = rows[0].usage
        million = corpus.lines / 1e6
        self.parts.append("### %s\n\n%s lines, %.1f MB.\n\n%s" % (
            corpus.title, format(corpus.lines, ","), corpus.megabytes,
            table(["", "files", "wall, s", "CPU, s", "wall, to ours", "CPU, to ours",
                   "memory, MB", "MB a million lines"],
                  [[row.name, format(row.files, ","), "%.2f" % row.usage.wall,
                    "%.2f" % row.usage.cpu, ratio(row.usage.wall, base.wall),
                    ratio(row.usage.cpu, base.cpu), "%.0f" % row.usage.peak,
                    "%.0f" % (row.usage.peak / million)] for row in rows])))

    def add_short(self, title, medians, runs):
        mine = medians["antivenom"]
        self.parts.append("### From process start: %s\n\nMedian of %d runs.\n\n%s" % (
            title, runs, table(["", "ms", "ms more than ours"],
                               [[name, "%.2f" % (wall * 1e3), "%+.2f" % ((wall - mine) * 1e3)]
                                for name, wall in medians.items()])))

    def add_growth(self, rows):
        names = list(rows[0][1])
        head = ["lines"] + ["%s, wall s" % name for name in names]
        head += ["antivenom, CPU s a million lines", "antivenom, MB"]
        cells = [[format(part.lines, ",")] + ["%.3f" % usages[name].wall for name in names] +
                 ["%.2f" % (usages["antivenom"].cpu / part.lines * 1e6),
                  "%.0f" % usages["antivenom"].peak] for part, usages in rows]
        self.parts.append("### From %s to %s lines\n\n%s\n\n%s" % (
            format(rows[0][0].lines, ","), format(rows[-1][0].lines, ","), table(head, cells),
            chart(rows)))

    def text(self, processors, versions):
        names = ", ".join("%s %s" % item for item in sorted(versions.items()))
        return "\n\n".join(["%d processors; %s." % (processors, names), *self.parts])


def chart(rows):
    """Bars of the wall time of a million lines: linear cost is bars of one length."""
    rates = [(part.lines, name, usage.wall / part.lines * 1e6)
             for part, usages in rows for name, usage in usages.items()]
    most = max(rate for _, _, rate in rates)
    lines = ["%10s  %-19s %s %.2f" % (format(count, ","), name,
                                     "#" * max(1, round(rate / most * BAR_COLUMNS)), rate)
             for count, name, rate in rates]
    return "```text\n     lines            wall seconds a million lines\n%s\n```" % "\n".join(lines)


def write(path, text):
    """Puts the figures between the marks of a page."""
    page = path.read_text()
    pattern = re.compile("(?<=%s\n).*?(?=%s)" % (re.escape(BEGIN), re.escape(END)), re.S)
    if not pattern.search(page):
        raise ValueError("%s has no place for figures" % path)
    path.write_text(pattern.sub(lambda _: "\n%s\n\n" % text, page))

"""The figures of scan.py as Markdown: tables, goals, and a graph of how the cost grows; and the page
that they are put into, part by part.
"""
import os
import re
from dataclasses import dataclass

import scan_peers
from measure import Usage
from scan_peers import FLOW, OURS

BAR_COLUMNS = 40
BEGIN, END = "<!-- begin: ./dev bench scan --only %s -->", "<!-- end -->"


@dataclass(frozen=True)
class Row:
    """One scanner on one corpus."""

    name: str
    usage: Usage
    files: int
    remark: str = ""


@dataclass(frozen=True)
class Goal:
    """What a figure is to be: at most `bound`, or at least."""

    words: str
    value: float
    bound: float
    is_least: bool = False

    def text(self):
        is_met = self.value >= self.bound if self.is_least else self.value <= self.bound
        return "- %s: %.4g; goal: %s %g: %s" % (
            self.words, self.value, "at least" if self.is_least else "at most", self.bound,
            "met" if is_met else "**missed**")


def table(head, rows):
    """Rows of texts as a table, all columns but the first to the right."""
    lines = ["| " + " | ".join(head) + " |",
             "| --- |" + " ---: |" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def ratio(value, base):
    return "%.2f" % (value / base) if value < 10 * base else "%.0f" % (value / base)


class Page:
    """Prints each part, and puts it into `path`, if there is one."""

    def __init__(self, path, machine):
        self.path = path
        self.machine = machine

    def add(self, part, names, paragraphs, goals=()):
        peers = ["%s %s" % item for item in scan_peers.versions(names).items()]
        said = "%s%s." % (self.machine, "; " + ", ".join(peers) if peers else "")
        listed = "\n".join(goal.text() for goal in goals)
        text = "\n\n".join([*paragraphs, *([listed] if listed else []), said])
        print(text + "\n", flush=True)
        if self.path:
            write(self.path, part, text)

    def add_corpus(self, part, corpus, rows, goals):
        base = rows[0].usage
        million = corpus.lines / 1e6
        remarks = ["%s: %s." % (row.name, row.remark) for row in rows if row.remark]
        figures = table(
            ["", "files", "wall, s", "CPU, s", "wall, to the first", "CPU, to the first",
             "memory, MB", "MB a million lines"],
            [[row.name, format(row.files, ","), "%.2f" % row.usage.wall,
              "%.2f" % row.usage.cpu, ratio(row.usage.wall, base.wall),
              ratio(row.usage.cpu, base.cpu), "%.0f" % row.usage.peak,
              "%.0f" % (row.usage.peak / million)] for row in rows])
        title = "%s: %s lines, %.1f MB." % (corpus.title, format(corpus.lines, ","),
                                            corpus.megabytes)
        self.add(part, [row.name for row in rows], [title, figures, *remarks], goals)

    def add_start(self, found, runs, goals):
        """`found`: (lines, {scanner: seconds}) of each file."""
        names = list(found[0][1])
        figures = table(
            ["ms"] + ["a script of %d lines" % lines if lines else "an empty file"
                      for lines, _ in found],
            [[name] + ["%.2f" % (medians[name] * 1e3) for _, medians in found] for name in names])
        self.add("start", names, ["Median of %d runs." % runs, figures], goals)

    def add_growth(self, rows):
        names = list(rows[0][1])
        head = ["lines"] + ["%s, wall s" % name for name in names]
        for name in (OURS, FLOW):
            head += ["%s, CPU s a million lines" % name, "MB"]
        cells = []
        for part, usages in rows:
            line = [format(part.lines, ",")] + ["%.3f" % usages[name].wall for name in names]
            for name in (OURS, FLOW):
                line += ["%.2f" % (usages[name].cpu / part.lines * 1e6),
                         "%.0f" % usages[name].peak]
            cells.append(line)
        self.add("growth", names, [table(head, cells), chart(rows)])


def chart(rows):
    """Bars of the CPU time of a million lines: linear cost is bars of one length."""
    rates = [(part.lines, name, usages[name].cpu / part.lines * 1e6)
             for name in rows[0][1] for part, usages in rows]
    most = max(rate for _, _, rate in rates)
    lines = ["%-19s %10s  %s %.2f" % (name, format(count, ","),
                                      "#" * max(1, round(rate / most * BAR_COLUMNS)), rate)
             for count, name, rate in rates]
    return "```text\n%-19s %10s  CPU seconds a million lines\n%s\n```" % (
        "", "lines", "\n".join(lines))


def write(path, part, text):
    """Puts a part between its marks on a page; the rest of the page stays."""
    page = path.read_text()
    begin = BEGIN % part
    pattern = re.compile("(?<=%s\n).*?(?=%s)" % (re.escape(begin), re.escape(END)), re.S)
    if not pattern.search(page):
        raise ValueError("%s has no place for %s" % (path, part))
    new = path.with_name(path.name + ".new")
    # Once: behind a part that was empty, another match would take the next one too.
    new.write_text(pattern.sub(lambda _: "\n%s\n\n" % text, page, count=1))
    os.replace(new, path)

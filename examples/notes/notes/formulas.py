"""Sums and tags in notes: a line such as `= 3 * 14.50` shows its result."""

import ast
import re

TAG_LINE = re.compile(r"^tags:(\s*\w+,?)+$")
TAG = re.compile(r"\w+")


def total_of(body):
    total = 0
    for line in body.splitlines():
        if line.startswith("="):
            total += eval(line[1:])
    return total


def tags_of(body):
    """The words of lines such as `tags: plan, budget`."""
    tags = set()
    for line in body.splitlines():
        if TAG_LINE.match(line):
            tags.update(TAG.findall(line[5:]))
    return tags


def numbers_of(line):
    """A list written in a note: `[1, 2, 3]`."""
    return ast.literal_eval(line)

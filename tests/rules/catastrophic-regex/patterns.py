"""Patterns by how they are written and used."""
import re
import re as regular
from re import compile as rc, search

NESTED = r"(\d+)+x"

re.compile(NESTED)  # error: catastrophic-regex medium
regular.match(pattern=NESTED, string=text)  # error: catastrophic-regex
rc("(a|a)*" + "b")  # error: catastrophic-regex
search("(?:%s)*!" % "[a-z]|[a-m]", text)  # error: catastrophic-regex
re.sub(r"(?:x+x+)+y", "", text)  # error: catastrophic-regex
re.split(r"(a*)*,", text)  # error: catastrophic-regex
re.compile(rb"(a+)+$")  # error: catastrophic-regex
SPACED = """
    ( [a-z]+ \\s* )+  # words
    $"""
re.compile(SPACED, re.X | re.ASCII)  # error: catastrophic-regex
re.compile(r"(a|A)+$", re.I)  # error: catastrophic-regex
re.compile(r"(?i)(a|A)+$")  # error: catastrophic-regex

re.compile(r"(a|A)+$")  # ok: catastrophic-regex
re.compile(r"\s+$")  # ok: catastrophic-regex
re.compile(r"(a+)+")  # ok: catastrophic-regex
re.compile(r"(?:[a-z]+,)*[a-z]+")  # ok: catastrophic-regex
re.compile(r"^(\w+\.)*\w+$")  # ok: catastrophic-regex
re.compile(r"(a+)+$(")  # ok: catastrophic-regex
re.compile(unknown + "(a+)+$")  # ok: catastrophic-regex
re.fullmatch(r"(a+)+", text)  # error: catastrophic-regex
re.match(r"(a+)+", text)  # ok: catastrophic-regex
mine.compile(NESTED)  # ok: catastrophic-regex
re.compile(r"(a)(\1)+$")  # ok: catastrophic-regex

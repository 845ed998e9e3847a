"""Patterns by how they are written and used."""
import re
import re as regular
from re import compile as rc, search

NESTED = r"(\d+)+x"  # error: catastrophic-regex medium

re.compile(NESTED)
regular.match(pattern=NESTED, string=text)
rc("(a|a)*" + "b")  # error: catastrophic-regex
search("(?:%s)*!" % "[a-z]|[a-m]", text)  # error: catastrophic-regex
re.sub(r"(?:x+x+)+y", "", text)  # error: catastrophic-regex
re.split(r"(a*)*,", text)  # error: catastrophic-regex
re.compile(rb"(a+)+$")  # error: catastrophic-regex
SPACED = """  # error: catastrophic-regex
    ( [a-z]+ \\s* )+  # words
    $"""
re.compile(SPACED, re.X | re.ASCII)
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
re.compile(r"\s*\t+\s*(\S)")  # error: catastrophic-regex low
re.match(r"\d*,?\d*,?\d*$", text)  # error: catastrophic-regex low
re.match(r"\d*,?\d*,?\d*$", "1,2")  # ok: catastrophic-regex
re.search(r"x*x*y", text)  # error: catastrophic-regex low
re.compile(r"x*x*y")  # ok: catastrophic-regex
re.compile(r"\s*(\w+)\s*=\s*(\w+)\s*;")  # ok: catastrophic-regex
re.compile(r"(a)(\1)+$")  # ok: catastrophic-regex

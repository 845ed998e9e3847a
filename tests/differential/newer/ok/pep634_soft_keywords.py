match = 1
match(x)
match[x]
match -x
match * x
match: int
match.case
print(match, case, _)
match(x).y
match in x
match if x else y
case = match

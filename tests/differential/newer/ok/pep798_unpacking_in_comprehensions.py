[*a for a in b]
{*a for a in b}
{**a for a in b}
(*a for a in b)
f(*a for a in b)
[*a for a in b if a for c in a]

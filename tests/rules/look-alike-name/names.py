"""Names in one script, in two, and copies of others."""


def copy(scope, Αlpha):  # error: look-alike-name medium
    return scope


def сору(x):  # error: look-alike-name high
    return x


разум = 1
ΔT = 2
α = νmax = 3
naïve = 4
имя_file = 5
self_А = 6
раге = 7

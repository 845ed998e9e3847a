rf"\{a}\N{b}"
fR"{a!r:\d}"
F"\N{BULLET}{a}"

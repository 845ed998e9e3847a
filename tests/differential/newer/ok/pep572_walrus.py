if (x := 1): pass
[y := 1, y]
f(x := 1)
a[x := 1]
{x := 1}
[z for x in y if (z := x)]

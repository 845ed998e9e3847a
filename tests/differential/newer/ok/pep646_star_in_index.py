a[*b]
a[*b, c]
a[c, *b, 1:2]
a[*b] = 1
del a[*b]

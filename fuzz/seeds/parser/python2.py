print >>sys.stderr, `x`, 0777, 1L, ur'a'
exec "a" in b, c
try:
	raise E, "v", tb
except (A, B), e:
        print
def f(a, (b, c)=d): return [x for x in 1, 2 if a <> b]

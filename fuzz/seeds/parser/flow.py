for i, (j, *k) in a, *b:
    if i < j <= 3 and not k or i is not None: continue
    elif (n := len(k)) not in (1, 2): break
    else:
        while True:
            pass
else:
    try:
        raise E from None
    except* (A, B) as e:
        assert e, "x"
    finally:
        del a[0], b.c

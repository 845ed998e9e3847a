try:
    f()
except A, B:
    pass
except C, D, E:
    pass

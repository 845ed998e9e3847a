try:
    f()
except A as b.c:
    pass

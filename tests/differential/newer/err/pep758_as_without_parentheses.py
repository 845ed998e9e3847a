try:
    f()
except A, B as c:
    pass

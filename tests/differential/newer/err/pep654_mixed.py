try:
    f()
except A:
    pass
except* B:
    pass

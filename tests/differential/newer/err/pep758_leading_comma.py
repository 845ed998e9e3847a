try:
    f()
except , A:
    pass

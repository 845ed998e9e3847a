try:
    f()
except (A, B) as e:
    pass

x = foo(a,
def f(:
    return f"{a
class
  else: pass

@a[0].b
@(lambda f: f)
@x if y else z
@(yield)
def f(): ...

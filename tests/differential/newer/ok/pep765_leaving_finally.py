def f():
    for x in y:
        try:
            g()
        finally:
            return 1
for x in y:
    try:
        g()
    finally:
        break
while x:
    try:
        g()
    finally:
        continue

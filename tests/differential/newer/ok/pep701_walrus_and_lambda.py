f"{x:=5}"
f"{(x:=5)}"
f"{(lambda x: 1)}"
f"{(lambda: 1):>5}"

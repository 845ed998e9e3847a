type = 1
type(x)
type[x]
type.x = 2
type: int = 3
print(type, type)
type
type, x = y
type in x

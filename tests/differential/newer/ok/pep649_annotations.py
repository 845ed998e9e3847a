x: y[z] = 1
x: "undefined"
class A:
    b: A
    def c(self, d: A) -> A: ...
(x): int
a.b: int
a[1]: int = 2

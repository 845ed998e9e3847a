class A[T: int = str, *Ts, **P](B, metaclass=M):
    x: int = 3
    type Alias[U] = dict[U, T]

    @property
    def y(self): return self._y; pass

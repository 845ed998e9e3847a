type X = int
type Y[T] = list[T]
type Z[T: int, *Ts, **P] = dict[T, Callable[P, tuple[*Ts]]]

type X[T = ] = T

x = 1L

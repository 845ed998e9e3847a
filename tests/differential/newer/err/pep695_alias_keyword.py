type class = int

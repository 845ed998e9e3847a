"a" f"{b}" r"c" F"{d}"
(f"{a}"
 "b")

ut"a"

type type = int
type match = int
type case[type] = type

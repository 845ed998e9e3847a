lazy a

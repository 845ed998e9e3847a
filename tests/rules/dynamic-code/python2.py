# Python 2
print "exec is a statement"


def run(source, scope):
    exec source  # error: dynamic-code
    exec source in scope  # error: dynamic-code
    exec(source, scope)  # error: dynamic-code
    exec "x = 1"
    exec "x = %d" % len(scope)
    exec raw_input()  # error: dynamic-code

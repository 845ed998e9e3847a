"""A parameter called `request` is a request where parts of it are taken."""


def view(request):
    eval(request.GET["expression"])  # error: dynamic-code high
    eval(request["expression"])  # error: dynamic-code medium


def help(request):
    eval(request)  # error: dynamic-code medium

"""A parameter called `request` is a request where parts of it are taken."""


def view(request):
    eval(request.GET["expression"])  # error: dynamic-code high
    eval(request["expression"])  # error: dynamic-code low


def help(request):
    eval(request)  # error: dynamic-code low

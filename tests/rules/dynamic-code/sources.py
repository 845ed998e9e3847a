"""What is run decides."""
import ast
import builtins
import code
import os
import types
import pandas as pd
from builtins import eval as evaluate

from flask import request

RULE = "1 + 1"


def reach(text, other):
    eval(text)  # error: dynamic-code low
    builtins.eval(text)  # error: dynamic-code
    evaluate(text)  # error: dynamic-code
    __builtins__.eval(text)  # error: dynamic-code
    getattr(builtins, "ev" + "al")(text)  # error: dynamic-code
    run = exec
    run(text)  # error: dynamic-code
    exec(compile(text, "<text>", "exec"), {})  # error: dynamic-code
    code.InteractiveInterpreter().runsource(text)  # error: dynamic-code
    eval("lambda: " + text)  # error: dynamic-code
    list(map(eval, text))  # todo-miss: dynamic-code passed as a function
    other.eval(text)
    other.exec(text)
    ast.literal_eval(text)
    pd.eval(text)
    compile(text, "<text>", "exec")


def known(number: int):
    eval("1 + 1")
    exec("import os; os.getcwd()")
    eval(RULE)  # error: dynamic-code low
    eval("x%d" % number)
    eval(f"x{number}")
    exec(compile(ast.parse("x = 1"), "<ast>", "exec"))


def grades():
    eval(input())  # error: dynamic-code medium
    eval(os.environ["RULE"])  # error: dynamic-code low
    eval(request.form["rule"])  # error: dynamic-code high
    compile(request.form["rule"], "<rule>", "eval")  # error: dynamic-code high
    pd.eval(request.form["rule"])  # error: dynamic-code high
    with open("version.py") as file:
        exec(file.read())  # error: dynamic-code low
    exec(open("version.py").read())  # error: dynamic-code low
    exec(open(input()).read())  # error: dynamic-code low


def _private(text):
    eval(text)


def _asked(text, *, scope=None):
    exec(text, scope)  # error: dynamic-code medium


def _handed_on(text):
    eval(text)  # error: dynamic-code low


def callers():
    _private("1 + 1")
    _private(text="2 + 2")
    _asked(input())
    return map(_handed_on, ["1 + 1"])


def stored(text, other):
    parts = {"a": "1"}
    parts["a"] = text
    eval(parts["a"])  # error: dynamic-code low
    known = {"a": "1"}
    known["a"] = "2"
    known["b"] = text
    eval("+".join(known["a"]))
    several = []
    several.append(input())
    eval("+".join(several))  # error: dynamic-code medium
    named = {}
    named.update(a=request.form["rule"])
    eval(named[other])  # error: dynamic-code high


if __name__ == "__main__":
    eval(input())  # error: dynamic-code low


def compiled(code: types.CodeType):
    exec(code)


class Frame:
    def eval(self, text):
        return text

    def run(self, text):
        return self.eval(text)

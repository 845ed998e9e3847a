"""Lets values through loaders: a text that calls a function does so, or is refused."""
import io
import cloudpickle
import dill
import joblib
import jsonpickle
import numpy
import pandas
import pickle
import sympy
import yaml

MARKER = 'm4rk3r'
called = []


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


class Evil:
    def __reduce__(self):
        return eval, (f"__import__('__main__').called.append('{MARKER}')",)


def runs(path, load):
    called.clear()
    load(pickle.dumps(Evil()))
    ok(path, called)


runs('dill.loads', dill.loads)
runs('cloudpickle.loads', cloudpickle.loads)
runs('joblib.load', lambda data: joblib.load(io.BytesIO(data)))
runs('pandas.read_pickle', lambda data: pandas.read_pickle(io.BytesIO(data), compression=None))
jsonpickle.decode('{"py/reduce": [{"py/type": "builtins.print"}, {"py/tuple": ["ok jsonpickle.decode"]}]}')
text = f"!!python/object/apply:builtins.str ['{MARKER}']"
ok('yaml.unsafe_load', yaml.unsafe_load(text))
ok('yaml.load', yaml.load(text, Loader=yaml.UnsafeLoader))
try:
    yaml.load(text, Loader=yaml.SafeLoader)
    raise AssertionError
except yaml.YAMLError:
    pass
ok('yaml.safe_load', yaml.safe_load('a: ' + MARKER))
out = io.BytesIO()
numpy.save(out, numpy.array([{'a': MARKER}], dtype=object), allow_pickle=True)
try:
    numpy.load(io.BytesIO(out.getvalue()))
    raise AssertionError
except ValueError:
    pass
ok('numpy.load', numpy.load(io.BytesIO(out.getvalue()), allow_pickle=True))
ok('pandas.read_csv', pandas.read_csv(io.StringIO('a\n' + MARKER)))
ok('sympy.sympify', sympy.sympify(f"'{MARKER}'.upper().lower()"))

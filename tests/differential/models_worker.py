"""Answers, inside one virtual environment, what a library has: reads questions as JSON, writes JSON.

A question is {"path", "names", "places", "call"}: the dotted name of a model, the parameters that its
rows mention by name and by place, and whether to call what tells no signature.  An answer adds "state" and "detail".  `made` gives Python text
that makes what stands for a path that no import leads to (an object with attributes of its own).
"""

import contextlib
import importlib
import inspect
import io
import json
import re
import sys
import warnings

NO_CALL = re.compile(r'(^|\.)(exec|fork|kill|abort|_exit|input|system|startfile|spawn|posix_spawn)')


def made_object(text):
    scope = {}
    lines = text.strip().split('\n')
    exec('\n'.join(lines[:-1]), scope)
    return eval(lines[-1], scope)


def step(owner, name):
    """The attribute, whether it is there only for instances, and the attribute as it is stored."""
    with contextlib.suppress(Exception):
        return getattr(owner, name), False
    if not inspect.isclass(owner):
        raise AttributeError(name)
    for one in owner.__mro__:
        if name in getattr(one, '__annotations__', {}) or name in getattr(one, '__slots__', ()):
            return None, True
        with contextlib.suppress(OSError, TypeError):
            if re.search(rf'self\.{name}\b[^\n]*=', inspect.getsource(one)):
                return None, True
    raise AttributeError(name)


def find(path, made):
    """What a path leads to, what that is a part of, and whether it can only be told of instances."""
    for prefix in sorted(made, key=len, reverse=True):
        if path == prefix or path.startswith(prefix + '.'):
            found, rest = made_object(made[prefix]), path[len(prefix) + 1:].split('.')
            break
    else:
        parts = path.split('.')
        for end in range(len(parts), 0, -1):
            name = '.'.join(parts[:end])
            try:
                found, rest = importlib.import_module(name), parts[end:]
                break
            except ModuleNotFoundError as error:
                if error.name and not (name + '.').startswith(error.name + '.'):
                    raise
        else:
            raise ModuleNotFoundError(path)
    owner, only_instances = None, False
    for name in filter(None, rest):
        owner = found
        found, only_instances = step(owner, name)
        if only_instances:
            break
    return found, owner, only_instances


def parameters_of(found, owner, name):
    """Parameters without the object that a method belongs to, which has it as `name`."""
    parameters = list(inspect.signature(found).parameters.values())
    raw = inspect.getattr_static(owner, name, None) if inspect.isclass(owner) else None
    is_method = inspect.isfunction(raw) or inspect.ismethoddescriptor(raw)
    is_bound = (isinstance(raw, (staticmethod, classmethod)) or inspect.ismethod(found) or
                getattr(found, '__self__', None) is owner)
    return parameters[1:] if is_method and not is_bound and parameters else parameters


def compare(parameters, names, places):
    kinds = inspect.Parameter
    in_place = [one.name for one in parameters
                if one.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD)]
    named = {one.name for one in parameters
             if one.kind in (kinds.KEYWORD_ONLY, kinds.POSITIONAL_OR_KEYWORD)}
    takes_any = any(one.kind == kinds.VAR_KEYWORD for one in parameters)
    takes_rest = any(one.kind == kinds.VAR_POSITIONAL for one in parameters)
    wrong = []
    for name in names:
        if name not in named and not takes_any:
            wrong.append(f'no parameter `{name}`')
        elif places and name in in_place and in_place.index(name) not in places:
            wrong.append(f'`{name}` is in place {in_place.index(name)}')
    for place in places:
        if place >= len(in_place) and not takes_rest:
            wrong.append(f'nothing in place {place}')
        elif place < len(in_place) and names and len(names) >= len(places) and not (
                in_place[place] in names):
            wrong.append(f'place {place} is `{in_place[place]}`')
    return wrong


def try_call(found, names, places, path):
    """A function that tells no signature is called with what the model says it takes."""
    if NO_CALL.search(path):
        return None
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            found(*[object() for _ in places], **{name: object() for name in names if not places})
        except TypeError as error:
            text = str(error)
            if re.search(r'unexpected keyword|invalid keyword|takes no keyword|at most \d', text):
                return text
        except BaseException:
            return ''
    return ''


def answer(question, made):
    path, names, places = question['path'], question['names'], question['places']
    try:
        found, owner, only_instances = find(path, made)
    except BaseException as error:
        return 'missing', f'{type(error).__name__}: {error}'.split('\n')[0]
    if only_instances or not (names or places):
        return 'there', 'instances have it' if only_instances else ''
    if not callable(found):
        return 'wrong', 'it is no callable'
    try:
        wrong = compare(parameters_of(found, owner, path.split('.')[-1]), names, places)
        return ('wrong', '; '.join(wrong)) if wrong else ('same', '')
    except (ValueError, TypeError):
        text = try_call(found, names, places, path) if question['call'] else None
        if text is None:
            return 'uncalled', 'no signature, and not called'
        return ('wrong', text) if text else ('called', '')


def main():
    warnings.simplefilter('ignore')
    work = json.load(sys.stdin)
    out = []
    for question in work['questions']:
        state, detail = answer(question, work['made'])
        out.append({'path': question['path'], 'state': state, 'detail': detail})
    json.dump(out, sys.__stdout__)


if __name__ == '__main__':
    main()

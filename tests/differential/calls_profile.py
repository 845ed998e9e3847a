"""Runs a module under sys.setprofile and writes which functions of a folder call which.

    calls_profile.py OUT FOLDER MODULE [ARGS...]

OUT gets a JSON list of [caller's file, caller, callee's file, callee], names as co_qualname has
them.  calls_observed.py says what counts as a call.
"""
import dis
import functools
import json
import os
import runpy
import sys
import threading

NEW_LOCALS = 0x02
RESUMED = 0x20 | 0x80 | 0x200  # generator, coroutine, asynchronous generator
COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
NO_CALLS = ("__del__",)


@functools.cache
def first_resume(code):
    """Where the frame of a generator is when it runs first."""
    return next(at.offset for at in dis.get_instructions(code) if at.opname == "RESUME")


def starts_function(frame):
    """Whether a frame begins to run a function's body."""
    code = frame.f_code
    if not code.co_flags & NEW_LOCALS or code.co_name in COMPREHENSIONS + NO_CALLS:
        return False
    return not code.co_flags & RESUMED or frame.f_lasti <= first_resume(code)


class Recorder:
    """Keeps the edges between functions of the files below a folder."""

    def __init__(self, folder):
        self.folder = os.path.realpath(folder) + os.path.sep
        self.places = {}
        self.edges = set()

    def place(self, code):
        """(file within the folder, name) of a code object; None for what is elsewhere."""
        if code not in self.places:
            path = os.path.realpath(code.co_filename)
            is_inside = path.startswith(self.folder) and os.path.isfile(path)
            self.places[code] = (path[len(self.folder):], code.co_qualname) if is_inside else None
        return self.places[code]

    def profile(self, frame, event, _):
        if event != "call" or frame.f_back is None or not starts_function(frame):
            return
        callee = self.place(frame.f_code)
        caller = callee and self.place(frame.f_back.f_code)
        if caller:
            self.edges.add((*caller, *callee))


def main():
    out, folder, module = sys.argv[1:4]
    sys.argv = [module, *sys.argv[4:]]
    sys.path[0] = os.getcwd()
    recorder = Recorder(folder)
    threading.setprofile(recorder.profile)
    sys.setprofile(recorder.profile)
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        sys.setprofile(None)
        with open(out, "w", encoding="utf-8") as file:
            json.dump(sorted(recorder.edges), file)


if __name__ == "__main__":
    main()

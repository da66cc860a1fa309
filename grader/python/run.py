"""Runs one program and answers questions about what it left behind. Knows inputs; never an expected value.

This file is read once, when the interpreter whose memory every later one starts from is booted. From there on `serve`
answers requests: one JSON line each on standard input, one JSON line each on standard error, which the host keeps for
that. Standard output belongs to the program. Between a request and its answer, standard input holds what the learner's
user types. The program shares this interpreter and can do anything to it: all that is written here is evidence.
"""

import builtins
import gc
import io
import json
import os
import random
import sys
import time
import types
import unicodedata

# Loaded ahead, because programs use them: an import costs a learner nothing then.
import abc, array, bisect, calendar, collections, copy, csv, dataclasses, datetime, decimal, enum  # noqa: E401, F401
import fractions, functools, heapq, itertools, keyword, locale, math, operator, re, statistics  # noqa: E401, F401
import string, textwrap, typing  # noqa: E401, F401

PROGRAM = "<reponse>"
MAX_MESSAGE = 300
# CPython's stack on WASI is small; learners who raise the limit get this much and an ordinary RecursionError.
MAX_RECURSION = 3_000


def resume():
    """The first thing that runs in each copy of the booted interpreter."""
    random.seed(os.urandom(16))
    serve()


def serve(read=os.read, write=os.write, loads=json.loads, dumps=json.dumps):
    namespace = {}
    while True:
        request = loads(read_line(read))
        try:
            answer = ANSWERS[request["do"]](request, namespace)
        except BaseException as error:
            answer = {"error": fault_of(error)}
            if isinstance(error, MemoryError):
                namespace.clear()
        flush()
        write_all(write, (dumps(answer) + "\n").encode())
        request = answer = None


def read_line(read):
    parts = []
    while True:
        data = read(0, 65_536)
        if not data:
            raise EOFError
        parts.append(data)
        if data.endswith(b"\n"):
            return b"".join(parts)


def write_all(write, data):
    while data:
        data = data[write(2, data) :]


def flush():
    try:
        out.flush()
        if sys.stdout is not out:
            sys.stdout.flush()
    except BaseException:
        pass


def start(request, namespace):
    """Runs the program in a namespace of its own, after what the author gives it."""
    main = types.ModuleType("__main__")
    namespace["space"] = space = main.__dict__
    space["__builtins__"] = builtins
    sys.modules["__main__"] = main
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), encoding="utf-8")
    sys.stdout = out
    if request["given"]:
        try:
            exec(compile(composed(request["given"]), "<given>", "exec", dont_inherit=True), space)
        except BaseException as error:
            return {"unprepared": fault_of(error)}
    try:
        exec(compile(composed(request["code"]), PROGRAM, "exec", dont_inherit=True), space)
    except SystemExit:
        pass
    return {"done": True}


def evaluate(request, namespace):
    """The value of an expression in the program's namespace."""
    code = compile(composed(request["expression"]), "<test>", "eval", dont_inherit=True)
    return {"value": tell(eval(code, namespace["space"]))}


def variable(request, namespace):
    name = composed(request["name"])
    space = namespace["space"]
    return {"value": tell(space[name])} if name in space else {"missing": True}


ANSWERS = {"start": start, "evaluate": evaluate, "variable": variable}


def composed(code):
    return unicodedata.normalize("NFC", code.removeprefix("\ufeff"))


def fault_of(error):
    """What went wrong, with the line of the program that it can be seen from."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == PROGRAM:
            line = trace.tb_lineno
        trace = trace.tb_next
    error.__traceback__ = None
    kind = type(error)
    names = [base.__name__[:60] for base in kind.__mro__ if issubclass(base, BaseException)]
    try:
        message = str.__str__(str(error))[:MAX_MESSAGE]
    except BaseException:
        message = ""
    return {"types": names[:10], "message": message, "line": line, "own": kind.__module__ != "builtins"}


def ask(prompt="", /):
    """`input`: the prompt goes apart from what the program prints, since no exercise fixes its wording."""
    text = str(prompt)
    flush()
    if text:
        write_all(os.write, (json.dumps({"prompt": text[:1_000]}) + "\n").encode())
    line = sys.stdin.readline()
    if not line:
        raise EOFError("EOF when reading a line")
    return line.removesuffix("\n")


def leave(code=None):
    raise SystemExit(code)


def limited(limit, /, *, change=sys.setrecursionlimit):
    change(min(limit, MAX_RECURSION))


class Nowhere(io.RawIOBase):
    """Standard error: nothing reads it."""

    def writable(self):
        return True

    def write(self, data):
        return len(data)


out = io.TextIOWrapper(
    io.BufferedWriter(io.FileIO(1, "w", closefd=False)), encoding="utf-8", errors="surrogateescape", line_buffering=True
)
sys.stdout = sys.__stdout__ = out
sys.stderr = sys.__stderr__ = io.TextIOWrapper(Nowhere(), encoding="utf-8", errors="replace", write_through=True)
builtins.input = ask
builtins.exit = builtins.quit = leave
sys.setrecursionlimit(1_000)
sys.setrecursionlimit = limited
sys.modules["__grader__"] = types.SimpleNamespace(resume=resume)
gc.collect()
gc.freeze()
# From here the host takes the memory as the beginning of every interpreter: a call that does not let go of the
# interpreter's lock, after a line that announces it.
os.write(2, b"booted\n")
time.monotonic()

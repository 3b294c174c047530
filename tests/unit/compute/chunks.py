"""Chunks that do odd things: importable, since a worker of its own must find them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from attrs import frozen

from suasion.errors import CaseError, Fault, InputError


@frozen(kw_only=True, eq=False)
class Load:
    """A large frozen record, as a case is."""

    text: bytes

    def __reduce__(self):
        return _read, (self.text,)


READ = []
"""One entry for each time that a `Load` was read in this process."""


def _read(text):
    READ.append(len(text))
    return Load(text=text)


def count_reads(load, extra=0):
    """Return how often a load was read in this process, and by which."""
    return os.getpid(), len(READ), len(load.text) + extra


def pid():
    return os.getpid()


def sleep(seconds, value=None):
    time.sleep(seconds)
    return value


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(mark, value):
    """Die the first time, which leaves a mark; answer the second time."""
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return value
    return die()


def leave(code):
    os._exit(code)


def refuse():
    raise InputError("no", where="here", got="this", expected="that", fix="so")


def refuse_case():
    fault = Fault(file="a.csv", row=2, column="b", problem="p", got="g", expected="e", fix="f")
    raise CaseError("toy", (fault,))


def return_unsendable():
    return lambda: None


def overlap(seconds):
    """Return when the chunk began and ended, to see whether two ran at once."""
    begin = time.time()
    time.sleep(seconds)
    return os.getpid(), begin, time.time()


def weigh(load, at, seconds):
    """Return a figure of a large record, after a while."""
    time.sleep(seconds)
    return sum(load.text[at::97])

"""What a worker does with a chunk, and how its error comes home.

A worker may be a process of this machine or one of a cluster, where several chunks may arrive at
once in threads; the solver and the compiled kernels do not share a process, so chunks take turns.
"""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from attrs import field, frozen

from suasion.compute.executors import SerialExecutor
from suasion.errors import ComputationError, InputError, SuasionError

_ALONE = Lock()
"""Held by the chunk under way in this process."""


@frozen(eq=False)
class Held:
    """An argument as bytes, read when first needed and then kept."""

    blob: bytes
    read: list[Any] = field(factory=list, init=False)

    def value(self) -> Any:
        """Return the argument; what cannot be read raises what pickle says."""
        if not self.read:
            self.read.append(pickle.loads(self.blob))
        return self.read[0]

    def __reduce__(self) -> tuple[type[Held], tuple[bytes]]:
        return Held, (self.blob,)


def answer(body: bytes, arguments: Sequence[Held]) -> bytes:
    """Return what a chunk comes to, or its error, as bytes that `unwrap` reads.

    No error of the chunk, of its arguments or of its result is lost: each is handed over, with
    the lines in which it arose as a note.
    """
    with _ALONE:
        done = SerialExecutor().submit(_run, body, arguments)
    error = done.exception()
    if error is None:
        return done.result()
    lines = "".join(traceback.format_exception(error))
    error.add_note(f"in a worker:\n{lines}")
    return pickle.dumps((False, sendable(error)))


def unwrap(answered: bytes) -> Any:
    """Return what the chunk came to, or raise its error."""
    is_done, value = pickle.loads(answered)
    if is_done:
        return value
    raise value


def sendable(error: BaseException) -> BaseException:
    """Return the error if another process can read it, else one that says the same."""
    if SerialExecutor().submit(_round_trip, error).exception() is None:
        return error
    if not isinstance(error, SuasionError):
        return ComputationError(f"{type(error).__name__}: {error}", where="a chunk in a worker")
    kind: Callable[..., SuasionError] = (
        InputError if isinstance(error, InputError) else ComputationError
    )
    said = {name: getattr(error, name) for name in ("where", "got", "expected", "avoided", "fix")}
    return kind(error.problem, **said, rule=error.rule)


def _run(body: bytes, arguments: Sequence[Held]) -> bytes:
    fn, kwargs = pickle.loads(body)
    value = fn(*(one.value() for one in arguments), **kwargs)
    return pickle.dumps((True, value))


def _round_trip(error: BaseException) -> object:
    return pickle.loads(pickle.dumps(error))

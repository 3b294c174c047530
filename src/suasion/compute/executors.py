"""Executors behind `concurrent.futures.Executor`: the same results on each (C5).

Work comes in chunks that know all they need, so it does not matter which process does a chunk
or when. A chunk is a picklable function with picklable arguments.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any, TypeVar

from suasion.errors import InputError

T = TypeVar("T")


class SerialExecutor(Executor):
    """An executor that does each piece of work at once, in this process."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Return a future that is already done, or that carries the error."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def make_executor(workers: int | None = None) -> Executor:
    """Return an executor of so many processes; one worker means this process.

    None takes one worker for each processor that this process may use. Workers start afresh
    ('spawn'), since a fork would copy locks that other threads hold.
    """
    count = usable_processors() if workers is None else workers
    if count < 1:
        raise InputError(
            "the number of workers is below one",
            where="option workers",
            got=str(count),
            expected="1 (this process) or more",
            fix="leave it out, or give a number such as 2",
        )
    if count == 1:
        return SerialExecutor()
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


def usable_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

"""What is called of the compiled loop.

numba compiles these at first use and keeps the result by the file in which they stand, by the
types given, and by what they enclose: here a digest of all parts of the loop, so that a change of
any of them, as by a new version, is never answered with what was compiled before it.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

from numba import njit

from suasion.crisis import kernel, kernel_days, kernel_gains, kernel_parts
from suasion.crisis.kernel_parts import RAW

PARTS = (kernel, kernel_days, kernel_gains, kernel_parts)


def _digest() -> int:
    """Return a number above 0 that changes with the text of any part."""
    found = 1
    for part in PARTS:
        found = zlib.crc32(Path(str(part.__file__)).read_bytes(), found)
    return found or 1


def _compile_paths(digest: int) -> Any:
    @njit(nogil=True, **RAW)
    def run(code, figures, task, work, out):  # type: ignore[no-untyped-def]
        if digest:
            kernel_days.run_paths(code, figures, task, work, out)

    return run


def _compile_choices(digest: int) -> tuple[Any, ...]:
    @njit(**RAW)
    def choose(x, decider, key, code, figures, work):  # type: ignore[no-untyped-def]
        return kernel.choose(x, decider, key, code, figures, work) if digest else -1

    @njit(**RAW)
    def all_chances(x, code, figures, work, found):  # type: ignore[no-untyped-def]
        if digest:
            kernel.all_chances(x, code, figures, work, found)

    @njit(**RAW)
    def chances(x, decider, code, figures, work, found):  # type: ignore[no-untyped-def]
        if digest:
            kernel.chances(x, decider, code, figures, work, found)

    return choose, all_chances, chances


def _compile_steps(digest: int) -> tuple[Any, ...]:
    @njit(**RAW)
    def start(x, code, figures):  # type: ignore[no-untyped-def]
        if digest:
            kernel_days.start(x, code, figures)

    @njit(**RAW)
    def act(x, move, size, code, figures):  # type: ignore[no-untyped-def]
        if digest:
            kernel_days.act(x, move, size, code, figures)

    @njit(**RAW)
    def pass_day(x, day, code, figures, work):  # type: ignore[no-untyped-def]
        if digest:
            kernel_days.pass_day(x, day, code, figures, work)

    return start, act, pass_day


run = _compile_paths(_digest())
choose, all_chances, chances = _compile_choices(_digest())
start, act, pass_day = _compile_steps(_digest())

"""The compiled part of reading a record: days on which nothing happens."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

from numba import njit

from suasion.crisis.kernel_entries import PARTS, all_chances, pass_day
from suasion.crisis.kernel_parts import RAW


def _digest() -> int:
    """Return a number that changes with the text of the loop, so that no old one is used."""
    found = 1
    for part in PARTS:
        found = zlib.crc32(Path(str(part.__file__)).read_bytes(), found)
    return found or 1


def _compile(digest: int) -> Any:
    @njit(**RAW)
    def pass_quiet(x, first, last, code, figures, work, weights, found, totals):  # type: ignore[no-untyped-def]
        if not digest:
            return
        for day in range(first, last):
            all_chances(x, code, figures, work, found)
            whole = 0.0
            for move in range(len(found)):
                whole += weights[move] * found[move]
            totals[day] = whole
            pass_day(x, day, code, figures, work)

    return pass_quiet


pass_quiet = _compile(_digest())
"""Let days from first to below last pass; write the sum of the weighted chances of each."""

"""Chunks for `benchmarks.executors`, in a module that every worker can import."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

from suasion.questions.outlook_draws import Arrays, OutlookTask, run_outlook_chunk


def nothing(at: int, _load: object = None) -> int:
    """Return what it is given: all that it takes is the way there and back."""
    return at


def busy(at: int, seconds: float) -> int:
    """Return what it is given, after so long."""
    time.sleep(seconds)
    return at


def model(a: float, b: float, c: float, steps: int = 200) -> dict[str, float]:
    """Return the outcomes of a cheap model, as EMA Workbench wants them."""
    x = a
    for _ in range(steps):
        x += 0.01 * (b * math.sin(x) - c * x)
    return {"x": x}


def models(rows: Sequence[Sequence[float]]) -> list[float]:
    """Return the outcome of the model for each of several experiments."""
    return [model(*row)["x"] for row in rows]


def outlook(task: OutlookTask, begin: int, end: int) -> list[Arrays]:
    """Return the draws of an outlook."""
    return run_outlook_chunk(task, begin, end)

"""Small streams for tests: made from a few rows, or simulated with known rates."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from suasion.events.stream import CLASSES, SCHEMA

INTENSITY = dict(zip(CLASSES, (3.0, 6.0, -4.0, -9.0), strict=True))
CODES = dict(zip(CLASSES, ("036", "061", "112", "193"), strict=True))
FIRST = date(2015, 1, 5)
"""A Monday."""


def row(day: str, name: str = "verbal_cooperation", **fields: object) -> dict[str, object]:
    """Return one event of Russia towards Azerbaijan, less what is given."""
    plain = {
        "day": date.fromisoformat(day),
        "source": "RUS",
        "target": "AZE",
        "code": CODES[name],
        "event_class": name,
        "intensity": INTENSITY[name],
        "reports": 1,
        "source_row": "made.tab:2",
    }
    return {**plain, **fields}


def stream_of(*rows: dict[str, object]) -> pl.DataFrame:
    """Return a stream of rows."""
    return pl.DataFrame(list(rows), schema=SCHEMA)


def simulated(
    days: int,
    seed: int,
    *,
    rate: float = 0.4,
    jump_on: int | None = None,
    factor: float = 1.0,
    pairs: tuple[tuple[str, str], ...] = (("RUS", "AZE"), ("AZE", "RUS")),
) -> pl.DataFrame:
    """Return a stream of Poisson events; conflict is `factor` times as frequent from a day on."""
    random = np.random.default_rng(seed)
    rows = []
    for source, target in pairs:
        for name in CLASSES:
            share = 0.25 if name.startswith("material") else 1.0
            rates = np.full(days, rate * share)
            if jump_on is not None and name.endswith("conflict"):
                rates[jump_on:] *= factor
            counts = random.poisson(rates)
            for at in np.repeat(np.arange(days), counts):
                day = (FIRST + timedelta(days=int(at))).isoformat()
                rows.append(row(day, name, source=source, target=target))
    return stream_of(*rows).sort("day", maintain_order=True)

"""Days in batches and batches in partitions: how a folder import keeps its memory bounded.

All rules that merge rows look at one day at a time, so whole days can be merged apart from each
other. A batch is some days of one partition whose rows fit into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from attrs import frozen

MOST_ROWS = 400_000
"""Rows of a batch, unless a single day has more."""
PERIODS: dict[str, Callable[[date], str]] = {
    "day": lambda day: f"date={day:%Y-%m-%d}",
    "month": lambda day: f"month={day:%Y-%m}",
    "year": lambda day: f"year={day:%Y}",
}
"""Folder of a day, by period."""


@frozen(kw_only=True)
class Batch:
    """Days that are merged and written together: one Parquet file."""

    number: int
    folder: str
    name: str
    first: date
    last: date


def plan_batches(rows_by_day: Mapping[date, int], by: str) -> tuple[Batch, ...]:
    """Return the batches of all days, in order; each within one partition.

    Examples
    --------
    >>> rows = {date(2024, 5, 30): 10, date(2024, 5, 31): 5, date(2024, 6, 1): 1}
    >>> [(batch.folder, batch.name) for batch in plan_batches(rows, "month")]
    [('month=2024-05', 'part-0000.parquet'), ('month=2024-06', 'part-0000.parquet')]
    """
    batches: list[Batch] = []
    begin, n_rows, part = None, 0, 0
    days = sorted(rows_by_day)
    for here, following in zip(days, [*days[1:], None], strict=True):
        begin = begin or here
        n_rows += rows_by_day[here]
        folder = PERIODS[by](here)
        ends = following is None or PERIODS[by](following) != folder
        if ends or n_rows + rows_by_day[following] > MOST_ROWS:  # type: ignore[index]
            batches.append(
                Batch(
                    number=len(batches),
                    folder=folder,
                    name=f"part-{part:04d}.parquet",
                    first=begin,
                    last=here,
                )
            )
            begin, n_rows, part = None, 0, 0 if ends else part + 1
    return tuple(batches)

"""Merging rows that tell of one event: duplicates, repeated reports, mirrored rows.

Rules, each applied to what the one before left:

1. Exact duplicates: rows with the same event number, day, actors and code. The first stays.
2. Repeated reports: rows of one day with the same code, countries and named actors are one
   event; `reports` counts them and the first row gives its place. (`reports=countries`: the
   named actors do not matter.)
3. Mirrored rows: a symmetric event (consult, telephone, meet elsewhere, negotiate, sign) written
   once in each direction on one day between the same actors, and a visit written as visiting and
   as hosting, are one event. The row that came first stays. The third row of a direction finds
   only a third of the other: rows are paired in order.

All rules look at one day at a time, so that days can be merged apart from each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from suasion.events.importing import reasons
from suasion.events.importing.event_classes import INVERSE, find_class, mirror_of
from suasion.events.importing.steps import Steps
from suasion.events.scales import Scale
from suasion.events.stream import SCHEMA

LINES_A_FILE = 1 << 40
COUNTRIES = 1 << 10
"""Above any line of a file, and any number of a country: they make one number of several."""
NAMES = ("source_name", "target_name")


def merge_rows(rows: pl.DataFrame, steps: Steps, tally: Counter[str]) -> pl.DataFrame:
    """Return one row an event, with the number of its reports; count what was merged away.

    Parameters
    ----------
    rows : pl.DataFrame
        Cleaned rows with their `file` and `line`; all rows of each day they hold.
    steps : Steps
        Which of the three rules apply.
    tally : Counter
        Receives rows dropped by reason.

    Returns
    -------
    pl.DataFrame
        The rows that stay, with `reports`.
    """
    left = _in_order_of_files(rows)
    if steps.duplicates == "drop":
        left = _without_duplicates(left)
        tally[reasons.DUPLICATE] += rows.height - left.height
    before = left.height
    left = _gather_reports(left, steps)
    tally[reasons.REPORTED] += before - left.height
    before = left.height
    if steps.mirrored == "drop":
        left = _without_mirrored(left, by_names=steps.reports != "countries")
        tally[reasons.MIRRORED] += before - left.height
    return left


def _in_order_of_files(rows: pl.DataFrame) -> pl.DataFrame:
    place = rows["file"].cast(pl.Int64) * LINES_A_FILE + rows["line"]
    return rows if place.is_sorted() else rows[place.arg_sort()]


def _keys(rows: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """Return a key of 64 bits for each row, equal where the columns are."""
    return rows.select(columns).hash_rows()


def _without_duplicates(rows: pl.DataFrame) -> pl.DataFrame:
    # Numbers of events seldom occur twice; only where they do are whole rows compared.
    # A row without a number is a duplicate of none.
    doubtful = rows["event"].is_duplicated() & (rows["event"] != 0)
    if not doubtful.any():
        return rows
    same = ("event", "day", "source", "target", "code", *NAMES)
    return rows.filter(_keys(rows, same).is_first_distinct() | ~doubtful)


def _gather_reports(rows: pl.DataFrame, steps: Steps) -> pl.DataFrame:
    counts = np.ones(rows.height, dtype=np.int64)
    stays = np.ones(rows.height, dtype=bool)
    if steps.reports != "off":
        same = ("day", "source", "target", "code", *(NAMES if steps.reports == "actors" else ()))
        key = _keys(rows, same)
        places = key.is_duplicated().to_numpy().nonzero()[0]
        keys = key.to_numpy()[places]
        _, first, n_reports = np.unique(keys, return_index=True, return_counts=True)
        stays[places] = False
        stays[places[first]] = True
        counts[places[first]] = n_reports
    counted = rows.with_columns(pl.Series("reports", counts))
    return counted if stays.all() else counted.filter(stays)


def _without_mirrored(rows: pl.DataFrame, *, by_names: bool) -> pl.DataFrame:
    """Return the rows without those that say the same as an earlier one from the other side."""
    codes = rows["code"].unique(maintain_order=True).to_list()
    mirrors = {code: mirror for code in codes if (mirror := mirror_of(code)) is not None}
    has_mirror = rows["code"].is_in(list(mirrors))
    if not has_mirror.any():
        return rows
    places = has_mirror.to_numpy().nonzero()[0]
    event, turned = _events_from_one_side(rows.filter(has_mirror), mirrors, by_names=by_names)
    twice = event.is_duplicated().to_numpy()
    events = event.to_numpy()[twice]
    # The second row of a direction is paired with the second of the other, and so on.
    turn = _ranks_within(events, turned.to_numpy()[twice])
    stays = np.ones(rows.height, dtype=bool)
    stays[places[twice][_ranks_within(events, turn) > 0]] = False
    return rows.filter(stays)


def _ranks_within(first: NDArray[Any], second: NDArray[Any]) -> NDArray[np.int64]:
    """Return for each row how many rows before it have both the same."""
    order = np.lexsort((second, first))
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (first[order][1:] != first[order][:-1]) | (second[order][1:] != second[order][:-1])
    at = np.arange(len(order))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = at - np.maximum.accumulate(np.where(is_new, at, 0))
    return ranks


def _events_from_one_side(
    paired: pl.DataFrame, mirrors: dict[str, str], *, by_names: bool
) -> tuple[pl.Series, pl.Series]:
    """Return a key that an event has from both sides, and which rows are from the other side."""
    hosts = pl.col("code").is_in(list(INVERSE))
    visits = hosts | pl.col("code").is_in(list(INVERSE.values()))
    turned = pl.when(visits).then(hosts).otherwise(pl.col("source") > pl.col("target"))
    keyed = paired.with_columns(
        turned.alias("turned"),
        pl.col("code").replace_strict(mirrors, return_dtype=pl.String).alias("mirror"),
    )
    columns = ["day", "mirror"]
    for first, second in [("source", "target"), NAMES] if by_names else [("source", "target")]:
        keyed = keyed.with_columns(
            pl.when("turned").then(second).otherwise(first).alias(f"{first}_end"),
            pl.when("turned").then(first).otherwise(second).alias(f"{second}_end"),
        )
        columns += [f"{first}_end", f"{second}_end"]
    return _keys(keyed, columns), keyed["turned"]


def _in_order_of_stream(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows in order of day, source, target and code by one sort of one number."""
    ranks = {code: rank for rank, code in enumerate(sorted(rows["code"].unique().to_list()))}
    key = rows.select(
        (pl.col("day").to_physical().cast(pl.Int64) * COUNTRIES + pl.col("source").to_physical())
        * COUNTRIES
        + pl.col("target").to_physical(),
        pl.col("code").replace_strict(ranks, default=0, return_dtype=pl.Int64).alias("rank"),
    )
    order = (key["day"] * len(ranks) + key["rank"]).to_numpy().argsort(kind="stable")
    return rows[order]


def to_stream_frame(
    rows: pl.DataFrame, names: dict[int, str], system: str, scale: Scale
) -> pl.DataFrame:
    """Return merged rows as the table of a stream: with class, intensity and place.

    Parameters
    ----------
    rows : pl.DataFrame
        Merged rows.
    names : dict
        Name of each file by its number.
    system : str
        Whose codes they are.
    scale : Scale
        Where intensities come from.
    """
    codes = rows["code"].unique().to_list()
    classes = {code: find_class(code, system) for code in codes}
    weights = {code: scale.weigh(code) for code in codes}
    of_table = pl.col("code").replace_strict(weights, default=None, return_dtype=pl.Float64)
    file = pl.col("file").replace_strict(names, return_dtype=pl.String)
    ordered = _in_order_of_stream(rows)
    return ordered.select(
        "day",
        pl.col("source").cast(pl.String),
        pl.col("target").cast(pl.String),
        "code",
        pl.col("code")
        .replace_strict(classes, default=None, return_dtype=pl.String)
        .alias("event_class"),
        (pl.col("own") if scale.is_of_rows else of_table).alias("intensity"),
        "reports",
        pl.format("{}:{}", file, pl.col("line")).alias("source_row"),
    ).cast(SCHEMA)

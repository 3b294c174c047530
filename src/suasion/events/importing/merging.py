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

import polars as pl

from suasion.events.importing import reasons
from suasion.events.importing.event_classes import INVERSE, find_class, mirror_of
from suasion.events.importing.steps import Steps
from suasion.events.scales import Scale
from suasion.events.stream import SCHEMA

PLACE = ("file", "line")
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
    left = rows.sort(PLACE)
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


def _without_duplicates(rows: pl.DataFrame) -> pl.DataFrame:
    # A row without a number is a duplicate of none: its place takes the place of the number.
    number = pl.when(pl.col("event") == 0).then(pl.int_range(pl.len(), dtype=pl.UInt64))
    keyed = rows.with_columns(number.otherwise(pl.col("event")).alias("event"))
    same = ("event", "day", "source", "target", "code", *NAMES)
    return keyed.unique(same, keep="first", maintain_order=True)


def _gather_reports(rows: pl.DataFrame, steps: Steps) -> pl.DataFrame:
    if steps.reports == "off":
        return rows.with_columns(pl.lit(1, dtype=pl.Int64).alias("reports"))
    same = ["day", "source", "target", "code", *(NAMES if steps.reports == "actors" else ())]
    others = [name for name in rows.columns if name not in same]
    return rows.group_by(same, maintain_order=True).agg(
        *(pl.col(name).first() for name in others), pl.len().cast(pl.Int64).alias("reports")
    )


def _without_mirrored(rows: pl.DataFrame, *, by_names: bool) -> pl.DataFrame:
    """Return the rows without those that say the same as an earlier one from the other side."""
    codes = rows["code"].unique(maintain_order=True).to_list()
    mirrors = {code: mirror for code in codes if (mirror := mirror_of(code)) is not None}
    paired = rows.filter(pl.col("code").is_in(list(mirrors)))
    if paired.is_empty():
        return rows
    hosts = pl.col("code").is_in(list(INVERSE))
    visits = hosts | pl.col("code").is_in(list(INVERSE.values()))
    turned = pl.when(visits).then(hosts).otherwise(pl.col("source") > pl.col("target"))
    ends = [("source", "target"), NAMES] if by_names else [("source", "target")]
    event = ["day", "mirror"]
    keyed = paired.with_columns(
        pl.col("code").replace_strict(mirrors, return_dtype=pl.String).alias("mirror"),
        turned.alias("turned"),
    )
    for first, second in ends:
        keyed = keyed.with_columns(
            pl.when("turned").then(second).otherwise(first).alias(f"{first}_end"),
            pl.when("turned").then(first).otherwise(second).alias(f"{second}_end"),
        )
        event += [f"{first}_end", f"{second}_end"]
    order = pl.col("line").cum_count().over([*event, "turned"]).alias("order")
    keyed = keyed.with_columns(order).sort(PLACE)
    again = keyed.filter(pl.col("line").cum_count().over([*event, "order"]) > 1)
    return rows.join(again.select(PLACE), on=PLACE, how="anti", maintain_order="left")


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
    ordered = rows.sort("day", "source", "target", "code", *PLACE)
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

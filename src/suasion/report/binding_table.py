"""The table of what binds first in each scenario, from the constraints that were eased."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from suasion.runs.main_job import RunResult


def binding_table(result: RunResult) -> pl.DataFrame:
    """Return, for each scenario in which constraints were relaxed, what binds first."""
    rows = [
        _bound(result, [str(part) for part in key], group.to_dicts())
        for key, group in result.tables["constraints"].group_by(
            ["comparison", "scenario", "title", "observable"], maintain_order=True
        )
    ]
    return pl.DataFrame(rows, schema=_BINDING, orient="row")


TOL_ROOM = 1e-6


def _bound(
    result: RunResult, key: list[str], records: list[dict[str, object]]
) -> dict[str, object]:
    comparison, scenario, title, observable = key
    shown = result.tables["comparisons"].row(
        by_predicate=(pl.col("comparison") == comparison)
        & (pl.col("scenario") == scenario)
        & (pl.col("observable") == observable),
        named=True,
    )
    units = dict(result.tables["observables"].select("name", "unit").iter_rows())
    binding = [str(row["constraint"]) for row in records if row["binds"]]
    rooms = [f"{r['constraint']} {_room(r):.3g}" for r in records]
    return {
        "scenario": scenario,
        "title": title,
        "eu_gas": shown["value"],
        "low": shown["low"],
        "high": shown["high"],
        "first_constraint": binding[0] if binding else "none of these",
        "detail": "of one unit more, each lets through: " + ", ".join(rooms),
        "unit": units.get(observable, ""),
    }


def _room(record: Mapping[str, object]) -> float:
    """Return what relaxing one class lets through; what rounding leaves over counts as none."""
    room = float(str(record["relaxed_flow"])) - float(str(record["flow"]))
    return room if abs(room) > TOL_ROOM else 0.0


_BINDING = {
    "scenario": pl.String,
    "title": pl.String,
    "eu_gas": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "first_constraint": pl.String,
    "detail": pl.String,
    "unit": pl.String,
}

"""What an ensemble comes to, read back from its tables: means by account with their errors."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from attrs import frozen

from suasion.comparison.ensemble_columns import FAILURES, OUTCOME, PATHS, EnsembleColumn
from suasion.comparison.ensemble_draws import EXPLOSIVE, FAILED


@frozen(kw_only=True)
class EnsembleAccountRow:
    """How much of an account's ensemble there is."""

    account: str
    rows: int
    """Paths of all draws."""
    draws: int
    """Draws with paths."""
    failed: int
    """Draws of which a market has no optimum."""
    explosive: int
    """Draws in which an act brings forth more than itself."""


@frozen(kw_only=True)
class EnsembleOutcomeRow:
    """One outcome under one account."""

    account: str
    column: str
    outcome: str
    mean: float
    """Over draws, of the mean over paths."""
    standard_error: float
    """Over draws; not a number with fewer than two."""


def scan_table(folder: Path, table: str) -> pl.LazyFrame:
    """Return one table of an ensemble over all its files, with the column `account`."""
    return pl.scan_parquet(
        folder / table / "**" / "*.parquet",
        hive_partitioning=True,
        hive_schema={"account": pl.String},
    )


def count_rows(folder: Path, accounts: tuple[str, ...]) -> tuple[EnsembleAccountRow, ...]:
    """Return how much there is of each account."""
    paths = (
        scan_table(folder, PATHS)
        .group_by("account")
        .agg(pl.len().alias("rows"), pl.col("draw").n_unique().alias("draws"))
        .collect()
    )
    held = {name: (rows, draws) for name, rows, draws in paths.iter_rows()}
    failures = scan_table(folder, FAILURES).group_by("account", "kind").len().collect()
    left = {(name, kind): count for name, kind, count in failures.iter_rows()}
    return tuple(
        EnsembleAccountRow(
            account=name,
            rows=held.get(name, (0, 0))[0],
            draws=held.get(name, (0, 0))[1],
            failed=left.get((name, FAILED), 0),
            explosive=left.get((name, EXPLOSIVE), 0),
        )
        for name in accounts
    )


def mean_outcomes(
    folder: Path, accounts: tuple[str, ...], columns: tuple[EnsembleColumn, ...]
) -> tuple[EnsembleOutcomeRow, ...]:
    """Return the mean of each outcome under each account, over draws.

    Model
        mean and standard deviation over draws of the mean over paths; error = s / sqrt(n).

    Assumptions
        A1 draws are taken as independent of each other, as the outlook takes them.
    """
    outcomes = [one for one in columns if one.name.startswith(OUTCOME)]
    names = [one.name for one in outcomes]
    by_draw = scan_table(folder, PATHS).group_by("account", "draw").agg(pl.col(names).mean())
    found = (
        by_draw.sort("account", "draw")
        .group_by("account", maintain_order=True)
        .agg(
            pl.col(names).mean().name.suffix(":mean"),
            (pl.col(names).std() / pl.len().sqrt()).name.suffix(":error"),
        )
        .collect()
    )
    known = {row["account"]: row for row in found.iter_rows(named=True)}
    return tuple(
        EnsembleOutcomeRow(
            account=name,
            column=one.name,
            outcome=one.title,
            mean=known[name][f"{one.name}:mean"],
            standard_error=_number(known[name][f"{one.name}:error"]),
        )
        for name in accounts
        if name in known
        for one in outcomes
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else value

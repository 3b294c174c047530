"""One line on the record and one on the predictions for the answer that opens the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from suasion.report.predictions.told import predictions_line
from suasion.report.record.told import verdict_line
from suasion.report.view import AnswerLine


def record_answer(
    tables: Mapping[str, pl.DataFrame], titles: Mapping[str, str]
) -> Iterator[AnswerLine]:
    """Yield the verdict on the accounts where the record was judged.

    Parameters
    ----------
    tables : Mapping of str to polars.DataFrame
        Tables of the run.
    titles : Mapping of str to str
        Titles of accounts by id.
    """
    if "record" in tables and not tables["record"].is_empty():
        yield verdict_line(tables["record"].row(0, named=True), titles)


def predictions_answer(tables: Mapping[str, pl.DataFrame]) -> Iterator[AnswerLine]:
    """Yield how many predictions are settled and how many wait, where there are any."""
    if "predictions" not in tables or tables["predictions"].is_empty():
        return
    chances = tables.get("predictions_chances")
    known = (
        0 if chances is None else chances.filter(pl.col("probability").is_finite())["id"].n_unique()
    )
    yield predictions_line(tables["predictions"]["outcome"], with_chance=known)

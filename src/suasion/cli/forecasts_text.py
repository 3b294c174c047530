"""The ledger as text: predictions by speaker with probabilities, and how they did."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.table import Table

from suasion.forecasts.rows import ForecastAnswer, ForecastRow, ScoreRow

WIDTH = 140
LIST_NOTE = (
    "by account: share of paths on which the observable holds, from what was known on the day it\n"
    "was made; -: no observable, or the account was not known then. error: largest Monte Carlo\n"
    "error of the row. record: if acts come as often as the record before that day has them.\n"
    "An observable is near to the criterion at best: --json gives it with a note on each."
)
SCORE_NOTE = (
    "Brier (p - outcome)^2 and log score -ln p, both losses; always one half: 0.25 and 0.693.\n"
    "record: the same predictions, if acts came as often as the record before has them."
)


def render_list(answer: ForecastAnswer) -> str:
    """Return the predictions by speaker as text."""
    parts = [_head(answer)]
    for speaker, rows in groupby(answer.rows, key=lambda row: row.speaker):
        parts.append(_captured(_predictions(answer, speaker, list(rows))))
    return "\n".join([*parts, LIST_NOTE, *_failed(answer)])


def render_score(answer: ForecastAnswer) -> str:
    """Return outcomes, scores and calibration as text."""
    parts = [_head(answer), _captured(_speakers(answer))]
    if answer.scores:
        parts += [_captured(_settled(answer)), _captured(_scores(answer))]
        parts += [_captured(_calibration(answer)), SCORE_NOTE]
    else:
        parts.append("nothing is settled yet that the model gives a probability of")
    return "\n".join([*parts, *answer.notes, *_failed(answer)])


def _head(answer: ForecastAnswer) -> str:
    settled = sum(row.resolved for row in answer.rows)
    return (
        f"Predictions of {answer.case} as of {answer.as_of}: {len(answer.rows)}, "
        f"settled {settled}; {answer.n_draws} draws of {answer.n_paths} paths for each day"
    )


def _failed(answer: ForecastAnswer) -> Iterator[str]:
    if answer.failed_draws:
        yield f"{answer.failed_draws} draws failed and are left out"


def _predictions(answer: ForecastAnswer, speaker: str, rows: list[ForecastRow]) -> Table:
    table = _table(f"{speaker}, {rows[0].made}", "id", "prediction", "by")
    for name in (*answer.accounts, "error", "record"):
        table.add_column(name, justify="right")
    table.add_column("outcome")
    for row in rows:
        table.add_row(
            row.id,
            row.text,
            row.horizon or "open",
            *(_share(row.probability[name]) for name in answer.accounts),
            _share(_largest_error(row)),
            _share(row.climatology),
            f"{row.outcome} {row.settled}" if row.resolved else "",
        )
    return table


def _largest_error(row: ForecastRow) -> float | None:
    return max((error for error in row.standard_error.values() if error is not None), default=None)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _speakers(answer: ForecastAnswer) -> Table:
    table = _table("What became of them", "speaker")
    for name in ("predictions", "with observable", "came true", "failed", "void", "waiting"):
        table.add_column(name, justify="right")
    for row in answer.speakers:
        counts = (row.n, row.with_observable, row.came_true, row.failed, row.void, row.waiting)
        table.add_row(row.speaker, *(str(count) for count in counts))
    return table


def _settled(answer: ForecastAnswer) -> Table:
    table = _table("Settled", "id", "prediction", "outcome", "source")
    for name in answer.accounts:
        table.add_column(name, justify="right")
    for row in answer.rows:
        if row.resolved:
            shares = (_share(row.probability[name]) for name in answer.accounts)
            table.add_row(row.id, row.text, f"{row.outcome} {row.settled}", row.source, *shares)
    return table


def _scores(answer: ForecastAnswer) -> Table:
    table = _table("Scores of the model's probabilities", "predictions of", "figures of")
    for name in ("n", "Brier", "log", "record: n", "Brier there", "its Brier", "its log"):
        table.add_column(name, justify="right")
    for row in answer.scores:
        table.add_row(row.speaker or "all", row.account, *_score_cells(row))
    return table


def _score_cells(row: ScoreRow) -> tuple[str, ...]:
    return (
        str(row.n),
        f"{row.brier:.3f}",
        f"{row.log_score:.3f}",
        str(row.n_climatology),
        _loss(row.brier_there),
        _loss(row.brier_climatology),
        _loss(row.log_climatology),
    )


def _loss(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _calibration(answer: ForecastAnswer) -> Table:
    table = _table("Calibration", "figures of", "said")
    for name in ("n", "mean said", "came true"):
        table.add_column(name, justify="right")
    for row in answer.calibration:
        table.add_row(
            row.account,
            row.bin,
            str(row.n),
            f"{row.mean_probability:.2f}",
            f"{row.frequency:.2f}",
        )
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name)
    return table


def _captured(table: Table) -> str:
    console = Console(width=WIDTH)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")

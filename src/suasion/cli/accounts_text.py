"""The comparison of accounts as text."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from suasion.cli.numbers import percent, short
from suasion.comparison.account_rows import AccountResultRow, FlipRow, PartingRow
from suasion.comparison.accounts import AccountsAnswer
from suasion.comparison.hindcast_rows import HindcastAnswer
from suasion.comparison.record_rows import RecordAnswer
from suasion.comparison.voi_rows import LookAnswer
from suasion.questions.claims import ClaimRow

WIDTH = 150
TOLD = 12
"""Sentences and rows shown at most."""
MEASURE = "money"
COUNTS = ("records", "won")
"""Simulated records, and those that their own account fits best."""


NOTHING = "What to look at: nothing is weighed; it takes a row of observations.csv and two accounts"


def render_accounts(answer: AccountsAnswer, record: RecordAnswer, value: LookAnswer | None) -> str:
    """Return results by account, contradictions, what parts each two, record, what next."""
    parts = [
        f"Accounts as of {answer.as_of}, outlook over {answer.days} days, {answer.n_draws} draws",
        _captured(_results(answer)),
        *(
            f"- {answer.titles[name]} sets no figure: its results are those of the shared figures"
            for name in answer.silent
        ),
        *_contradictions(answer),
        *_partings(answer),
        render_record(record),
        *([_captured(_scores(record.hindcasts))] if record.hindcasts else []),
        NOTHING if value is None else render_value(value),
    ]
    return "\n".join(parts)


def _contradictions(answer: AccountsAnswer) -> list[str]:
    told = [_claim(row) for row in answer.contradictions if row.measure == MEASURE]
    if not told:
        return ["The model contradicts no claim under the account's own figures, counted in money"]
    head = "Claims that the model contradicts under the account's own figures, counted in money:"
    return [head, *told]


def _partings(answer: AccountsAnswer) -> list[str]:
    """Return the clearest differences in sentences, and how many there are in all."""
    shown = _clearest(answer)
    if not shown:
        return ["No two accounts part clearly on an outcome"]
    left = len(answer.partings) - len(shown)
    return [
        "Where they part, and what parts them (exact shares of the difference):",
        *(f"- {row.sentence} (error {short(row.standard_error)})" for row in shown),
        *([f"and {left} more that are less clear: --json has them all"] if left else []),
    ]


def _clearest(answer: AccountsAnswer) -> list[PartingRow]:
    return sorted(
        answer.partings, key=lambda row: -abs(row.difference) / max(row.standard_error, 1e-12)
    )[:TOLD]


def _results(answer: AccountsAnswer) -> Table:
    accounts = list(dict.fromkeys(row.account for row in answer.results))
    table = Table(title="Results by account [5 % to 95 % of draws]")
    table.add_column("result")
    for name in accounts:
        table.add_column(answer.titles.get(name, name) or "shared", justify="right")
    rows: dict[tuple[str, str, str], dict[str, AccountResultRow]] = {}
    for row in answer.results:
        rows.setdefault((row.part, row.result, row.measure), {})[row.account] = row
    for (part, result, measure), own in rows.items():
        cells = [_cell(own.get(name)) for name in accounts]
        table.add_row(f"{part}: {result} ({measure})", *cells)
    return table


def _cell(row: AccountResultRow | None) -> str:
    if row is None:
        return ""
    if math.isfinite(row.low) and math.isfinite(row.high):
        return f"{short(row.value)} [{short(row.low)}, {short(row.high)}]"
    return short(row.value)


def _claim(row: ClaimRow) -> str:
    return (
        f"- {row.account}: {row.row}: claims {row.score}, the model gives {short(row.model_value)} "
        f"[{short(row.model_low)} to {short(row.model_high)}]"
    )


def render_record(record: RecordAnswer) -> str:
    """Return what the record tells, with its verdict first."""
    lines = [
        f"The record, {record.n_acts} acts from {record.begin} to {record.end}: {record.verdict}"
    ]
    if record.recovery_rate is not None:
        made, won = (sum(getattr(row, name) for row in record.recovery) for name in COUNTS)
        lines.append(
            f"of {made} records simulated under an account, {won} are fitted best by it "
            f"({record.recovery_rate:.0%}; by chance {record.recovery[0].by_chance:.0%})"
        )
    return "\n".join([*lines, *(f"- {note}" for note in record.notes)])


def _scores(past: HindcastAnswer) -> Table:
    table = Table(
        title=f"Hindcasts against the record to {past.record_until}: mean scores, lower is better"
    )
    for name in ("who expected it", "counts", "log score", "deeds", "Brier", "log score "):
        table.add_column(name, justify="left" if name.startswith("who") else "right")
    for row in past.scores:
        table.add_row(
            row.account,
            str(row.n_counts),
            _score(row.count_log_score),
            str(row.n_deeds),
            _score(row.brier),
            _score(row.deed_log_score),
        )
    return table


def _score(value: float | None) -> str:
    return "" if value is None else short(value)


def render_value(value: LookAnswer) -> str:
    """Return the observations, the most telling first."""
    table = Table(
        title=f"What to look at, asked of '{value.question}' (uncertainty now "
        f"{short(value.prior)} {value.unit})"
    )
    for name in ("observation", "tells", "90 %", "of what is open", "by chance"):
        table.add_column(name, justify="left" if name == "observation" else "right")
    for row in value.observations:
        table.add_row(
            row.title,
            short(row.expected_reduction),
            f"[{short(row.low)}, {short(row.high)}]",
            percent(math.nan if row.share is None else row.share),
            short(row.by_chance),
        )
    return "\n".join([_captured(table), *(f"- {note}" for note in value.notes)])


def render_flips(rows: Sequence[FlipRow]) -> str:
    """Return the figures whose change would turn the conclusion round, the nearest first."""
    first = rows[0]
    table = Table(
        title=f"'{first.result}': {short(first.value)} now; what would bring it across "
        f"{short(first.threshold)}"
    )
    for name in ("figure", "now", "crosses at", "in widths of its interval"):
        table.add_column(name, justify="left" if name == "figure" else "right")
    reached = [row for row in rows if math.isfinite(row.flips_at)]
    for row in reached:
        table.add_row(row.title, short(row.now), short(row.flips_at), short(row.share_of_interval))
    left = len(rows) - len(reached)
    note = f"{left} figures do not bring it across alone, whatever their value"
    if not reached:
        return (
            f"'{first.result}': {short(first.value)} now; none of {left} figures brings it across "
            f"{short(first.threshold)} alone, whatever its value"
        )
    return "\n".join([_captured(table), *([note] if left else [])])


def _captured(table: Table) -> str:
    console = Console(width=WIDTH)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")

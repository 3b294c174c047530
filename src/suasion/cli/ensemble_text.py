"""An ensemble on disk as text: how much there is, means with errors, how to read it."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from suasion.cli.numbers import short
from suasion.comparison.ensemble import EnsembleAnswer
from suasion.comparison.ensemble_summary import EnsembleOutcomeRow

WIDTH = 150


def render_ensemble(answer: EnsembleAnswer) -> str:
    """Return what was written, the means of outcomes by account, draws left out."""
    manifest = answer.manifest
    rows = sum(row.rows for row in answer.accounts)
    parts = [
        f"{answer.folder}: {len(manifest.accounts)} accounts x {manifest.draws} draws x "
        f"{manifest.paths} paths of {manifest.case} as of {manifest.as_of}, {manifest.days} days",
        f"{rows} paths in {manifest.blocks} blocks, {answer.blocks_before} of them there before",
        *_left_out(answer),
        _captured(_means(answer)),
        f"columns.csv says what each column is; read {answer.folder}/paths/**/*.parquet",
    ]
    return "\n".join(parts)


def _left_out(answer: EnsembleAnswer) -> list[str]:
    failed = sum(row.failed for row in answer.accounts)
    explosive = sum(row.explosive for row in answer.accounts)
    if not failed + explosive:
        return []
    return [
        f"left out: {failed} draws without an optimum, {explosive} that feed on themselves; "
        "failures/ says why"
    ]


def _means(answer: EnsembleAnswer) -> Table:
    table = Table(title="Mean of each outcome +- standard error over draws")
    table.add_column("outcome")
    accounts = [row.account for row in answer.accounts if row.rows]
    for name in accounts:
        table.add_column(name, justify="right")
    rows: dict[str, dict[str, EnsembleOutcomeRow]] = {}
    for row in answer.outcomes:
        rows.setdefault(row.outcome, {})[row.account] = row
    for outcome, own in rows.items():
        table.add_row(outcome, *(_cell(own[name]) for name in accounts))
    return table


def _cell(row: EnsembleOutcomeRow) -> str:
    return f"{short(row.mean)} +- {short(row.standard_error)}"


def _captured(table: Table) -> str:
    console = Console(width=WIDTH, no_color=True)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")

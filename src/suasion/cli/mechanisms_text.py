"""The mechanisms as text: one table by section, or one row told in full."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from textwrap import fill

from rich.console import Console
from rich.table import Table

from suasion.cli.numbers import percent, short
from suasion.crisis import STATUSES
from suasion.questions.mechanism_rows import MatrixRow, MechanismAnswer, MechanismRow

WIDTH = 132
LABEL = 14
"""Columns of the labels of a row told in full."""
NOTE = (
    "effect: metric with the treatment less without, mean over draws [95 % interval of that\n"
    "mean]; left: share of the effect that remains when the declared edges are pinned; sign:\n"
    "share of the draws with any effect that have the expected sign. One row in full: --only ID"
)


def render_mechanisms(answer: MechanismAnswer) -> str:
    """Return the table of all rows, by section, with a count of verdicts."""
    parts = [_head(answer)]
    for section in dict.fromkeys(row.section for row in answer.rows):
        own = [row for row in answer.rows if row.section == section]
        parts.append(_captured(_section(section, own)))
    return "\n".join([*parts, NOTE, *_failed(answer)])


def _head(answer: MechanismAnswer) -> str:
    counts = Counter(row.status for row in answer.rows)
    told = ", ".join(f"{name} {counts[name]}" for name in STATUSES if counts[name])
    return (
        f"Mechanisms as of {answer.as_of}, account: {answer.account or 'shared figures'}; "
        f"{answer.draws} draws of {answer.paths} paths\n{len(answer.rows)} mechanisms: {told}"
    )


def _failed(answer: MechanismAnswer) -> list[str]:
    if not answer.failures:
        return []
    return [f"{len(answer.failures)} draws failed and are left out"]


def _section(title: str, rows: list[MechanismRow]) -> Table:
    table = Table(title=title or "Mechanisms", title_justify="left")
    for name in ("id", "mechanism", "status"):
        table.add_column(name)
    for name in ("expected", "effect", "left", "sign"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            row.id,
            row.title,
            row.status,
            row.expected,
            _span(row.effect, row.low, row.high),
            percent(row.left) if math.isfinite(row.left) else "",
            percent(row.draw_share) if math.isfinite(row.draw_share) else "",
        )
    return table


def render_mechanism(answer: MechanismAnswer, said: Mapping[str, str]) -> str:
    """Return one row in full: what sources say, what was done, what came out."""
    row = answer.rows[0]
    parts = [
        f"{row.id} {row.title}: {row.status}",
        f"as of {answer.as_of}, account: {answer.account or 'shared figures'}",
        "",
        "What the sources say",
        *_sources(row, said),
        "",
        "What was done",
        *_done(row),
        "",
        "What came out",
        *_found(row),
    ]
    carried = [cell for cell in answer.matrix if cell.mechanism == row.id]
    parts += _carried(carried) if carried else []
    return "\n".join([*parts, *_failed(answer)])


def _sources(row: MechanismRow, said: Mapping[str, str]) -> Iterator[str]:
    yield _labelled("cause", row.cause)
    yield _labelled("to be seen", row.observe)
    yield _labelled("support", row.support)
    for label, names in (("stated in", row.statements), ("denied in", row.against)):
        for name in names:
            yield _labelled(label, f"{name} {said.get(name, '')}".rstrip())


def _done(row: MechanismRow) -> Iterator[str]:
    if not row.treatment:
        yield "  no experiment"
        return
    yield _labelled("begins", f"{row.start}, {row.days} days; {row.draws} draws, {row.paths} paths")
    for label, text in (
        ("setting", row.setting),
        ("treatment", row.treatment),
        ("turned round", row.reverse),
        ("metric", f"{row.metric} ({row.steps} edges from the treatment)"),
        ("expected sign", row.expected),
        ("edges pinned", row.edges),
        ("stays on", row.rival),
    ):
        if text:
            yield _labelled(label, text)


def _found(row: MechanismRow) -> Iterator[str]:
    yield _labelled("verdict", f"{row.status}: {row.reason}")
    for label, text in (
        ("without it", short(row.level)),
        ("effect", _span(row.effect, row.low, row.high)),
        ("turned round", _span(row.reverse_effect, row.reverse_low, row.reverse_high)),
        ("ablated", _span(row.ablated_effect, row.ablated_low, row.ablated_high)),
        ("share left", _span(row.left, row.left_low, row.left_high)),
        ("sign in draws", percent(row.draw_share)),
    ):
        if text not in ("", "n/a"):
            yield _labelled(label, text)
    if row.carriers:
        yield _labelled("carried too by", ", ".join(row.carriers))


def _carried(cells: list[MatrixRow]) -> list[str]:
    """Return what the ablation of each other mechanism leaves of the effect, least first."""
    known = sorted((cell for cell in cells if math.isfinite(cell.left)), key=lambda c: c.left)
    lines = [
        _labelled(cell.ablation, f"leaves {_span(cell.left, cell.low, cell.high)}")
        for cell in known
    ]
    return ["", "What the ablation of each mechanism leaves of the effect", *lines]


def _labelled(label: str, text: str) -> str:
    return fill(
        text, WIDTH - 12, initial_indent=f"  {label:<{LABEL}}", subsequent_indent=" " * (LABEL + 2)
    )


def _span(value: float, low: float, high: float) -> str:
    if not math.isfinite(value):
        return ""
    if not (math.isfinite(low) and math.isfinite(high)):
        return short(value)
    return f"{short(value)} [{short(low)} to {short(high)}]"


def _captured(table: Table) -> str:
    console = Console(width=WIDTH)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")

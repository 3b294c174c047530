"""One row of the table of mechanisms: the declaration, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from suasion.cases.records import Row
from suasion.crisis import Estimate, ExperimentResult, Verdict
from suasion.questions.mechanism_rows import MatrixRow, MechanismRow

CONTRAST, ABSENT = "contrast only", "not represented"
NOTHING = math.nan


def make_row(
    row: Row, start: date | None, result: ExperimentResult | None, verdict: Verdict | None
) -> MechanismRow:
    """Return the row of a mechanism, with or without an experiment."""
    status, reason = (verdict.status, verdict.reason) if verdict else _without(row)
    days = row.values.get("days")
    return MechanismRow(
        status=status,
        reason=reason,
        start=str(start or ""),
        days=int(days) if isinstance(days, float) else 0,
        level=result.level.mean if result else NOTHING,
        draw_share=result.draw_share if result else NOTHING,
        draws=result.draws if result else 0,
        paths=result.paths if result else 0,
        steps=result.plan.steps if result else 0,
        carriers=verdict.carriers if verdict else (),
        **_declared(row),
        **_spans(result),
    )


def _declared(row: Row) -> dict[str, Any]:
    """Return what the row of a mechanism says, as fields of the answer."""
    columns = ("section", "support", "cause", "setting", "treatment", "reverse", "metric")
    return {
        **{name: row.text(name) for name in (*columns, "edges", "rival")},
        "id": row.id,
        "title": row.title,
        "observe": row.text("expected"),
        "expected": row.text("expected_sign"),
        "statements": row.words("statements"),
        "against": row.words("against"),
    }


def _spans(result: ExperimentResult | None) -> dict[str, Any]:
    """Return the estimates of an experiment as fields of the answer; NaN without one."""
    if result is None:
        effect = reverse = ablated = left = None
    else:
        effect, reverse = result.effect, result.reverse_effect
        ablated, left = result.ablated_effect, result.left
    return {
        **_span("", effect, first="effect"),
        **_span("reverse_", reverse),
        **_span("ablated_", ablated),
        **_span("left_", left, first="left"),
    }


def _span(prefix: str, found: Estimate | None, first: str = "") -> dict[str, float]:
    """Return mean, low and high of an estimate under the names of a row."""
    name = first or f"{prefix}effect"
    return {
        name: found.mean if found else NOTHING,
        f"{prefix}low": found.low if found else NOTHING,
        f"{prefix}high": found.high if found else NOTHING,
    }


def _without(row: Row) -> tuple[str, str]:
    """Return status and reason of a mechanism without an experiment."""
    kind = row.text("verdict_kind")
    status = CONTRAST if kind.startswith("contrast") else ABSENT
    return status, row.text("reason") or f"declared as {kind or 'nothing'}, without an experiment"


def find_carriers(cells: Sequence[MatrixRow], name: str) -> tuple[str, ...]:
    """Return the other mechanisms whose ablation takes a quarter of an effect or more."""
    own = [
        (cell.left, cell.ablation)
        for cell in cells
        if cell.mechanism == name
        and cell.ablation != name
        and math.isfinite(cell.left)
        and cell.left <= 0.75
        and cell.high < 1.0
    ]
    return tuple(other for _, other in sorted(own))

"""One row of the table of mechanisms: the declaration, and what came of it."""

from __future__ import annotations

import math
from datetime import date

from suasion.cases.records import Row
from suasion.crisis import ExperimentResult, Verdict
from suasion.questions.mechanism_rows import MechanismRow

CONTRAST, ABSENT = "contrast only", "not represented"
NOTHING = math.nan


def make_row(
    row: Row, start: date | None, result: ExperimentResult | None, verdict: Verdict | None
) -> MechanismRow:
    """Return the row of a mechanism, with or without an experiment."""
    status, reason = (verdict.status, verdict.reason) if verdict else _without(row)
    days = row.values.get("days")
    effect, reverse, ablated, left = (
        (result.effect, result.reverse_effect, result.ablated_effect, result.left)
        if result
        else (None, None, None, None)
    )
    spans = {
        **_span("", effect, first="effect"),
        **_span("reverse_", reverse),
        **_span("ablated_", ablated),
        **_span("left_", left, first="left"),
    }
    return MechanismRow(
        id=row.id,
        title=row.title,
        section=row.text("section"),
        support=row.text("support"),
        cause=row.text("cause"),
        observe=row.text("expected"),
        status=status,
        reason=reason,
        start=str(start or ""),
        days=int(days) if isinstance(days, float) else 0,
        setting=row.text("setting"),
        treatment=row.text("treatment"),
        reverse=row.text("reverse"),
        metric=row.text("metric"),
        expected=row.text("expected_sign"),
        edges=row.text("edges"),
        rival=row.text("rival"),
        level=result.level.mean if result else NOTHING,
        draw_share=result.draw_share if result else NOTHING,
        draws=result.draws if result else 0,
        paths=result.paths if result else 0,
        steps=result.plan.steps if result else 0,
        carriers=verdict.carriers if verdict else (),
        statements=row.words("statements"),
        against=row.words("against"),
        **spans,
    )


def _span(prefix: str, found: object, first: str = "") -> dict[str, float]:
    """Return mean, low and high of an estimate under the names of a row."""
    name = first or f"{prefix}effect"
    return {
        name: getattr(found, "mean", NOTHING),
        f"{prefix}low": getattr(found, "low", NOTHING),
        f"{prefix}high": getattr(found, "high", NOTHING),
    }


def _without(row: Row) -> tuple[str, str]:
    """Return status and reason of a mechanism without an experiment."""
    kind = row.text("verdict_kind")
    status = CONTRAST if kind.startswith("contrast") else ABSENT
    return status, row.text("reason") or f"declared as {kind or 'nothing'}, without an experiment"

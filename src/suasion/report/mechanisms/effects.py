"""The chart of effects: each in units of its own interval, with what the ablation leaves.

A metric is a count, a share or a stock, so that effects cannot be compared as they are. Drawn is
the effect over half the width of its interval: beyond 1 the interval excludes zero. Right is the
sign that was declared beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from suasion.report.charts import Chart, figure_row
from suasion.report.interval_chart import Mark, Measure, draw_intervals, span_axis
from suasion.report.mechanisms.cards import MechanismCard, Row, finite

DATASET = "mechanisms"
EFFECT = Measure(id="effect", title="effect of the treatment", colour="var(--one)")
ABLATED = Measure(
    id="ablated",
    title="without the declared edges",
    colour="var(--two)",
    shape="diamond",
    is_filled=False,
    dash=(5, 3),
)
MEASURES = (EFFECT, ABLATED)
FARTHEST = 12.0
"""Place at which a mark stands that lies farther out."""
EXPORTS = (
    "mechanism", "name", "status", "measure", "value", "low", "high", "effect", "effect_low",
    "effect_high",
)  # fmt: skip
HOLDING = "holding"
FAILING = ("failing-1", "failing-2")
"""Those that do not hold, in two charts of like length."""
GROUPS = {
    HOLDING: "Mechanisms that hold",
    FAILING[0]: "Mechanisms that do not",
    FAILING[1]: "Mechanisms that do not, continued",
}


def collect_rows(cards: Sequence[MechanismCard]) -> tuple[Row, ...]:
    """Return two tidy rows for each experiment: its effect, and what the ablation leaves."""
    drawn = [card for card in cards if card.is_experiment]
    failing = [card for card in drawn if not card.status.startswith("holds")]
    groups = {card.text("id"): FAILING[2 * at >= len(failing)] for at, card in enumerate(failing)}
    return tuple(
        made
        for at, card in enumerate(drawn)
        for made in _rows_of(card, -at, groups.get(card.text("id"), HOLDING))
    )


def _rows_of(card: MechanismCard, order: int, group: str) -> Iterator[Row]:
    low, high = finite(card.row, "low"), finite(card.row, "high")
    if low is None or high is None or high <= low:
        return
    half = (high - low) / 2.0
    towards = -1.0 if card.text("expected") == "-" else 1.0
    for measure in MEASURES:
        figure = card.figures[measure.id]
        ends = [_placed(end, towards / half) for end in (figure.low, figure.high)]
        known = sorted(end for end in ends if end is not None)
        yield {
            **figure_row(figure, measure=measure.id, order=order, group=group),
            "name": f"{card.text('id')} {card.text('title')}",
            "mechanism": card.text("id"),
            "status": card.status,
            "value": _placed(figure.value, towards / half),
            "low": known[0] if len(known) > 1 else None,
            "high": known[1] if len(known) > 1 else None,
            "effect": figure.value,
            "effect_low": figure.low,
            "effect_high": figure.high,
        }


def _placed(value: float | None, scale: float) -> float | None:
    return None if value is None else max(-FARTHEST, min(FARTHEST, value * scale))


def draw_charts(rows: Sequence[Row]) -> list[Chart]:
    """Return a chart of those that hold and one of those that do not, on one axis."""
    there = {str(row["group"]) for row in rows}
    values = [
        value
        for row in rows
        for column in ("value", "low", "high")
        if isinstance(value := row[column], float)
    ]
    axis = span_axis("half-widths of its own interval, right: the expected sign", values)
    spec = draw_intervals(axis, MEASURES, marks=(Mark(value=1.0, title="1"),))
    return [_chart(group, title, spec) for group, title in GROUPS.items() if group in there]


def _chart(group: str, title: str, spec: Mapping[str, Any]) -> Chart:
    return Chart(
        id=f"mechanisms-{group}",
        title=title,
        reading="Effect over half the width of its own interval: a filled circle right of 1 "
        "has the expected sign and an interval without zero. Open diamond: the effect with "
        "the declared edges taken out; near zero, they carry it. What lies beyond 12 stands "
        "there.",
        alt=f"{title}: effect of each and effect without its declared edges. The rows below "
        "hold all figures.",
        dataset=DATASET,
        where={"group": (group,)},
        spec=spec,
        exports=EXPORTS,
    )

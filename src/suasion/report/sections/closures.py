"""What each closure does to whom: one small chart for each lever, all on one axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suasion.report.charts import Chart, Dataset, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.interval_chart import Axis, Measure, draw_intervals, span_axis
from suasion.report.naming import actor_titles, first_horizon
from suasion.report.sections.section import Context, Section
from suasion.report.view import SHARED, ReportInput, ShownFigure

DATASET = "closures"
AT_MOST = 12
EFFECT = Measure(id="effect", title="change of payoff", colour="var(--one)")

Row = Mapping[str, object]


def collect_effects(view: ReportInput) -> list[Row]:
    """Return effects by lever and actor; from the third parties where no table gives them."""
    rows = view.rows("closures")
    if rows:
        return list(rows)
    titles = {row["lever"]: row["title"] for row in view.rows("leverage")}
    return [
        {
            "lever": row["lever"],
            "title": titles.get(row["lever"], row["lever"]),
            "actor": row["actor"],
            "effect_usd_per_year": _minus(row["loss_usd_per_year"]),
            "low": _minus(row["high"]),
            "high": _minus(row["low"]),
            "horizon": row["horizon"],
            "account": row["account"],
        }
        for row in view.rows("third_parties")
    ]


def _minus(value: object) -> float | None:
    return 0.0 - value if isinstance(value, float) else None


def _float(value: object) -> float | None:
    return value if isinstance(value, float) else None


def figure_of(row: Row, names: Mapping[str, str]) -> ShownFigure:
    """Return what one closure does to one actor."""
    actor = str(row["actor"])
    return ShownFigure(
        title=f"{row['title'] or row['lever']}: effect on {names.get(actor, actor)}",
        value=_float(row["effect_usd_per_year"]),
        low=_float(row["low"]),
        high=_float(row["high"]),
        unit="USD/yr",
        account=str(row["account"]),
        horizon=str(row["horizon"]),
        trace=f"leverage.{row['lever']}",
    )


def choose_levers(view: ReportInput, rows: Sequence[Row]) -> list[str]:
    """Return the levers with the largest effects at first sight, largest first."""
    first = [
        r for r in rows if r["horizon"] in {"", first_horizon(view)} and r["account"] == SHARED
    ]
    strength: dict[str, float] = {}
    for row in first or rows:
        lever = str(row["lever"])
        size = abs(_float(row["effect_usd_per_year"]) or 0.0)
        strength[lever] = max(size, strength.get(lever, 0.0))
    ranked = sorted(strength, key=lambda lever: (-strength[lever], lever))
    return [lever for lever in ranked if strength[lever] > 0.0][:AT_MOST]


def _chart(lever: str, title: str, axis: Axis) -> Chart:
    return Chart(
        id=f"closure-{lever}",
        title=title,
        reading="Left of zero: loses. Right: gains. Lines: 90 % intervals.",
        alt=f"{title}: change of each actor's payoff in USD per year, with intervals.",
        dataset=DATASET,
        where={"lever": (lever,)},
        spec=draw_intervals(axis, (EFFECT,)),
        exports=("lever", "title", "actor", "horizon", "account", "value", "low", "high", "unit"),
    )


def _has_effect(row: Row) -> bool:
    return any(abs(_float(row[c]) or 0.0) > 0.0 for c in ("effect_usd_per_year", "low", "high"))


def tabulate_observables(view: ReportInput) -> TableView | None:
    """Return what each closure does to the observables, before and after."""
    rows = view.rows("closure_observables")
    titles = {row["lever"]: row["title"] for row in view.rows("leverage")}
    if not rows:
        return None
    return TableView(
        id="closure-observables",
        caption="What each closure does to flows and costs",
        columns=("Observable", "Base", "Closed", "Change"),
        rows=tuple(
            TableRow(
                heading=str(titles.get(row["lever"], row["lever"])),
                trace=f"leverage.{row['lever']}",
                cells=(
                    Cell(text=str(row["title"])),
                    *(Cell(figure=f) for f in before_after(row, f"leverage.{row['lever']}")),
                ),
            )
            for row in rows
            if row["account"] == SHARED
        ),
    )


def before_after(row: Row, trace: str) -> tuple[ShownFigure, ShownFigure, ShownFigure]:
    """Return base, changed and change of one observable."""
    name = str(row.get("observable_title") or row["title"])
    before, after = _float(row["before"]), _float(row["after"])
    change = None if before is None or after is None else after - before
    unit, horizon = str(row["unit"]), str(row.get("horizon") or "")

    def figure(words: str, value: float | None, ends: str) -> ShownFigure:
        return ShownFigure(
            title=f"{name}: {words}",
            value=value,
            low=_float(row[f"{ends}_low"]),
            high=_float(row[f"{ends}_high"]),
            unit=unit,
            trace=trace,
            horizon=horizon,
        )

    return (
        figure("base", before, "before"),
        figure("changed", after, "after"),
        figure("change", change, "difference"),
    )


def build(view: ReportInput) -> Context | None:
    """Return one chart for each closure, and the observables before and after."""
    rows = [row for row in collect_effects(view) if _has_effect(row)]
    levers = choose_levers(view, rows)
    if not levers:
        return None
    names = actor_titles(view)
    shown = [row for row in rows if row["lever"] in levers]
    values = [
        v
        for r in shown
        for c in ("effect_usd_per_year", "low", "high")
        if (v := _float(r[c])) is not None
    ]
    axis = span_axis("USD per year", values, is_money=True)
    titles = {str(row["lever"]): str(row["title"] or row["lever"]) for row in shown}
    drawn = tuple(
        figure_row(
            figure_of(row, names),
            lever=row["lever"],
            actor=row["actor"],
            name=names.get(str(row["actor"]), str(row["actor"])),
            measure="effect",
            order=-(_float(row["effect_usd_per_year"]) or 0.0),
        )
        for row in shown
    )
    return {
        "datasets": [Dataset(id=DATASET, rows=drawn, facets=("horizon", "account"))],
        "charts": [_chart(lever, titles[lever], axis) for lever in levers],
        "table": tabulate_observables(view),
    }


SECTION = Section(
    id="closures", title="What each closure does to whom", template="closures.html", build=build
)

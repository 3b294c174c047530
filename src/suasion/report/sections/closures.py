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
NOTICEABLE = 0.01
"""Share of a closure's largest effect below which an actor is left out of its chart."""
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
    """Return what closes a network, the two sides' own closures first, largest effect first."""
    cases = {row.id: row for row in view.case_rows("levers")}
    ties = {name for name, row in cases.items() if row.text("instrument") == "tie"}
    ours = {name for name, row in cases.items() if row.text("sender") in view.case.meta.dyad}
    first = [
        r for r in rows if r["horizon"] in {"", first_horizon(view)} and r["account"] == SHARED
    ]
    strength: dict[str, float] = {}
    for row in first or rows:
        lever = str(row["lever"])
        strength[lever] = max(_size(row, "effect_usd_per_year"), strength.get(lever, 0.0))
    ranked = sorted(strength, key=lambda lever: (lever not in ours, -strength[lever], lever))
    return [lever for lever in ranked if strength[lever] > 0.0 and lever not in ties][:AT_MOST]


def shown_actors(view: ReportInput) -> frozenset[str]:
    """Return the actors that a chart shows: no bloc beside its members, but for those that act.

    A bloc that sends or receives a lever stands for its members; every other bloc is left out,
    since its members are there.
    """
    actors = {row.id: row for row in view.case_rows("actors")}
    levers = view.case_rows("levers")
    acting = {row.text(side) for row in levers for side in ("sender", "target")}
    standing = {a for a in acting if a in actors and actors[a].text("kind") == "bloc"}
    return frozenset(
        name
        for name, row in actors.items()
        if name in acting
        or (row.text("kind") != "bloc" and not standing.intersection(row.words("member_of")))
    )


def keep_touched(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of actors that a closure touches by a noticeable share of its effect."""
    columns = ("effect_usd_per_year", "low", "high")
    views = [(row["lever"], row["horizon"], row["account"]) for row in rows]
    sizes = [max(_size(row, column) for column in columns) for row in rows]
    largest: dict[tuple[object, ...], float] = {}
    for group, size in zip(views, sizes, strict=True):
        largest[group] = max(size, largest.get(group, 0.0))
    return [
        row
        for row, group, size in zip(rows, views, sizes, strict=True)
        if size > NOTICEABLE * largest[group]
    ]


def _size(row: Row, column: str) -> float:
    return abs(_float(row[column]) or 0.0)


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


def tabulate_observables(view: ReportInput, levers: Sequence[str]) -> tuple[TableView, Dataset]:
    """Return what each closure changes among the observables, and the rows that fill the table."""
    rows = [r for r in view.rows("closure_observables") if r["lever"] in levers and _changes(r)]
    rows.sort(key=lambda row: levers.index(str(row["lever"])))
    filled: list[Row] = []
    lines: dict[str, TableRow] = {}
    for row in rows:
        name = f"{row['lever']}|{row['observable']}"
        cells = _observable_cells(row, name)
        filled += [figure_row(cell.figure, key=cell.key) for cell in cells if cell.figure]
        is_first = row["horizon"] in {"", first_horizon(view)} and row["account"] == SHARED
        if is_first or name not in lines:
            lines[name] = _observable_line(view, row, cells, is_first=is_first)
    table = TableView(
        id="closure-observables",
        caption="What each closure changes among flows and costs",
        columns=("Observable", "Base", "Closed", "Change"),
        rows=tuple(lines.values()),
        dataset="closure-observables",
    )
    facets = ("horizon", "account")
    return table, Dataset(id="closure-observables", rows=tuple(filled), facets=facets)


def _observable_cells(row: Row, name: str) -> list[Cell]:
    figures = before_after(row, f"leverage.{row['lever']}")
    parts = ("base", "closed", "change")
    return [Cell(key=f"{name}|{p}", figure=f) for p, f in zip(parts, figures, strict=True)]


def _observable_line(
    view: ReportInput, row: Row, cells: Sequence[Cell], *, is_first: bool
) -> TableRow:
    lever = view.case.find("levers", str(row["lever"]))
    return TableRow(
        heading=lever.title if lever else str(row["lever"]),
        trace=f"leverage.{row['lever']}",
        cells=(Cell(text=str(row["title"])), *cells),
        is_hidden=not is_first,
    )


def _changes(row: Row) -> bool:
    before, after = _float(row["before"]) or 0.0, _float(row["after"]) or 0.0
    spans = [abs(_float(row[f"difference_{end}"]) or 0.0) for end in ("low", "high")]
    return max(abs(after - before), *spans) > 1e-6 * max(abs(before), 1.0)


def before_after(row: Row, trace: str) -> tuple[ShownFigure, ShownFigure, ShownFigure]:
    """Return base, changed and change of one observable."""
    name = str(row.get("observable_title") or row["title"])
    before, after = _float(row["before"]), _float(row["after"])
    change = None if before is None or after is None else after - before
    unit, horizon = str(row["unit"]), str(row.get("horizon") or "")
    account = str(row.get("account") or SHARED)

    def figure(words: str, value: float | None, ends: str) -> ShownFigure:
        return ShownFigure(
            title=f"{name}: {words}",
            value=value,
            low=_float(row[f"{ends}_low"]),
            high=_float(row[f"{ends}_high"]),
            unit=unit,
            trace=trace,
            horizon=horizon,
            account=account,
        )

    return (
        figure("base", before, "before"),
        figure("changed", after, "after"),
        figure("change", change, "difference"),
    )


def draw_rows(view: ReportInput, shown: Sequence[Row]) -> tuple[Row, ...]:
    """Return the tidy rows of the charts."""
    names = actor_titles(view)
    return tuple(
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


def build(view: ReportInput) -> Context | None:
    """Return one chart for each closure, and the observables before and after."""
    actors = shown_actors(view)
    rows = keep_touched([row for row in collect_effects(view) if row["actor"] in actors])
    levers = choose_levers(view, rows)
    if not levers:
        return None
    shown = [row for row in rows if row["lever"] in levers]
    columns = ("effect_usd_per_year", "low", "high")
    axis = span_axis("USD per year", [_float(r[c]) for r in shown for c in columns], is_money=True)
    titles = {str(row["lever"]): str(row["title"] or row["lever"]) for row in shown}
    table, observed = tabulate_observables(view, levers)
    effects = Dataset(id=DATASET, rows=draw_rows(view, shown), facets=("horizon", "account"))
    return {
        "datasets": [effects, observed],
        "charts": [_chart(lever, titles[lever], axis) for lever in levers],
        "table": table if table.rows else None,
        "n_others": len({row["lever"] for row in rows}) - len(levers),
    }


SECTION = Section(
    id="closures", title="What each closure does to whom", template="closures.html", build=build
)

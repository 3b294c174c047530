"""Who can hurt whom: hurt to the target against cost to the sender, by lever and horizon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suasion.report.charts import Chart, Dataset, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.interval_chart import COST, HURT, Axis, draw_intervals, span_axis
from suasion.report.naming import actor_titles, first_horizon
from suasion.report.sections.section import Context, Section
from suasion.report.view import SHARED, ReportInput, ShownFigure

DATASET = "leverage"
MEASURES = (
    ("hurt", "Hurt to the target", "USD/yr"),
    ("cost", "Cost to the sender", "USD/yr"),
    ("hurt_share", "Hurt, share of GDP", "share"),
    ("cost_share", "Cost, share of GDP", "share"),
    ("assumed", "Variance from assumed figures", "share"),
)
GROUPS = {
    "over": "What third parties can withhold from the two",
    "of": "What the two can withhold from third parties",
    "others": "Levers among third parties",
}
_EXPORTS = (
    "lever", "title", "sender", "target", "horizon", "account", "measure", "value", "low", "high",
    "unit",
)  # fmt: skip

Row = Mapping[str, object]


def _number(row: Row, column: str) -> float | None:
    value = row[column]
    return value if isinstance(value, float) else None


def figures_of(row: Row) -> Mapping[str, ShownFigure]:
    """Return the figures of one row of the leverage table by measure."""
    columns = {
        "hurt": ("hurt_usd_per_year", "hurt_low", "hurt_high"),
        "cost": ("cost_usd_per_year", "cost_low", "cost_high"),
        "hurt_share": ("hurt_gdp_share", "", ""),
        "cost_share": ("cost_gdp_share", "", ""),
        "assumed": ("assumed_share", "", ""),
    }
    return {
        measure: ShownFigure(
            title=f"{row['title']}: {title.lower()}",
            value=_number(row, columns[measure][0]),
            low=_number(row, columns[measure][1]) if columns[measure][1] else None,
            high=_number(row, columns[measure][2]) if columns[measure][2] else None,
            unit=unit,
            account=str(row["account"]),
            horizon=str(row["horizon"]),
            trace=f"leverage.{row['lever']}",
            note=_price_note(row) if measure == "hurt" else "",
        )
        for measure, title, unit in MEASURES
    }


def _price_note(row: Row) -> str:
    low, high = _number(row, "price_low"), _number(row, "price_high")
    if low is None or high is None or low == high:
        return ""
    span = ShownFigure(title="", value=low, unit="USD/yr", low=low, high=high)
    return f"On the central figures, prices alone leave {span.interval} USD/yr open."


def collect_rows(view: ReportInput) -> tuple[Row, ...]:
    """Return one tidy row for each lever, horizon, account and measure."""
    pair = view.case.meta.dyad
    rows = []
    for row in view.rows("leverage"):
        sides = (str(row["sender"]), str(row["target"]))
        direction = direction_of(sides, pair)
        name = str(row["title"])
        for measure, figure in figures_of(row).items():
            fields = {
                "key": f"{row['lever']}|{measure}",
                "lever": row["lever"],
                "name": f"{sides[0]} \u2192 {sides[1]}: {name}" if direction in GROUPS else name,
                "sender": sides[0],
                "target": sides[1],
                "direction": direction if row["kind"] == "single" else "joint",
                "measure": measure,
                "order": _number(row, "hurt_usd_per_year"),
            }
            rows.append(figure_row(figure, **fields))
    return tuple(rows)


def direction_of(sides: tuple[str, str], pair: Sequence[str]) -> str:
    """Return in which chart a lever is drawn: one for each direction, then by who takes part."""
    sender, target = sides
    if sender in pair and target in pair:
        return f"{sender}>{target}"
    return "over" if target in pair else "of" if sender in pair else "others"


def strongest_pairs(view: ReportInput) -> tuple[Row, ...]:
    """Return the largest single lever of each sender over each target, for every view."""
    best: dict[tuple[object, ...], Row] = {}
    for row in view.rows("leverage"):
        group = (row["sender"], row["target"], row["horizon"], row["account"])
        hurt = _number(row, "hurt_usd_per_year")
        if row["kind"] == "single" and hurt is not None:
            known = best.get(group)
            if known is None or hurt > (_number(known, "hurt_usd_per_year") or 0.0):
                best[group] = row
    return tuple(
        figure_row(figures_of(row)["hurt"], key=f"{row['sender']}|{row['target']}", **_none(row))
        for row in best.values()
    )


def _none(row: Row) -> dict[str, object]:
    return {"lever": row["lever"], "name": row["title"]}


def first_figures(view: ReportInput) -> Mapping[str, ShownFigure]:
    """Return the largest hurt of each sender over each target in the view that opens the page."""
    found: dict[str, ShownFigure] = {}
    for row in sorted(view.rows("leverage"), key=_hurt_first):
        if _is_first(view, row) and row["kind"] == "single":
            found.setdefault(f"{row['sender']}|{row['target']}", figures_of(row)["hurt"])
    return found


def _is_first(view: ReportInput, row: Row) -> bool:
    return row["horizon"] == first_horizon(view) and row["account"] == SHARED


def draw_charts(view: ReportInput, rows: Sequence[Row]) -> list[Chart]:
    """Return one chart for each direction, all on one axis."""
    drawn = [r for r in rows if r["measure"] in {"hurt", "cost"} and r["direction"] != "joint"]
    axis = span_axis(
        "USD per year (logarithmic on both sides of zero)",
        [v for r in drawn for c in ("value", "low", "high") if isinstance(v := r[c], float)],
        is_money=True,
    )
    one, other = view.case.meta.dyad
    names = actor_titles(view)
    present = {r["direction"] for r in drawn}
    wanted = [(f"{one}>{other}", one, other), (f"{other}>{one}", other, one)]
    charts = [
        _chart(
            direction,
            f"What {names.get(sender, sender)} can withhold from {names.get(target, target)}",
            axis,
        )
        for direction, sender, target in wanted
        if direction in present
    ]
    return charts + [_chart(name, title, axis) for name, title in GROUPS.items() if name in present]


def _chart(direction: str, title: str, axis: Axis) -> Chart:
    return Chart(
        id="leverage-" + direction.replace(">", "-").lower(),
        title=title,
        reading="Filled circle: hurt to the target. Open diamond: cost to the sender. "
        "Lines are 90 % intervals over the draws; right of zero is a loss.",
        alt=f"{title}: hurt to the target and cost to the sender of each lever, with intervals. "
        "The table below holds the same numbers.",
        dataset=DATASET,
        where={"direction": (direction,), "measure": ("hurt", "cost")},
        spec=draw_intervals(axis, (HURT, COST)),
        exports=_EXPORTS,
    )


def tabulate(view: ReportInput, *, kind: str) -> TableView:
    """Return the table of single or joint levers, hurt and cost side by side."""
    levers: dict[str, Row] = {}
    for row in sorted(view.rows("leverage"), key=_hurt_first):
        if row["kind"] == kind and (row["lever"] not in levers or _is_first(view, row)):
            levers[str(row["lever"])] = row
    ordered = sorted(levers.values(), key=lambda row: (not _is_first(view, row), _hurt_first(row)))
    return TableView(
        id=f"leverage-{kind}",
        caption="Single levers" if kind == "single" else "Joint levers (central figures)",
        columns=("Sender \u2192 target", *(title for _, title, _ in MEASURES)),
        rows=tuple(_line(row, is_hidden=not _is_first(view, row)) for row in ordered),
        dataset=DATASET,
        is_sortable=True,
    )


def _line(row: Row, *, is_hidden: bool) -> TableRow:
    figures = figures_of(row).items()
    return TableRow(
        heading=str(row["title"]),
        trace=f"leverage.{row['lever']}",
        cells=(
            Cell(text=f"{row['sender']} \u2192 {row['target']}"),
            *(Cell(figure=f, key=f"{row['lever']}|{measure}") for measure, f in figures),
        ),
        is_hidden=is_hidden,
    )


def _hurt_first(row: Row) -> float:
    return -(_number(row, "hurt_usd_per_year") or 0.0)


def tabulate_pairs(view: ReportInput, pairs: Sequence[Row]) -> TableView:
    """Return senders against targets: the largest single lever of each over each."""
    keys = {str(row["key"]) for row in pairs}
    ours = list(view.case.meta.dyad)
    ends = [sorted({key.split("|")[end] for key in keys}) for end in (0, 1)]
    rank = {actor: place for place, actor in enumerate(ours)}
    senders, targets = (sorted(ids, key=lambda a: (rank.get(a, len(rank)), a)) for ids in ends)
    names = actor_titles(view)
    first = first_figures(view)
    rows = []
    for sender in senders:
        wanted = [f"{sender}|{target}" for target in targets]
        cells = [
            Cell(key=key, figure=first.get(key)) if key in keys else Cell(text="\u2013")
            for key in wanted
        ]
        rows.append(TableRow(heading=names.get(sender, sender), cells=tuple(cells)))
    return TableView(
        id="leverage-pairs",
        caption="The largest single lever of each sender (rows) over each target (columns)",
        columns=tuple(names.get(target, target) for target in targets),
        rows=tuple(rows),
        dataset="leverage-pairs",
    )


def build(view: ReportInput) -> Context | None:
    """Return datasets, charts and tables of leverage."""
    rows = collect_rows(view)
    if not rows:
        return None
    facets = ("horizon", "account")
    pairs = strongest_pairs(view)
    joint = tabulate(view, kind="joint")
    return {
        "datasets": [
            Dataset(id=DATASET, rows=rows, facets=facets),
            Dataset(id="leverage-pairs", rows=pairs, facets=facets),
        ],
        "charts": draw_charts(view, rows),
        "pairs": tabulate_pairs(view, pairs),
        "single": tabulate(view, kind="single"),
        "joint": joint if joint.rows else None,
        "flips": view.rows("flips"),
    }


SECTION = Section(
    id="leverage", title="Who needs whom, and how badly", template="leverage.html", build=build
)

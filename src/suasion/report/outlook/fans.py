"""Fans: what the record left on each day before, and the spread of the paths on each day ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import altair as alt

from suasion.report.charts import MARK_NAME, ROWS, Chart, figure_row, finish_spec
from suasion.report.outlook.words import OutlookWords, Row, number
from suasion.report.view import SHARED, ShownFigure

DATASET = "outlook-days"
CHIEF = ("tension", "cooperation")
"""Observables drawn large, with the acts of the record on them."""
QUANTILES = ("p05", "p25", "p50", "p75", "p95")
COARSE = 6
"""Days from one drawn day to the next, except in chief fans of the shared base and the record."""
DIGITS = 4
"""Significant digits of what is drawn."""
TOLD_EVERY = 30
"""Days from one mark to the next."""
HEIGHT, SMALL = 260, 130
PAST, AHEAD, MARK, ACT = "record", "ahead", "day", "act"
SHAPES = {MARK: "circle", ACT: "triangle-down"}
READING = (
    "Line before the dashed day: what the record leaves. After it: the middle path of each day, "
    "half of the paths in the dark band, nine in ten in the light one."
)


def collect_rows(words: OutlookWords) -> tuple[Row, ...]:
    """Return tidy rows: days drawn, days told, and acts of the record."""
    found: list[Row] = []
    levels: dict[tuple[str, str, str], float | None] = {}
    for row in words.days:
        name, account = str(row["observable"]), str(row["account"])
        if name in words.observables:
            levels[account, name, str(row["date"])] = number(row, "p50")
            found += _day_rows(words, row, _last_day(words, account))
    return (*found, *_act_rows(words, levels))


def _last_day(words: OutlookWords, account: str) -> int:
    return int(number(words.runs[account], "days") or 0)


def _day_rows(words: OutlookWords, row: Row, last: int) -> Iterator[Row]:
    day, name = int(number(row, "day") or 0), str(row["observable"])
    is_fine = name in CHIEF and (row["account"] == SHARED or day < 0)
    place = {"observable": name, "day": day, "date": row["date"], "account": row["account"]}
    if is_fine or day % COARSE == 0 or day in (-1, last):
        shown = {level: _short(row, level) for level in QUANTILES}
        yield {
            **place,
            "part": AHEAD if day >= 0 else PAST,
            "value": shown["p50"],
            "title": "",
            **shown,
        }
    if day >= 0 and (day % TOLD_EVERY == 0 or day == last):
        yield {**figure_row(_told(words, row)), **place, "part": MARK}


def _short(row: Row, column: str) -> float | None:
    value = number(row, column)
    return None if value is None else float(f"{value:.{DIGITS}g}")


def _told(words: OutlookWords, row: Row) -> ShownFigure:
    low, high = (ShownFigure(title="", value=number(row, n), unit="1").text for n in ("p25", "p75"))
    mean = ShownFigure(title="", value=number(row, "mean"), unit="1").text
    return ShownFigure(
        title=f"{words.observables[str(row['observable'])]}, {row['date']}",
        value=number(row, "p50"),
        low=number(row, "p05"),
        high=number(row, "p95"),
        unit="1",
        account=str(row["account"]),
        note=f"Half of the paths: {low} to {high}. Mean: {mean}.",
    )


def _act_rows(
    words: OutlookWords, levels: Mapping[tuple[str, str, str], float | None]
) -> Iterator[Row]:
    for row in words.rows("record"):
        for name in CHIEF:
            account, date = str(row["account"]), str(row["date"])
            figure = ShownFigure(
                title=str(row["title"]),
                value=levels.get((account, name, date)),
                unit="1",
                account=account,
                note=f"{date}, in the record. Made in the model as: {row['move_title']}.",
            )
            place = {"observable": name, "day": row["day"], "date": date, "account": account}
            if figure.value is not None:
                yield {**figure_row(figure), "text": "", **place, "part": ACT}


def draw_charts(words: OutlookWords, rows: Sequence[Row]) -> tuple[list[Chart], list[Chart]]:
    """Return the chief fans, large, and one small fan for each other observable."""
    start = str(words.runs[SHARED]["start"])
    chief = [name for name in CHIEF if name in words.observables]
    others = [name for name in words.observables if name not in CHIEF]
    return (
        [_chart(words, rows, name, start, HEIGHT) for name in chief],
        [_chart(words, rows, name, start, SMALL) for name in others],
    )


def _chart(words: OutlookWords, rows: Sequence[Row], name: str, start: str, height: int) -> Chart:
    is_chief = name in CHIEF
    acts = " Triangles: acts of the record." if is_chief else ""
    title = words.observables[name]
    return Chart(
        id="outlook-" + "".join(c if c.isalnum() else "-" for c in name.lower()),
        title=title,
        reading=READING + acts,
        alt=f"{title}: what the record leaves on each day before {start}, then the quantiles of "
        "the paths on each day after it.",
        dataset=DATASET,
        where={"observable": (name,)},
        spec=_spec(_range(rows, name), _dates(rows, start), height),
        exports=("observable", "account", "part", "date", "day", *QUANTILES, "value", "title"),
    )


def _range(rows: Sequence[Row], name: str) -> tuple[float, float]:
    """Return the range over all accounts, so that one axis serves them all."""
    found = [
        value
        for row in rows
        if row["observable"] == name
        for column in ("p05", "p95", "value")
        if isinstance(value := row.get(column), float)
    ]
    low, high = min([*found, 0.0]), max([*found, 0.0])
    return (low, high) if high > low else (low, low + 1.0)


def _dates(rows: Sequence[Row], start: str) -> tuple[str, str, str]:
    """Return the first day, the start and the last day that any fan draws."""
    dates = sorted(str(row["date"]) for row in rows)
    return dates[0], start, dates[-1]


def _day(date: str) -> alt.DateTime:
    year, month, day = (int(part) for part in date.split("-"))
    return alt.DateTime(year=year, month=month, date=day, utc=True)


def _spec(span: tuple[float, float], dates: tuple[str, str, str], height: int) -> dict[str, Any]:
    ticks = 8 if height == HEIGHT else 4
    axis = alt.Axis(title=None, labelOverlap=True, tickCount=ticks, format="%b %y")
    ends = [_day(dates[0]), _day(dates[2])]
    x = alt.X("date:T", axis=axis, scale=alt.Scale(type="utc", domain=ends))
    scale = alt.Scale(domain=list(span), nice=True)
    y_axis = alt.Axis(title=None, tickCount=5 if height == HEIGHT else 3)
    ahead = alt.Chart(ROWS).transform_filter(f"datum.part === '{AHEAD}'")
    past = alt.Chart(ROWS).transform_filter(f"datum.part === '{PAST}'")
    layers = [
        *(
            ahead.mark_area(opacity=opacity, color="var(--one)", aria=False).encode(
                x=x, y=alt.Y(f"{low}:Q", scale=scale, axis=y_axis), y2=f"{high}:Q"
            )
            for low, high, opacity in (("p05", "p95", 0.2), ("p25", "p75", 0.35))
        ),
        ahead.mark_line(color="var(--one)", strokeWidth=2, aria=False).encode(
            x=x, y=alt.Y("p50:Q", scale=scale, axis=y_axis)
        ),
        past.mark_line(color="var(--ink)", strokeWidth=1.5, aria=False).encode(
            x=x, y=alt.Y("p50:Q", scale=scale, axis=y_axis)
        ),
        _as_of(dates[1]),
        _marks(x, scale, y_axis),
    ]
    return finish_spec(alt.layer(*layers), height)


def _as_of(start: str) -> alt.Chart:
    drawn: alt.Chart = (
        alt.Chart(ROWS)
        .mark_rule(strokeDash=[4, 3], aria=False, color="var(--muted)")
        .encode(x=alt.X(datum=_day(start), type="temporal"))
    )
    return drawn


def _marks(x: alt.X, scale: alt.Scale, axis: alt.Axis) -> alt.Chart:
    kinds = list(SHAPES)
    colours = alt.Scale(domain=kinds, range=["var(--one)", "var(--two)"])
    sizes = alt.Scale(type="ordinal", domain=kinds, range=[22, 55])
    drawn: alt.Chart = (
        alt.Chart(ROWS)
        .transform_filter(alt.FieldOneOfPredicate(field="part", oneOf=kinds))
        .mark_point(filled=True, opacity=0.9)
        .encode(
            x,
            alt.Y("value:Q", scale=scale, axis=axis),
            alt.Shape(
                "part:N", legend=None, scale=alt.Scale(domain=kinds, range=list(SHAPES.values()))
            ),
            alt.Color("part:N", scale=colours, legend=None),
            alt.Size("part:O", scale=sizes, legend=None),
            description="title:N",
        )
        .properties(name=MARK_NAME)
    )
    return drawn

"""Charts of probabilities: a line for each prediction, a sign for each account in a lane below.

Lanes keep apart what has the same value; the name of a prediction stands above its lanes, broken
into lines where it is long.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import altair as alt

from suasion.report.charts import MARK_NAME, ROWS, Chart, figure_row, finish_spec
from suasion.report.predictions.cards import FATES, LEVEL, PredictionCard
from suasion.report.record.words import RecordWords, Row
from suasion.report.view import ShownFigure

Signs = tuple[str, str, str]
"""Shape, colour and fill."""
DATASET = "predictions"
SETTLED, WAITING = "settled", ("waiting-1", "waiting-2")
CLIMATOLOGY, CAME = "climatology (baseline)", "what became of it"
SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
COLOURS = ("var(--ink)", "var(--one)", "var(--two)", "var(--three)", "var(--one)", "var(--two)")
FILLED = (True, True, True, True, False, False)
"""Signs of accounts in their order, the shared base first; a seventh begins again."""
LANE = 9
"""Pixels from one lane to the next."""
NAME_LANES = ("name-1", "name-2", "name-3", "name-4", "name-5")
WIDTH, LINES = 52, 3
"""Letters in a line of a name, and lines of it at most."""
EXPORTS = ("prediction", "name", "speaker", "fate", "who", "value", "low", "high", "unit", "note")


def collect_rows(words: RecordWords, cards: Sequence[PredictionCard]) -> tuple[Row, ...]:
    """Return tidy rows: each prediction with a probability under each account, in per cent."""
    drawn = [card for card in cards if card.chances]
    waiting = [card.name for card in drawn if card.fate not in ("yes", "no")]
    return tuple(
        made
        for at, card in enumerate(drawn)
        for made in _rows_of(words, card, -at, _chart_of(card, waiting))
    )


def _chart_of(card: PredictionCard, waiting: Sequence[str]) -> str:
    if card.name not in waiting:
        return SETTLED
    return WAITING[2 * waiting.index(card.name) >= len(waiting)]


def _rows_of(words: RecordWords, card: PredictionCard, order: int, chart: str) -> Iterator[Row]:
    place = {
        "prediction": card.text("id"),
        "name": wrap_name(f"{card.sign} {card.name}" if chart == SETTLED else card.name),
        "speaker": card.speaker,
        "fate": FATES[card.fate][1],
        "order": order,
        "chart": chart,
    }
    figures = {words.title(name): figure for name, figure in card.chances.items()}
    if card.climatology is not None:
        figures[CLIMATOLOGY] = card.climatology
    if chart == SETTLED:
        figures[CAME] = _outcome(card)
    for at, (who, figure) in enumerate(figures.items()):
        yield {**_in_percent(figure), **place, "who": who, "is_first": at == 0}


def wrap_name(name: str) -> str:
    r"""Return a name in three lines at most.

    >>> wrap_name("P1 " + "word " * 60).count("\n")
    2
    """
    # A blank ends each line: read aloud or copied, the lines follow each other without a break.
    return " \n".join(textwrap.wrap(name, WIDTH, max_lines=LINES, placeholder=" \u2026"))


def _outcome(card: PredictionCard) -> ShownFigure:
    return ShownFigure(
        title=f"{card.text('id')} {FATES[card.fate][1]}, {card.text('settled')}",
        value=1.0 if card.fate == "yes" else 0.0,
        unit="share",
        account="the record",
        note=f"Source: {card.text('source')}.",
    )


def _in_percent(figure: ShownFigure) -> dict[str, object]:
    """Return the row of a figure drawn in per cent, as its tooltip writes it."""
    parts = {"value": figure.value, "low": figure.low, "high": figure.high}
    drawn = {name: None if x is None else 100.0 * x for name, x in parts.items()}
    return {**figure_row(figure), **drawn, "level": LEVEL if figure.low is not None else ""}


def draw_charts(words: RecordWords, rows: Sequence[Row]) -> list[Chart]:
    """Return the chart of what is settled, and two of what waits, those that have rows."""
    accounts = list(dict.fromkeys(str(r["account"]) for r in words.rows("predictions_chances")))
    signs = signs_of([*dict.fromkeys(words.title(name) for name in accounts), CLIMATOLOGY, CAME])
    there: dict[str, set[str]] = {}
    for row in rows:
        there.setdefault(str(row["chart"]), set()).add(str(row["who"]))
    return [
        _chart(name, title, reading, {w: s for w, s in signs.items() if w in there[name]})
        for name, (title, reading) in _TOLD.items()
        if name in there
    ]


_READING = (
    "Probability under each account as of the day on which it was made, with the error of having "
    "drawn so few. At 0 or 100 % it only says that no path drawn shows the other."
)
_TOLD = {
    SETTLED: (
        "What is settled",
        f"{_READING} Filled dot before the name: it came true; open: it did not. The star stands "
        "at 100 % or at 0 %.",
    ),
    WAITING[0]: ("What waits", _READING),
    WAITING[1]: ("What waits, continued", _READING),
}


def _chart(name: str, title: str, reading: str, signs: Mapping[str, Signs]) -> Chart:
    return Chart(
        id=f"predictions-{name}",
        title=title,
        reading=reading,
        alt=f"{title}: probability of each prediction by account. The list below holds all.",
        dataset=DATASET,
        where={"chart": (name,)},
        spec=_spec(signs),
        exports=EXPORTS,
    )


def signs_of(lanes: Sequence[str]) -> Mapping[str, Signs]:
    """Return shape, colour and fill of each lane: accounts in turn, then baseline and outcome."""
    found = {}
    for at, who in enumerate(lanes):
        colour = COLOURS[at % len(COLOURS)]
        fill = colour if FILLED[at % len(FILLED)] else "var(--paper)"
        found[who] = (SHAPES[at % len(SHAPES)], colour, fill)
    fixed = {
        CLIMATOLOGY: ("triangle-right", "var(--muted)", "var(--paper)"),
        CAME: (_STAR, "var(--ink)", "var(--mark)"),
    }
    return {who: fixed.get(who, signs) for who, signs in found.items()}


_STAR = (
    "M0,-1.2L0.3,-0.4L1.15,-0.37L0.48,0.15L0.7,0.97L0,0.5L-0.7,0.97L-0.48,0.15L-1.15,-0.37"
    "L-0.3,-0.4Z"
)


def _spec(signs: Mapping[str, Signs]) -> Mapping[str, Any]:
    order = alt.EncodingSortField(field="order", op="max", order="descending")
    scale = alt.Scale(paddingInner=0.06, paddingOuter=0.03)
    y = alt.Y("name:N", sort=order, axis=None, scale=scale)
    lanes = [*NAME_LANES, *signs]
    offset = alt.YOffset("who:N", scale=alt.Scale(domain=lanes), sort=lanes)
    axis = alt.Axis(title="probability, %", tickCount=5)
    span = alt.Scale(domain=[0, 100], nice=False)
    x = alt.X("value:Q", scale=span, axis=axis)
    colour, shape, fill = _channels(signs)
    chart = alt.Chart(ROWS)
    error = chart.mark_rule(strokeWidth=1.5, aria=False).encode(
        x=alt.X("low:Q", scale=span, axis=axis), x2="high:Q", y=y, yOffset=offset, color=colour
    )
    point = chart.mark_point(size=48, strokeWidth=1.6, opacity=1).encode(
        x, y, offset, colour, shape, fill, description="title:N"
    )
    layers = [*_names(y), error, point.properties(name=MARK_NAME)]
    return finish_spec(alt.layer(*layers), alt.Step(step=LANE, **{"for": "offset"}))


def _channels(signs: Mapping[str, Signs]) -> tuple[alt.Color, alt.Shape, alt.Fill]:
    """Return the encodings of the signs, with one legend."""
    shapes, colours, fills = zip(*signs.values(), strict=True)
    who, legend = list(signs), alt.Legend(columns=2, labelLimit=150)
    return (
        alt.Color("who:N", scale=alt.Scale(domain=who, range=list(colours)), legend=legend),
        alt.Shape("who:N", scale=alt.Scale(domain=who, range=list(shapes)), legend=legend),
        alt.Fill("who:N", scale=alt.Scale(domain=who, range=list(fills)), legend=legend),
    )


def _names(y: alt.Y) -> list[alt.Chart]:
    """Return the names above their lanes, on a halo that keeps grid lines out of the letters."""
    chart = (
        alt.Chart(ROWS)
        .encode(x=alt.value(0), y=y, yOffset=alt.YOffset(datum=NAME_LANES[0]), text="name:N")
        .transform_filter("datum.is_first")
    )
    plain = chart.mark_text(align="left", baseline="top", aria=False, lineBreak="\n", dy=-3)
    halo = chart.mark_text(
        align="left",
        baseline="top",
        aria=False,
        lineBreak="\n",
        dy=-3,
        stroke="var(--paper)",
        strokeWidth=4,
        strokeJoin="round",
    )
    return [halo, plain]

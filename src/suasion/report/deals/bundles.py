"""Bundles worth a look: the frontier chart and the table to explore them by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suasion.report.charts import Chart
from suasion.report.data_tables import TableRow, TableView
from suasion.report.deals.amounts import GAIN, money
from suasion.report.deals.frontier_chart import draw_gains
from suasion.report.deals.keyed import (
    figure_cell,
    first_rows,
    keyed_figure,
    text_cell,
    words_of,
)
from suasion.report.deals.traces import WHOLE, exchange_address, option_address, solution_address
from suasion.report.deals.words import (
    CONCEPTS,
    FEW,
    JOINED,
    DealWords,
    Row,
    gains_by_item,
    number,
    parts_of,
)
from suasion.report.view import ShownFigure

DATASET = "deals-bundles"
_EXPORTS = ("title", "account", "kinds", "holds", "x", "y", "value", "unit")


def collect_rows(words: DealWords) -> tuple[Row, ...]:
    """Return tidy rows: of each bundle its point, the gain of each side, and words."""
    gains = gains_by_item(words.view, "bundle")
    rows = [
        made
        for row in words.view.rows("deals_bundles")
        for made in _rows_of(words, row, gains[str(row["account"]), str(row["item"])])
    ]
    return tuple(_with_sides(rows))


def _with_sides(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows, labels of neighbouring solutions on different sides of their points."""
    named = [row for row in rows if row.get("label")]
    named.sort(key=lambda row: (str(row["account"]), number(row, "x") or 0.0))
    rank = {(row["account"], row["key"]): at for at, row in enumerate(named)}
    for row in rows:
        place = rank.get((row["account"], row["key"]))
        yield row if place is None else {**row, "above": 1 if place % 2 else -1}


def _rows_of(words: DealWords, row: Row, gains: Mapping[str, Row]) -> Iterator[Row]:
    place, account, trace = _place(row), str(row["account"]), _trace(row)
    told = words.bundle(parts_of(row["item"]), account)
    figures = {side: _gain(words, side, gains[side], trace) for side in words.sides}
    shared = ", ".join(f"{words.actor(side)} {figure.full}" for side, figure in figures.items())
    joint = money(
        words,
        told,
        row,
        ("joint_usd_per_year", "", ""),
        trace,
        f"{shared}; {_keeping(words, row)}",
    )
    point = _point(words, row, [figure.value for figure in figures.values()])
    yield keyed_figure(f"{place}|joint", joint, measure="joint", **point, **_texts(words, row))
    for side, figure in figures.items():
        yield keyed_figure(f"{place}|{side}", figure, measure="side")


def _place(row: Row) -> str:
    return f"{number(row, 'place') or 0:.0f}"


def _gain(words: DealWords, side: str, gain: Row, trace: str) -> ShownFigure:
    return money(words, f"gain of {words.actor(side)}", gain, GAIN, trace)


def _trace(row: Row) -> str:
    """Return the nearest address: of the change, the exchange, the solution, or of all deals."""
    options, roles = parts_of(row["item"]), parts_of(row["roles"])
    if len(options) == 1:
        return option_address(options[0])
    if "quid pro quo" in roles:
        return exchange_address(str(row["item"]))
    concept = next((role for role in roles if role in CONCEPTS), "")
    return solution_address(concept.replace("-", "_")) if concept else WHOLE


def _point(words: DealWords, row: Row, gains: Sequence[float | None]) -> dict[str, object]:
    """Return where a bundle is drawn, by which sign, and what it can be filtered by."""
    roles = parts_of(row["roles"])
    concepts = [CONCEPTS[role] for role in roles if role in CONCEPTS]
    kinds = ["solution"] if concepts else []
    kinds += [kind for role, kind in _KINDS.items() if role in roles]
    holds = bool(number(row, "holds"))
    return {
        "x": gains[0],
        "y": gains[1],
        "label": JOINED.join(concepts),
        "kinds": " ".join(kinds),
        "sign": kinds[0] if holds and kinds else "broken",
        "size": "small" if len(parts_of(row["item"])) <= FEW else "large",
        "line": int("frontier" in kinds),
        "holds": "holds" if holds else "would be broken",
        "changes": " ".join(str(words.places[name]) for name in parts_of(row["item"])),
    }


_KINDS = {"quid pro quo": "exchange", "alone": "alone", "frontier": "frontier"}


def _texts(words: DealWords, row: Row) -> dict[str, str]:
    return {
        "gainers": _names(words, row["third_gainers"]),
        "losers": _names(words, row["third_losers"]),
        "keeping": _keeping(words, row),
        "roles": words.roles(row["roles"]),
    }


def _names(words: DealWords, text: object) -> str:
    return ", ".join(words.actor(part) for part in parts_of(text)) or "\u2013"


def _keeping(words: DealWords, row: Row) -> str:
    """Return whether a bundle holds, else who would break which promise."""
    return "\u2713 holds" if number(row, "holds") else f"\u2717 {words.breach(row['breaker'])}"


def draw_charts(words: DealWords, rows: Sequence[Row]) -> list[Chart]:
    """Return the chart of whole deals, and that of small ones near no deal."""
    points = [row for row in rows if row["measure"] == "joint"]
    titles = {
        "large": "Whole deals: what one side gains against the other",
        "small": "Small deals: one to three changes, by themselves",
    }
    return [
        _chart(words, size, title, [row for row in points if row["size"] == size])
        for size, title in titles.items()
        if any(row["size"] == size for row in points)
    ]


def _chart(words: DealWords, size: str, title: str, points: Sequence[Row]) -> Chart:
    first, second = (words.actor(side) for side in words.sides)
    most = [max((float(str(row[axis])) for row in points), default=1.0) for axis in ("x", "y")]
    return Chart(
        id=f"deals-{size}",
        title=title,
        reading="Each point is a bundle on the central figures; the lower left corner is no deal. "
        "On the frontier more for one is less for the other. Axes are the same for all accounts.",
        alt=f"Bundles by gain of {first} and gain of {second}; the table below holds the same.",
        dataset=DATASET,
        where={"measure": ("joint",), "size": (size,)},
        spec=draw_gains(
            (first, second),
            (most[0], most[1]),
            tuple(dict.fromkeys(str(row["sign"]) for row in points)),
        ),
        exports=_EXPORTS,
    )


def tabulate(words: DealWords, rows: Sequence[Row]) -> TableView:
    """Return the table of bundles by falling joint gain; it follows the account in view."""
    first = first_rows(rows)
    most = max(
        (int(number(row, "place") or 0) for row in words.view.rows("deals_bundles")), default=0
    )
    return TableView(
        id="deals-table",
        caption="Bundles worth a look, by falling joint gain; central figures",
        columns=(
            "Joint gain",
            *(f"Gain of {words.actor(side)}" for side in words.sides),
            "Third actors that gain",
            "that lose",
            "Would both keep it?",
            "Listed as",
        ),
        rows=tuple(_line(words, first, place) for place in range(1, most + 1)),
        dataset=DATASET,
        is_sortable=True,
    )


def _line(words: DealWords, first: Mapping[str, Row], place: int) -> TableRow:
    names = ("joint", *words.sides)
    texts = ("gainers", "losers", "keeping", "roles")
    heading = words_of(first, f"{place}|joint", "title")
    return TableRow(
        heading=heading,
        key=f"{place}|joint@title",
        is_hidden=not heading,
        cells=(
            *(figure_cell(first, f"{place}|{name}") for name in names),
            *(text_cell(first, f"{place}|joint", name) for name in texts),
        ),
    )

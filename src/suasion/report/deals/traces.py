"""Where the numbers about deals come from: options, sides, exchanges and the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suasion.cases.figures import figures
from suasion.cases.records import Row
from suasion.report.deals.words import DealWords, parts_of
from suasion.report.view import ReportInput, TraceEntry

WHOLE = "deals"
Index = Mapping[str, tuple[str, ...]]


def option_address(option: str) -> str:
    """Return the address of one change."""
    return f"deals.option.{option}"


def side_address(actor: str) -> str:
    """Return the address of what no deal is worth to a side."""
    return f"deals.side.{actor}"


def solution_address(item: str) -> str:
    """Return the address of a solution."""
    return f"deals.solution.{item.replace(' ', '-')}"


def exchange_address(item: str) -> str:
    """Return the address of an exchange."""
    return "deals.exchange." + "+".join(parts_of(item))


def deal_entries(view: ReportInput, index: Index) -> Iterator[TraceEntry]:
    """Yield the entries of all that the section on deals links to."""
    if view.tables["deals"].is_empty():
        return
    words = DealWords(view)
    options = sorted({str(row["item"]) for row in view.rows("deals_options")})
    for option in options:
        yield _option_entry(words, option, index)
    for side in words.sides:
        yield _side_entry(words, side, index)
    yield from _solution_entries(words)
    for item in _exchanges(view):
        yield TraceEntry(
            address=exchange_address(item),
            title=words.named(parts_of(item)),
            depends_on=tuple(option_address(part) for part in parts_of(item)),
            note="Both gain by it in a draw, and neither part alone would pass.",
        )
    yield TraceEntry(
        address=WHOLE,
        title="Deals: all bundles of the case",
        depends_on=(
            *(side_address(side) for side in words.sides),
            *(option_address(option) for option in options),
        ),
        note="Every bundle is scored on the central figures and on each draw.",
    )


def _exchanges(view: ReportInput) -> list[str]:
    """Return the exchanges of all tables; bundles show some that the list of links leaves out."""
    linked = [str(row["item"]) for row in view.rows("deals_links")]
    shown = [row for row in view.rows("deals_bundles") if "quid pro quo" in parts_of(row["roles"])]
    return list(dict.fromkeys([*linked, *(str(row["item"]) for row in shown)]))


def _option_entry(words: DealWords, option: str, index: Index) -> TraceEntry:
    view = words.view
    rows = [
        row
        for row in view.case_rows("stakes")
        if option in {row.text("option"), row.text("with_option")}
    ]
    own = [row for row in view.case_rows("options") if row.id == option]
    keys = [*(f"options.{row.id}" for row in own), *(f"stakes.{row.id}" for row in rows)]
    found = [address for key in keys for address in index.get(key, ())]
    found += _factors(view, rows)
    stated = [name for row in (*own, *rows) for name in row.words("statements")]
    reasons = [row.text("assumed") for row in (*own, *rows) if row.text("assumed")]
    return TraceEntry(
        address=option_address(option),
        title=words.option(option),
        statements=tuple(dict.fromkeys(stated)),
        assumed="; ".join(dict.fromkeys(reasons)),
        depends_on=tuple(dict.fromkeys(found)),
        note="Computed from each actor's stakes in it, from what it changes in the markets and "
        "from what it does to grievances and to the danger of a rupture.",
    )


def _factors(view: ReportInput, rows: Sequence[Row]) -> list[str]:
    """Return the parameters by which rows are multiplied."""
    known = figures(view.case)
    return [name for row in rows for _, name in row.factors("factors") if name in known]


def _side_entry(words: DealWords, side: str, index: Index) -> TraceEntry:
    view = words.view
    rows = [row for row in view.case_rows("bargainers") if row.text("actor") == side]
    levers = [f"leverage.{name}" for row in rows for name in row.words("rupture")]
    there = {f"leverage.{row['lever']}" for row in view.rows("leverage")}
    found = [address for row in rows for address in index.get(f"bargainers.{row.id}", ())]
    found += _factors(view, rows)
    return TraceEntry(
        address=side_address(side),
        title=f"What no deal is worth to {words.actor(side)}",
        statements=tuple(dict.fromkeys(s for row in rows for s in row.words("statements"))),
        depends_on=tuple(dict.fromkeys([*found, *(name for name in levers if name in there)])),
        note="What it would lose in a rupture, by the levers of the other side, times how likely "
        "one is at this tension and how much the future counts.",
    )


def _solution_entries(words: DealWords) -> Iterator[TraceEntry]:
    used: dict[str, list[str]] = {}
    for row in words.view.rows("deals_solutions"):
        options = [option_address(part) for part in parts_of(row["options"])]
        used.setdefault(str(row["item"]), []).extend(options)
    for item, addresses in used.items():
        yield TraceEntry(
            address=solution_address(item),
            title=f"{item.replace('_', '-')} solution",
            depends_on=tuple(dict.fromkeys(addresses)),
            note="The bundle that this notion of fairness picks from all that both prefer to no "
            "deal; under other accounts it may be another bundle.",
        )

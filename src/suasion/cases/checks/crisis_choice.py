"""Deciders, terms and moves: who chooses in a crisis, by what it values, among what."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.cases.checks.findings import Checked, row_fault, unknown
from suasion.cases.records import Row
from suasion.errors import Fault

LEVER_STOCK = "lever."
COMPUTED = ("rupture", "levers", "deal")
"""Forms whose worth comes from leverage and deals."""


def check_deciders(checked: Checked) -> Iterator[Fault]:
    """Find actors that decide twice, or that value something in no unit."""
    first: dict[str, Row] = {}
    for row in checked.latest("deciders"):
        known = first.setdefault(row.text("actor"), row)
        if known is not row:
            yield row_fault(
                row,
                "actor",
                f"'{row.text('actor')}' decides twice",
                got=f"{known.id} and {row.id}",
                expected="one row for each actor",
                fix="take one out, or give both the same id and their own known_from",
            )
    valuing = {row.text("actor") for row in checked.case.rows("terms")}
    for row in checked.case.rows("deciders"):
        if row.text("actor") in valuing and row.figure("unit") is None:
            yield row_fault(
                row,
                "unit",
                f"'{row.text('actor')}' values something but has no unit of choice",
                got="",
                expected="the gain that makes a move e times as likely, such as 10 to 40 MUSD/yr",
                fix="fill unit, or take the terms of the actor out",
            )


def warn_deciders(checked: Checked) -> Iterator[Fault]:
    """Warn of moves by actors that decide nothing, and of deciders without a move."""
    deciding = {row.text("actor") for row in checked.case.rows("deciders")}
    for row in checked.latest("moves") if deciding else ():
        for name in row.words("actor"):
            if name not in deciding:
                yield row_fault(
                    row,
                    "actor",
                    f"'{name}' decides nothing, so it never makes the move",
                    got=name,
                    expected="an actor of deciders.csv",
                    fix=f"add '{name}' to deciders.csv, or take it out of the move",
                )
    moving = {name for row in checked.case.rows("moves") for name in row.words("actor")}
    for row in checked.latest("deciders"):
        if row.text("actor") not in moving:
            yield row_fault(
                row,
                "actor",
                f"'{row.text('actor')}' has no move",
                got=row.text("actor"),
                expected="at least one move in moves.csv",
                fix="add a move, or take the decider out",
            )


def check_terms(checked: Checked) -> Iterator[Fault]:
    """Find terms whose worth is missing, given twice, or comes from what is not there."""
    sides = {row.text("actor") for row in checked.case.rows("bargainers")}
    levers = checked.ids.get("levers", frozenset())
    for row in checked.case.rows("terms"):
        form = row.text("form")
        yield from _weight_fault(row, form)
        if form in ("rupture", "deal") and row.text("actor") and row.text("actor") not in sides:
            yield row_fault(
                row,
                "actor",
                f"'{row.text('actor')}' has no row in bargainers.csv, which a {form} is valued by",
                got=row.text("actor"),
                expected="a side with a row in bargainers.csv",
                fix="add the row, or value it by another form with a weight",
            )
        for name, factor in row.weighted("of") if form == "levers" else ():
            if name.removeprefix(LEVER_STOCK) not in levers or not name.startswith(LEVER_STOCK):
                yield _no_lever(row, name, levers)
            elif factor != 1.0:
                yield _no_lever(row, f"{factor:g}*{name}", levers)


def _weight_fault(row: Row, form: str) -> Iterator[Fault]:
    given = row.figure("weight") is not None
    if form and given == (form in COMPUTED):
        yield row_fault(
            row,
            "weight",
            f"a term of form {form} takes its worth from leverage and deals"
            if given
            else "a term has no weight",
            got=row.figure("weight") or "",
            expected="an empty weight" if given else "a worth such as 10 to 40 MUSD/yr",
            fix="empty weight; factors may scale it" if given else "fill weight",
        )


def _no_lever(row: Row, got: str, levers: frozenset[str]) -> Fault:
    return row_fault(
        row,
        "of",
        f"'{got}' is no withheld lever",
        got=got,
        expected="stocks named lever.ID, with an id of levers.csv and no coefficient",
        fix=f"known levers: {', '.join(sorted(levers))}",
    )


def check_moves(checked: Checked) -> Iterator[Fault]:
    """Find moves that need the consent of nobody known."""
    actors = checked.ids.get("actors", frozenset())
    for row in checked.case.rows("moves"):
        for name in row.words("consent"):
            if name != "target" and name not in actors:
                yield unknown(row, "consent", name, actors, "actor")


def warn_idle_rows(checked: Checked) -> Iterator[Fault]:
    """Warn of effects and urges of an actor that never makes the move."""
    makers: dict[str, set[str]] = {}
    for row in checked.case.rows("moves"):
        makers.setdefault(row.id, set()).update(row.words("actor"))
    for table in ("effects", "urges"):
        for row in checked.case.rows(table):
            actor, own = row.text("actor"), makers.get(row.text("move"))
            if actor and own and actor not in own:
                yield row_fault(
                    row,
                    "actor",
                    f"'{actor}' never makes the move '{row.text('move')}'",
                    got=actor,
                    expected=" or ".join(sorted(own)),
                    fix="correct the actor, or drop the row",
                )

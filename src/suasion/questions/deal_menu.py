"""The menu of a case: its issues and options as of a day, and what an option brings with it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from suasion.bargains import Menu, make_menu
from suasion.cases import Case
from suasion.cases.records import Row
from suasion.errors import InputError


@frozen(kw_only=True, eq=False)
class CaseMenu:
    """The menu with the rows it comes from."""

    menu: Menu
    issues: Mapping[str, Row]
    options: Mapping[str, Row]
    bargainers: tuple[Row, ...]
    """One for each side of the dyad, in its order."""

    @property
    def sides(self) -> tuple[str, ...]:
        """Return the two sides."""
        return tuple(row.text("actor") for row in self.bargainers)


def read_menu(view: Case) -> CaseMenu:
    """Return the menu of a view.

    Issues of which fewer than two options are known yet are left out.

    Raises
    ------
    InputError
        Nothing to bargain over as of the day, no or several options that hold without a deal, a
        side without a row in bargainers.csv or without a stake (C1).
    """
    options = {row.id: row for row in view.rows("options")}
    by_issue = {
        issue.id: [row for row in options.values() if row.text("issue") == issue.id]
        for issue in view.rows("issues")
    }
    open_issues = {name: rows for name, rows in by_issue.items() if len(rows) > 1}
    if not open_issues:
        raise _missing(view, "there is nothing to bargain over", "an issue with two options")
    kept = {row.id: row for rows in open_issues.values() for row in rows}
    menu = make_menu(
        {name: [row.id for row in rows] for name, rows in open_issues.items()},
        {name: _status_quo(view, name, rows) for name, rows in open_issues.items()},
        requires=_pairs(kept, "requires"),
        excludes=_pairs(kept, "excludes"),
    )
    issues = {row.id: row for row in view.rows("issues") if row.id in open_issues}
    return CaseMenu(menu=menu, issues=issues, options=kept, bargainers=_bargainers(view, kept))


def _status_quo(view: Case, issue: str, rows: list[Row]) -> str:
    held = [row.id for row in rows if row.values.get("status_quo")]
    if len(held) != 1:
        raise InputError(
            f"issue '{issue}' has {len(held)} options that hold without a deal",
            where=f"options.csv, as of {view.meta.as_of}",
            got=", ".join(held) or "none",
            expected="one option with status_quo: yes on that day",
            fix="correct status_quo, known_from or valid_to of its options",
        )
    return held[0]


def _pairs(kept: Mapping[str, Row], column: str) -> list[tuple[str, str]]:
    return [
        (row.id, other) for row in kept.values() for other in row.words(column) if other in kept
    ]


def _bargainers(view: Case, kept: Mapping[str, Row]) -> tuple[Row, ...]:
    rows = {row.text("actor"): row for row in view.rows("bargainers")}
    staked = {row.text("actor") for row in view.rows("stakes") if row.text("option") in kept}
    for side in view.meta.dyad:
        if side not in rows:
            raise _missing(view, f"'{side}' has no row in bargainers.csv", "a row for each side")
        if side not in staked:
            raise _missing(view, f"'{side}' has no stake in any option", "stakes of both sides")
    return tuple(rows[side] for side in view.meta.dyad)


def _missing(view: Case, problem: str, expected: str) -> InputError:
    return InputError(
        problem,
        where=f"case {view.name}, as of {view.meta.as_of}",
        expected=expected,
        fix="add it to the tables of the case, or ask as of a later day",
    )

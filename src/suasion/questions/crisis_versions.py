"""From the rows of moves to their versions: who does it to whom, with which lever.

A row of moves may have several actors, targets and levers. `seek-patron` by AZE towards TUR and
USA has two versions; `restrict-lever` has one for each lever of the actor that has a stock. In
effects and gates, NAME.actor, NAME.target and NAME.lever stand for the one of the version; where
there is no such stock, the effect is none of this version.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from suasion.cases import Case
from suasion.cases.records import Row

LEVER_STOCK = "lever."
BITE_STOCK = "bite."
_PLACES = ("actor", "target", "lever")


@frozen(kw_only=True)
class Version:
    """One move as one actor makes it towards one target."""

    row: Row
    actor: str
    target: str
    lever: str = ""

    @property
    def id(self) -> str:
        """Return its name, such as `detain:RUS>AZE` or `restrict-lever:AZE>RUS/west`."""
        lever = f"/{self.lever}" if self.lever else ""
        return f"{self.row.id}:{self.actor}>{self.target}{lever}"

    def stock(self, name: str) -> tuple[str, bool]:
        """Return the stock that a name means in this version, and whether it stood for one."""
        for place in _PLACES:
            suffix = f".{place}"
            if name.endswith(suffix):
                return name.removesuffix(place) + getattr(self, place), True
        return name, False


def find_versions(view: Case) -> tuple[Version, ...]:
    """Return the versions of all moves of a case, in the order of its rows."""
    with_lever = _rows_with_levers(view)
    found: list[Version] = []
    for row in view.rows("moves"):
        for actor, target in _pairs(row):
            levers = _levers(view, row, actor, target) if row.id in with_lever else ("",)
            found += [Version(row=row, actor=actor, target=target, lever=lever) for lever in levers]
    return tuple(found)


def _pairs(row: Row) -> Iterator[tuple[str, str]]:
    """Yield who acts on whom: by place where the lists say so, else each with all others."""
    actors, targets = row.words("actor"), row.words("target")
    by_place = tuple(zip(actors, targets, strict=False))
    if len(actors) == len(targets) > 1 and all(one != other for one, other in by_place):
        yield from by_place
        return
    for actor in actors:
        for target in targets:
            if target != actor:
                yield actor, target


def _rows_with_levers(view: Case) -> frozenset[str]:
    """Return the moves whose effects or gates speak of the lever of the version."""
    named = {
        row.text("move") for row in view.rows("effects") if row.text("stock").endswith(".lever")
    }
    gated = {
        row.id
        for row in view.rows("moves")
        if any(stock.endswith(".lever") for stock, _, _ in row.gates("requires"))
    }
    return frozenset(named | gated)


def _levers(view: Case, row: Row, actor: str, target: str) -> tuple[str, ...]:
    """Return the levers of a version: the one that the row names, or all others of the actor."""
    if row.text("lever"):
        return (row.text("lever"),)
    stocks = {stock.id for stock in view.rows("stocks")}
    elsewhere = {
        other.text("lever")
        for other in view.rows("moves")
        if other.text("class") == row.text("class") and actor in other.words("actor")
    }
    return tuple(
        lever.id
        for lever in view.rows("levers")
        if lever.text("sender") == actor
        and lever.text("target") == target
        and LEVER_STOCK + lever.id in stocks
        and lever.id not in elsewhere
    )

"""What options, bundles and outcomes are called on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import define, field

from suasion.report.naming import account_titles, actor_titles, plain_titles
from suasion.report.view import ReportInput

Row = Mapping[str, object]

CONCEPTS = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "kalai-smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}
ROLES = {"quid pro quo": "exchange", "alone": "passes alone", "frontier": "frontier"}
JOINED = " + "
FEW = 3
"""Changes up to which a bundle is told by naming them all."""


def number(row: Row, column: str) -> float | None:
    """Return a number of a row; None where it has none."""
    value = row[column]
    return float(value) if isinstance(value, int | float) else None


def parts_of(item: object) -> tuple[str, ...]:
    """Return the options of an item, as tables join them."""
    return tuple(part for part in str(item).split(JOINED) if part)


@define(slots=False)
class DealWords:
    """Titles of what is bargained over, and the figures' common fields."""

    view: ReportInput = field()

    @cached_property
    def actors(self) -> Mapping[str, str]:
        """Return titles of actors."""
        return plain_titles(actor_titles(self.view))

    @cached_property
    def accounts(self) -> Mapping[str, str]:
        """Return titles of the accounts for which there are deals, the shared base first."""
        titles = account_titles(self.view)
        there = [str(row["account"]) for row in self.view.rows("deals")]
        return {name: titles.get(name, name) for name in there}

    @cached_property
    def sides(self) -> tuple[str, str]:
        """Return the two sides."""
        return self.view.case.meta.dyad

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Return the title of each option, those that hold without a deal too."""
        found = {row.id: row.title for row in self.view.case_rows("options")}
        told = {str(row["item"]): str(row["title"]) for row in self.view.rows("deals_options")}
        return plain_titles({**found, **told})

    @cached_property
    def issue_of(self) -> Mapping[str, str]:
        """Return the issue of each option."""
        found = {row.id: row.text("issue") for row in self.view.case_rows("options")}
        told = {str(row["item"]): str(row["issue"]) for row in self.view.rows("deals_options")}
        return {**found, **told}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Return a number for each change: shorter than its id."""
        found = sorted({str(row["item"]) for row in self.view.rows("deals_options")})
        return {name: place for place, name in enumerate(found)}

    @cached_property
    def issues(self) -> Mapping[str, str]:
        """Return the title of each issue that is bargained over, in the order of the case."""
        titles = plain_titles({row.id: row.title for row in self.view.case_rows("issues")})
        there = {str(row["issue"]) for row in self.view.rows("deals_options")}
        known = {name: title for name, title in titles.items() if name in there}
        return {**known, **{name: name for name in sorted(there - set(known))}}

    @cached_property
    def kept(self) -> Mapping[str, str]:
        """Return what holds without a deal on each issue: the title of its option."""
        held = [row for row in self.view.case_rows("options") if row.values.get("status_quo")]
        return plain_titles({row.text("issue"): row.title for row in held})

    @cached_property
    def nash(self) -> Mapping[str, tuple[str, ...]]:
        """Return the bundle of the Nash solution on the central figures, by account."""
        return {
            str(row["account"]): parts_of(row["options"])
            for row in self.view.rows("deals_solutions")
            if row["item"] == "nash"
        }

    def actor(self, name: object) -> str:
        """Return what an actor is called."""
        return self.actors.get(str(name), str(name))

    def option(self, name: str) -> str:
        """Return what an option is called, with its issue."""
        issue = self.issues.get(self.issue_of.get(name, ""), "")
        title = self.titles.get(name, name)
        return f"{title} ({issue})" if issue else title

    def named(self, options: Sequence[str]) -> str:
        """Return the options by issue and title."""
        return JOINED.join(self._said(self.issue_of.get(name, ""), name) for name in options)

    def _said(self, issue: str, option: str) -> str:
        title = self.titles.get(option, "") or self.kept.get(issue, option or "as it is")
        return f"{self.issues.get(issue, issue)}: \u201c{title}\u201d"

    def bundle(self, options: Sequence[str], account: str) -> str:
        """Return a bundle in words: its few changes, or how it differs from the Nash deal."""
        nash = self.nash.get(account, ())
        if len(options) <= FEW or not nash:
            return self.named(options)
        if set(options) == set(nash):
            return f"The Nash deal: {len(nash)} changes"
        return "The Nash deal, but " + "; ".join(self._differences(options, nash))

    def _differences(self, options: Sequence[str], nash: Sequence[str]) -> list[str]:
        ours = {self.issue_of.get(name, name): name for name in options}
        theirs = {self.issue_of.get(name, name): name for name in nash}
        order = [*self.issues, *sorted({*ours, *theirs} - set(self.issues))]
        return [
            self._said(issue, ours.get(issue, ""))
            for issue in order
            if ours.get(issue) != theirs.get(issue)
        ]

    def roles(self, text: object) -> str:
        """Return why a bundle is listed."""
        found = [part for part in str(text).split(JOINED) if not part.endswith(" that holds")]
        return ", ".join(ROLES.get(part, CONCEPTS.get(part, part)) for part in found)

    def breach(self, text: object) -> str:
        """Return who would break what, from `ACTOR: option`."""
        actor, _, option = str(text).partition(": ")
        return f"{self.actor(actor)} would break \u201c{self.titles.get(option, option)}\u201d"

    def outcome(self, text: object) -> str:
        """Return an outcome that drivers go with, in words."""
        parts = parts_of(text)
        if all(part in self.titles for part in parts):
            return f"Exchange {self.named(parts)}"
        told = str(text)
        for side in self.sides:
            told = told.replace(f"share of {side} ", f"share of {self.actor(side)} ")
        return told[:1].upper() + told[1:]

    @cached_property
    def horizon(self) -> str:
        """Return the horizon of the markets behind the deals."""
        return next((str(row["horizon"]) for row in self.view.rows("deals")), "")


def gains_by_item(view: ReportInput, kind: str) -> Mapping[tuple[str, str], Mapping[str, Row]]:
    """Return the rows of gains of one kind: by account and item, then by actor."""
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for row in view.rows("deals_gains"):
        if row["kind"] == kind:
            key = (str(row["account"]), str(row["item"]))
            found.setdefault(key, {})[str(row["actor"])] = row
    return found

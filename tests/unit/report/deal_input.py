"""Made-up deals for the page: two accounts, three issues, bundles, one of which breaks."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from attrs import evolve

from suasion.cases.records import Row
from suasion.questions.deal_drivers import DriverRow
from suasion.questions.deal_rows import (
    BundleRow,
    DealAnswer,
    LinkRow,
    OptionRow,
    SideRow,
    SolutionRow,
    Span,
)
from suasion.questions.deal_tables import deal_rows
from suasion.questions.tables import to_frame

ISSUES = {"detainees": "People held", "gate": "The gate", "swap": "The gas swap"}
OPTIONS = (
    # id, issue, title, holds without a deal
    ("kept", "detainees", "They stay in custody", True),
    ("freed", "detainees", "They are freed {{ 7 * 7 }}", False),
    ("open", "gate", "Open at will", True),
    ("sure", "gate", "Open, guaranteed", False),
    ("none", "swap", "No swap", True),
    ("one", "swap", "1 bcm a year", False),
    ("two", "swap", "<b>2</b> bcm a year", False),
)
NASH = ("freed", "sure", "one", "extra")
UTILITARIAN = ("freed", "sure", "two", "extra")


def make_deal_case_rows(make_row) -> Mapping[str, tuple[Row, ...]]:
    """Return the rows of a case that deals are about."""
    return {
        "issues": tuple(make_row("issues", name, title=title) for name, title in ISSUES.items()),
        "options": tuple(
            make_row("options", name, issue=issue, title=title, status_quo=held)
            for name, issue, title, held in OPTIONS
        ),
    }


def span(central: float, half: float = 20e6) -> Span:
    return Span(central=central, low=central - half, high=central + 2 * half)


def both(first: float, second: float) -> Mapping[str, Span]:
    return {"RUS": span(first), "AZE": span(second)}


def make_option(name: str, issue: str, title: str) -> OptionRow:
    return OptionRow(
        option=name,
        issue=issue,
        title=title,
        gains=both(5e7, -1e7),
        thirds={"TUR": span(-3e6)},
        passes=0.2,
        linked=0.5,
        paid=0.1,
        blocked=0.2 if name != "two" else 0.95,
        shut=0.25,
        agreed=0.9 if name == "freed" else 0.4,
        payment=Span(central=1e7, low=0.0, high=4e7),
        loser="AZE",
        sweetener=("sure",),
        sweetener_share=0.6,
        breaker="AZE" if name == "sure" else "",
        notice_within_days=12.0 if name == "sure" else float("nan"),
        statements=("S1-046",) if name != "two" else (),
    )


def make_bundle(options: tuple[str, ...], first: float, second: float, role: str) -> BundleRow:
    held = options != ("sure", "two")
    return BundleRow(
        options=options,
        gains={"RUS": first, "AZE": second},
        joint=first + second,
        holds=held,
        breaker="" if held else "AZE: two",
        third_gainers=("GEO",),
        third_losers=("TUR", "IRN"),
        roles=tuple(role.split(" + ")),
    )


def make_answer(account: str) -> DealAnswer:
    size = 1.0 if not account else 1.5
    bundles = (
        make_bundle(UTILITARIAN, 8e8 * size, 2e8, "utilitarian + frontier"),
        make_bundle(NASH, 5e8 * size, 4e8, "nash + nash that holds + frontier"),
        make_bundle(("freed", "one"), 2e8 * size, 1e8, "quid pro quo"),
        make_bundle(("sure", "two"), 1e8 * size, 5e7, "quid pro quo"),
        make_bundle(("freed",), 3e7, 2e7, "alone"),
    )
    return DealAnswer(
        case="synthetic",
        as_of="2025-10-31",
        account=account,
        horizon="years",
        n_bundles=24,
        n_draws=40,
        failed_draws=0,
        no_deal_probability=0.05,
        no_holding_deal_probability=0.15,
        tension=Span(central=4.0, low=3.0, high=5.0),
        tension_ahead=Span(central=0.5, low=-0.5, high=1.5),
        days_ahead=180,
        sides=tuple(
            SideRow(
                actor=actor,
                no_deal=span(-4e8),
                rupture_loss=span(7e8),
                nash_share=Span(central=0.6, low=0.4, high=0.8),
                gives=span(9e7),
                gives_more=1.0 - first,
                concedes_first=first,
            )
            for actor, first in (("RUS", 0.3), ("AZE", 0.7))
        ),
        solutions=tuple(
            SolutionRow(
                concept=concept,
                must_hold=False,
                options=options,
                gains=both(5e8 * size, 4e8),
                same_share=0.1,
            )
            for concept, options in (("nash", NASH), ("utilitarian", UTILITARIAN))
        ),
        options=tuple(make_option(*row[:3]) for row in OPTIONS if not row[3]),
        links=(
            LinkRow(
                options=("freed", "one"),
                gains=both(2e8 * size, 1e8),
                probability=0.35,
                passes=0.6,
                holds=0.9,
                on_central=True,
            ),
        ),
        bundles=bundles if not account else bundles[:3],
        drivers=(
            DriverRow(
                outcome="freed + one",
                figure="arcs.scp.cost",
                correlation=-0.6,
                standard_error=0.16,
            ),
        )
        if not account
        else (),
        titles={row[0]: row[2] for row in OPTIONS},
    )


def make_deals() -> dict[str, pl.DataFrame]:
    """Return the tables of deals as the main job makes them."""
    answers = [_in_menu(make_answer(account)) for account in ("", "A1")]
    return {name: to_frame(rows, record) for name, (record, rows) in deal_rows(answers).items()}


def _in_menu(answer: DealAnswer) -> DealAnswer:
    """Return the answer with the fourth issue that makes whole deals larger than small ones."""
    extra = evolve(answer.options[0], option="extra", issue="detainees-2", title="More")
    return evolve(answer, options=(*answer.options, extra))

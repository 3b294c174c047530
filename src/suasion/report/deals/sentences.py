"""The result of the deals in a few sentences, each number a figure with its trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from suasion.cases.figures import figures
from suasion.report.deals.amounts import (
    GAIN,
    GIVES,
    NASH_SHARE,
    NO_DEAL,
    RUPTURE,
    money,
    opposite,
    share,
    share_between,
)
from suasion.report.deals.beside import one_of
from suasion.report.deals.traces import (
    WHOLE,
    exchange_address,
    option_address,
    side_address,
    solution_address,
)
from suasion.report.deals.words import DealWords, Row, gains_by_item, number, parts_of
from suasion.report.view import AnswerLine, ReportInput, ShownFigure

OFTEN = 0.8
"""Share of draws from which an option is told as part of most deals."""


def deal_lines(words: DealWords, account: str) -> tuple[AnswerLine, ...]:
    """Return what the deals of one account say."""
    return tuple(
        line
        for make in (_existence, _no_deal, _nash, _robust, _shares, _given, _exchange, _stuck)
        for line in make(words, account)
    )


def _existence(words: DealWords, account: str) -> Iterator[AnswerLine]:
    row = one_of(words, "deals", account)
    n, draws = number(row, "n_bundles") or 0, number(row, "n_draws") or 0
    yield AnswerLine(
        text=(
            f"{n:,.0f} bundles of options on {len(words.issues)} issues were scored on {draws:.0f} "
            "draws. In {some} of the draws there is one that both sides prefer to no deal, in "
            "{kept} one that both would also keep."
        ),
        figures={
            "some": opposite(share(words, "a deal exists", row, "no_deal_probability", WHOLE)),
            "kept": opposite(
                share(words, "a deal that holds exists", row, "no_holding_deal_probability", WHOLE)
            ),
        },
    )


def _no_deal(words: DealWords, account: str) -> Iterator[AnswerLine]:
    sides = _sides(words, account)
    made: dict[str, ShownFigure] = {}
    for name, side in zip(("one", "two"), words.sides, strict=True):
        row, trace = sides[side], side_address(side)
        actor = words.actor(side)
        made[name] = money(words, f"value of no deal to {actor}", row, NO_DEAL, trace)
        made[f"{name}_loss"] = money(words, f"{actor}: loss in a rupture", row, RUPTURE, trace)
    first, second = (words.actor(side) for side in words.sides)
    yield AnswerLine(
        text=(
            f"No deal is worth {{one}} to {first} and {{two}} to {second}: it leaves the danger of "
            "a rupture, in which they would lose {one_loss} and {two_loss} as they see it."
        ),
        figures=made,
    )


def _sides(words: DealWords, account: str) -> Mapping[str, Row]:
    return {str(r["actor"]): r for r in words.view.rows("deals_sides") if r["account"] == account}


def _nash(words: DealWords, account: str) -> Iterator[AnswerLine]:
    options = words.nash.get(account, ())
    if not options:
        yield AnswerLine(text="On the central figures no bundle is better for both than no deal.")
        return
    first, second = (words.actor(side) for side in words.sides)
    yield AnswerLine(
        text=(
            f"On the central figures the Nash solution changes {len(options)} of the "
            f"{len(words.issues)} issues and gives {first} {{one}} and {second} {{two}} against no "
            f"deal{_kept(words, account)}. It picks this very bundle in {{same}} of the draws with "
            "a deal, so read single changes below rather than the whole bundle."
        ),
        figures=_nash_figures(words, account),
    )


def _nash_figures(words: DealWords, account: str) -> Mapping[str, ShownFigure]:
    gains, trace = gains_by_item(words.view, "solution")[account, "nash"], solution_address("nash")
    one, two = (
        money(words, f"gain of {words.actor(side)} at the Nash solution", gains[side], GAIN, trace)
        for side in words.sides
    )
    solution = next(
        row
        for row in words.view.rows("deals_solutions")
        if row["account"] == account and row["item"] == "nash"
    )
    same = share(words, "draws with this very bundle", solution, "same_share", trace)
    return {"one": one, "two": two, "same": same}


def nash_changes(words: DealWords, account: str) -> list[tuple[str, ShownFigure]]:
    """Return the changes of the Nash deal on the central figures, each with how often it is in."""
    rows = {str(row["item"]): row for row in _options(words, account)}
    return [
        (words.named([option]), _agreed(words, rows[option]))
        for option in words.nash.get(account, ())
        if option in rows
    ]


def _kept(words: DealWords, account: str) -> str:
    """Return whether the Nash bundle of the central figures holds, as the end of a sentence."""
    for row in words.view.rows("deals_bundles"):
        if row["account"] == account and "nash" in parts_of(row["roles"]):
            held = number(row, "holds")
            return ", and both would keep it" if held else f", but {words.breach(row['breaker'])}"
    return ""


def _robust(words: DealWords, account: str) -> Iterator[AnswerLine]:
    rows = [row for row in _options(words, account) if (number(row, "agreed") or 0.0) >= OFTEN]
    if not rows:
        return
    rows.sort(key=lambda row: -(number(row, "agreed") or 0.0))
    made = {f"o{i}": _agreed(words, row) for i, row in enumerate(rows)}
    told = "; ".join(f"{words.named([str(row['item'])])} {{o{i}}}" for i, row in enumerate(rows))
    yield AnswerLine(text=f"Most Nash deals of the draws contain: {told}.", figures=made)


def _options(words: DealWords, account: str) -> list[Row]:
    return [row for row in words.view.rows("deals_options") if row["account"] == account]


def _agreed(words: DealWords, row: Row) -> ShownFigure:
    option = str(row["item"])
    return share(words, f"{words.option(option)}: agreed", row, "agreed", option_address(option))


def _shares(words: DealWords, account: str) -> Iterator[AnswerLine]:
    sides = _sides(words, account)
    made: dict[str, ShownFigure] = {}
    for name, side in zip(("one", "two"), words.sides, strict=True):
        actor, row = words.actor(side), sides[side]
        title = f"{actor}: Nash gain over the most it could get"
        made[name] = share_between(words, title, row, NASH_SHARE, solution_address("nash"))
        made[f"{name}_first"] = share(
            words, f"{actor} concedes first", row, "concedes_first_share", side_address(side)
        )
    first, second = (words.actor(side) for side in words.sides)
    yield AnswerLine(
        text=(
            f"Of the most that a deal could give it, {first} has {{one}} at the Nash solution and "
            f"{second} {{two}}. By the risk that each can run (Zeuthen), {first} would give way "
            f"first in {{one_first}} of the draws and {second} in {{two_first}}."
        ),
        figures=made,
    )


def _given(words: DealWords, account: str) -> Iterator[AnswerLine]:
    sides = _sides(words, account)
    made: dict[str, ShownFigure] = {}
    for name, side in zip(("one", "two"), words.sides, strict=True):
        actor, row, trace = words.actor(side), sides[side], solution_address("nash")
        made[name] = money(words, f"what {actor} gives", row, GIVES, trace)
        made[f"{name}_more"] = share(words, f"{actor} gives more", row, "gives_more_share", trace)
    first, second = (words.actor(side) for side in words.sides)
    yield AnswerLine(
        text=(
            f"For it {first} gives {{one}} and {second} {{two}}, counting the changes that each "
            f"dislikes; {first} gives more than the other in {{one_more}} of the draws, "
            f"{second} in {{two_more}}."
        ),
        figures=made,
    )


def _exchange(words: DealWords, account: str) -> Iterator[AnswerLine]:
    links = [row for row in words.view.rows("deals_links") if row["account"] == account]
    if not links:
        yield AnswerLine(text="No exchange of two or three changes is needed in any draw.")
        return
    row = max(links, key=lambda link: number(link, "probability") or 0.0)
    item = str(row["item"])
    told, trace = words.named(parts_of(item)), exchange_address(item)
    yield AnswerLine(
        text=f"The exchange that is needed most often: {told}, in {{often}} of the draws.",
        figures={"often": share(words, f"{told}: needed", row, "probability", trace)},
    )


def _stuck(words: DealWords, account: str) -> Iterator[AnswerLine]:
    rows = [row for row in _options(words, account) if (number(row, "blocked") or 0.0) > OFTEN]
    if not rows:
        return
    rows.sort(key=lambda row: -(number(row, "blocked") or 0.0))
    made = {}
    for i, row in enumerate(rows):
        option = str(row["item"])
        title = f"{words.option(option)}: blocked"
        made[f"o{i}"] = share(words, title, row, "blocked", option_address(option))
    told = "; ".join(f"{words.named([str(r['item'])])} {{o{i}}}" for i, r in enumerate(rows))
    yield AnswerLine(text=f"Blocked in most draws: {told}.", figures=made)


def count_assumed(view: ReportInput) -> tuple[int, int]:
    """Return how many figures of the stakes there are, and how many of them are assumed."""
    tables = ("stakes", "options", "bargainers", "issues")
    found = [f for f in figures(view.case).values() if f.table in tables and not f.is_default]
    return len(found), sum(1 for figure in found if figure.assumed)

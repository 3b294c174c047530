"""Deals as tidy tables: one row for each bargain, side, solution, option, exchange, bundle.

What an actor gains stands once, in `deals_gains`, for whatever it gains from: columns `kind` and
`item` join it to the other tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suasion.questions.deal_rows import DealAnswer, SolutionRow, Span
from suasion.questions.deal_table_rows import (
    BargainTableRow,
    BundleTableRow,
    DriverTableRow,
    GainTableRow,
    LinkTableRow,
    OptionTableRow,
    SideTableRow,
    SolutionTableRow,
)

NONE = float("nan")
Rows = Mapping[str, tuple[type, list[object]]]


def deal_rows(answers: Sequence[DealAnswer]) -> Rows:
    """Return the rows of each table with the record that types them.

    Parameters
    ----------
    answers : sequence of DealAnswer
        One for each account; the shared figures have the account ''.
    """
    return {
        "deals": (BargainTableRow, [_bargain(one) for one in answers]),
        "deals_sides": (SideTableRow, [row for one in answers for row in _sides(one)]),
        "deals_solutions": (SolutionTableRow, [row for one in answers for row in _solutions(one)]),
        "deals_options": (OptionTableRow, [row for one in answers for row in _options(one)]),
        "deals_links": (LinkTableRow, [row for one in answers for row in _links(one)]),
        "deals_bundles": (BundleTableRow, [row for one in answers for row in _bundles(one)]),
        "deals_gains": (GainTableRow, [row for one in answers for row in _gains(one)]),
        "deals_drivers": (DriverTableRow, [row for one in answers for row in _drivers(one)]),
    }


def bundle_item(options: Sequence[str]) -> str:
    """Return the name of a bundle in the tables: its changes, joined."""
    return " + ".join(options)


def solution_item(row: SolutionRow) -> str:
    """Return the name of a solution in the tables."""
    return f"{row.concept} that holds" if row.must_hold else row.concept


def _bargain(answer: DealAnswer) -> BargainTableRow:
    return BargainTableRow(
        account=answer.account,
        horizon=answer.horizon,
        n_bundles=answer.n_bundles,
        n_draws=answer.n_draws,
        failed_draws=answer.failed_draws,
        no_deal_probability=answer.no_deal_probability,
        no_holding_deal_probability=answer.no_holding_deal_probability,
        tension=answer.tension.central,
        tension_low=answer.tension.low,
        tension_high=answer.tension.high,
    )


def _sides(answer: DealAnswer) -> Iterator[SideTableRow]:
    for row in answer.sides:
        yield SideTableRow(
            account=answer.account,
            actor=row.actor,
            no_deal_usd_per_year=row.no_deal.central,
            no_deal_low=row.no_deal.low,
            no_deal_high=row.no_deal.high,
            rupture_loss_usd_per_year=row.rupture_loss.central,
            rupture_loss_low=row.rupture_loss.low,
            rupture_loss_high=row.rupture_loss.high,
            nash_share=row.nash_share.central,
            nash_share_low=row.nash_share.low,
            nash_share_high=row.nash_share.high,
            gives_usd_per_year=row.gives.central,
            gives_low=row.gives.low,
            gives_high=row.gives.high,
            gives_more_share=row.gives_more,
            concedes_first_share=row.concedes_first,
        )


def _solutions(answer: DealAnswer) -> Iterator[SolutionTableRow]:
    for row in answer.solutions:
        yield SolutionTableRow(
            account=answer.account,
            item=solution_item(row),
            concept=row.concept,
            must_hold=row.must_hold,
            options=row.options,
            same_share=row.same_share,
        )


def _options(answer: DealAnswer) -> Iterator[OptionTableRow]:
    for row in answer.options:
        yield OptionTableRow(
            account=answer.account,
            item=row.option,
            issue=row.issue,
            title=row.title,
            passes=row.passes,
            linked=row.linked,
            paid=row.paid,
            blocked=row.blocked,
            shut=row.shut,
            agreed=row.agreed,
            payment_usd_per_year=row.payment.central,
            payment_low=row.payment.low,
            payment_high=row.payment.high,
            loser=row.loser,
            sweetener=row.sweetener,
            sweetener_share=row.sweetener_share,
            breaker=row.breaker,
            notice_within_days=row.notice_within_days,
            statements=row.statements,
        )


def _links(answer: DealAnswer) -> Iterator[LinkTableRow]:
    for row in answer.links:
        yield LinkTableRow(
            account=answer.account,
            item=bundle_item(row.options),
            probability=row.probability,
            passes=row.passes,
            holds=row.holds,
            on_central=row.on_central,
        )


def _bundles(answer: DealAnswer) -> Iterator[BundleTableRow]:
    for place, row in enumerate(answer.bundles, start=1):
        yield BundleTableRow(
            account=answer.account,
            item=bundle_item(row.options),
            place=place,
            joint_usd_per_year=row.joint,
            holds=row.holds,
            breaker=row.breaker,
            third_gainers=row.third_gainers,
            third_losers=row.third_losers,
            roles=row.roles,
        )


def _gains(answer: DealAnswer) -> Iterator[GainTableRow]:
    sides = {row.actor for row in answer.sides}
    for kind, item, spans in _spans(answer):
        for actor, span in spans.items():
            yield GainTableRow(
                account=answer.account,
                kind=kind,
                item=item,
                actor=actor,
                is_side=actor in sides,
                gain_usd_per_year=span.central,
                low=span.low,
                high=span.high,
            )


def _spans(answer: DealAnswer) -> Iterator[tuple[str, str, Mapping[str, Span]]]:
    for solution in answer.solutions:
        yield "solution", solution_item(solution), solution.gains
    for option in answer.options:
        yield "option", option.option, {**option.gains, **option.thirds}
    for link in answer.links:
        yield "exchange", bundle_item(link.options), link.gains
    for bundle in answer.bundles:
        central = {
            actor: Span(central=gain, low=NONE, high=NONE) for actor, gain in bundle.gains.items()
        }
        yield "bundle", bundle_item(bundle.options), central


def _drivers(answer: DealAnswer) -> Iterator[DriverTableRow]:
    for row in answer.drivers:
        yield DriverTableRow(
            account=answer.account,
            outcome=row.outcome,
            figure=row.figure,
            correlation=row.correlation,
            standard_error=row.standard_error,
        )

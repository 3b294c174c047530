"""How the deals depend on one figure: the same draws with the figure set to value after value.

Nothing but the figure differs between two values, so differences are not blurred by draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.cases import Case, redraw_figures
from suasion.cases.accounts import figure_range
from suasion.cases.asof import case_as_of
from suasion.cases.figures import canonical_address, cell_unit, parameter_users, require_cell
from suasion.compute import SerialExecutor
from suasion.errors import InputError
from suasion.quantities import parse_quantity
from suasion.questions.apply import WORLD_TABLES
from suasion.questions.deal_ahead import shift_ahead
from suasion.questions.deal_draws import answer_terms, central_terms, make_bargain
from suasion.questions.deal_store import join
from suasion.questions.deal_summary import Summary, agreed_options, side_rows
from suasion.questions.deals import HORIZON, start_deals
from suasion.questions.observables import USD_PER_MUSD
from suasion.questions.sampling import Request


@frozen(kw_only=True)
class VariationRow:
    """The deals with one figure at one value."""

    figure: str
    value: str
    no_deal_probability: float
    no_holding_deal_probability: float
    nash_share: Mapping[str, float]
    """Each side's gain at the Nash solution over its best, median of the draws."""
    gives: Mapping[str, float]
    """What each gives at the Nash solution, median of the draws, USD per year."""
    gives_more: Mapping[str, float]
    concedes_first: Mapping[str, float]
    passes: Mapping[str, float]
    """Share of draws in which both prefer a bundle to no deal, by its options."""
    quid_pro_quo: Mapping[str, float]
    """Share of draws in which it is a quid pro quo."""
    agreed: Mapping[str, float]
    """Share of draws whose Nash solution has all its options."""


def vary_deals(
    case: Case,
    figure: str,
    values: Sequence[str],
    bundles: Sequence[Sequence[str]] = (),
    request: Request | None = None,
    *,
    horizon: str = HORIZON,
    executor: Executor | None = None,
) -> tuple[VariationRow, ...]:
    """Return what the deals are with a figure set to each of some values.

    Parameters
    ----------
    case : Case
    figure : str
        Address of a figure of the bargain: a parameter, or TABLE.ID.COLUMN.
    values : sequence of str
        Quantities, each in a unit of the figure.
    bundles : sequence of option names
        Bundles of up to three changes to be followed.
    request, horizon, executor
        As for `compute_deals`.

    Raises
    ------
    InputError
        The figure is not there, one that markets are built from, or the values do not fit it.

    Examples
    --------
    >>> from suasion import load_case, Request
    >>> rows = vary_deals(
    ...     load_case("rus-aze-2025"),
    ...     "turkiye_valence_aze",
    ...     ["-0.6", "0.9"],
    ...     [["tripp-pledge", "cw-help"]],
    ...     Request(draws=4),
    ... )
    >>> [row.value for row in rows]
    ['-0.6', '0.9']
    """
    asked = request or Request(draws=60)
    settings = [_setting(case, figure, value, asked) for value in values]
    pool = executor or SerialExecutor()
    started = [start_deals(case, [asked], horizon, pool, varied=one) for one in settings]
    rows = []
    for value, one in zip(values, started, strict=True):
        bargain = make_bargain(one.tasks[0])
        summary = Summary(
            bargain=bargain,
            central=answer_terms(bargain, central_terms(bargain, shift_ahead(bargain.task, None))),
            draws=join([future.result() for future in one.chunks[0]]),
        )
        rows.append(_row(summary, figure, value, bundles))
    return tuple(rows)


def _setting(
    case: Case, figure: str, value: str, request: Request
) -> tuple[tuple[str, float], ...]:
    """Return the figure and all cells that use it, at the value, in their units."""
    view = case_as_of(case, request.as_of or case.meta.as_of)
    address = canonical_address(figure)
    row, column = require_cell(view, address)
    cells = parameter_users(view).get(address, (address,) if row.table != "parameters" else ())
    entering = [cell for cell in cells if cell.partition(".")[0] in WORLD_TABLES]
    if entering:
        raise InputError(
            f"markets are built from '{figure}'",
            where="option --vary",
            got=", ".join(entering[:3]),
            expected="a figure of the bargain: of stakes, options, issues or bargainers",
            fix="put its value into an account, or into a copy of the case",
        )
    low, high = figure_range(row, column)
    quantity = parse_quantity(value, cell_unit(view, row.table, column, row), low, high)
    if quantity.is_uncertain:
        raise InputError(
            "a figure is varied over single values",
            where="option --vary",
            got=value,
            expected="a number with the unit of the figure",
            fix="give the ends of the interval as two values",
        )
    found = redraw_figures(view, 1, {address: quantity})
    return tuple(sorted((name, float(array[0])) for name, array in found.items()))


def _row(
    summary: Summary, figure: str, value: str, bundles: Sequence[Sequence[str]]
) -> VariationRow:
    places = {" + ".join(names): find_small(summary, names) for names in bundles}
    agreed, menu = agreed_options(summary), summary.bargain.case_menu.menu
    wanted = {" + ".join(names): [menu.option(name) for name in names] for names in bundles}
    sides = side_rows(summary)
    return VariationRow(
        figure=figure,
        value=value,
        no_deal_probability=summary.no_deal(0),
        no_holding_deal_probability=summary.no_deal(1),
        nash_share={
            side.actor: _median(summary.nash_shares()[:, at]) for at, side in enumerate(sides)
        },
        gives={
            side.actor: _median(summary.drawn("given")[:, at]) * USD_PER_MUSD
            for at, side in enumerate(sides)
        },
        gives_more={side.actor: side.gives_more for side in sides},
        concedes_first={side.actor: side.concedes_first for side in sides},
        passes={k: summary.share(summary.drawn("small_accepted")[:, p]) for k, p in places.items()},
        quid_pro_quo={
            k: summary.share(summary.drawn("quid_pro_quo")[:, p]) for k, p in places.items()
        },
        agreed={k: summary.share(agreed[:, at].all(axis=1)) for k, at in wanted.items()},
    )


def _median(values: npt.NDArray[np.float64]) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")


def find_small(summary: Summary, names: Sequence[str]) -> int:
    """Return the place of a bundle among the small ones.

    Raises
    ------
    InputError
        An option is unknown or holds already, two are of one issue, or they are too many.
    """
    small = summary.bargain.small
    bundle = small.menu.bundle(names)
    at = np.flatnonzero((small.choices == bundle).all(axis=1))
    if not at.size or set(small.menu.changed(bundle)) != set(names):
        raise InputError(
            "the bundle cannot be followed",
            where="option --bundle",
            got=" + ".join(names),
            expected=f"one to {int(small.sizes.max())} changes, each of another issue",
            fix="name options that do not hold already, one of each issue",
        )
    return int(at[0])

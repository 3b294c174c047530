"""Whether the numbers of a draw fit a crisis model: lengths, ranges, and no explosion."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.crisis.model import COUPLINGS, ONE, CrisisModel, CrisisNumbers, Floats
from suasion.errors import InputError

WHERE = "suasion.crisis.check_numbers"
MOST_ATTENTION = 20.0
"""Occasions to act per day of one decider; beyond it a model of days is the wrong model."""
TOL_GROWTH = 1e-9


def check_numbers(model: CrisisModel, numbers: CrisisNumbers) -> None:
    """Raise unless the numbers of a draw fit the model and cannot run away.

    Parameters
    ----------
    model : CrisisModel
        Sound by `check_model`.
    numbers : CrisisNumbers

    Raises
    ------
    InputError
        A length that does not fit; a number that is not finite; a start outside its range; a share
        outside 0 to 1; a rupture without hazard or discount rate; attention, cap or nest outside
        their ranges; a pace of one who does not decide; stocks without an upper end that feed each
        other so that they grow without bound (C1).
    """
    _check_lengths(model, numbers)
    _check_stocks(model, numbers)
    _check_rates(model, numbers)
    _check_terms(model, numbers)
    _check_deciders(model, numbers)
    _check_growth(model, numbers)


def _refuse(problem: str, what: str, got: object, expected: str) -> InputError:
    return InputError(
        problem, where=f"{WHERE}: {what}", got=str(got), expected=expected, fix="correct the number"
    )


def _check_lengths(model: CrisisModel, numbers: CrisisNumbers) -> None:
    shapes = {
        "initial": (len(model.stocks),),
        "rate": (len(model.couplings),),
        "amount": (len(model.effects),),
        "weight": (len(model.terms),),
        "shape": (len(model.terms), 3),
        "strength": (len(model.urges),),
        "pace": (len(model.moves),),
        "attention": (len(model.deciders),),
        "cap": (len(model.deciders),),
        "nest": (len(model.deciders),),
    }
    for name, shape in shapes.items():
        _check_array(name, getattr(numbers, name), shape)
    _check_array("drive", numbers.drive, (max(len(numbers.drive), 1), len(model.driven)))
    levers = model.lever_terms
    if len(levers) != len(numbers.lever_values):
        raise _refuse(
            "tables of levers do not fit",
            "lever_values",
            len(numbers.lever_values),
            f"{len(levers)}",
        )
    for term, table in zip(levers, numbers.lever_values, strict=True):
        _check_array(f"lever_values of {term.id}", table, (1 << len(term.of),))


def _check_array(name: str, array: Floats, shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise _refuse(f"{name} does not fit the model", name, array.shape, f"shape {shape}")
    if not np.isfinite(array).all():
        raise _refuse(f"{name} has what is no number", name, "inf or nan", "finite numbers")


def _check_stocks(model: CrisisModel, numbers: CrisisNumbers) -> None:
    start = dict(zip((stock.id for stock in model.stocks), numbers.initial, strict=True))
    spans = {stock.id: (stock.low, stock.high) for stock in model.stocks}
    for name, (low, high) in spans.items():
        if not low <= start[name] <= high:
            raise _refuse(
                "start outside its range", f"stock {name}", start[name], f"{low} to {high}"
            )
    for column, name in enumerate(model.driven):
        low, high = spans[name]
        series = numbers.drive[:, column]
        if series.min(initial=low) < low or series.max(initial=low) > high:
            got = f"{series.min():g} to {series.max():g}"
            raise _refuse("driven outside its range", f"stock {name}", got, f"{low} to {high}")


@frozen(eq=False)
class _Sharing:
    """Which rows have a share as their number."""

    couplings: NDArray[np.bool_]
    effects: NDArray[np.bool_]


@lru_cache(maxsize=32)
def _sharing(model: CrisisModel) -> _Sharing:
    return _Sharing(
        couplings=np.array([row.kind != "adds" for row in model.couplings], dtype=bool),
        effects=np.array([row.kind in ("settle", "fill") for _, row in model.effects], dtype=bool),
    )


def _check_rates(model: CrisisModel, numbers: CrisisNumbers) -> None:
    sharing = _sharing(model)
    bad = np.flatnonzero(sharing.couplings & ~((numbers.rate >= 0) & (numbers.rate <= 1)))
    for row in bad:
        what = f"coupling {model.couplings[row].id}"
        raise _refuse("share per day out of range", what, numbers.rate[row], "0 to 1")
    for row in np.flatnonzero(sharing.effects & (numbers.amount < 0)):
        move, effect = model.effects[row]
        what = f"move {move.id}, effect {effect.id}"
        raise _refuse("share of an effect is negative", what, numbers.amount[row], "0 to 1")
    deciders = {decider.actor for decider in model.deciders}
    for move, pace in zip(model.moves, numbers.pace, strict=True):
        if pace < 0 or (pace > 0 and move.actor not in deciders):
            expected = "0 or more, and 0 for one who is no decider"
            raise _refuse("pace that cannot be", f"move {move.id} of {move.actor}", pace, expected)


def _check_terms(model: CrisisModel, numbers: CrisisNumbers) -> None:
    for term, (hazard, slope, discount) in zip(model.terms, numbers.shape, strict=True):
        if term.form == "rupture" and not (hazard > 0 and slope >= 0 and discount > 0):
            got = f"h {hazard:g}, slope {slope:g}, r {discount:g}"
            expected = "h above 0, slope 0 or more, r above 0"
            raise _refuse("rupture with a shape that cannot be", f"term {term.id}", got, expected)


def _check_deciders(model: CrisisModel, numbers: CrisisNumbers) -> None:
    rows = zip(model.deciders, numbers.attention, numbers.cap, numbers.nest, strict=True)
    for decider, attention, cap, nest in rows:
        if not (0 < attention <= MOST_ATTENTION and cap > 0 and 0 < nest <= 1):
            got = f"attention {attention:g}, cap {cap:g}, nest {nest:g}"
            expected = (
                f"attention above 0, at most {MOST_ATTENTION:g} per day; cap above 0; "
                "nest above 0, at most 1"
            )
            raise _refuse("decider out of range", f"decider {decider.actor}", got, expected)


@lru_cache(maxsize=32)
def _feeding(model: CrisisModel) -> tuple[int, ...]:
    """Return the places of stocks without an upper end on a cycle that has an adds coupling."""
    place = {stock.id: at for at, stock in enumerate(model.stocks)}
    open_ended = {stock.id for stock in model.stocks if stock.high == float("inf")}
    reach = np.eye(len(place), dtype=bool)
    for row in model.couplings:
        if row.kind != "fades" and {row.source, row.target} <= open_ended:
            reach[place[row.source], place[row.target]] = True
    for middle in range(len(place)):
        reach |= np.outer(reach[:, middle], reach[middle])
    fed = {
        at
        for row in model.couplings
        if row.kind == "adds" and {row.source, row.target} <= open_ended
        if reach[place[row.target], place[row.source]]
        for at in np.flatnonzero(reach[place[row.source]] & reach[:, place[row.source]])
    }
    return tuple(sorted(int(at) for at in fed))


def _check_growth(model: CrisisModel, numbers: CrisisNumbers) -> None:
    """Raise where stocks without an upper end grow by themselves, all products `by` taken as 1."""
    members = _feeding(model)
    if not members:
        return
    place = {stock.id: at for at, stock in enumerate(model.stocks)}
    day = np.eye(len(place))
    for row, rate in zip(model.couplings, numbers.rate, strict=True):
        if row.source == ONE:
            continue
        source, target = place[row.source], place.get(row.target, 0)
        if row.kind in ("fades", "turns") and not row.by:
            day[source, source] -= rate
        if row.kind == "follows":
            day[target, target] -= rate if not row.by else 0.0
        if row.kind in COUPLINGS[1:]:
            day[target, source] += rate
    largest = float(np.abs(np.linalg.eigvals(day[np.ix_(members, members)])).max())
    if largest > 1 + TOL_GROWTH:
        names = ", ".join(model.stocks[at].id for at in members)
        raise InputError(
            "stocks that feed each other without bound",
            where=WHERE,
            got=f"a factor of {largest:.4g} per day among {names}",
            expected="at most 1, or stocks with an upper end",
            fix="give one of them an upper end, let it fade faster, or feed it less",
        )

r"""Ties outside networks, valued by the formulas of the dependence literature.

Each formula is a public function of plain numbers, so that a reader can check one figure by
hand; `tie_effect` picks the formula by the kind of the tie. Elasticities and the shares that
find another outlet differ by horizon: that is where a day and years part.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from attrs import frozen

from suasion.errors import InputError
from suasion.world.ties import Tie


@frozen(kw_only=True)
class TieEffect:
    """What cutting a tie takes from both sides, MUSD/yr."""

    hurt: float
    cost: float


def gains_from_trade(domestic_share: float, trade_elasticity: float) -> float:
    """Return the share of real income that trade adds.

    Model
        1 - domestic_share ** (1 / trade_elasticity)

    For the whole of a country's trade. It must never be given as the hurt of losing one
    critical input, which it understates (Ossa 2015).

    References
    ----------
    Arkolakis, Costinot and Rodriguez-Clare (2012), American Economic Review 102, equation 1.

    Examples
    --------
    >>> round(100 * gains_from_trade(0.93, 5.0), 3)
    1.441
    >>> round(100 * gains_from_trade(0.93, 10.0), 3)
    0.723
    """
    _positive("domestic share", domestic_share)
    _positive("trade elasticity", trade_elasticity)
    return float(1.0 - domestic_share ** (1.0 / trade_elasticity))


def price_rise_without(share: float, elasticity: float) -> float:
    """Return the rise of the price index when a variety with that share of spending is lost.

    Model
        (1 - share) ** (-1 / (elasticity - 1)) - 1, for an elasticity of substitution above one

    References
    ----------
    Clayton, Maggiori and Schreger, constant-elasticity case.

    Examples
    --------
    >>> round(price_rise_without(0.18, 4.0), 4)
    0.0684
    """
    if elasticity <= 1.0:
        raise InputError(
            "an elasticity of substitution of one or less makes a lost variety irreplaceable",
            where="price rise without a variety",
            got=f"{elasticity:g}",
            expected="above 1",
            fix="use the kind critical_input for what hardly anything replaces",
        )
    if not 0.0 <= share < 1.0:
        raise InputError(
            "the share lost is out of range",
            where="price rise without a variety",
            got=f"{share:g}",
            expected="from 0 to below 1",
            fix="give the share of spending as a fraction",
        )
    return float((1.0 - share) ** (-1.0 / (elasticity - 1.0)) - 1.0)


def critical_input_loss(share: float, elasticity: float, withheld: float) -> float:
    """Return the share of output lost when part of an input is withheld.

    Model
        Y = (share**(1/s) * E**((s-1)/s) + (1-share)**(1/s) * X**((s-1)/s)) ** (s/(s-1)),
        with E cut to (1 - withheld) * share and X kept at 1 - share; loss = 1 - Y, since Y = 1
        before. At s -> 0 the loss is `withheld` (Leontief).

    Assumptions
        A1 output uses one critical input and all others; A2 the others cannot be raised;
        A3 the shares are those of spending before.

    References
    ----------
    Bachmann, Baqaee, Bayer, Kuhn, Loeschel, Moll, Peichl, Pittel and Schularick (2022),
    two-input case: input share about 4 %, elasticity 0.04 to 0.1, energy use down by a tenth.

    Examples
    --------
    >>> round(critical_input_loss(0.04, 0.1, 0.1), 4)
    0.0068
    >>> round(critical_input_loss(0.04, 0.04, 0.1), 4)
    0.0157
    """
    if not 0.0 <= withheld <= 1.0:
        raise InputError(
            "the share of an input withheld is out of range",
            where="critical input",
            got=f"{withheld:g}",
            expected="from 0 to 1",
            fix="give the share as a fraction",
        )
    if math.isclose(elasticity, 1.0):
        return float(1.0 - (1.0 - withheld) ** share)
    if withheld == 0.0 or share == 0.0:
        return 0.0
    left = 1.0 - withheld
    if elasticity < 1.0 and left <= 0.0:
        return 1.0
    power = (elasticity - 1.0) / elasticity
    log_inner = _log_mix(share, left, power)
    return float(1.0 - math.exp(log_inner / power))


def lost_outlet(value: float, margin: float, rerouted: float, discount: float) -> float:
    """Return what sellers lose when a market is shut, in the unit of value.

    Model
        value * (margin * (1 - rerouted) + rerouted * discount): what finds no other outlet
        loses its margin, what does is sold at a discount.

    Examples
    --------
    >>> round(lost_outlet(300.0, 0.5, 0.6, 0.2), 6)
    96.0
    """
    return value * (margin * (1.0 - rerouted) + rerouted * discount)


def tie_effect(tie: Tie, strength: float = 1.0, ties: Iterable[Tie] = ()) -> TieEffect:
    """Return hurt and cost of cutting a share of the tie, MUSD/yr.

    Model
        imports, arms: base * price_rise_without(share * strength, elasticity);
        critical_input: base * critical_input_loss(share, elasticity, strength);
        exports: lost_outlet(value * strength, margin, elasticity, discount);
        remittances: value * strength * margin * (1 - elasticity).
        The sender loses what its mirror among `ties` says, cut in proportion to the value, so
        that the same goods have one price whoever stops them; without a mirror
        value * strength * sender_margin.
    """
    mirror = next((other for other in ties if other.id == tie.mirror), None)
    if mirror is None:
        cost = tie.value * strength * tie.sender_margin
    else:
        part = min(1.0, tie.value / mirror.value) if mirror.value > 0.0 else 1.0
        cost = _hurt(mirror, strength * part)
    return TieEffect(hurt=_hurt(tie, strength), cost=cost)


def _hurt(tie: Tie, strength: float) -> float:
    if strength == 0.0 or tie.value == 0.0:
        return 0.0
    if tie.kind in ("imports", "arms"):
        return tie.base * price_rise_without(_share(tie) * strength, tie.elasticity)
    if tie.kind == "critical_input":
        return tie.base * critical_input_loss(_share(tie), tie.elasticity, strength)
    rerouted = min(max(tie.elasticity, 0.0), 1.0)
    if tie.kind == "exports":
        return lost_outlet(tie.value * strength, tie.margin, rerouted, tie.discount)
    return tie.value * strength * tie.margin * (1.0 - rerouted)


def _share(tie: Tie) -> float:
    if tie.share is not None:
        return tie.share
    if tie.base <= 0.0:
        raise InputError(
            f"tie '{tie.id}' has neither a share nor a base to take it from",
            where=f"ties, {tie.id}",
            got="share empty, base empty",
            expected="a share of the target's total, or the total",
            fix="fill column share or column base",
        )
    return tie.value / tie.base


def _log_mix(share: float, left: float, power: float) -> float:
    """Return log(share * left**power + 1 - share) without overflow at small elasticities."""
    first = math.log(share) + power * math.log(left)
    second = math.log1p(-share) if share < 1.0 else -math.inf
    top = max(first, second)
    return top + math.log(math.exp(first - top) + math.exp(second - top))


def _positive(name: str, value: float) -> None:
    if not value > 0.0:
        raise InputError(
            f"the {name} must be positive",
            where="gains from trade",
            got=f"{value:g}",
            expected="above 0",
            fix="give it as a fraction or an elasticity",
        )

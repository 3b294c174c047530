"""Policies of buyers: bans on a label, and the rule by which origin is proved.

An origin rule is how a ban is enforced. Under `label` gas of another label passes, so a swap
does; under `contract` what a contract with another supplier covers passes; under `net-export`
an exporter's gas passes only up to its production less its own use, so a swap fails.
"""

from __future__ import annotations

from collections.abc import Collection

from attrs import evolve

from suasion.errors import InputError
from suasion.world.markets import Market

ORIGIN_RULES = ("label", "contract", "net-export")


def ban_label(market: Market, banning: Collection[str], label: str) -> Market:
    """Return the market in which the consumers of the banning actors ban a label.

    Raises `InputError` where the market has no such label or the actors no consumer in it.
    """
    if label not in market.labels:
        raise InputError(
            f"market '{market.name}' has no label '{label}' to ban",
            where=f"ban on market {market.name}",
            got=label,
            expected="one of " + ", ".join(market.labels),
            fix="name a label of the market, as in --ban EU:gas:RUS",
        )
    hit = [c.id for c in market.consumers if any(actor in banning for actor, _ in c.owners)]
    if not hit:
        raise InputError(
            f"none of the banning actors consumes in market '{market.name}'",
            where=f"ban on market {market.name}",
            got=", ".join(sorted(banning)),
            expected="an actor or a bloc that owns a consumer of the market",
            fix="name another actor or market",
        )
    refusing = dict(market.refusing)
    for consumer in hit:
        refusing[consumer] = refusing.get(consumer, frozenset()) | {label}
    return evolve(market, refusing=refusing)


def set_origin_rule(market: Market, rule: str) -> Market:
    """Return the market with bans enforced by the rule; `InputError` where it is not one."""
    if rule not in ORIGIN_RULES:
        raise InputError(
            "unknown origin rule",
            where="origin rule",
            got=rule,
            expected=" or ".join(ORIGIN_RULES),
            fix="choose one of them, as in --origin-rule net-export",
        )
    return evolve(market, origin_rule=rule)

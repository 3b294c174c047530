"""Rules of origin: which deliveries a ban leaves open, by each of three policies.

All three are upper bounds on deliveries ``d[c, l]``, so one compiled program serves all
of them. B(c) are the labels that consumer c bans (`Market.refusing`), B all banned labels.

``label``
    c refuses the labels in B(c): d[c, l] = 0 for l in B(c). A swap passes: gas of another
    label that the banned gas has set free is taken.

``contract``
    As ``label``; and every other label l reaches c only with proof of origin:
    d[c, l] <= V(c, l) + K(l), where V is the volume that suppliers of l owe c under
    contract and K the capacity of suppliers of l inside the banning area (the actors of
    the banning consumers' nodes, and their owners): own production, and cargoes landed at
    a terminal there, are proven by place. If all suppliers of l lie inside, no limit. The
    limit's scarcity rent belongs to those whose volumes it consists of.

``net-export``
    As ``label``; and a home H (actors on whose territory the suppliers of a set of labels
    L stand; actors that supply one label in common form one home) that could put banned
    gas to use at home may sell no more abroad than it produces beyond its own use:

        sum over c not in H, l in L of d[c, l]
          <= sum of s over suppliers of L - sum over c in H, l in L or B of d[c, l].

    Since what is supplied of L is delivered somewhere, the balances of L turn this into
    sum over c in H, l in B of d[c, l] <= 0, which is how it is imposed; optimum, duals
    and payoffs are the same. A swap has no net effect. It concerns homes that are net
    exporters (capacity above the reference consumption of their consumers), whose labels
    can reach a banning consumer, and which banned gas can reach at a consumer that does
    not ban it. A net importer in that position sells none of its own labels to those who
    ban: what it sold would be replaced by imports. The homes of banned labels are exempt:
    their gas is refused as such. All of this is judged by the structure of the network,
    not by what is sold at the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from attrs import frozen

from suasion.errors import InputError
from suasion.flows.layout import Floats
from suasion.flows.network import Ordered
from suasion.flows.ownership import Ownership, share_column
from suasion.flows.program import Program
from suasion.world.markets import Consumer, Market, Shares


@frozen(kw_only=True, eq=False)
class Limits:
    """Upper bounds of deliveries, unit/yr, and who owns those that are not zero."""

    upper: Floats
    shares: Floats | None
    """Shares of actors (rows) in delivery limits (columns); None: no limit has an owner."""


@frozen(kw_only=True, eq=False)
class _Setting:
    program: Program
    ordered: Ordered
    refusing: Mapping[str, frozenset[str]]
    ownership: Ownership
    upper: Floats


@frozen(kw_only=True)
class _Home:
    actors: frozenset[str]
    labels: frozenset[str]


def delivery_limits(
    program: Program, market: Market, ordered: Ordered, ownership: Ownership
) -> Limits:
    """Return the upper bounds of deliveries under a market's refusals and origin rule.

    Raises
    ------
    InputError
        The rule is none of the three, or an unknown consumer is said to ban labels (C1).
    """
    _check(market, program)
    upper = np.full(len(program.deliveries), np.inf)
    for consumer in ordered.consumers:
        refused = consumer.refuses | market.refusing.get(consumer.id, frozenset())
        for label in sorted(refused):
            at = program.delivery_at.get((consumer.id, label))
            if at is not None:
                upper[at] = 0.0
    refusing = {name: banned for name, banned in sorted(market.refusing.items()) if banned}
    setting = _Setting(
        program=program,
        ordered=ordered,
        refusing=refusing,
        ownership=ownership,
        upper=upper,
    )
    return Limits(upper=upper, shares=RULES[market.origin_rule](setting) if refusing else None)


def _by_label(setting: _Setting) -> None:
    """Refusals are all there is."""


def _by_contract(setting: _Setting) -> Floats:
    program, ordered = setting.program, setting.ordered
    area = _banning_area(setting)
    suppliers = {one.id: one for one in ordered.suppliers}
    inside = [one for one in ordered.suppliers if _actor_of(setting, one.node) in area]
    outside = {one.label for one in ordered.suppliers} - {
        label
        for label in program.labels
        if all(one in inside for one in ordered.suppliers if one.label == label)
    }
    shares = np.zeros((len(setting.ownership.actors), len(program.deliveries)))
    for at, (consumer, label) in enumerate(program.deliveries):
        if consumer not in setting.refusing or label not in outside or not setting.upper[at]:
            continue
        parts: list[tuple[Shares, float]] = [
            (suppliers[one.supplier].owners, one.volume)
            for one in ordered.contracts
            if one.consumer == consumer and suppliers[one.supplier].label == label
        ]
        parts += [(one.owners, one.capacity) for one in inside if one.label == label]
        total = sum(volume for _, volume in parts)
        setting.upper[at] = total
        if total > 0:
            weighted = [(owners, volume / total) for owners, volume in parts]
            shares[:, at] = share_column(setting.ownership.actors, weighted)
    return shares


def _by_net_export(setting: _Setting) -> None:
    program = setting.program
    banned = frozenset(label for labels in setting.refusing.values() for label in labels)
    for home in _homes(setting, banned):
        own = [one for one in setting.ordered.consumers if _lies_in(setting, one, home)]
        sold = [at for at, pair in enumerate(program.deliveries) if _is_sold(setting, pair, home)]
        swaps = [
            program.delivery_at[one.id, label]
            for one in own
            for label in sorted(banned)
            if setting.upper[program.delivery_at.get((one.id, label), 0)] > 0
            and (one.id, label) in program.delivery_at
        ]
        if sold and swaps:
            setting.upper[swaps if _is_net_exporter(setting, home, own) else sold] = 0.0


RULES: dict[str, Callable[[_Setting], Floats | None]] = {
    "label": _by_label,
    "contract": _by_contract,
    "net-export": _by_net_export,
}


def _is_sold(setting: _Setting, pair: tuple[str, str], home: _Home) -> bool:
    consumer, label = pair
    return label in home.labels and consumer in setting.refusing


def _lies_in(setting: _Setting, consumer: Consumer, home: _Home) -> bool:
    return _actor_of(setting, consumer.node) in home.actors


def _is_net_exporter(setting: _Setting, home: _Home, own: list[Consumer]) -> bool:
    supply = sum(one.capacity for one in setting.ordered.suppliers if one.label in home.labels)
    use = sum(one.reference or sum(size for size, _ in one.steps) for one in own)
    return supply > use


def _homes(setting: _Setting, banned: frozenset[str]) -> list[_Home]:
    """Return the homes of all labels but the banned; a home joined to one is exempt."""
    homes: list[_Home] = []
    for supplier in setting.ordered.suppliers:
        actor = _actor_of(setting, supplier.node)
        joined = [one for one in homes if actor in one.actors or supplier.label in one.labels]
        homes = [one for one in homes if one not in joined]
        homes.append(
            _Home(
                actors=frozenset({actor}).union(*(one.actors for one in joined)),
                labels=frozenset({supplier.label}).union(*(one.labels for one in joined)),
            )
        )
    return [one for one in homes if not one.labels & banned]


def _banning_area(setting: _Setting) -> frozenset[str]:
    area: set[str] = set()
    for consumer in setting.ordered.consumers:
        if consumer.id in setting.refusing:
            area.add(_actor_of(setting, consumer.node))
            area.update(name for name, _ in consumer.owners)
    return frozenset(area)


def _actor_of(setting: _Setting, node: str) -> str:
    return setting.ordered.nodes[setting.program.node_at[node]].actor


def _check(market: Market, program: Program) -> None:
    if market.origin_rule not in RULES:
        raise InputError(
            f"market '{market.name}' has an unknown origin rule",
            where=f"market '{market.name}'",
            got=market.origin_rule,
            expected=f"one of {', '.join(RULES)}",
            fix="correct origin_rule",
        )
    for name in sorted(market.refusing):
        if name not in program.consumers:
            raise InputError(
                f"a ban names consumer '{name}', which is not there",
                where=f"market '{market.name}'",
                got=name,
                expected="the id of a consumer of this market",
                fix="correct the id or add the consumer",
            )

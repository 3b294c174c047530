"""A market as those see it who act as one: blocs joined, transfers between players gone.

What a coalition makes is real value. A tariff that one player pays another moves money
within the game: a coalition does not tax itself, and an idle outsider collects nothing.
So before values of coalitions are taken under the rule *outsiders idle*, tariffs are
lowered to what actors outside the game receive, and contracts between players are left
out, since their payments for shortfall are transfers too and those who owe each other may
agree on something else. Then v of all players is the real surplus of the network, which is
never less than the sum of payoffs at the market's own optimum (objective + charges), and
equal to it where tariffs and contracts distort nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from suasion.world.markets import Arc, Consumer, Contract, Market, Shares, Supplier


def join_actors(market: Market, into: Mapping[str, str]) -> Market:
    """Return the market with some actors taken for one: a bloc for its members.

    Parameters
    ----------
    market : Market
        The market before; it is not changed.
    into : mapping of str to str
        For an actor the one that it becomes part of; others stay.

    Returns
    -------
    Market
        With shares added up and consents named once.

    Examples
    --------
    >>> from suasion.world.markets import Node
    >>> nodes = (Node(id="n", actor="ITA"),)
    >>> market = Market(name="m", unit="bcm", nodes=nodes, arcs=(), suppliers=(), consumers=())
    >>> join_actors(market, {"ITA": "EU"}).nodes[0].actor
    'EU'
    """

    def joined(actors: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(into.get(one, one) for one in actors))

    def arc_of(arc: Arc) -> Arc:
        return evolve(
            arc,
            owners=_joined_shares(arc.owners, into),
            tariff_to=_joined_shares(arc.tariff_to, into),
            consent=joined(arc.consent),
        )

    return evolve(
        market,
        nodes=tuple(evolve(one, actor=into.get(one.actor, one.actor)) for one in market.nodes),
        arcs=tuple(arc_of(arc) for arc in market.arcs),
        suppliers=tuple(_owned_by(one, into) for one in market.suppliers),
        consumers=tuple(_takes_for(one, into) for one in market.consumers),
    )


def _joined_shares(shares: Shares, into: Mapping[str, str]) -> Shares:
    total: dict[str, float] = {}
    for actor, share in shares:
        name = into.get(actor, actor)
        total[name] = total.get(name, 0.0) + share
    return tuple(sorted(total.items()))


def _owned_by(one: Supplier, into: Mapping[str, str]) -> Supplier:
    return evolve(one, owners=_joined_shares(one.owners, into))


def _takes_for(one: Consumer, into: Mapping[str, str]) -> Consumer:
    return evolve(one, owners=_joined_shares(one.owners, into))


def drop_unusable(market: Market) -> Market:
    """Return the market without arcs that can carry nothing: not built, or without capacity.

    They change no value, and without them fewer coalitions differ in what they can open.
    """
    return evolve(market, arcs=tuple(one for one in market.arcs if one.stands and one.capacity > 0))


def without_transfers(market: Market, players: Iterable[str]) -> Market:
    """Return the market in which players neither tax each other nor hold each other to contracts.

    Model
        tariff of an arc = tariff * share of its receivers that are not players; a contract
        stays where one of its parties has an owner that is no player.

    Parameters
    ----------
    market : Market
        The market before; it is not changed.
    players : iterable of str
        Actors of the game.

    Returns
    -------
    Market
        To take values of coalitions of, with outsiders idle.

    Examples
    --------
    >>> from suasion.world.markets import Node
    >>> nodes = (Node(id="a", actor="A"), Node(id="b", actor="B"))
    >>> pipe = Arc(id="pipe", tail="a", head="b", capacity=1.0, tariff=4.0,
    ...            tariff_to=(("A", 0.75), ("C", 0.25)), owners=(("A", 1.0),))
    >>> market = Market(name="m", unit="bcm", nodes=nodes, arcs=(pipe,), suppliers=(), consumers=())
    >>> without_transfers(market, ("A", "B")).arcs[0].tariff
    1.0
    """
    inside = frozenset(players)
    return evolve(
        market,
        arcs=tuple(_untaxed(arc, inside) for arc in market.arcs),
        contracts=tuple(one for one in market.contracts if _binds(market, one, inside)),
    )


def _untaxed(arc: Arc, inside: frozenset[str]) -> Arc:
    receivers = arc.tariff_to or arc.owners
    outside = tuple((actor, share) for actor, share in receivers if actor not in inside)
    kept = sum(share for _, share in outside)
    if not arc.tariff or kept <= 0.0:
        return evolve(arc, tariff=0.0, tariff_to=())
    shares = tuple((actor, share / kept) for actor, share in outside)
    return evolve(arc, tariff=arc.tariff * kept, tariff_to=shares)


def _binds(market: Market, contract: Contract, inside: frozenset[str]) -> bool:
    """Tell whether somebody outside the game is party to a contract."""
    owners = [one.owners for one in market.suppliers if one.id == contract.supplier]
    owners += [one.owners for one in market.consumers if one.id == contract.consumer]
    return any(actor not in inside for shares in owners for actor, share in shares if share > 0)

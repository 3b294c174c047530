"""Who plays: the actors of a power game, blocs that act as one, and blocs that bargain as one.

Players are, unless they are named, those that must consent to something that carries a flow
or own its supply or demand, if that flow joins them to another actor.
A bloc that must itself consent to something, or owns it, acts as one player, with its members
in it: the case says so by naming it there. Any other bloc is a set of players that may bargain
together (Owen). Outlets, publics and the rest of the world do not act as one and so are no
players: what they own is open to all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, frozen

from suasion.cases import Case
from suasion.errors import InputError
from suasion.flows import Solution
from suasion.world.markets import Consumer, Market, Supplier

ACTING = ("state", "bloc", "firm", "body")
"""Kinds of actors that decide as one."""
TOL_CARRIED = 1e-6
"""Amount, as a share of the market's largest, below which nothing is carried."""


@frozen(kw_only=True)
class Bloc:
    """Players that bargain as one."""

    name: str
    members: tuple[str, ...]


@frozen(kw_only=True)
class Cast:
    """Who plays, by market, and who belongs together."""

    players: Mapping[str, tuple[str, ...]]
    """By market, sorted."""
    joined: Mapping[str, str]
    """The player that a member of a bloc is part of."""
    blocs: tuple[Bloc, ...]
    """Blocs of players for the Owen value."""
    blocs_together: bool
    """Whether all blocs stand at the same time, or each in turn."""
    outside: tuple[str, ...]
    """Actors that own something in the markets and do not play."""

    @property
    def everyone(self) -> tuple[str, ...]:
        """Return the players of all markets together, sorted."""
        return tuple(sorted({one for players in self.players.values() for one in players}))


def find_cast(
    view: Case,
    solutions: Mapping[str, Solution],
    wanted: Sequence[str] | None,
    *,
    names: Sequence[str] | None = None,
    with_builds: bool = False,
) -> Cast:
    """Return the players of the markets: those named, or those that something carried needs.

    With builds, also those that must consent to a build which is not made yet: the option is
    theirs to give, whether or not it would carry anything. `names` are the markets played in,
    all by default; a bloc that acts in any market is one player in each.

    Raises
    ------
    InputError
        A player that the case does not have, is named twice or is part of another (C1).
    """
    markets = {name: one.program.base for name, one in solutions.items()}
    members = _members(view)
    named, played = _split(wanted), sorted(solutions if names is None else names)
    _require_known(view, named)
    joined = _joined(markets, members, named)
    chosen = frozenset(named)
    players = {}
    for name in played:
        groups = needed_groups(markets[name], solutions[name])
        acting = _together(view, groups, joined)
        if with_builds:
            acting |= _of_options(view, markets[name], joined)
        players[name] = tuple(sorted(chosen or acting))
    owners = {joined.get(one, one) for name in played for one in owners_of(markets[name])}
    inside = {one for names in players.values() for one in names}
    return Cast(
        players=players,
        joined=joined,
        blocs=_blocs_of_case(members, inside),
        blocs_together=False,
        outside=tuple(sorted(owners - inside)),
    )


def with_blocs(view: Case, cast: Cast, texts: Sequence[str]) -> Cast:
    """Return the cast with other blocs: ids of the case, or players joined by +.

    Raises
    ------
    InputError
        A bloc of strangers, of fewer than two players, or that shares a player with another.
    """
    if not texts:
        return cast
    blocs = tuple(_parse_bloc(view, cast, text) for text in texts)
    seen: dict[str, str] = {}
    for bloc in blocs:
        for one in bloc.members:
            if one in seen:
                raise InputError(
                    f"blocs {seen[one]} and {bloc.name} overlap",
                    where="option bloc",
                    got=f"{one} in both",
                    expected="blocs that share no player",
                    fix="ask for one of them at a time",
                )
            seen[one] = bloc.name
    return evolve(cast, blocs=blocs, blocs_together=True)


def needed_groups(market: Market, solution: Solution) -> tuple[frozenset[str], ...]:
    """Return who is needed for what is carried, by part of the network that flow holds together.

    Needed are those that must consent to an arc, or own a supply or demand, that carries
    something.
    """
    least = TOL_CARRIED * max(solution.point.x.max(initial=0.0), TOL_CARRIED)
    flowing = [arc for arc in market.arcs if solution.arc_flows[arc.id] > least]
    part = {node.id: node.id for node in market.nodes}
    for arc in flowing:
        old, new = part[arc.tail], part[arc.head]
        part = {node: new if held == old else held for node, held in part.items()}
    groups: dict[str, set[str]] = {}
    for arc in flowing:
        groups.setdefault(part[arc.tail], set()).update(arc.consent)
    amounts = {**solution.supply, **solution.consumption}
    ends: list[Supplier | Consumer] = [*market.suppliers, *market.consumers]
    for one in ends:
        if amounts[one.id] > least:
            owners = (actor for actor, share in one.owners if share > 0)
            groups.setdefault(part[one.node], set()).update(owners)
    return tuple(frozenset(group) for _, group in sorted(groups.items()))


def owners_of(market: Market) -> tuple[str, ...]:
    """Return who owns a part of anything in a market."""
    shares = [one.owners for one in market.arcs]
    shares += [one.owners for one in market.suppliers]
    shares += [one.owners for one in market.consumers]
    return tuple(sorted({actor for one in shares for actor, share in one if share > 0}))


def _together(
    view: Case, groups: Iterable[frozenset[str]], joined: Mapping[str, str]
) -> frozenset[str]:
    """Return the actors that something carried joins to another actor."""
    found: set[str] = set()
    for group in groups:
        acting = {joined.get(one, one) for one in group if _acts(view, one)}
        if len(acting) > 1:
            found |= acting
    return frozenset(found)


def _of_options(view: Case, market: Market, joined: Mapping[str, str]) -> frozenset[str]:
    """Return the actors that must consent to a build that is not made yet, or to its arcs."""
    rows = [row for row in view.rows("builds") if row.text("market") == market.name]
    builds = {row.id: row for row in rows if not row.values.get("built")}
    asked = {actor for row in builds.values() for actor in row.words("consent")}
    arcs = {row.id for row in view.rows("arcs") if row.text("build") in builds}
    asked |= {actor for arc in market.arcs if arc.id in arcs for actor in arc.consent}
    names = {joined.get(actor, actor) for actor in asked}
    return frozenset(name for name in names if _acts(view, name))


def _acts(view: Case, actor: str) -> bool:
    row = view.find("actors", actor)
    return row is not None and row.text("kind") in ACTING


def _members(view: Case) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in view.rows("actors"):
        for bloc in row.words("member_of"):
            found.setdefault(bloc, []).append(row.id)
    return {bloc: tuple(sorted(names)) for bloc, names in sorted(found.items())}


def _joined(
    markets: Mapping[str, Market], members: Mapping[str, tuple[str, ...]], named: Sequence[str]
) -> dict[str, str]:
    """Return who is part of which player: members of blocs that act, or that are named."""
    acting = set(named) if named else _acting_blocs(markets)
    acting |= _acting_blocs(markets) - {b for b, who in members.items() if set(who) & set(named)}
    joined: dict[str, str] = {}
    for bloc in sorted(acting & set(members)):
        for one in members[bloc]:
            if one in named or one in joined:
                raise InputError(
                    f"{one} would play twice",
                    where="option players",
                    got=f"{one} and {bloc}, which it is part of",
                    expected="players that are no part of each other",
                    fix=f"name {bloc} or its members, not both",
                )
            joined[one] = bloc
    return joined


def _acting_blocs(markets: Mapping[str, Market]) -> set[str]:
    consents = {one for m in markets.values() for arc in m.arcs for one in arc.consent}
    return consents | {one for market in markets.values() for one in owners_of(market)}


def _blocs_of_case(
    members: Mapping[str, tuple[str, ...]], players: Iterable[str]
) -> tuple[Bloc, ...]:
    """Return the blocs of the case with two players or more, one for each set of players."""
    found: dict[tuple[str, ...], list[str]] = {}
    inside = frozenset(players)
    for bloc, names in members.items():
        held = tuple(one for one in names if one in inside)
        if len(held) > 1 and len(held) < len(inside):
            found.setdefault(held, []).append(bloc)
    return tuple(Bloc(name=", ".join(names), members=held) for held, names in found.items())


def _parse_bloc(view: Case, cast: Cast, text: str) -> Bloc:
    parts = [one.strip() for one in text.split("+") if one.strip()]
    listed = _members(view).get(text.strip()) if len(parts) == 1 else tuple(parts)
    everyone = cast.everyone
    if listed is None or (len(parts) > 1 and set(parts) - set(everyone)):
        strangers = [one for one in parts if one not in everyone]
        raise InputError(
            f"bloc '{text}' is not known",
            where="option bloc",
            got=", ".join(strangers) or text,
            expected="a bloc of the case, or players joined by + from " + ", ".join(everyone),
            fix="write for example " + "+".join(everyone[:2]),
        )
    held = tuple(sorted({one for one in listed if one in everyone}))
    if len(held) < 2:
        raise InputError(
            f"bloc '{text}' has fewer than two players",
            where="option bloc",
            got=", ".join(held) or "none",
            expected="at least two players from " + ", ".join(everyone),
            fix="leave the bloc out; a bloc that must consent as one plays as one already",
        )
    return Bloc(name=text.strip(), members=held)


def _split(wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Return the players asked for; a text may hold several with commas between."""
    return tuple(one.strip() for text in wanted or () for one in text.split(",") if one.strip())


def _require_known(view: Case, names: Sequence[str]) -> None:
    known = [row.id for row in view.rows("actors")]
    for at, name in enumerate(names):
        if name not in known or name in names[:at]:
            raise InputError(
                f"player '{name}' is " + ("named twice" if name in known else "not known"),
                where="option players",
                got=name,
                expected="different actors from " + ", ".join(known),
                fix="correct the players; blocs of the case play as one",
            )

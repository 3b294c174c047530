"""Why a player's shares are what they are, in sentences that are computed, not written.

Facts used, each true by calculation: what the player adds to few and to many others; what
the others lose without it (no division in the core gives a player more than that); which
coalition with it and which without it has least to spare at the nucleolus; the largest
dividends that it shares in.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import frozen

from suasion.games import CoalitionGame, dividends, members_of
from suasion.questions.power_concepts import Division, gains_of
from suasion.questions.power_explain import count_members, mean_by_size, smallest
from suasion.questions.power_games import Array, ratio

TOL_ALIKE = 0.01
"""Part of all gains within which two concepts agree."""
TOL_TIGHT = 1e-6
"""Part of all gains within which two coalitions have equally little to spare."""
DIVIDENDS = 2
FEW_MISSING = 2
"""A coalition that lacks no more than so many players is named by them."""


@frozen(kw_only=True)
class ReasonRow:
    """Sentences about one player in one game."""

    market: str
    rule: str
    player: str
    text: str


@frozen(kw_only=True, eq=False)
class _Facts:
    """One player in one game of gains; money in MUSD/yr."""

    title: str
    shapley: float
    nucleolus: float
    gain: float
    """Of all together."""
    last: float
    """What the others lose without it."""
    few: float
    """What it adds on average to the smaller half of the others, and to the larger."""
    many: float
    early: float
    """`few` as a part of `last`, and the same over all players."""
    early_of_all: float
    tight_with: tuple[str, float, float]
    """Coalition with it that has least to spare: its players, what it makes, what it spares."""
    tight_without: tuple[str, float, float]
    shares_in: tuple[tuple[str, float, int], ...]
    """Largest dividends: players, amount, number of players."""
    is_core_empty: bool


def reason_rows(division: Division, titles: Mapping[str, str]) -> tuple[ReasonRow, ...]:
    """Return sentences about each player of a game, the largest Shapley gain first."""
    game, played = gains_of(division.played.game), division.played
    if game.total <= 0.0 or not np.isfinite(division.gains["nucleolus", ""]).all():
        return ()
    found = dividends(game)
    order = np.argsort(-division.gains["shapley", ""], kind="stable").tolist()
    return tuple(
        ReasonRow(
            market=played.market,
            rule=played.rule,
            player=played.players[at],
            text=_text(_facts(division, game, found, at, titles)),
        )
        for at in order
    )


def _facts(
    division: Division, game: CoalitionGame, found: Array, at: int, titles: Mapping[str, str]
) -> _Facts:
    players, half = division.played.players, (game.n_players + 1) // 2
    by_size = [mean_by_size(game, one) for one in range(game.n_players)]
    few = [float(one[:half].mean()) for one in by_size]
    last = [float(one[-1]) for one in by_size]
    return _Facts(
        title=titles.get(players[at], players[at]),
        shapley=float(division.gains["shapley", ""][at]),
        nucleolus=float(division.gains["nucleolus", ""][at]),
        gain=game.total,
        last=last[at],
        few=few[at],
        many=float(by_size[at][half - 1 if half == game.n_players else half :].mean()),
        early=ratio(few[at], last[at]),
        early_of_all=ratio(sum(few), sum(last)),
        tight_with=_tightest(division, game, at, titles, inside=True),
        tight_without=_tightest(division, game, at, titles, inside=False),
        shares_in=_largest(found, players, at, titles),
        is_core_empty=division.is_core_empty,
    )


def _tightest(
    division: Division, game: CoalitionGame, at: int, titles: Mapping[str, str], *, inside: bool
) -> tuple[str, float, float]:
    """Return the coalition that gains something and has least to spare at the nucleolus."""
    shares, coalitions = division.gains["nucleolus", ""], np.arange(1, game.values.size - 1)
    chosen = coalitions[(coalitions >> at & 1).astype(np.bool_) == inside]
    chosen = chosen[game.values[chosen] > TOL_ALIKE * game.total]
    if not chosen.size:
        return "", 0.0, 0.0
    held = sum((chosen >> one & 1) * share for one, share in enumerate(shares.tolist()))
    spare = held - game.values[chosen]
    near = chosen[spare <= spare.min() + TOL_TIGHT * game.total]
    one = smallest(near)
    names = _names(division.played.players, one, titles)
    return names, float(game.values[one]), float(spare.min())


def _largest(
    found: Array, players: tuple[str, ...], at: int, titles: Mapping[str, str]
) -> tuple[tuple[str, float, int], ...]:
    mine = np.flatnonzero(np.arange(found.size) >> at & 1)
    each = found[mine] / count_members(mine)
    order = mine[np.argsort(-each, kind="stable")][:DIVIDENDS]
    kept = [one for one in order.tolist() if found[one] > 0.0]
    return tuple(
        (_names(players, one, titles), float(found[one]), int(one).bit_count()) for one in kept
    )


def _names(players: tuple[str, ...], coalition: int, titles: Mapping[str, str]) -> str:
    """Return a coalition by its players, or by those that are missing if they are few."""
    full = (1 << len(players)) - 1
    missing = full ^ coalition
    few = missing and missing.bit_count() <= FEW_MISSING < coalition.bit_count()
    shown = members_of(missing if few else coalition)
    names = " + ".join(titles.get(players[one], players[one]) for one in shown)
    return f"all but {names}" if few else names


def _text(facts: _Facts) -> str:
    parts = [
        f"{facts.title} gains {usd(facts.shapley)} by Shapley"
        f" ({ratio(facts.shapley, facts.gain):.0%} of all gains)"
        f" and {usd(facts.nucleolus)} by the nucleolus.",
        f"It adds {usd(facts.few)} on average where few others are in, {usd(facts.many)} where"
        f" many are; without it the others lose {usd(facts.last)}.",
        *(_dividend(names, value, count) for names, value, count in facts.shares_in),
        _difference(facts),
    ]
    return " ".join(parts)


def _dividend(names: str, value: float, count: int) -> str:
    return f"{names} together make {usd(value)} that no part of them makes, split in {count}."


def _difference(facts: _Facts) -> str:
    """Return why Shapley value and nucleolus differ; see the module for what is used."""
    if abs(facts.nucleolus - facts.shapley) <= TOL_ALIKE * facts.gain:
        return "Both concepts agree within 1 % of the gains."
    if facts.nucleolus < facts.shapley:
        return _why_less(facts)
    return _why_more(facts)


def _why_less(facts: _Facts) -> str:
    """Return why the nucleolus gives less: replaceable, or paid for what it adds early."""
    if facts.shapley > facts.last and not facts.is_core_empty:
        return (
            "The nucleolus gives it less: it can be replaced, so no division that all accept"
            f" gives it more than the {usd(facts.last)} that the others lose without it, while"
            " Shapley counts orders in which it comes before its rivals."
        )
    early = ""
    if facts.early > facts.early_of_all:
        early = (
            f" to small coalitions it adds {facts.early:.0%} of what the others lose without it"
            f" in the end ({facts.early_of_all:.0%} over all players), which Shapley counts and"
            " the nucleolus does not;"
        )
    return f"The nucleolus gives it less:{early} {_tight(facts.tight_without, 'without')}."


def _why_more(facts: _Facts) -> str:
    """Return why the nucleolus gives more: most of what it adds comes late."""
    if facts.early < facts.early_of_all:
        return (
            "The nucleolus gives it more: to small coalitions it adds only"
            f" {facts.early:.0%} of what the others lose without it in the end"
            f" ({facts.early_of_all:.0%} over all players), which holds its Shapley value down"
            " and not its nucleolus."
        )
    return f"The nucleolus gives it more: {_tight(facts.tight_with, 'with')}."


def _tight(coalition: tuple[str, float, float], how: str) -> str:
    names, makes, spare = coalition
    if not names:
        return f"no coalition {how} it gains anything, short of all players"
    gets = f"{usd(spare)} more" if spare >= 0.0 else f"{usd(-spare)} less"
    return (
        f"of the coalitions {how} it, the one with least to spare is {names}, which can make"
        f" {usd(makes)} by itself and gets {gets} than that"
    )


def usd(musd: float) -> str:
    """Return an amount of MUSD/yr in words.

    Examples
    --------
    >>> usd(1234.5), usd(-20.0)
    ('1.23 bn USD/yr', '-20 m USD/yr')
    """
    if abs(musd) >= 999.5:
        return f"{musd / 1000:.3g} bn USD/yr"
    return f"{musd:.3g} m USD/yr" if abs(musd) >= 0.005 else "nothing"

"""Rows of the power tables: what each player gets, with intervals over the draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import evolve, frozen

from suasion.questions.observables import USD_PER_MUSD
from suasion.questions.power_concepts import CONCEPTS, Division
from suasion.questions.power_draws import Drawn
from suasion.questions.power_games import Array, ratio
from suasion.questions.sampling import interval

NONE = float("nan")
"""End of an interval where there are no draws."""


@frozen(kw_only=True)
class PowerRow:
    """One player's share of one game by one concept. Money is USD of the case's currency year."""

    market: str
    rule: str
    concept: str
    blocs: str
    """Blocs that bargain as one, for the Owen value; else empty."""
    player: str
    title: str
    value_usd_per_year: float
    """What it makes alone and its gain."""
    low: float
    high: float
    share: float
    """Of what all make together."""
    alone_usd_per_year: float
    gain_usd_per_year: float
    """Value less what it makes alone: what it owes to others, or others to it."""
    gain_low: float
    gain_high: float
    gain_share: float
    """Of all gains; the measure of power over others. NaN where nobody gains."""
    gain_share_low: float
    gain_share_high: float


@frozen(kw_only=True)
class CoreRow:
    """One game as a whole: what there is to divide, and whether it can be divided in peace."""

    market: str
    rule: str
    players: tuple[str, ...]
    whole_usd_per_year: float
    whole_low: float
    whole_high: float
    gain_usd_per_year: float
    """What all make together beyond what each makes alone."""
    gain_low: float
    gain_high: float
    epsilon_usd_per_year: float
    """Least that the most unhappy coalition misses; below 0 it has that much to spare."""
    epsilon_low: float
    epsilon_high: float
    empty: bool
    """Whether the core is empty: some coalition always does better alone."""
    empty_share: float
    """Share of the draws in which it is empty; NaN without draws."""
    violation_usd_per_year: float
    """Most that two coalitions lose by joining: how far the game is from superadditive."""
    violation_low: float
    violation_high: float
    violation_first: tuple[str, ...]
    violation_second: tuple[str, ...]


def power_rows(
    central: Drawn, drawn: Sequence[Drawn], titles: Mapping[str, str]
) -> tuple[PowerRow, ...]:
    """Return a row for each game, concept and player; the largest gain first."""
    rows: list[PowerRow] = []
    for (market, rule), division in central.divisions.items():
        others = [one.divisions[market, rule] for one in drawn if not one.failure]
        for concept, blocs in sorted(division.gains, key=lambda key: CONCEPTS.index(key[0])):
            found = _rows_of(division, others, (concept, blocs), titles)
            rows += sorted(found, key=lambda row: (-row.gain_usd_per_year, row.player))
    return tuple(rows)


def _rows_of(
    division: Division,
    others: Sequence[Division],
    key: tuple[str, str],
    titles: Mapping[str, str],
) -> list[PowerRow]:
    shape = (len(others), len(division.played.players))
    gains = np.array([one.gains[key] for one in others]).reshape(shape)
    alone = np.array([one.alone for one in others]).reshape(shape)
    sums = np.array([one.gain for one in others])
    rows = []
    for at, player in enumerate(division.played.players):
        value = money_interval(gains[:, at] + alone[:, at])
        gain = money_interval(gains[:, at])
        share = interval(ratios(gains[:, at], sums))
        row = _central_row(division, key, at, titles.get(player, player))
        rows.append(
            evolve(
                row,
                low=value[0],
                high=value[1],
                gain_low=gain[0],
                gain_high=gain[1],
                gain_share_low=share[0],
                gain_share_high=share[1],
            )
        )
    return rows


def _central_row(division: Division, key: tuple[str, str], at: int, title: str) -> PowerRow:
    """Return a player's row on the central figures, without intervals."""
    gain, own = float(division.gains[key][at]), float(division.alone[at])
    return PowerRow(
        market=division.played.market,
        rule=division.played.rule,
        concept=key[0],
        blocs=key[1],
        player=division.played.players[at],
        title=title,
        value_usd_per_year=(own + gain) * USD_PER_MUSD,
        low=NONE,
        high=NONE,
        share=ratio(own + gain, division.whole),
        alone_usd_per_year=own * USD_PER_MUSD,
        gain_usd_per_year=gain * USD_PER_MUSD,
        gain_low=NONE,
        gain_high=NONE,
        gain_share=ratio(gain, division.gain),
        gain_share_low=NONE,
        gain_share_high=NONE,
    )


def core_rows(central: Drawn, drawn: Sequence[Drawn]) -> tuple[CoreRow, ...]:
    """Return a row for each game."""
    kept = [one for one in drawn if not one.failure]
    return tuple(
        _core_row(division, [one.divisions[key] for one in kept])
        for key, division in central.divisions.items()
    )


def _core_row(division: Division, others: Sequence[Division]) -> CoreRow:
    spans: dict[str, float] = {}
    for name in ("whole", "gain", "epsilon", "violation"):
        found = np.array([getattr(one, name) for one in others], dtype=np.float64)
        spans[f"{name}_low"], spans[f"{name}_high"] = money_interval(found)
    empty = [one.is_core_empty for one in others]
    return CoreRow(
        market=division.played.market,
        rule=division.played.rule,
        players=division.played.players,
        whole_usd_per_year=division.whole * USD_PER_MUSD,
        gain_usd_per_year=division.gain * USD_PER_MUSD,
        epsilon_usd_per_year=division.epsilon * USD_PER_MUSD,
        empty=division.is_core_empty,
        empty_share=float(np.mean(empty)) if empty else NONE,
        violation_usd_per_year=division.violation * USD_PER_MUSD,
        violation_first=division.violators[0],
        violation_second=division.violators[1],
        **spans,
    )


def money_interval(values: Array) -> tuple[float, float]:
    """Return the 90 % interval of MUSD/yr in USD/yr."""
    low, high = interval(values)
    return low * USD_PER_MUSD, high * USD_PER_MUSD


def ratios(parts: Array, wholes: Array) -> Array:
    """Return parts over wholes; NaN where a whole is nothing."""
    return np.where(wholes > 0.0, parts / np.where(wholes > 0.0, wholes, 1.0), np.nan)


def describe_violation(row: CoreRow) -> dict[str, object]:
    """Return the worst breach of superadditivity of a game as plain values."""
    return {
        "market": row.market,
        "rule": row.rule,
        "usd_per_year": row.violation_usd_per_year,
        "first": list(row.violation_first),
        "second": list(row.violation_second),
    }

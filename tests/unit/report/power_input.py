"""Made-up power for the page: gas and both markets, two rules, three players, two builds."""

from __future__ import annotations

import polars as pl

PLAYERS = ("RUS", "AZE", "TUR")
GAMES = (("gas", "idle"), ("gas", "trade"), ("both", "idle"))
GAINS = {"RUS": 5e9, "AZE": 3e9, "TUR": 2e9}


def make_shares() -> pl.DataFrame:
    rows = []
    for market, rule in GAMES:
        for concept, factor in (
            ("shapley", 1.0),
            ("nucleolus", 0.9),
            ("banzhaf", 0.8),
            ("owen", 1.1),
        ):
            for player, gain in GAINS.items():
                size = gain * factor * (1.2 if rule == "trade" else 1.0)
                rows.append(
                    {
                        "market": market,
                        "rule": rule,
                        "concept": concept,
                        "blocs": "NATO" if concept == "owen" else "",
                        "player": player,
                        "alone_usd_per_year": 1e9,
                        "gain_usd_per_year": size,
                        "gain_low": 0.7 * size,
                        "gain_high": 1.4 * size,
                        "gain_share": size / 1e10,
                        "gain_share_low": 0.7 * size / 1e10,
                        "gain_share_high": 1.4 * size / 1e10,
                    }
                )
    return pl.DataFrame(rows)


def make_cores() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "market": market,
                "rule": rule,
                "players": " + ".join(PLAYERS),
                "whole_usd_per_year": 4e10,
                "whole_low": 3e10,
                "whole_high": 6e10,
                "gain_usd_per_year": 1e10 if market == "gas" else 1.1e10,
                "gain_low": 8e9,
                "gain_high": 1.3e10,
                "epsilon_usd_per_year": 3e8 if rule == "trade" else -2e8,
                "epsilon_low": -3e8,
                "epsilon_high": 4e8,
                "empty": 1.0 if rule == "trade" else 0.0,
                "empty_share": 0.75 if rule == "trade" else 0.125,
                "violation_usd_per_year": 5e9 if rule == "trade" else 0.0,
                "violation_low": 0.0,
                "violation_high": 6e9,
                "violation_first": "RUS",
                "violation_second": "AZE + TUR",
            }
            for market, rule in GAMES
        ]
    )


def make_options() -> pl.DataFrame:
    rows = []
    for build, title, flow, size in (
        ("bypass", "A way round", 0.0, 4e8),
        ("wider", "A wider pipe", 3.5, 1e8),
    ):
        for player, sign in (("RUS", -1.0), ("AZE", 1.0), ("TUR", 0.01)):
            rows.append(
                {
                    "market": "gas",
                    "build": build,
                    "title": title,
                    "player": player,
                    "shapley_change_usd_per_year": sign * size,
                    "shapley_low": sign * size - 5e7,
                    "shapley_high": sign * size + 5e7,
                    "nucleolus_change_usd_per_year": 0.0,
                    "nucleolus_low": 0.0,
                    "nucleolus_high": 1e7,
                    "whole_change_usd_per_year": 1e6,
                    "flow": flow,
                    "used": 1.0 if flow else 0.0,
                    "in_time": 0.0,
                }
            )
    return pl.DataFrame(rows)


def make_power() -> dict[str, pl.DataFrame]:
    """Return the tables of power as the page takes them."""
    inside = [{"market": market, "rule": rule} for market, rule in GAMES]
    arc = {"arc": "scp", "title": "South Caucasus Pipeline", "flow": 23.4, "rent": 42.1}
    return {
        "power": make_shares(),
        "power_core": make_cores(),
        "power_blocking": pl.DataFrame(
            [
                {**game, "players": players, "left_share": left, "threshold": 0.5}
                for game in inside
                for players, left in (("AZE + TUR", 0.1), ("RUS", 0.4))
            ]
        ),
        "power_binding_arcs": pl.DataFrame(
            [
                {**game, **arc, "rent_unit": "USD/tcm", "consent": "AZE + GEO"}
                for game in inside
                if game["market"] == "gas"
            ]
        ),
        "power_options": make_options(),
        "power_reasons": pl.DataFrame(
            [
                {**game, "player": player, "text": f"{player} adds something to most coalitions."}
                for game in inside
                for player in PLAYERS
            ]
        ),
    }

"""Dependence: what one actor can withhold from another, and what that does to whom.

Withholding changes a market (arcs closed, limited or taxed) or cuts a tie. The market is
solved again; hurt is the loss of the target, cost the loss of the sender, and every third
party is shown. Ties outside networks are valued by documented formulas. Functions here take
plain numbers (`suasion.world`); draws, accounts and as-of days belong to `suasion.questions`.
"""

from suasion.dependence.effects import (
    Effect,
    Solved,
    add_blocs,
    effect_of,
    solve_world,
    with_markets,
)
from suasion.dependence.policies import ORIGIN_RULES, ban_label, set_origin_rule
from suasion.dependence.solving import SolverPool, total_payoffs
from suasion.dependence.ties import (
    TieEffect,
    critical_input_loss,
    gains_from_trade,
    lost_outlet,
    price_rise_without,
    tie_effect,
)
from suasion.dependence.withholding import withhold

__all__ = [
    "ORIGIN_RULES",
    "Effect",
    "Solved",
    "SolverPool",
    "TieEffect",
    "add_blocs",
    "ban_label",
    "critical_input_loss",
    "effect_of",
    "gains_from_trade",
    "lost_outlet",
    "price_rise_without",
    "set_origin_rule",
    "solve_world",
    "tie_effect",
    "total_payoffs",
    "with_markets",
    "withhold",
]

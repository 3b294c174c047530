"""Crises day by day: stocks, moves, what each side values, and the choice of what to do next."""

from suasion.crisis.acts import Act, acts_of
from suasion.crisis.checking import check_model
from suasion.crisis.model import (
    Coupling,
    CrisisModel,
    CrisisNumbers,
    Decider,
    Effect,
    Move,
    Stock,
    Term,
    Urge,
    Weighted,
)
from suasion.crisis.multiplicity import idle_moves, shared_paces
from suasion.crisis.number_checks import check_numbers
from suasion.crisis.pins import Means, Pins, make_pins, pool_means
from suasion.crisis.progeny import Progeny, progeny, require_stable
from suasion.crisis.rates import RecordedMove, Stretch, log_likelihood, rates_along
from suasion.crisis.simulation import Gauge, Injection, Paths, simulate
from suasion.crisis.story import Change, Reason, StoryLine, tell

__all__ = [
    "Act",
    "Change",
    "Coupling",
    "CrisisModel",
    "CrisisNumbers",
    "Decider",
    "Effect",
    "Gauge",
    "Injection",
    "Means",
    "Move",
    "Paths",
    "Pins",
    "Progeny",
    "Reason",
    "RecordedMove",
    "Stock",
    "StoryLine",
    "Stretch",
    "Term",
    "Urge",
    "Weighted",
    "acts_of",
    "check_model",
    "check_numbers",
    "idle_moves",
    "log_likelihood",
    "make_pins",
    "pool_means",
    "progeny",
    "rates_along",
    "require_stable",
    "shared_paces",
    "simulate",
    "tell",
]

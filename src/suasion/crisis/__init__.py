"""Crises day by day: stocks, moves, what each side values, and the choice of what to do next."""

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
from suasion.crisis.simulation import Gauge, Injection, Paths, simulate

__all__ = [
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
    "Stock",
    "Term",
    "Urge",
    "Weighted",
    "check_model",
    "check_numbers",
    "idle_moves",
    "make_pins",
    "pool_means",
    "shared_paces",
    "simulate",
]

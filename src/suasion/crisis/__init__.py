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
from suasion.crisis.number_checks import check_numbers

__all__ = [
    "Coupling",
    "CrisisModel",
    "CrisisNumbers",
    "Decider",
    "Effect",
    "Move",
    "Stock",
    "Term",
    "Urge",
    "Weighted",
    "check_model",
    "check_numbers",
]

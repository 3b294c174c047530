"""Crises day by day: stocks, moves, what each side values, and the choice of what to do next."""

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
]

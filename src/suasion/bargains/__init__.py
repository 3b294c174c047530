"""Bargains: which deals would be taken, by which notion of a fair one, and which would hold.

A bargain is a table of gains, outcomes by actors, and a disagreement point: what each has
without a deal. It is an argument of every function here, never zero by default.
"""

from suasion.bargains.pareto import pareto_frontier
from suasion.bargains.points import BargainSolutions, Point
from suasion.bargains.solving import solve_bargain

__all__ = [
    "BargainSolutions",
    "Point",
    "pareto_frontier",
    "solve_bargain",
]

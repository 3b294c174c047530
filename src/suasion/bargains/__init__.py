"""Bargains: which deals would be taken, by which notion of a fair one, and which would hold.

A bargain is a table of gains, outcomes by actors, and a disagreement point: what each has
without a deal. It is an argument of every function here, never zero by default.
"""

from suasion.bargains.alternating_offers import alternating_offers, alternating_offers_limit
from suasion.bargains.asymmetric_nash import asymmetric_nash, asymmetric_nash_on
from suasion.bargains.crisis_range import CrisisRange, crisis_range
from suasion.bargains.kalai_smorodinsky import kalai_smorodinsky, kalai_smorodinsky_on
from suasion.bargains.pareto import pareto_frontier
from suasion.bargains.points import BargainSolutions, Point
from suasion.bargains.solving import solve_bargain
from suasion.bargains.war_of_attrition import WarOfAttrition, war_of_attrition
from suasion.bargains.zeuthen import Concession, zeuthen

__all__ = [
    "BargainSolutions",
    "Concession",
    "CrisisRange",
    "Point",
    "WarOfAttrition",
    "alternating_offers",
    "alternating_offers_limit",
    "asymmetric_nash",
    "asymmetric_nash_on",
    "crisis_range",
    "kalai_smorodinsky",
    "kalai_smorodinsky_on",
    "pareto_frontier",
    "solve_bargain",
    "war_of_attrition",
    "zeuthen",
]

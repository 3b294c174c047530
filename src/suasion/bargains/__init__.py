"""Bargains: which deals would be taken, by which notion of a fair one, and which would hold.

A bargain is a table of gains, outcomes by actors, and a disagreement point: what each has
without a deal. It is an argument of every function here, never zero by default.
"""

from suasion.bargains.alternating_offers import alternating_offers, alternating_offers_limit
from suasion.bargains.asymmetric_nash import asymmetric_nash, asymmetric_nash_on
from suasion.bargains.crisis_range import CrisisRange, crisis_range
from suasion.bargains.enumeration import Deals, enumerate_deals
from suasion.bargains.kalai_smorodinsky import kalai_smorodinsky, kalai_smorodinsky_on
from suasion.bargains.menu import Menu, make_menu
from suasion.bargains.pareto import pareto_frontier
from suasion.bargains.points import BargainSolutions, Point
from suasion.bargains.progress import load_deals, save_deals
from suasion.bargains.quid_pro_quo import Linked, SmallBundles, find_linked, small_bundles
from suasion.bargains.remedies import Remedy, find_remedies, weakest_promise
from suasion.bargains.scoring import (
    Scores,
    Terms,
    no_deal_value,
    plain_terms,
    rupture_share,
    score,
)
from suasion.bargains.solving import solve_bargain
from suasion.bargains.war_of_attrition import WarOfAttrition, war_of_attrition
from suasion.bargains.zeuthen import Concession, zeuthen

__all__ = [
    "BargainSolutions",
    "Concession",
    "CrisisRange",
    "Deals",
    "Linked",
    "Menu",
    "Point",
    "Remedy",
    "Scores",
    "SmallBundles",
    "Terms",
    "WarOfAttrition",
    "alternating_offers",
    "alternating_offers_limit",
    "asymmetric_nash",
    "asymmetric_nash_on",
    "crisis_range",
    "enumerate_deals",
    "find_linked",
    "find_remedies",
    "kalai_smorodinsky",
    "kalai_smorodinsky_on",
    "load_deals",
    "make_menu",
    "no_deal_value",
    "pareto_frontier",
    "plain_terms",
    "rupture_share",
    "save_deals",
    "score",
    "small_bundles",
    "solve_bargain",
    "war_of_attrition",
    "weakest_promise",
    "zeuthen",
]

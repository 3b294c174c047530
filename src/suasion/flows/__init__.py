"""Markets as linear programs: base solution, re-solution, payoffs, certificates.

`compile_market` lays down the structure of a market once; `numbers` extracts what a draw
or a withholding changes; `Solver` re-solves; a `Solution` carries amounts, prices,
payoffs and a certificate that can fail (design, section 5; conventions C5 and C7).
"""

from suasion.flows.certificate import Certificate
from suasion.flows.coalition_game import MOST_PLAYERS, CoalitionValues
from suasion.flows.coalitions import IdleValuer, coalition_values, idle_valuer
from suasion.flows.cooperation import drop_unusable, join_actors, without_transfers
from suasion.flows.dual_face import payoff_difference_interval, payoff_intervals
from suasion.flows.market_numbers import Numbers, numbers, numbers_or_none
from suasion.flows.mixing import Mixture, trace_mixing
from suasion.flows.nearest_prices import nearest_pair
from suasion.flows.primal_face import flow_ranges, observable_ranges
from suasion.flows.program import Program, compile_market
from suasion.flows.single_coalitions import coalition_valuer
from suasion.flows.solution import Solution
from suasion.flows.solver import Solver, solve_market

__all__ = [
    "MOST_PLAYERS",
    "Certificate",
    "CoalitionValues",
    "IdleValuer",
    "Mixture",
    "Numbers",
    "Program",
    "Solution",
    "Solver",
    "coalition_valuer",
    "coalition_values",
    "compile_market",
    "drop_unusable",
    "flow_ranges",
    "idle_valuer",
    "join_actors",
    "nearest_pair",
    "numbers",
    "numbers_or_none",
    "observable_ranges",
    "payoff_difference_interval",
    "payoff_intervals",
    "solve_market",
    "trace_mixing",
    "without_transfers",
]

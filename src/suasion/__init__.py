"""suasion turns what is written about the relation between two states into a model that runs.

The functions here are the ways in from Python; each answers one question of a case.

Examples
--------
>>> from suasion import load_case
>>> load_case("rus-aze-2025").meta.dyad
('RUS', 'AZE')
"""

from suasion.cases import case_as_of, check_case, list_cases, load_case, new_case
from suasion.questions.deals import compute_deals
from suasion.questions.leverage import compute_leverage
from suasion.questions.power import compute_power
from suasion.questions.sampling import Request
from suasion.questions.scenario import make_scenario
from suasion.questions.scenario_file import read_scenario
from suasion.questions.whatif import what_if
from suasion.report.running import run_case

__version__ = "0.1.0"

__all__ = [
    "Request",
    "__version__",
    "case_as_of",
    "check_case",
    "compute_deals",
    "compute_leverage",
    "compute_power",
    "list_cases",
    "load_case",
    "make_scenario",
    "new_case",
    "read_scenario",
    "run_case",
    "what_if",
]

"""suasion turns what is written about the relation between two states into a model that runs.

The functions here are the ways in from Python; each answers one question of a case. Each is
loaded when it is first asked for, since some stand on libraries that take seconds to load.

Examples
--------
>>> from suasion import load_case
>>> load_case("rus-aze-2025").meta.dyad
('RUS', 'AZE')
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from suasion.cases import case_as_of, check_case, list_cases, load_case, new_case
    from suasion.forecasts.answer import compute_forecasts
    from suasion.forecasts.probabilities import ForecastRequest
    from suasion.questions.deals import compute_deals
    from suasion.questions.leverage import compute_leverage
    from suasion.questions.mechanisms import compute_mechanisms
    from suasion.questions.outlook import OutlookRequest, compute_outlook
    from suasion.questions.power import compute_power
    from suasion.questions.sampling import Request
    from suasion.questions.scenario import make_scenario
    from suasion.questions.scenario_file import read_scenario
    from suasion.questions.whatif import what_if
    from suasion.report.running import run_case

__version__ = "0.1.0"

_HOMES = {
    "ForecastRequest": "suasion.forecasts.probabilities",
    "OutlookRequest": "suasion.questions.outlook",
    "Request": "suasion.questions.sampling",
    "case_as_of": "suasion.cases",
    "check_case": "suasion.cases",
    "compute_deals": "suasion.questions.deals",
    "compute_forecasts": "suasion.forecasts.answer",
    "compute_leverage": "suasion.questions.leverage",
    "compute_mechanisms": "suasion.questions.mechanisms",
    "compute_outlook": "suasion.questions.outlook",
    "compute_power": "suasion.questions.power",
    "list_cases": "suasion.cases",
    "load_case": "suasion.cases",
    "make_scenario": "suasion.questions.scenario",
    "new_case": "suasion.cases",
    "read_scenario": "suasion.questions.scenario_file",
    "run_case": "suasion.report.running",
    "what_if": "suasion.questions.whatif",
}

__all__ = [
    "ForecastRequest",
    "OutlookRequest",
    "Request",
    "__version__",
    "case_as_of",
    "check_case",
    "compute_deals",
    "compute_forecasts",
    "compute_leverage",
    "compute_mechanisms",
    "compute_outlook",
    "compute_power",
    "list_cases",
    "load_case",
    "make_scenario",
    "new_case",
    "read_scenario",
    "run_case",
    "what_if",
]


def __getattr__(name: str) -> object:
    """Return a name of the package, loading the module that it is at home in."""
    if name not in _HOMES:
        raise AttributeError(f"module 'suasion' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the names that the package offers."""
    return sorted(__all__)

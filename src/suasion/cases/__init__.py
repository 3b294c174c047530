"""Cases: folders of plain tables, read, checked, seen as of a day, drawn, made into worlds."""

from suasion.cases.accounts import account_values, claims
from suasion.cases.asof import case_as_of
from suasion.cases.checking import CheckReport, check_case, load_case
from suasion.cases.creation import new_case
from suasion.cases.draws import Draws, central_figures, draw_at, draw_figures, redraw_figures
from suasion.cases.figures import Figure, figures
from suasion.cases.locate import find_case, list_cases
from suasion.cases.records import Case, CaseMeta, MarketMeta, Observable, ParameterRef, Row
from suasion.cases.trace import TraceResult, render_trace, trace_case
from suasion.cases.worlds import build_markets, build_world

__all__ = [
    "Case",
    "CaseMeta",
    "CheckReport",
    "Draws",
    "Figure",
    "MarketMeta",
    "Observable",
    "ParameterRef",
    "Row",
    "TraceResult",
    "account_values",
    "build_markets",
    "build_world",
    "case_as_of",
    "central_figures",
    "check_case",
    "claims",
    "draw_at",
    "draw_figures",
    "figures",
    "find_case",
    "list_cases",
    "load_case",
    "new_case",
    "redraw_figures",
    "render_trace",
    "trace_case",
]

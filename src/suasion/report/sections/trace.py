"""Where each number comes from: address, value, interval, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping

from suasion.report.sections.section import Context, Section
from suasion.report.tracing import trace_entries
from suasion.report.view import ReportInput, TraceEntry

PARAMETERS = "parameters"
RESULTS = ("leverage", "flows", "observables", "claims", "scenarios", "binding")


def group_entries(view: ReportInput) -> Mapping[str, list[TraceEntry]]:
    """Return the entries by kind: results first, then the tables of the case."""
    groups: dict[str, list[TraceEntry]] = {}
    for address, entry in trace_entries(view).items():
        kind = address.split(".")[0] if "." in address else PARAMETERS
        groups.setdefault(kind, []).append(entry)
    names = [name for name in RESULTS if name in groups]
    return {name: groups[name] for name in [*names, *sorted(set(groups) - set(names))]}


def build(view: ReportInput) -> Context | None:
    """Return all entries in groups, and how many are assumed."""
    groups = group_entries(view)
    if not groups:
        return None
    figures = [e for name, group in groups.items() if name not in RESULTS for e in group]
    return {
        "groups": groups,
        "n_figures": len(figures),
        "n_assumed": sum(1 for entry in figures if entry.assumed),
        "results": RESULTS,
    }


SECTION = Section(
    id="trace", title="Where each number comes from", template="trace.html", build=build
)

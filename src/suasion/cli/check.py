"""Command `check`: every fault of a case at once, and what of its crisis would be refused."""

from __future__ import annotations

from attrs import evolve

from suasion.cases import CheckReport, check_case, load_case
from suasion.cli.faults import fault_lines
from suasion.cli.options import CaseArgument, Json, Out
from suasion.cli.output import emit, emit_json
from suasion.errors import EXIT_DONE, EXIT_INPUT
from suasion.questions.mechanism_checks import experiment_faults


def check_command(case: CaseArgument, json: Json = False, out: Out = None) -> int:
    """Check a case: every fault at once, with how to mend it, and what the case rests on."""
    report = _report(case)
    if json:
        emit_json(report.to_json(), out)
        return EXIT_DONE if report.ok else EXIT_INPUT
    lines = fault_lines("fault", report.faults) + fault_lines("warning", report.warnings)
    lines += [f"{name.replace('_', ' '):<22}{count:>8}" for name, count in report.counts.items()]
    lines.append("the case is sound" if report.ok else f"{len(report.faults)} faults to mend")
    emit("\n".join(lines), out)
    return EXIT_DONE if report.ok else EXIT_INPUT


def _report(case: str) -> CheckReport:
    """Return the report; what outlooks and experiments would be refused for is a warning.

    The case can be loaded and asked all else, so it is no fault.
    """
    report = check_case(case)
    if not report.ok:
        return report
    return evolve(report, warnings=(*report.warnings, *experiment_faults(load_case(case))))

"""What the model cannot tell, and under which assumptions the rest holds (C8, C11)."""

from __future__ import annotations

from suasion.cases.figures import figures
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput


def build(view: ReportInput) -> Context | None:
    """Return the limits that the run names, and those that its own records show."""
    known = [figure for figure in figures(view.case).values() if not figure.is_default]
    return {
        "limits": view.limits,
        "n_figures": len(known),
        "n_assumed": sum(1 for figure in known if figure.assumed),
        "conflicts": [figure for figure in known if figure.quantity.is_conflict],
    }


SECTION = Section(
    id="limits", title="What the model cannot tell", template="limits.html", build=build
)

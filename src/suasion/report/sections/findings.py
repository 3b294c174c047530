"""What was asked beforehand, and what came out; nothing of it was put in (C16)."""

from __future__ import annotations

from suasion.report.sections.answer import split_sentence
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput

SIGNS = {"came out": "\u2713", "did not come out": "\u2717"}
"""Signs that go with the words of a verdict; any other verdict gets a question mark."""


def build(view: ReportInput) -> Context | None:
    """Return the findings with their sentences split into words and figures."""
    if not view.findings:
        return None
    return {
        "signs": SIGNS,
        "findings": [
            {
                "finding": finding,
                "sign": SIGNS.get(finding.verdict, "?"),
                "pieces": split_sentence(finding.text, finding.figures),
            }
            for finding in view.findings
        ],
    }


SECTION = Section(
    id="findings",
    title="Asked beforehand, and what came out",
    template="findings.html",
    build=build,
)

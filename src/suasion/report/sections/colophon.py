"""The record of the run: version, seed, digest, timings, certificates, licences."""

from __future__ import annotations

from suasion.report.geography.outlines import load_outlines, load_policy
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput


def build(view: ReportInput) -> Context | None:
    """Return the record as rows of a table."""
    run = view.run
    policy = load_policy(view.border_policy)
    return {
        "facts": {
            "Case": f"{view.case.meta.title} ({view.case.name})",
            "As of": run.as_of,
            "Digest of the case": run.digest,
            "suasion": run.version,
            "Seed": str(run.seed),
            "Draws": f"{run.draws}, of which {run.failed_draws} failed",
            "Money": f"US dollars of {view.case.meta.currency_year}",
            "Command": run.command,
            "Outlines": load_outlines().source,
            "Borders": f"{policy.title}: {'; '.join(policy.reasons)}",
            "Charts": "Vega, Vega-Lite and Vega-Embed (BSD 3-Clause), made with Altair",
        },
        "timings": run.timings,
        "certificates": run.certificates,
    }


SECTION = Section(id="colophon", title="Colophon", template="colophon.html", build=build)

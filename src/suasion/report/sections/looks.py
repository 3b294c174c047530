"""What to look at next: observations by what they would tell, and what each account expects."""

from __future__ import annotations

from suasion.report.charts import Dataset
from suasion.report.looks import expected, ranked
from suasion.report.looks.ranked import LookWords
from suasion.report.looks.told import look_line
from suasion.report.sections.answer import split_sentence
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput


def build(view: ReportInput) -> Context | None:
    """Return sentence, charts and tables, or why there are none; None where nobody asked."""
    words = LookWords(view)
    if words.head is None or not words.ranked:
        why = view.unanswered.get("looks")
        return {"why_not": why, "datasets": [], "charts": []} if why else None
    rows, expectations = ranked.collect_rows(words), expected.collect_rows(words)
    drawn = [ranked.draw_chart(words, rows)]
    drawn += [expected.draw_chart(words)] if expectations else []
    return {
        "why_not": "",
        "lines": [split_sentence(line.text, line.figures) for line in look_line(words)],
        "run": words.head,
        "is_account": words.head["question"] == ranked.ACCOUNT,
        "datasets": [
            Dataset(id=ranked.DATASET, rows=rows),
            *([Dataset(id=expected.DATASET, rows=expectations)] if expectations else []),
        ],
        "charts": drawn,
        "expected": expected.tabulate(words),
        "table": ranked.tabulate(words),
    }


SECTION = Section(id="looks", title="What to look at next", template="looks.html", build=build)

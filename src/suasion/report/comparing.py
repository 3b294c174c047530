"""Lines of the answer about accounts: where they part, what would tell, one for each question.

They are made from the page's own tables, each by the part of the page that shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from suasion.report.accounts.told import answer_line as parting_line
from suasion.report.looks.told import answer_line as look_line
from suasion.report.view import AnswerLine, ReportInput

QUESTIONS: tuple[Callable[[ReportInput], Iterator[AnswerLine]], ...] = (parting_line, look_line)
"""Each yields one line, or none where its tables are not there."""


def comparing_lines(view: ReportInput) -> tuple[AnswerLine, ...]:
    """Return the lines that the tables of a page can bear, in order."""
    return tuple(line for question in QUESTIONS for line in question(view))

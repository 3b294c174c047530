"""The steps of the main job that rest on events and on series beside the case."""

from __future__ import annotations

from suasion.questions.tables import to_frame
from suasion.runs.long_view import long_view_tables
from suasion.runs.parts import Context, Part
from suasion.runs.reactions import reaction_rows


def reactions_part(context: Context) -> Part:
    """Return who reacts to whom in the case's own events, or why the record cannot tell."""
    found = context.reactions.result()
    if found.answer is None:
        return Part(unanswered={"reactions": found.why_not})
    return Part(
        tables={
            name: to_frame(rows, record)
            for name, (record, rows) in reaction_rows(found.answer).items()
        }
    )


def long_view_part(context: Context) -> Part:
    """Return levels and breaks of the series that were given; nothing where none was."""
    return Part(tables=long_view_tables(context.series, context.view.meta.as_of))

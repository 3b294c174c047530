"""The steps of the main job that rest on the crisis: where it goes, and what it contains."""

from __future__ import annotations

from suasion.runs.mechanisms import collect_mechanisms, mechanism_tables
from suasion.runs.outlook import collect_outlook, outlook_tables
from suasion.runs.parts import Context, Part


def outlook_part(context: Context) -> Part:
    """Return where the crisis is going, on the shared figures and under each account."""
    found = collect_outlook(context.view, context.outlook)
    context.answers.outlooks.extend(found.answers)
    named = {f"outlook{' ' if name else ''}{name}": why for name, why in found.why_not.items()}
    if not found.answers:
        return Part(unanswered=named)
    return Part(tables=outlook_tables(found.answers), failures=found.failures, unanswered=named)


def mechanisms_part(context: Context) -> Part:
    """Return which mechanisms the crisis of the case contains, on the shared figures."""
    found = collect_mechanisms(context.mechanisms, context.executor)
    if found.answer is None:
        return Part(unanswered={"mechanisms": found.why_not})
    return Part(tables=mechanism_tables(found.answer), failures=found.failures)

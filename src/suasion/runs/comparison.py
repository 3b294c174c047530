"""The steps of the main job that compare accounts: what parts them, who was right, what next."""

from __future__ import annotations

from suasion.runs.looks import collect_looks, look_tables
from suasion.runs.partings import collect_partings, parting_tables, side_by_side
from suasion.runs.parts import Context, Part
from suasion.runs.predictions import collect_predictions, prediction_tables
from suasion.runs.record import collect_record, record_tables


def partings_part(context: Context) -> Part:
    """Return the results side by side, and what parts each two accounts."""
    beside = {"side_by_side": side_by_side(context.answers)}
    found = collect_partings(context.view, context.partings)
    if found.why_not:
        return Part(tables=beside, unanswered={"partings": found.why_not})
    return Part(tables={**beside, **parting_tables(found)}, failures=found.failures)


def record_part(context: Context) -> Part:
    """Return what the record says of the accounts, and what they expected before it."""
    found = collect_record(context.record)
    if found.answer is None:
        return Part(unanswered={"record": found.why_not})
    return Part(tables=record_tables(found.answer))


def looks_part(context: Context) -> Part:
    """Return which observations would tell the accounts apart."""
    found = collect_looks(context.looks)
    if found.answer is None:
        return Part(unanswered={"looks": found.why_not})
    return Part(tables=look_tables(found.answer))


def predictions_part(context: Context) -> Part:
    """Return the ledger of predictions with the model's probabilities and scores."""
    found = collect_predictions(context.case, context.predictions)
    if found.answer is None:
        return Part(unanswered={"predictions": found.why_not})
    return Part(tables=prediction_tables(found.answer), failures=found.failures)

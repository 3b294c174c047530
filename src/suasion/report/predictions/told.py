"""What became of the predictions, in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from suasion.report.view import AnswerLine


def predictions_line(outcomes: Iterable[object], *, with_chance: int) -> AnswerLine:
    """Return how many predictions are settled and how many wait.

    Parameters
    ----------
    outcomes : iterable
        yes, no, void, or empty where one waits.
    with_chance : int
        Predictions of which the model gives a probability.
    """
    counted = Counter(str(outcome or "waiting") for outcome in outcomes)
    void = f"; void: {counted['void']}" if counted["void"] else ""
    return AnswerLine(
        text=f"Of {counted.total()} predictions of the sources, settled: "
        f"{counted['yes'] + counted['no']} (came true: {counted['yes']}, did not: "
        f"{counted['no']}){void}; waiting: {counted['waiting']}; with a probability from the "
        f"model: {with_chance}."
    )

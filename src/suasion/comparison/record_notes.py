"""What must be said beside the figures about the record."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suasion.comparison.record_acts import SURE, Coding, RecordWindow
from suasion.comparison.record_baselines import kinds_of_sides
from suasion.comparison.record_chances import COVERAGES, SLIP
from suasion.comparison.record_verdicts import Compared, Hypothesis
from suasion.events.hawkes import fit_reaction
from suasion.events.hawkes.observed import observe


def write_notes(
    window: RecordWindow, codings: Sequence[Coding], compared: Compared, own: Sequence[Hypothesis]
) -> tuple[str, ...]:
    """Return remarks: how stable the likelihoods are, what is assumed, what is not identified."""
    effective = [
        compared.marginal(one, 0, compared.whole).effective for one in own if not one.is_grid
    ]
    shares = ", ".join(f"{share:g}" for share in COVERAGES)
    return (
        f"Marginal likelihoods rest on {min(effective):.1f} to {max(effective):.1f} effective "
        f"draws of {compared.times.shape[1]}: intervals are too narrow, values too low.",
        f"The record is taken to hold {shares} of the acts of the model, each as likely; "
        f"{SLIP:.0%} of its acts happened for reasons outside the model.",
        f"Acts of certainty below {SURE:g} are a mixture of having happened and of a false report "
        "in one coding; alleged acts stay out of the others.",
        _identified(window, codings[0]),
        *(note for coding in codings for note in coding.notes),
    )


def _identified(window: RecordWindow, base: Coding) -> str:
    """Return whether the record identifies a model of reactions at all."""
    places, names = kinds_of_sides(window.crisis.model, window.scored)
    ids = {move.id: at for move, at in zip(window.crisis.model.moves, places, strict=True)}
    acts = [(act.day, ids[act.move]) for act in base.base if not act.given]
    if not acts:
        return "Baseline of reactions: the record holds no act."
    days = [np.array([float(day) for day, kind in acts if kind == at]) for at in range(len(names))]
    seen = observe(days, window.days, names=names, by_day=True)
    fit = fit_reaction(seen, intervals="information")
    fixed = "the baseline takes paces, answers and times evenly from a grid"
    if fit.refusal is None:
        return f"This record identifies a model of reactions; {fixed} all the same."
    reason = fit.refusal.reasons[0].rstrip(".")
    return f"This record does not identify a model of reactions ({reason}): {fixed}."

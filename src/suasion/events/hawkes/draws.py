"""Draws of the parameters of a fitted model: what else the data could have come from."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from suasion.errors import ComputationError, InputError
from suasion.events.hawkes.records import ReactionFit
from suasion.events.hawkes.spectral import branching_ratio
from suasion.events.hawkes.times import Floats
from suasion.streams import Streams

TRIES = 200
"""Draws made for one that is not explosive before giving up."""


@frozen(kw_only=True, eq=False)
class Parameters:
    """One draw."""

    baseline: Floats
    covariates: Floats
    excitation: Floats
    decay: float


def draw_parameters(fit: ReactionFit, index: int, streams: Streams) -> Parameters:
    """Return draw number `index` from about the distribution of the estimates.

    Model
        Normal with the observed information: on the log scale where an estimate is two standard
        errors above zero, else cut at zero; at zero half-normal up to the interval's end. A
        draw that is explosive is drawn again.

    Reproducibility: stream "hawkes/draw/<index>".

    Raises
    ------
    InputError
        The fit was refused.
    ComputationError
        No draw of 200 is stationary.
    """
    refuse_refused(fit, "suasion.events.hawkes.draw_parameters")
    generator = streams.generator(f"hawkes/draw/{index}")
    theta = np.hstack([fit.baseline[:, None], fit.covariates, fit.excitation])
    for _ in range(TRIES):
        drawn, decay = _draw(fit, theta, generator)
        d = len(theta)
        if branching_ratio(drawn[:, -d:]) < 1.0:
            return Parameters(
                baseline=drawn[:, 0],
                covariates=drawn[:, 1:-d],
                excitation=drawn[:, -d:],
                decay=decay,
            )
    raise ComputationError(
        "no draw of the parameters is stationary",
        where="suasion.events.hawkes.draw_parameters",
        got=f"branching ratio {fit.branching.value:.3g} and {TRIES} explosive draws",
        expected="a branching ratio well below 1",
        fix="add covariates for what drives both sides, or a longer window",
    )


def _draw(fit: ReactionFit, theta: Floats, generator: np.random.Generator) -> tuple[Floats, float]:
    shared = float(generator.standard_normal()) * math.sqrt(float(fit.spread.widening.max()))
    normal = generator.standard_normal(theta.shape)
    rise = fit.information.slopes * fit.information.sd_log_decay * shared
    for i, inner in enumerate(fit.information.inner):
        values, vectors = np.linalg.eigh(inner * fit.spread.widening[i])
        rise[i] += vectors @ (np.sqrt(np.maximum(values, 0.0)) * normal[i])
    error = np.sqrt(
        np.diagonal(fit.information.inner, axis1=1, axis2=2) * fit.spread.widening[:, None]
        + (fit.information.slopes * fit.information.sd_log_decay) ** 2
    )
    safe = np.where(theta > 0.0, theta, 1.0)
    inside = np.where(
        theta > 2.0 * error, theta * np.exp(rise / safe), np.maximum(0.0, theta + rise)
    )
    drawn = np.where(theta > 0.0, inside, np.abs(normal) * fit.edge)
    return drawn, fit.decay * math.exp(fit.information.sd_log_decay * shared)


def refuse_refused(fit: ReactionFit, where: str) -> None:
    """Raise InputError where a fit was refused: there is nothing to go on."""
    if fit.refusal is not None:
        raise InputError(
            "the fit was refused: it cannot be carried forward",
            where=where,
            got=fit.refusal.reasons[0],
            expected=f"about {fit.refusal.n_events_needed} events",
            fix="use more data, or fit several dyads together with fit_pooled",
        )

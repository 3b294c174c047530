"""The reaction model as a forecaster: who answers whom, run forward day by day."""

from __future__ import annotations

import itertools
import math
from datetime import timedelta

import numpy as np
from attrs import frozen

from suasion.errors import ComputationError
from suasion.events.backtest.forecaster import Floats, History, Paths
from suasion.events.backtest.regression import draw_sums
from suasion.events.hawkes.draws import draw_parameters
from suasion.events.hawkes.forward import state_at_end
from suasion.events.hawkes.from_stream import SIGNS, observe_stream
from suasion.events.hawkes.reaction import fit_reaction
from suasion.events.hawkes.records import ReactionFit
from suasion.events.periods import next_first_day
from suasion.events.stream import CLASSES
from suasion.streams import Streams

LEAST_EVENTS = 40
"""Events of the dyad below which no fit is tried."""
PARAMETER_DRAWS = 50
MOST_A_DAY = 10.0
"""A simulated day brings at most this many times the busiest day seen, plus 10, on average."""


@frozen(kw_only=True, eq=False)
class ReactedPaths:
    """A fitted reaction model with what its history still holds."""

    history: History
    fit: ReactionFit

    def sample(self, steps: int, draws: int, generator: np.random.Generator) -> Paths:
        """Return paths, simulated by day with draws of the parameters, summed to periods."""
        lengths = _days_of_periods(self.history, steps)
        owner = np.repeat(np.arange(steps), lengths)
        streams = Streams(int(generator.integers(0, 2**62)))
        signs = np.zeros((draws, steps, len(self.fit.names)))
        for k, rows in enumerate(np.array_split(np.arange(draws), min(PARAMETER_DRAWS, draws))):
            daily = self._simulate(k, len(rows), len(owner), streams, generator)
            for step in range(steps):
                signs[rows, step] = daily[:, owner == step].sum(axis=1)
        counts = self._to_classes(signs, generator)
        sums = draw_sums(counts, self.history.intensities, generator)
        return Paths(counts=counts, sums=sums)

    def _simulate(
        self, k: int, n: int, days: int, streams: Streams, generator: np.random.Generator
    ) -> Floats:
        """Return counts by path, day and dimension under one draw of the parameters."""
        with np.errstate(over="ignore"):  # an explosive draw is drawn again
            one = draw_parameters(self.fit, k, streams)
        fade = math.exp(-one.decay)
        state = np.tile(state_at_end(self.fit, one.decay), (n, 1))
        highest = MOST_A_DAY * (self.fit.observed.counts.max(axis=0) + 1.0)
        counts = np.empty((n, days, len(self.fit.names)))
        for day in range(days):
            mean = one.baseline + (1.0 - fade) * state @ one.excitation.T
            counts[:, day] = generator.poisson(np.minimum(mean, highest))
            state = fade * state + counts[:, day]
        return counts

    def _to_classes(self, signs: Floats, generator: np.random.Generator) -> Floats:
        """Return counts by class: each event of a sign is verbal or material as in the past."""
        wanted = [source for source, _ in self.history.directions]
        seen = self.history.counts.sum(axis=0)
        counts = np.zeros((*signs.shape[:2], len(CLASSES)))
        for sign in SIGNS:
            chosen = [
                at
                for at, name in enumerate(self.fit.names)
                if name.endswith(f" {sign}") and name.split(">")[0] in wanted
            ]
            total = signs[:, :, chosen].sum(axis=2).astype(np.int64)
            verbal, material = CLASSES.index(f"verbal_{sign}"), CLASSES.index(f"material_{sign}")
            share = (seen[material] + 0.5) / (seen[material] + seen[verbal] + 1.0)
            counts[:, :, material] = generator.binomial(total, share)
            counts[:, :, verbal] = total - counts[:, :, material]
        return counts


@frozen(kw_only=True)
class Reaction:
    """The reaction (Hawkes) model of both directions and signs, refitted at every origin.

    It is scored even where `suasion react` would refuse the fit: the scores judge it, and draws
    of the parameters carry how little is known. Verbal or material: as in the past, by chance.
    """

    name: str = "reaction"
    is_baseline: bool = False

    def fit(self, history: History) -> ReactedPaths:
        """Return the fitted model; `ComputationError` without a dyad or below 40 events."""
        if history.dyad is None:
            raise _refused("it needs a dyad", "a whole stream", "two actors", "name --dyad")
        if len(history.events) < LEAST_EVENTS:
            few = f"{len(history.events)} events before the origin"
            raise _refused("too few events", few, f"at least {LEAST_EVENTS}", "begin later")
        observed = observe_stream(
            history.events,
            f"{history.dyad.first}-{history.dyad.second}",
            since=history.starts[0],
            until=history.origin - timedelta(days=1),
        )
        if not observed.totals.all():
            empty = observed.names[int(np.argmin(observed.totals))]
            raise _refused("a direction and sign never occurs", empty, "some events", "begin later")
        fit = fit_reaction(observed, intervals="information", may_refuse=False)
        return ReactedPaths(history=history, fit=fit)


def _days_of_periods(history: History, steps: int) -> list[int]:
    starts = [next_first_day(history.origin, history.by, step) for step in range(steps + 1)]
    return [(stop - start).days for start, stop in itertools.pairwise(starts)]


def _refused(problem: str, got: str, expected: str, fix: str) -> ComputationError:
    return ComputationError(
        f"reaction: {problem}",
        where="suasion events backtest",
        got=got,
        expected=expected,
        fix=fix,
    )

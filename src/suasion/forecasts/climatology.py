"""A baseline that knows no model: acts go on coming as often as the record has them.

Model
    The moves that an observable names fall into groups: those that the same of its measures
    count. A group with n acts in T days of record comes as a Poisson process whose rate is drawn
    for each path from a gamma distribution of shape n + 1/2 and scale 1/T (what the record says
    under Jeffreys' prior). The observable is read on such paths.

Assumptions
    A1 acts come independently of each other and of all else. A2 the record of the days before
    speaks for those that come. Where an observable reads a stock, a flow or a figure, or the
    record is shorter than `SHORTEST` days, there is no such baseline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from suasion.cases import Case
from suasion.crisis import Metric, Paths
from suasion.crisis.loop_arrays import EVENT
from suasion.crisis.metrics import GAUGED
from suasion.forecasts.binding import Bound
from suasion.forecasts.chunks import read_names
from suasion.forecasts.evaluation import Seen, evaluate
from suasion.forecasts.ledger import Entry
from suasion.questions.crisis_numbers import days_between
from suasion.questions.crisis_record import read_record
from suasion.streams import Streams

SHORTEST = 14
"""Days of record below which it says nothing of how often anything happens."""
N_PATHS = 4000
PRIOR = 0.5


def climatology(view: Case, entry: Entry, bound: Bound, seed: int) -> float | None:
    """Return the probability of a prediction if acts come as often as before; None: no baseline.

    Parameters
    ----------
    view : Case
        As of the day on which it was made.
    entry : Entry
    bound : Bound
        Its observable.
    seed : int

    Reproducibility
        Draws from the stream `forecasts/climatology/ID`.
    """
    begin = view.meta.window[0]
    past = days_between(begin, entry.made)
    _, crisis = read_names(view)
    if crisis is None or past < SHORTEST or not _reads_moves_only(bound):
        return None
    places = crisis.move_places
    record = [
        (days_between(begin, act.day), places[act.move])
        for act in read_record(crisis, begin, entry.made)
    ]
    generator = Streams(seed).generator(f"forecasts/climatology/{entry.id}")
    days = (past, bound.last_day + 1)
    events = _resampled(_groups(bound.metrics.values()), record, days, generator)
    holds = evaluate(bound, _seen(events, bound.last_day + 1))
    said = holds[~np.isnan(holds)]
    return float(said.mean()) if said.size else None


def _seen(events: NDArray[np.void], days: int) -> Seen:
    """Return paths that carry acts and nothing else."""
    paths = Paths(
        paths=N_PATHS,
        first_path=0,
        days=days,
        gauges=np.zeros((N_PATHS, days + 1, 0)),
        events=events,
        means=None,
    )
    return Seen(n_paths=N_PATHS, paths=paths, gauges=(), flows={}, figures={})


def _reads_moves_only(bound: Bound) -> bool:
    parts = [part for metric in bound.metrics.values() for part in metric.parts]
    all_paths = len(set(bound.expression.measures)) == len(bound.metrics)
    return all_paths and all(part.verb not in GAUGED for part in parts)


def _groups(metrics: Iterable[Metric]) -> tuple[tuple[int, ...], ...]:
    """Return the moves that are counted by the same measures, together."""
    counted = [
        frozenset(moves)
        for metric in metrics
        for part in metric.parts
        for moves in (part.moves, part.others)
        if moves
    ]
    by_signature: dict[tuple[bool, ...], list[int]] = {}
    for move in sorted(frozenset[int]().union(*counted)):
        signature = tuple(move in own for own in counted)
        by_signature.setdefault(signature, []).append(move)
    return tuple(tuple(own) for own in by_signature.values())


def _resampled(
    groups: tuple[tuple[int, ...], ...],
    record: list[tuple[int, int]],
    days: tuple[int, int],
    generator: Generator,
) -> NDArray[np.void]:
    """Return the record on every path, and acts of each group from its last day on."""
    past, end = days
    seen = Counter(move for _, move in record)
    parts = [_told(record)]
    for group in groups:
        shape = PRIOR + sum(seen[move] for move in group)
        rates = generator.gamma(shape, 1.0 / past, N_PATHS)
        numbers = generator.poisson(rates * (end - past))
        acts = np.zeros(int(numbers.sum()), dtype=EVENT)
        acts["path"] = np.repeat(np.arange(N_PATHS), numbers)
        moment = past + generator.random(len(acts)) * (end - past)
        acts["day"], acts["time"] = np.floor(moment), moment % 1.0
        acts["move"] = group[0]
        parts.append(acts)
    joined: NDArray[np.void] = np.concatenate(parts)
    return joined


def _told(record: list[tuple[int, int]]) -> NDArray[np.void]:
    acts = np.zeros(len(record), dtype=EVENT)
    acts["day"] = [day for day, _ in record]
    acts["move"] = [move for _, move in record]
    told = np.tile(acts, N_PATHS)
    told["path"] = np.repeat(np.arange(N_PATHS), len(acts))
    return told

"""Records that carry no news of who answers what: dates shuffled, or made by the model itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from suasion.crisis import CrisisModel, CrisisNumbers, Injection, RecordedMove, simulate
from suasion.streams import Streams

Marks = NDArray[np.bool_]


def shuffle_dates(
    acts: Sequence[RecordedMove], days: int, streams: Streams, name: str
) -> tuple[RecordedMove, ...]:
    """Return a record with its scored acts on days drawn evenly; given acts stay."""
    scored = [act for act in acts if not act.given]
    drawn = streams.generator(f"record/shuffle/{name}").integers(0, days, len(scored))
    moved = [
        RecordedMove(day=int(day), move=act.move) for day, act in zip(drawn, scored, strict=True)
    ]
    given = [act for act in acts if act.given]
    return tuple(sorted([*given, *moved], key=lambda act: act.day))


def simulate_record(
    model: CrisisModel,
    numbers: CrisisNumbers,
    like: Sequence[RecordedMove],
    days: int,
    scored: Marks,
    streams: Streams,
    draw: int,
) -> tuple[RecordedMove, ...]:
    """Return a record that the model made: as long and with as many scored acts as another.

    Model
        One path with the given acts made on their days; of its scored acts as many as the other
        record holds are kept, chosen evenly (all, where it has no more).
    """
    given = [act for act in like if act.given]
    ran = simulate(
        model,
        numbers,
        paths=1,
        days=days,
        seed=streams.seed,
        draw=draw,
        injections=[Injection(day=act.day, move=act.move) for act in given],
    )
    made = ran.events[~ran.events["injected"]]
    made = made[scored[made["move"]]]
    n_kept = min(len(like) - len(given), len(made))
    rng = streams.generator(f"record/simulated/{draw}")
    kept = made[np.sort(rng.choice(len(made), n_kept, replace=False))]
    acts = [
        RecordedMove(day=int(one["day"]), move=model.moves[int(one["move"])].id) for one in kept
    ]
    return tuple(sorted([*given, *acts], key=lambda act: act.day))

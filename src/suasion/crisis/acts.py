"""The moves of one path, by name and in order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from suasion.crisis.model import CrisisModel
from suasion.crisis.simulation import Injection, Paths
from suasion.errors import InputError


@frozen(kw_only=True)
class Act:
    """One move that happened."""

    day: int
    time: float
    """Share of the day that had passed."""
    move: str
    size: float = 1.0
    injected: bool = False


def acts_of(
    model: CrisisModel, paths: Paths, path: int, injections: Sequence[Injection] = ()
) -> tuple[Act, ...]:
    """Return the moves of one path.

    Parameters
    ----------
    model : CrisisModel
    paths : Paths
    path : int
        Its number; the first is `paths.first_path`.
    injections : sequence of Injection
        Those that the paths were simulated with.

    Raises
    ------
    InputError
        A path that there is not, or injections that are not those of the paths (C1).
    """
    rows = paths.events[paths.events["path"] == path]
    sizes = [each.size for each in sorted(injections, key=lambda each: each.day)]
    known = paths.first_path <= path < paths.first_path + paths.paths
    if not known or np.count_nonzero(rows["injected"]) != len(sizes):
        raise InputError(
            "a path that was not simulated so",
            where="suasion.crisis.acts_of",
            got=f"path {path}, {len(sizes)} injections",
            expected=f"path {paths.first_path} to {paths.first_path + paths.paths - 1}, "
            f"{np.count_nonzero(rows['injected'])} injections",
            fix="name a path of the run, and the injections of the run",
        )
    left = iter(sizes)
    return tuple(
        Act(
            day=int(row["day"]),
            time=float(row["time"]),
            move=model.moves[row["move"]].id,
            size=next(left) if row["injected"] else 1.0,
            injected=bool(row["injected"]),
        )
        for row in rows
    )

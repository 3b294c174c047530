"""Three paths of the central figures, told: one calm, one in the middle, one hostile."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from suasion.crisis import CrisisNumbers, Paths, StoryLine, acts_of, tell
from suasion.questions.crisis_draws import CENTRAL_DRAW, ReadyCrisis
from suasion.questions.outlook_draws import OutlookTask, simulate_draw
from suasion.questions.outlook_measures import between_sides
from suasion.questions.outlook_rows import StoryRow

TOLD_PATHS = 60
"""Paths of the central figures among which those told are picked."""
PLACES = {"calm": 0.9, "middle": 0.5, "hostile": 0.1}
"""Share of paths with a lower sum of intensities between the sides."""


def tell_stories(task: OutlookTask, ready: ReadyCrisis) -> tuple[StoryRow, ...]:
    """Return the paths told, line by line; only what the two sides and their arms do.

    Raises
    ------
    ComputationError
        A market of the central figures has no optimum.
    """
    numbers = ready.numbers(None)
    paths = simulate_draw(task, ready, numbers, CENTRAL_DRAW, paths=TOLD_PATHS)
    found: list[StoryRow] = []
    for story, path in zip(PLACES, _picked(ready, paths), strict=True):
        found += _told(task, ready, numbers, paths, story, path)
    return tuple(found)


def _picked(ready: ReadyCrisis, paths: Paths) -> list[int]:
    """Return the paths at some places of the order by net cooperation."""
    intensity = np.array([move.intensity for move in ready.crisis.model.moves])
    worth = np.where(between_sides(ready.crisis), intensity, 0.0)
    score = np.bincount(
        paths.events["path"], weights=worth[paths.events["move"]], minlength=paths.paths
    )
    order = np.argsort(score, kind="stable")
    return [int(order[round(place * (paths.paths - 1))]) for place in PLACES.values()]


def _told(
    task: OutlookTask,
    ready: ReadyCrisis,
    numbers: CrisisNumbers,
    paths: Paths,
    story: str,
    path: int,
) -> list[StoryRow]:
    model, days = ready.crisis.model, task.crisis.days
    lines = tell(model, numbers, acts_of(model, paths, path, task.injections), days)
    rows = {version.id: version for version in ready.crisis.versions}
    titles = {row.id: row.title for row in ready.crisis.terms}
    own = set(ready.sample.view.meta.dyad)
    return [
        StoryRow(
            story=story,
            day=line.day,
            date=str(ready.start + timedelta(days=line.day)),
            actor=rows[line.move].actor,
            target=rows[line.move].target,
            move=line.move,
            title=rows[line.move].row.title,
            klass=rows[line.move].row.text("class"),
            injected=line.injected,
            probability=line.chance,
            gain=line.gain,
            because=tuple(titles[reason.term] for reason in line.because),
        )
        for line in lines
        if _worth_telling(ready, line, own)
    ]


def _worth_telling(ready: ReadyCrisis, line: StoryLine, own: set[str]) -> bool:
    """Tell what the sides choose, what is done from outside, and deeds of others against one."""
    place = ready.crisis.move_places[line.move]
    move = ready.crisis.model.moves[place]
    return (
        line.injected or move.actor in own or bool(ready.crisis.versions[place].row.text("outcome"))
    )

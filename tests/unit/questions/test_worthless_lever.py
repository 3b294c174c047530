"""A lever that costs nobody anything might as well not be there: deleting it changes nothing."""

from __future__ import annotations

import numpy as np
from attrs import evolve

from suasion.cases import load_case
from suasion.crisis import simulate
from suasion.questions.crisis_draws import CrisisTask, ready_crisis
from suasion.questions.crisis_structure import read_crisis
from suasion.questions.crisis_worth import find_losses
from suasion.questions.sampling import Request

LEVER = "motor-fuel"
STOCKS = (f"lever.{LEVER}", f"bite.{LEVER}")


def test_deleting_a_worthless_lever_changes_nothing():
    ready = ready_crisis(
        CrisisTask(case=load_case("rus-aze-2025"), request=Request(draws=0), days=90)
    )
    losses = find_losses(ready.crisis, ready.base.pool, ready.base.central)
    assert losses.bites[LEVER]["RUS"] > 0.0
    worthless = evolve(
        losses,
        bites={**losses.bites, LEVER: {}},
        levers={
            names: {actor: np.zeros_like(loss) for actor, loss in own.items()}
            if names == (LEVER,)
            else own
            for names, own in losses.levers.items()
        },
    )
    view = ready.sample.view
    stocks = tuple(row for row in view.rows("stocks") if row.id not in STOCKS)
    without = evolve(
        ready, crisis=read_crisis(evolve(view, tables={**view.tables, "stocks": stocks}))
    )
    assert len(without.crisis.model.moves) < len(ready.crisis.model.moves)
    gone, kept, real = (
        _acts(one, lost) for one, lost in ((without, losses), (ready, worthless), (ready, losses))
    )
    assert gone == kept
    assert gone != real


def _acts(ready, losses):
    values = ready.sample.central
    numbers = ready.forward(ready.build(values, losses, {}), values)
    model = ready.crisis.model
    events = simulate(model, numbers, paths=200, days=90, seed=3).events
    return [
        (int(one["path"]), int(one["day"]), float(one["time"]), model.moves[one["move"]].id)
        for one in events
    ]

"""A pinned edge carries its mean, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from suasion.crisis.model import Coupling, CrisisModel, Decider, Effect, Move, Stock, Term, Urge
from suasion.crisis.pins import Means, make_pins, pool_means
from suasion.crisis.simulation import Injection, simulate
from suasion.errors import InputError
from tests.crisis_models import Size, gauges_of, numbers_for, random_crisis, told

DAYS = 12
HIT = "hit:A>B"


def _model() -> CrisisModel:
    """Return hits that hurt, hurt that becomes anger, and an answer to anger."""
    vent = Term(id="vent", actor="B", form="linear", of=(("said", 1.0),), times=(("anger", 1.0),))
    return CrisisModel(
        stocks=[Stock(id="hurt"), Stock(id="anger"), Stock(id="loud"), Stock(id="said")],
        couplings=[
            Coupling(id="sink", kind="turns", source="hurt", target="anger"),
            Coupling(id="press", kind="adds", source="hurt", target="loud", by=("anger",)),
        ],
        moves=[
            Move(
                id=HIT,
                kind="hit",
                actor="A",
                target="B",
                klass="material_conflict",
                effects=[Effect(id="pain", kind="add", stock="hurt")],
            ),
            Move(
                id="shout:B>A",
                kind="shout",
                actor="B",
                target="A",
                klass="verbal_conflict",
                effects=[Effect(id="word", kind="add", stock="said", by=("loud",))],
            ),
        ],
        terms=[vent],
        urges=[Urge(id="rage", move="shout:B>A", of=(("anger", 0.5),))],
        deciders=[Decider(actor="B")],
    )


def _numbers(**given: object):
    plain = {"pace": [0.0, 0.2], "rate": [0.5, 0.3], "initial": [0.0, 0.1, 0.5, 0.0]}
    return numbers_for(_model(), DAYS, **(plain | given))


def _run(numbers, injections=(), pins=None, paths=60, keep=False):
    model = _model()
    return simulate(
        model,
        numbers,
        paths=paths,
        days=DAYS,
        seed=0,
        injections=injections,
        pins=pins,
        gauges=gauges_of(model),
        keep_means=keep,
    )


STRUCK = (Injection(day=2, move=HIT, size=4.0),)


def test_means_are_those_of_the_paths() -> None:
    found = _run(_numbers(), STRUCK, keep=True)
    means = found.means
    np.testing.assert_allclose(means.stock_mean, found.gauges[:, :-1].mean(axis=0), rtol=1e-12)
    change = np.diff(found.gauges, axis=1).mean(axis=0)
    sink, press = means.coupling_inflow.T
    pain, word = means.effect_inflow.T
    np.testing.assert_allclose(change[:, 0], pain - sink, atol=1e-12)
    np.testing.assert_allclose(change[:, 1], sink, atol=1e-12)
    np.testing.assert_allclose(change[:, 2], press, atol=1e-12)
    np.testing.assert_allclose(change[:, 3], word, atol=1e-12)
    assert pain[2] == pytest.approx(4.0)


def test_a_pinned_effect_gives_its_mean_and_no_more() -> None:
    means = _run(_numbers(), keep=True).means
    pins = make_pins(_model(), [f"{HIT} -> hurt"], means)
    struck = _run(_numbers(), STRUCK, pins)
    assert struck.gauges[:, :, 0].max() == 0.0
    base = _run(_numbers(), STRUCK, keep=True).means
    calm = _run(_numbers(), (), make_pins(_model(), [f"{HIT}->*"], base))
    assert calm.gauges[:, 3, 0] == pytest.approx(4.0)
    assert told(_model(), calm) != told(_model(), _run(_numbers()))


def test_a_pinned_coupling_flows_as_on_average() -> None:
    means = _run(_numbers(), keep=True).means
    pins = make_pins(_model(), ["hurt->anger"], means)
    struck = _run(_numbers(), STRUCK, pins)
    assert struck.gauges[:, -1, 0] == pytest.approx(4.0)
    assert struck.gauges[:, :, 1] == pytest.approx(0.1)
    base = _run(_numbers(), STRUCK, keep=True).means
    again = _run(_numbers(), STRUCK, make_pins(_model(), ["hurt->*"], base))
    found = again.gauges[:, :-1, :3].mean(axis=0)
    np.testing.assert_allclose(found, base.stock_mean[:, :3], atol=1e-12)


@pytest.mark.parametrize(
    "edges",
    [["anger->vent", "anger->shout*"], ["hurt->anger"], ["*->vent", "* -> shout:B>A"]],
)
def test_a_blow_is_not_answered_where_its_way_is_pinned(edges: list[str]) -> None:
    numbers = _numbers(rate=[0.5, 0.0])
    base = _run(numbers, keep=True)
    pinned_base = _run(numbers, (), make_pins(_model(), edges, base.means))
    struck = _run(numbers, STRUCK, make_pins(_model(), edges, base.means))
    chosen = struck.events[~struck.events["injected"]]
    assert len(chosen) == len(pinned_base.events)
    assert (chosen["time"] == pinned_base.events["time"]).all()
    assert len(_run(numbers, STRUCK).events) - 60 > 1.05 * len(base.events)


def test_half_of_the_ways_pinned_leaves_the_other_half() -> None:
    numbers = _numbers(rate=[0.5, 0.0])
    base = _run(numbers, keep=True)
    for edge in ("anger->vent", "anger->shout:B>A"):
        struck = _run(numbers, STRUCK, make_pins(_model(), [edge], base.means))
        assert len(struck.events) - 60 > len(base.events)


def test_a_pinned_factor_is_read_as_its_mean() -> None:
    means = _run(_numbers(), keep=True).means
    pins = make_pins(_model(), ["loud->said", "anger->loud"], means)
    fixed = evolve(means, stock_mean=np.full_like(means.stock_mean, 0.25))
    found = _run(_numbers(), STRUCK, evolve(pins, means=fixed))
    said = np.diff(found.gauges[:, :, 3], axis=1)
    counts = np.zeros_like(said)
    chosen = found.events[~found.events["injected"]]
    np.add.at(counts, (chosen["path"], chosen["day"]), 1)
    np.testing.assert_allclose(said, 0.25 * counts, atol=1e-12)
    loud = np.diff(found.gauges[:, :, 2], axis=1)[:, 3]
    np.testing.assert_allclose(loud, 0.3 * 0.25 * found.gauges[:, 3, 0], rtol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_one_path_pinned_to_its_own_flows_is_the_same_path(seed: int) -> None:
    """Couplings act at the end of the day, as their means do: nothing may change."""
    model, numbers = random_crisis(seed, Size(stocks=10, couplings=12, driven=0), DAYS)
    base = simulate(
        model, numbers, paths=1, days=DAYS, seed=0, gauges=gauges_of(model), keep_means=True
    )
    ids = {stock.id for stock in model.stocks}
    flows = [f"{c.source}->{end}" for c in model.couplings if c.source in ids for end in c.ends]
    pins = make_pins(model, flows, base.means)
    assert len(pins.cut.couplings) == sum(c.source in ids for c in model.couplings)
    pins = evolve(pins, cut=evolve(pins.cut, reads=frozenset()))
    again = simulate(model, numbers, paths=1, days=DAYS, seed=0, gauges=gauges_of(model), pins=pins)
    assert told(model, base) == told(model, again)
    np.testing.assert_allclose(base.gauges, again.gauges, atol=1e-12)


def test_means_of_parts_are_means_of_the_whole() -> None:
    model, numbers = random_crisis(1, Size(), DAYS)

    def means(first: int, paths: int) -> Means:
        run = simulate(
            model, numbers, paths=paths, days=DAYS, seed=0, first_path=first, keep_means=True
        )
        assert run.means is not None
        return run.means

    whole, pooled = means(0, 7), pool_means([means(0, 2), means(2, 5)])
    assert pooled.paths == 7
    for name in ("stock_mean", "effect_inflow", "coupling_inflow"):
        np.testing.assert_allclose(getattr(pooled, name), getattr(whole, name), atol=1e-12)


@pytest.mark.parametrize("edge", ["hurt->nothing", "hurt", "", "anger->hit*", "vent->shout:B>A"])
def test_a_pattern_that_matches_nothing_is_refused(edge: str) -> None:
    means = _run(_numbers(), keep=True).means
    with pytest.raises(InputError, match="matches no edge"):
        make_pins(_model(), [edge], means)


def test_pins_need_means_that_fit() -> None:
    with pytest.raises(InputError, match="none were kept"):
        make_pins(_model(), ["hurt->anger"], None)
    means = _run(_numbers(), keep=True).means
    short = evolve(means, stock_mean=means.stock_mean[:5])
    with pytest.raises(InputError, match="do not fit"):
        _run(_numbers(), (), make_pins(_model(), ["hurt->anger"], short))

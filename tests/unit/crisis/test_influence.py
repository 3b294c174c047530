"""The influence graph: what acts on what, how far, and what is left without some edges."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from attrs import evolve

from suasion.crisis.influence import distance, find_edges, influence, reaches
from suasion.crisis.model import Coupling, Effect, Move, Stock, Term
from suasion.crisis.pins import make_pins
from suasion.crisis.simulation import Gauge, simulate
from suasion.errors import InputError
from tests.crisis_chains import chain_model, chain_numbers
from tests.crisis_models import Size, random_crisis

MODEL = chain_model()
GRAPH = influence(MODEL)
HIT, ANSWER = {"move:hit:A>B"}, {"move:answer:B>A"}


def test_the_edges_of_the_chain() -> None:
    ids = {edge.id for edge in GRAPH.edges}
    assert {"hit:A>B->hurt", "hurt->answer:B>A", "answer:B>A->toll", "toll->toll"} <= ids
    assert {"calm->toll", "mood->toll", "calm->quiet", "quiet->talk:B>A"} <= ids
    assert "quiet->answer:B>A" not in ids, "answering does not touch what the term reads"
    assert "1->quiet" not in ids


def test_distances() -> None:
    assert distance(GRAPH, HIT, ANSWER) == 2
    assert distance(GRAPH, HIT, HIT) == 0
    assert distance(GRAPH, HIT, {"stock:toll"}) == 3
    assert distance(GRAPH, {"stock:toll"}, HIT) is None


def test_what_is_left_without_edges() -> None:
    one, both = ["hurt->answer:B>A"], ["hurt->answer:B>A", "noise->answer:B>A"]
    assert reaches(GRAPH, HIT, ANSWER, one)
    assert not reaches(GRAPH, HIT, ANSWER, both)
    assert not reaches(GRAPH, HIT, ANSWER, ["hit:A>B->hurt", "noise->answer:B>A"])


def test_what_scales_a_row_goes_with_the_row() -> None:
    mood, toll = {"stock:mood"}, {"stock:toll"}
    assert reaches(GRAPH, mood, toll)
    rest = ["mood->answer:B>A"]
    assert not reaches(GRAPH, mood, toll, [*rest, "calm->toll"]), "the coupling itself is cut"
    assert not reaches(GRAPH, mood, toll, [*rest, "mood->toll"]), "only its scale is cut"
    assert reaches(GRAPH, {"stock:calm"}, toll, ["mood->toll"])


def test_a_gain_goes_when_its_effect_or_its_reading_is_cut() -> None:
    term, talk = {"term:quiet"}, {"move:talk:B>A"}
    assert reaches(GRAPH, term, talk)
    assert not reaches(GRAPH, term, talk, ["talk:B>A->calm"])
    assert not reaches(GRAPH, term, talk, ["calm->quiet"])


def test_gates_and_consent() -> None:
    gated = Move(
        id="deal:A>B",
        kind="deal",
        actor="A",
        target="B",
        klass="verbal_cooperation",
        effects=[Effect(id="d", kind="fill", stock="calm", by=["mood"], limit="noise")],
        requires=[("hurt", "<=", 1.0)],
        consent=("B",),
    )
    graph = influence(evolve(MODEL, moves=(*MODEL.moves, gated)))
    deal = {"move:deal:A>B"}
    assert distance(graph, {"term:quiet"}, deal) == 1, "B must not lose by it"
    assert reaches(graph, {"stock:hurt"}, deal, ["hurt->deal:A>B"]), "a gate is never cut"
    assert not reaches(graph, {"stock:noise"}, {"stock:calm"}, ["noise->calm"])
    with pytest.raises(InputError, match="gate or a gain"):
        find_edges(graph, ["hurt->deal:*"], "here")


def test_a_turn_is_one_row_for_both_ends() -> None:
    turn = Coupling(id="age", kind="turns", source="hurt", target="noise", by=("mood",))
    graph = influence(evolve(MODEL, couplings=(turn,)))
    hurt, noise, mood = {"stock:hurt"}, {"stock:noise"}, {"stock:mood"}
    assert not reaches(graph, hurt, noise, ["hurt->hurt"])
    assert not reaches(graph, mood, noise, ["mood->hurt"])


def test_patterns_find_edges_and_name_the_nearest() -> None:
    assert find_edges(GRAPH, ["hu*->*"], "here") == ("hurt->answer:B>A",)
    assert find_edges(GRAPH, [" noise -> answer:B>A "], "here") == ("noise->answer:B>A",)
    with pytest.raises(InputError) as caught:
        find_edges(GRAPH, ["hurtt->answer:B>A"], "here")
    assert "hurt->answer:B>A" in caught.value.fix
    with pytest.raises(InputError, match="no edge"):
        find_edges(GRAPH, ["hurt"], "here")


@pytest.mark.parametrize("seed", range(6))
def test_every_edge_that_it_calls_pinnable_can_be_pinned(seed: int) -> None:
    model, numbers = random_crisis(seed, days=4)
    means = simulate(model, numbers, paths=2, days=3, seed=1, keep_means=True).means
    graph = influence(model)
    ids = find_edges(graph, ["*->*"], "here")
    assert len(ids) > 10
    assert means is not None
    for edge in ids:
        assert make_pins(model, [edge], means).cut != make_pins(model, [], means).cut


@pytest.mark.parametrize("seed", range(12))
def test_what_the_graph_calls_unreached_stays_as_it_was(seed: int) -> None:
    """Change where one stock starts, with edges cut at random; each actor has one move.

    With one move an actor has nothing that competes for its attention, which is no edge.
    """
    model, numbers = random_crisis(seed, Size(actors=7, moves=7, couplings=4), days=20)
    graph = influence(model)
    gauges = [Gauge(name=stock.id, of=((stock.id, 1.0),)) for stock in model.stocks]
    run = partial(simulate, model, paths=20, days=20, seed=seed, gauges=gauges)
    rng = np.random.default_rng(seed)
    cut = [edge for edge in find_edges(graph, ["*->*"], "here") if rng.random() < 0.3]
    means = run(numbers, keep_means=True).means
    assert means is not None
    pins = make_pins(model, cut, means)
    before = run(numbers, pins=pins).gauges
    moved = set()
    for at, start in enumerate(model.stocks):
        initial = np.array(numbers.initial)
        initial[at] = 0.5 * initial[at]
        after = run(evolve(numbers, initial=initial), pins=pins).gauges
        changed = {stock.id for row, stock in enumerate(model.stocks) if differ(before, after, row)}
        moved |= changed - {start.id}
        for stock in changed:
            assert reaches(graph, {f"stock:{start.id}"}, {f"stock:{stock}"}, cut)
    assert moved, "the change must come through somewhere, or nothing is tested"


def differ(before: np.ndarray, after: np.ndarray, row: int) -> bool:
    return not np.array_equal(before[:, :, row], after[:, :, row])


def test_numbers_do_not_enter() -> None:
    assert chain_numbers(0.0, 0.0).strength[0] == 0.0
    assert influence(chain_model()) == GRAPH


def test_a_term_without_moves_leads_nowhere() -> None:
    lone = Term(id="lone", actor="C", form="linear", of=[("mood", 1.0)])
    graph = influence(evolve(MODEL, terms=(lone,), stocks=(*MODEL.stocks, Stock(id="x"))))
    assert graph.leaving("term:lone") == ()
    assert "stock:x" in graph.nodes

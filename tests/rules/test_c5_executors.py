"""C5: the same case and seed give the same results on any executor, whatever was asked before."""

from __future__ import annotations

import pytest

from suasion import (
    OutlookRequest,
    Request,
    compute_leverage,
    compute_outlook,
    load_case,
    make_scenario,
    new_case,
    what_if,
)
from suasion.compute import SerialExecutor, make_executor
from suasion.errors import InputError
from suasion.questions.outlook import finish_outlook, outlook_to_json, start_outlook
from tests.unit.compute.clusters import kill, scheduler, workers

SHORT = OutlookRequest(days=60, paths=4)


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return load_case(new_case("toy", tmp_path_factory.mktemp("cases")))


def test_c5_processes_give_what_this_process_gives(toy):
    here = compute_leverage(toy, Request(draws=30), executor=SerialExecutor())
    with make_executor(2) as executor:
        there = compute_leverage(toy, Request(draws=30), executor=executor)
    assert there.to_rows() == here.to_rows()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    with scheduler(tmp_path_factory.mktemp("scheduler")) as found:
        yield found


def test_c5_a_cluster_gives_what_this_process_gives(toy, running):
    request = Request(draws=30)
    leverage = compute_leverage(toy, request)
    outlook = compute_outlook(toy, request, SHORT)
    with workers(running, 2), make_executor(cluster=running.address) as executor:
        assert repr(compute_leverage(toy, request, executor=executor).rows) == repr(leverage.rows)
        there = compute_outlook(toy, request, SHORT, executor=executor)
    assert repr(outlook_to_json([there])) == repr(outlook_to_json([outlook]))


def test_c5_a_worker_killed_on_the_way_changes_nothing(toy, running):
    request = Request(draws=120)
    here = compute_outlook(toy, request, SHORT)
    with workers(running, 2) as pair, make_executor(cluster=running.address) as executor:
        started = start_outlook(toy, request, SHORT, executor)
        started.chunks[0].result(timeout=60)
        kill(pair[1])
        late = sum(not chunk.done() for chunk in started.chunks)
        there = finish_outlook(started)
    assert late
    assert repr(outlook_to_json([there])) == repr(outlook_to_json([here]))


def test_c5_more_draws_leave_the_first_as_they_were(toy):
    few = compute_leverage(toy, Request(draws=6), horizons=["years"]).outcomes["years"]
    many = compute_leverage(toy, Request(draws=40), horizons=["years"]).outcomes["years"]
    assert many[:6] == few


def test_c5_questions_asked_before_change_nothing(toy):
    scenario = make_scenario(withhold=["ARD:ard-valve@60%"])
    first = what_if(toy, scenario, Request(draws=6)).to_json()
    what_if(toy, make_scenario(tax=["BEL:bel-tax=30 USD/tcm"]), Request(draws=6))
    what_if(toy, make_scenario(contracts=False), Request(draws=6))
    compute_leverage(toy, Request(draws=4), horizons=["day"])
    assert what_if(toy, scenario, Request(draws=6)).to_json() == first


def test_c6_seed_zero_is_a_seed(toy):
    zero = compute_leverage(toy, Request(draws=8, seed=0), horizons=["years"]).to_rows()
    again = compute_leverage(toy, Request(draws=8, seed=0), horizons=["years"]).to_rows()
    own = compute_leverage(toy, Request(draws=8), horizons=["years"]).to_rows()
    assert zero == again
    assert zero != own


def test_no_workers_is_an_input_error():
    with pytest.raises(InputError):
        make_executor(0)

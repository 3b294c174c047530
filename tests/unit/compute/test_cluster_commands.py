"""The option --cluster: same output as in this process, and one message where it cannot be used."""

from __future__ import annotations

import pytest

from suasion import new_case
from suasion.cli.main import run_app
from suasion.errors import EXIT_DONE, EXIT_INPUT
from tests.unit.compute.clusters import scheduler, workers

COMMANDS = ("leverage", "outlook", "deals", "power", "mechanisms", "forecasts")


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return str(new_case("toy", tmp_path_factory.mktemp("cases")))


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_with_workers_takes_a_cluster(command, toy, capsys):
    assert run_app([command, toy, "--draws", "2", "--cluster", "node7"]) == EXIT_INPUT
    err = capsys.readouterr().err
    for part in ("address of the cluster cannot be read", "where:    option --cluster", "node7"):
        assert part in err


def test_workers_and_cluster_at_once(toy, capsys):
    words = ["leverage", toy, "--workers", "2", "--cluster", "node7:8786"]
    assert run_app(words) == EXIT_INPUT
    assert "both processes of this machine and a cluster" in capsys.readouterr().err


def test_a_cluster_prints_what_this_process_prints(toy, tmp_path, capfd):
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    words = ["leverage", toy, "--draws", "6", "--json"]
    assert run_app([*words, "--workers", "1"]) == EXIT_DONE
    here = capfd.readouterr()
    with scheduler(tmp_path) as running, workers(running, 1):
        assert run_app([*words, "--cluster", running.address]) == EXIT_DONE
    assert capfd.readouterr() == here
    assert here.err == ""

"""A real cluster of processes: same results, workers that die, and what is said when it is lost."""

from __future__ import annotations

import shutil
import socket
import time
from itertools import pairwise

import pytest

from suasion.compute import ClusterExecutor, cluster_connection, make_executor
from suasion.compute.answering import unwrap
from suasion.compute.cluster_connection import read_address
from suasion.compute.cluster_worker import answer_chunk
from suasion.compute.versions import own_versions
from suasion.errors import ComputationError, InputError
from tests.unit.compute import chunks
from tests.unit.compute.clusters import SOURCE, kill, scheduler, workers

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with scheduler(tmp_path_factory.mktemp("scheduler")) as found:
        yield found


def test_two_workers_do_chunks_one_at_a_time_each(running, capfd):
    with workers(running, 2, threads=2), make_executor(cluster=running.address) as executor:
        done = [executor.submit(chunks.overlap, 0.1) for _ in range(8)]
        spans = sorted(future.result(timeout=30) for future in done)
        _require_errors_come_home(executor)
        _require_large_records_are_read_once(executor)
        _require_cancelled(executor)
    assert len({pid for pid, _, _ in spans}) == 2
    for (pid, _, end), (other, begin, _) in pairwise(spans):
        assert pid != other or begin >= end - 1e-3
    assert capfd.readouterr() == ("", "")


def _require_errors_come_home(executor):
    with pytest.raises(InputError) as found:
        executor.submit(chunks.refuse).result(timeout=30)
    assert (found.value.where, found.value.got, found.value.fix) == ("here", "this", "so")
    with pytest.raises(InputError, match="case 'toy' has 1 fault"):
        executor.submit(chunks.refuse_case).result(timeout=30)
    for future in (executor.submit(lambda: None), executor.submit(chunks.return_unsendable)):
        with pytest.raises(Exception, match=r"pickle|local object"):
            future.result(timeout=30)


def _require_large_records_are_read_once(executor):
    load = chunks.Load(text=b"x" * 200_000)
    done = [executor.submit(chunks.count_reads, load, at) for at in range(6)]
    found = [future.result(timeout=30) for future in done]
    assert [size for _, _, size in found] == list(range(200_000, 200_006))
    assert {reads for _, reads, _ in found} == {1}


def _require_cancelled(executor):
    held = [executor.submit(chunks.sleep, 0.3) for _ in range(4)]
    waiting = executor.submit(chunks.sleep, 60)
    assert waiting.cancel()
    assert [future.result(timeout=30) for future in held] == [None] * 4


def test_one_of_two_workers_is_killed_on_the_way(running):
    load = chunks.Load(text=bytes(range(256)) * 400)
    with workers(running, 2) as pair, ClusterExecutor(running.address) as executor:
        done = [executor.submit(chunks.weigh, load, at, 0.1) for at in range(30)]
        done[4].result(timeout=30)
        kill(pair[0])
        found = [future.result(timeout=60) for future in done]
    assert found == [chunks.weigh(load, at, 0.0) for at in range(30)]


def test_all_workers_are_killed(running):
    with (
        workers(running, 2) as pair,
        ClusterExecutor(running.address, patience=2) as executor,
    ):
        done = [executor.submit(chunks.sleep, 0.2, at) for at in range(40)]
        assert done[0].result(timeout=30) == 0
        for one in pair:
            kill(one)
        begin = time.monotonic()
        with pytest.raises(ComputationError, match="cluster was lost") as found:
            done[-1].result(timeout=60)
        assert time.monotonic() - begin < 20
    assert "no worker for 2 s" in found.value.got


def test_a_chunk_that_kills_every_worker_is_given_up(running):
    with (
        workers(running, 2),
        ClusterExecutor(running.address, patience=20) as executor,
        pytest.raises(ComputationError, match="ended several workers") as found,
    ):
        executor.submit(chunks.die).result(timeout=60)
    assert "--memory-limit" in found.value.fix


def test_an_error_in_the_block_does_not_wait(running):
    begin = time.monotonic()
    with workers(running, 1):
        executor = ClusterExecutor(running.address)
        waiting = [executor.submit(chunks.sleep, 60) for _ in range(4)]
        with pytest.raises(ZeroDivisionError), executor:
            raise ZeroDivisionError
        assert all(future.cancelled() for future in waiting)
        with pytest.raises(RuntimeError, match="after shutdown"):
            executor.submit(pow, 2, 2)
    assert time.monotonic() - begin < 20


def test_the_scheduler_is_killed(tmp_path, capfd):
    with (
        scheduler(tmp_path) as own,
        workers(own, 1),
        ClusterExecutor(own.address, patience=2) as executor,
    ):
        waiting = executor.submit(chunks.sleep, 60)
        kill(own.process)
        with pytest.raises(ComputationError, match="cluster was lost"):
            waiting.result(timeout=60)
    assert capfd.readouterr() == ("", "")


def test_a_cluster_without_workers_is_refused(running):
    with pytest.raises(ComputationError, match="has no workers") as found:
        make_executor(cluster=running.address)
    assert f"dask worker {running.address}" in found.value.fix


def test_a_worker_of_another_version_is_refused(running, tmp_path):
    shutil.copytree(SOURCE / "suasion", tmp_path / "suasion", ignore=_without_caches)
    with (tmp_path / "suasion" / "errors.py").open("a") as file:
        file.write("# another day\n")
    with (
        workers(running, 1, source=tmp_path),
        pytest.raises(ComputationError, match="1 of 1 workers") as found,
    ):
        make_executor(cluster=running.address)
    assert "suasion 0." in found.value.got
    assert dict(own_versions())["suasion"] in found.value.expected
    assert found.value.rule == "C5"


_without_caches = shutil.ignore_patterns("__pycache__", ".mypy_cache")


def test_a_worker_that_joined_late_with_another_version_refuses_its_chunk():
    versions = tuple((name, "0.0") for name, _ in own_versions())
    with pytest.raises(ComputationError, match="joined the cluster"):
        unwrap(answer_chunk(versions, b""))


def test_nobody_at_the_address(unused_port, capfd):
    begin = time.monotonic()
    with pytest.raises(ComputationError, match="no Dask scheduler answers") as found:
        ClusterExecutor(f"tcp://127.0.0.1:{unused_port}", connect_seconds=1)
    assert time.monotonic() - begin < 8
    assert "within 1 s" in found.value.expected
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def unused_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_something_that_never_says_a_word(capfd):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(ComputationError, match="no Dask scheduler answers"):
            ClusterExecutor(f"127.0.0.1:{port}", connect_seconds=1)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("tcp://10.0.0.1:8786", "tcp://10.0.0.1:8786"),
        ("node7:8786", "tcp://node7:8786"),
        (" tls://[::1]:1 ", "tls://[::1]:1"),
    ],
)
def test_an_address_in_full(text, full):
    assert read_address(text) == full


@pytest.mark.parametrize(
    "text",
    [
        "",
        "node7",
        "http://node7:8787/status",
        "tcp://node7",
        "tcp://:8786",
        "node7:0",
        "node7:65536",
    ],
)
def test_an_address_that_cannot_be_read(text):
    with pytest.raises(InputError, match="cannot be read") as found:
        make_executor(cluster=text)
    assert found.value.got == (text or "nothing")


def test_both_at_once_are_refused():
    with pytest.raises(InputError, match="both processes") as found:
        make_executor(2, "tcp://127.0.0.1:8786")
    assert found.value.got == "--workers 2 and --cluster tcp://127.0.0.1:8786"


def test_without_the_extra(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(f"No module named '{name}'")

    monkeypatch.setattr(cluster_connection, "import_module", missing)
    with pytest.raises(InputError, match="not installed") as found:
        make_executor(cluster="node7:8786")
    assert "suasion[cluster]" in found.value.fix

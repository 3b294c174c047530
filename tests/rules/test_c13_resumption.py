"""C13: an ensemble that is killed, interrupted or out of room loses nothing that was done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from suasion import new_case
from suasion.errors import EXIT_COMPUTATION, EXIT_DONE, EXIT_INTERRUPTED
from tests.conftest import ROOT
from tests.unit.compute.clusters import kill, scheduler, workers

ASKED = ("--draws", "52", "--paths", "4", "--horizon", "60", "--seed", "3")
BLOCKS = 33
KILLS = 4
PATIENCE_S = 60.0
SMALL_FILES = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"
ENTRY = "import sys; {}; from suasion.cli.main import run_app; sys.exit(run_app(sys.argv[1:]))"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return str(new_case("toy", tmp_path_factory.mktemp("cases")))


@pytest.fixture(scope="module")
def uninterrupted(case, tmp_path_factory):
    """The ensemble that one run writes on two processes."""
    folder = tmp_path_factory.mktemp("whole") / "ensemble"
    assert finish(start(case, folder, "--workers", "2")).returncode == EXIT_DONE
    return contents(folder)


def start(case: str, folder: Path, *more: str, before: str = "") -> subprocess.Popen[str]:
    """Start the command in a process of its own."""
    entry = ["-c", ENTRY.format(before)] if before else ["-m", "suasion"]
    return subprocess.Popen(
        [sys.executable, *entry, "ensemble", case, "--out", str(folder), *ASKED, *more],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """Wait for the end and return what was said."""
    out, err = process.communicate(timeout=PATIENCE_S)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def done(folder: Path) -> int:
    return len(list(folder.glob("blocks/*/*.json")))


def wait_for(folder: Path, blocks: int, process: subprocess.Popen[str]) -> None:
    """Wait until so many blocks are whole."""
    until = time.monotonic() + PATIENCE_S
    while done(folder) < blocks and process.poll() is None and time.monotonic() < until:
        time.sleep(0.001)


def test_c13_killed_at_random_moments_it_comes_to_the_same_tables(case, uninterrupted, tmp_path):
    folder, rng = tmp_path / "killed", random.Random(11)
    for _ in range(KILLS):
        process = start(case, folder, "--workers", "1")
        wait_for(folder, done(folder) + rng.randint(1, 5), process)
        time.sleep(rng.random() * 0.03)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL, "it must have been killed on its way"
        left = contents(folder)
        for name in [name for name in left if name.endswith(".parquet")]:
            if not name.startswith(".unfinished"):
                assert left[name] == uninterrupted[name], "a file is whole or not there"
    before = done(folder)
    assert KILLS <= before < BLOCKS
    ended = finish(start(case, folder, "--workers", "1"))
    assert ended.returncode == EXIT_DONE
    assert f"{BLOCKS} blocks, {before} of them there before" in ended.stdout
    assert contents(folder) == uninterrupted


def test_c13_an_interrupt_keeps_what_is_done(case, uninterrupted, tmp_path):
    folder = tmp_path / "interrupted"
    process = start(case, folder, "--workers", "1")
    wait_for(folder, 3, process)
    process.send_signal(signal.SIGINT)
    ended = finish(process)
    assert ended.returncode == EXIT_INTERRUPTED
    assert "taken up again" in ended.stderr
    assert "Traceback" not in ended.stderr
    left = contents(folder)
    assert 3 <= done(folder) < BLOCKS
    assert all(left[name] == uninterrupted[name] for name in left.keys() - {"ensemble.json"})


def test_c13_a_file_that_finds_no_room_is_no_file(case, uninterrupted, tmp_path):
    folder = tmp_path / "small"
    large = max(len(content) for content in uninterrupted.values())
    ended = finish(start(case, folder, "--workers", "1", before=SMALL_FILES.format(large * 3 // 4)))
    assert ended.returncode == EXIT_COMPUTATION
    assert "could not be written any further" in ended.stderr
    assert str(folder) in ended.stderr
    assert "Traceback" not in ended.stderr
    left = contents(folder)
    assert all(left[name] == uninterrupted[name] for name in left.keys() - {"ensemble.json"})
    assert finish(start(case, folder, "--workers", "1")).returncode == EXIT_DONE
    assert contents(folder) == uninterrupted


def test_c13_a_worker_of_a_cluster_that_is_killed_changes_no_file(case, uninterrupted, tmp_path):
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    folder, place = tmp_path / "ensemble", tmp_path / "scheduler"
    place.mkdir()
    with scheduler(place) as running, workers(running, 2) as pair:
        process = start(case, folder, "--cluster", running.address)
        wait_for(folder, 4, process)
        kill(pair[0])
        assert process.poll() is None, "the worker must be killed on the way"
        ended = finish(process)
    assert ended.returncode == EXIT_DONE
    assert "Traceback" not in ended.stderr
    assert contents(folder) == uninterrupted

"""Real clusters for tests: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from attrs import frozen

from tests.conftest import ROOT

PATIENCE = 40.0
"""Seconds after which a test gives up waiting for a process; a busy machine is slow."""
SOURCE = ROOT / "src"


@frozen(kw_only=True)
class Scheduler:
    """A scheduler and where it is."""

    process: subprocess.Popen
    address: str
    folder: Path


def _start(folder: Path, *words: str, source: Path = SOURCE) -> subprocess.Popen:
    settings = {
        "PYTHONPATH": f"{source}{os.pathsep}{ROOT}",
        # A chunk that kills two workers is given up, so that a test of it needs no more.
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _end(process: subprocess.Popen) -> None:
    process.kill()
    process.wait()


@contextmanager
def scheduler(folder: Path) -> Iterator[Scheduler]:
    """Yield a scheduler without workers."""
    card = folder / "scheduler.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(card))
    process = _start(folder, "distributed.cli.dask_scheduler", *words)
    try:
        address = _until(lambda: json.loads(card.read_text())["address"] if card.exists() else "")
        yield Scheduler(process=process, address=address, folder=folder)
    finally:
        _end(process)


@contextmanager
def workers(
    of: Scheduler, count: int, *, threads: int = 1, source: Path = SOURCE
) -> Iterator[list[subprocess.Popen]]:
    """Yield so many workers once the scheduler knows them; it has forgotten them afterwards."""
    words = ("--nthreads", str(threads), "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    with import_module("distributed").Client(of.address, set_as_default=False) as client:
        started = [
            _start(of.folder, "distributed.cli.dask_worker", of.address, *words, source=source)
            for _ in range(count)
        ]
        try:
            _until(lambda: len(client.nthreads()) == count)
            yield started
        finally:
            for process in started:
                _end(process)
            if of.process.poll() is None:
                _until(lambda: not client.nthreads())


def kill(process: subprocess.Popen) -> None:
    """End a process as the machine does when memory runs out."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def _until(ask):
    """Return what is asked for once it is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = ask()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("a process of the cluster did not start, or did not end")

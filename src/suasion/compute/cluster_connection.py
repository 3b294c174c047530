"""The way to a Dask cluster: address, contact, and whether its workers are of the same kind."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from concurrent.futures import Future
from importlib import import_module
from threading import Thread
from types import ModuleType
from typing import Any

from attrs import frozen

from suasion.compute.cluster_worker import differing, hold
from suasion.compute.executors import SerialExecutor
from suasion.compute.versions import own_versions
from suasion.errors import ComputationError, InputError, SuasionError

CONNECT_SECONDS = 10.0
"""How long a scheduler is waited for."""
GRACE_SECONDS = 2.0
"""How much longer the library may take to say that nobody answered."""
ASK_SECONDS = 30.0
"""How long workers are waited for when asked what they run; a first import may take seconds."""
OPTION = "option --cluster"
SHOWN = 3
"""Workers named in a message."""
LOUD = ("distributed", "tornado", "asyncio")
"""Libraries that log each lost contact, with tracebacks."""
ADDRESS = re.compile(r"(?:(tcp|tls)://)?(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(\d{1,5})")
LAST_PORT = 65535


def read_address(text: str) -> str:
    """Return the address of a scheduler in full.

    Raises
    ------
    InputError
        Not of the form tcp://HOST:PORT (C1).

    Examples
    --------
    >>> read_address("localhost:8786")
    'tcp://localhost:8786'
    """
    found = ADDRESS.fullmatch(text.strip())
    if found is None or not 1 <= int(found[3]) <= LAST_PORT:
        raise InputError(
            "the address of the cluster cannot be read",
            where=OPTION,
            got=text or "nothing",
            expected="tcp://HOST:PORT or tls://HOST:PORT",
            fix="copy the line 'Scheduler at:' that dask scheduler prints; not its dashboard",
        )
    return f"{found[1] or 'tcp'}://{found[2]}:{found[3]}"


def connect(address: str, seconds: float = CONNECT_SECONDS) -> Any:
    """Return a client of the scheduler at an address, whose workers were found fit.

    Raises
    ------
    InputError
        The extra is not installed, or the address cannot be read.
    ComputationError
        Nobody answers, there are no workers, or they run other versions.
    """
    place = read_address(address)
    client = _reach(place, seconds)
    try:
        _require_fit(client, place)
    except BaseException:
        client.close(timeout=1)
        raise
    return client


@frozen(eq=False)
class Hush:
    """Loggers that are silent for a while, since errors here say once what they would say."""

    loggers: tuple[logging.Logger, ...]

    @classmethod
    def begin(cls) -> Hush:
        """Silence what the libraries log."""
        names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in LOUD]
        loggers = [logging.getLogger(name) for name in sorted(names)]
        hushed = cls(tuple(logger for logger in loggers if not logger.disabled))
        for logger in hushed.loggers:
            logger.disabled = True
        return hushed

    def end(self) -> None:
        """Let them speak again."""
        for logger in self.loggers:
            logger.disabled = False


def load_library() -> ModuleType:
    """Return the library of the cluster; `InputError` where the extra is not installed."""
    try:
        return import_module("distributed")
    except ImportError as error:
        raise InputError(
            "a cluster needs the library distributed, which is not installed",
            where=OPTION,
            got=str(error),
            expected="the extra 'cluster'",
            fix="install it with: pip install 'suasion[cluster]', or use --workers",
        ) from None


def _reach(place: str, seconds: float) -> Any:
    """Return a client of the scheduler, if one answers in time.

    The library keeps to its timeout unless something listens there that never says a word; so it
    is waited for from outside, in a thread that may be left behind.
    """
    reached: Future[Any] = Future()

    def reach() -> None:
        done = SerialExecutor().submit(
            load_library().Client, place, timeout=seconds, set_as_default=False
        )
        error = done.exception()
        if error is not None:
            reached.set_exception(error)
        else:
            reached.set_result(done.result())

    Thread(target=reach, daemon=True).start()
    try:
        return reached.result(timeout=seconds + GRACE_SECONDS)
    except (OSError, ValueError) as error:
        raise _no_answer(place, seconds, error) from None


def _require_fit(client: Any, place: str) -> None:
    """Raise unless there are workers, and all of them run what runs here."""
    try:
        found = client.run(own_versions, on_error="return")
        if not found:
            raise _no_workers(place)
        _require_same(found, place)
        client.submit(hold, b"", pure=False).result(timeout=ASK_SECONDS)
    except SuasionError:
        raise
    except (OSError, RuntimeError, ImportError) as error:
        raise _unfit_scheduler(place, error) from None


def _require_same(found: Mapping[str, Any], place: str) -> None:
    wanted = own_versions()
    other = [(worker, said) for worker, said in sorted(found.items()) if said != wanted]
    if not other:
        return
    named = [f"{worker} has {_told(said)}" for worker, said in other[:SHOWN]]
    more = f" and {len(other) - SHOWN} more" if len(other) > SHOWN else ""
    raise ComputationError(
        f"{len(other)} of {len(found)} workers of the cluster run something else",
        where=f"cluster {place}",
        got="; ".join(named) + more,
        expected=", ".join(f"{name} {one}" for name, one in wanted),
        avoided="results that depend on who did which chunk",
        fix="install the same suasion and libraries where the workers start, and start them again",
        rule="C5",
    )


def _told(said: Any) -> str:
    """Return in words what a worker runs; an error is that of a module it does not have."""
    if isinstance(said, Exception):
        return "no suasion, or one without clusters"
    return differing(own_versions(), said)


def _no_answer(place: str, seconds: float, error: Exception) -> ComputationError:
    return ComputationError(
        "no Dask scheduler answers at the address of the cluster",
        where=f"{OPTION} {place}",
        got=str(error) or type(error).__name__,
        expected=f"an answer within {seconds:g} s",
        fix="start one with: dask scheduler; look at host, port and firewall; or use --workers",
    )


def _no_workers(place: str) -> ComputationError:
    return ComputationError(
        "the cluster has no workers",
        where=f"cluster {place}",
        got="a scheduler without workers",
        expected="one worker at least",
        fix=f"start some with: dask worker {place} --nthreads 1",
    )


def _unfit_scheduler(place: str, error: Exception) -> ComputationError:
    return ComputationError(
        "the cluster cannot be used",
        where=f"cluster {place}",
        got=(str(error) or type(error).__name__).splitlines()[0],
        expected="a scheduler and workers that have the same suasion installed",
        fix="start scheduler and workers from the environment that this command runs in",
    )

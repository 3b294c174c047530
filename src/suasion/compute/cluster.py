"""An executor over a Dask cluster that says what is wrong instead of waiting for ever.

Dask does a chunk again whose worker died, on another one. What it does not do is give up: a
cluster that has lost all its workers waits for new ones. So a thread here looks whether there are
any while chunks wait.
"""

from __future__ import annotations

import concurrent.futures
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, TypeVar

from suasion.compute.answering import unwrap
from suasion.compute.cluster_chunks import OpenChunks
from suasion.compute.cluster_connection import (
    CONNECT_SECONDS,
    Hush,
    connect,
    load_library,
    read_address,
)
from suasion.compute.cluster_worker import answer_chunk, hold
from suasion.compute.executors import SerialExecutor
from suasion.compute.packing import KEPT_PARTS, Packed, Packer, Part, Recent
from suasion.compute.versions import own_versions
from suasion.compute.waiting import WakingFuture
from suasion.errors import ComputationError

T = TypeVar("T")

PATIENCE_SECONDS = 30.0
"""How long chunks wait for a cluster that has no workers before they are given up."""
LOOK_SECONDS = 1.0
"""How often the cluster is asked whether it has workers."""
ANSWER_SECONDS = 5.0
"""How long it may take to say so."""
CLOSE_SECONDS = 3.0


class ClusterExecutor(Executor):
    """An executor over the workers of the Dask scheduler at an address.

    Parameters
    ----------
    address : str
        tcp://HOST:PORT.
    patience : float, s
        How long chunks wait while the cluster has no workers, or cannot be reached.
    connect_seconds : float, s
        How long a scheduler is waited for at the start.

    Raises
    ------
    InputError
        The extra 'cluster' is not installed, or the address cannot be read (C1).
    ComputationError
        Nobody answers, there are no workers, or they run other versions (C5). Futures carry it
        where a chunk has killed several workers, or the cluster was lost.

    Notes
    -----
    In a worker process one chunk runs at a time, whatever its number of threads. Frozen records
    among the arguments are written and sent once, so what they hold must not change either.
    """

    def __init__(
        self,
        address: str,
        *,
        patience: float = PATIENCE_SECONDS,
        connect_seconds: float = CONNECT_SECONDS,
    ) -> None:
        self.address = read_address(address)
        load_library()
        self._hush = Hush.begin()
        try:
            self._client = connect(self.address, connect_seconds)
        except BaseException:
            self._hush.end()
            raise
        self._packer = Packer()
        self._held: Recent[Any] = Recent(KEPT_PARTS)
        self._sending = Lock()
        self._patience = patience
        self._open = OpenChunks()
        self._ended = Event()
        self._watch = Thread(target=self._look, daemon=True)
        self._watch.start()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Return a future; `RuntimeError` after `shutdown`, as every executor."""
        if self._ended.is_set():
            raise RuntimeError("cannot schedule new futures after shutdown")
        future: Future[T] = WakingFuture()
        packed = SerialExecutor().submit(self._packer.pack, fn, args, kwargs)
        unreadable = packed.exception()
        if unreadable is not None:
            future.set_exception(unreadable)
            return future
        sent = SerialExecutor().submit(self._send, packed.result())
        refused = sent.exception()
        if refused is not None:
            future.set_exception(_not_done(self.address, refused))
            return future
        remote = sent.result()
        self._open.add(future, remote)
        remote.add_done_callback(lambda done: self._settle(future, done))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more chunks; wait for those handed over, or give up those not done."""
        if self._ended.is_set():
            return
        if cancel_futures or not wait:
            self._open.cancel()
        while waiting := self._open.waiting():
            concurrent.futures.wait(waiting)
        self._ended.set()
        self._watch.join()
        self._client.close(timeout=CLOSE_SECONDS)
        self._hush.end()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        place: TracebackType | None,
    ) -> None:
        """Wait for all chunks; after an error or an interrupt give them up instead."""
        self.shutdown(cancel_futures=kind is not None)

    def _send(self, chunk: Packed) -> Any:
        """Return the cluster's own future of a chunk."""
        with self._sending:
            arguments = [self._place(part) for part in chunk.parts]
        return self._client.submit(answer_chunk, own_versions(), chunk.body, *arguments, pure=False)

    def _place(self, part: Part) -> Any:
        """Return an argument as bytes, or where in the cluster it is held."""
        if not part.name:
            return part.blob
        held = self._held.find(part.name)
        if held is None:
            # A task and not data handed over, so that it is made again if its worker dies.
            held = self._client.submit(hold, part.blob, pure=False)
            self._held.keep(part.name, held)
        return held

    def _settle(self, future: Future[Any], remote: Any) -> None:
        """Hand on what the cluster came to."""
        if remote.cancelled():
            self._open.fail(future, _lost(self.address, "the cluster let go of the chunk"))
            return
        fetched = SerialExecutor().submit(remote.result)
        error = fetched.exception()
        if error is not None:
            self._open.fail(future, _not_done(self.address, error))
            return
        done = SerialExecutor().submit(unwrap, fetched.result())
        error = done.exception()
        if error is not None:
            self._open.fail(future, error)
        elif self._open.take(future):
            future.set_result(done.result())

    def _look(self) -> None:
        """Give up what waits when there has been no worker for too long."""
        seen = time.monotonic()
        while not self._ended.wait(LOOK_SECONDS):
            if not self._open.waiting() or self._has_workers():
                seen = time.monotonic()
            elif time.monotonic() - seen > self._patience:
                told = f"no worker for {self._patience:g} s, or no contact"
                for future in self._open.waiting():
                    self._open.fail(future, _lost(self.address, told))

    def _has_workers(self) -> bool:
        asked = SerialExecutor().submit(self._count_workers)
        return asked.exception() is None and asked.result() > 0

    def _count_workers(self) -> int:
        return len(
            self._client.sync(self._client.scheduler.ncores, callback_timeout=ANSWER_SECONDS)
        )


def _lost(address: str, told: str) -> ComputationError:
    return ComputationError(
        "the cluster was lost while chunks of work waited",
        where=f"cluster {address}",
        got=told,
        expected="a scheduler and at least one worker until all chunks are done",
        fix="see what ended them (memory, a time limit), start them again, then this command",
    )


def _not_done(address: str, error: BaseException) -> ComputationError:
    """Return what the cluster itself says of a chunk it could not do."""
    if isinstance(error, load_library().KilledWorker):
        return ComputationError(
            "one chunk of work has ended several workers of the cluster",
            where=f"cluster {address}",
            got="workers that died one after the other over the same chunk",
            expected="a worker that lives until its chunk is done",
            fix="if memory ran out, give workers more (--memory-limit), or use fewer draws",
        )
    return ComputationError(
        "the cluster could not do a chunk of work",
        where=f"cluster {address}",
        got=f"{type(error).__name__}: {error}".splitlines()[0],
        expected="workers that have the same suasion installed",
        fix="start all workers from the environment that this command runs in",
    )

"""An executor over processes of this machine that outlives the death of any of them.

Each process has a thread here that hands it one chunk at a time. So when a process dies (out of
memory, killed) it is known which chunk was lost, and only that one is done again, by a new process.
"""

from __future__ import annotations

import multiprocessing
import signal
import weakref
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread, main_thread
from types import TracebackType
from typing import Any, TypeVar

from attrs import field, frozen, mutable

from suasion.compute.answering import unwrap
from suasion.compute.executors import SerialExecutor
from suasion.compute.packing import Packed, Packer
from suasion.compute.process_worker import Worker
from suasion.compute.waiting import WakingFuture
from suasion.errors import ComputationError

T = TypeVar("T")

TRIES = 3
"""How often a chunk is begun before it is given up as one that kills its worker."""


class ProcessExecutor(Executor):
    """An executor of so many processes, each started when there is a chunk for it.

    Parameters
    ----------
    count : int
        The most processes at a time, from 1 on.

    Notes
    -----
    Processes start afresh ('spawn'), since a fork would copy locks that other threads hold. A
    chunk whose process dies is begun again, three times in all; then its future carries a
    `ComputationError`. When the `with` block is left by an error or an interrupt, what waits is
    cancelled and what is under way is ended. Frozen records among the arguments are written once,
    so what they hold must not change either.

    Examples
    --------
    >>> from suasion.compute import ProcessExecutor
    >>> with ProcessExecutor(1) as executor:
    ...     executor.submit(pow, 2, 5).result()
    32
    """

    def __init__(self, count: int) -> None:
        self._desk = _Desk()
        self._count = count
        self._packer = Packer()
        self._threads: list[Thread] = []
        # Threads hold the desk and not the executor, so that one forgotten lets them end.
        weakref.finalize(self, self._desk.close).atexit = False

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Return a future; `RuntimeError` after `shutdown`, as every executor."""
        future: Future[T] = WakingFuture()
        packed = SerialExecutor().submit(self._packer.pack, fn, args, kwargs)
        unreadable = packed.exception()
        if unreadable is not None:
            future.set_exception(unreadable)
            return future
        self._desk.take(_Chunk(packed=packed.result(), future=future))
        self._staff()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more chunks; wait for those handed over, or cancel those that wait."""
        if cancel_futures:
            self._desk.cancel()
        self._desk.close()
        if wait:
            for thread in self._threads:
                thread.join()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        place: TracebackType | None,
    ) -> None:
        """Wait for all chunks; after an error or an interrupt end them instead."""
        if kind is not None:
            self._desk.stop()
        self.shutdown(wait=True)

    def _staff(self) -> None:
        """Start one more thread, and its process, while there are more chunks than threads."""
        with self._desk.lock:
            if len(self._threads) >= min(self._count, self._desk.open):
                return
            thread = Thread(target=_serve, args=(self._desk,), daemon=True)
            self._threads.append(thread)
        thread.start()


@frozen(kw_only=True, eq=False)
class _Chunk:
    packed: Packed
    future: Future[Any]


@mutable(kw_only=True, eq=False)
class _Desk:
    """The chunks that wait, and the workers that are at it."""

    lock: Lock = field(factory=Lock)
    waiting: SimpleQueue[_Chunk | None] = field(factory=SimpleQueue)
    workers: list[Worker] = field(factory=list)
    open: int = 0
    """Chunks taken and not done."""
    closed: bool = False
    stopped: bool = False

    def take(self, chunk: _Chunk) -> None:
        with self.lock:
            if self.closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self.open += 1
        self.waiting.put(chunk)

    def close(self) -> None:
        """Let each thread end when no chunk waits; one sign goes from thread to thread."""
        with self.lock:
            if self.closed:
                return
            self.closed = True
        self.waiting.put(None)

    def cancel(self) -> None:
        """Cancel every chunk that waits."""
        while True:
            try:
                chunk = self.waiting.get_nowait()
            except Empty:
                return
            if chunk is None:
                self.waiting.put(None)
                return
            chunk.future.cancel()
            self.settle()

    def stop(self) -> None:
        """Cancel what waits, and end what is under way."""
        with self.lock:
            self.stopped = True
            for worker in self.workers:
                worker.kill()
        self.cancel()

    def settle(self) -> None:
        """Count one chunk less."""
        with self.lock:
            self.open -= 1

    def hire(self) -> Worker:
        """Start a worker; `OSError` where the machine, or the end of the program, forbids it."""
        with self.lock:
            if self.stopped or not main_thread().is_alive():
                raise OSError("the executor was stopped")
            worker = Worker(multiprocessing.get_context("spawn"))
            self.workers.append(worker)
            return worker

    def dismiss(self, worker: Worker) -> int | None:
        """Let a worker end, or bury it; return the exit code."""
        with self.lock:
            self.workers.remove(worker)
        return worker.end()


def _serve(desk: _Desk) -> None:
    """Hand chunks to one worker, or to its successors, until none comes."""
    worker: Worker | None = None
    while (chunk := desk.waiting.get()) is not None:
        if chunk.future.set_running_or_notify_cancel():
            worker = _finish(desk, chunk, worker)
        desk.settle()
    desk.waiting.put(None)
    if worker is not None:
        desk.dismiss(worker)


def _finish(desk: _Desk, chunk: _Chunk, worker: Worker | None) -> Worker | None:
    """Settle a chunk; return the worker that is left, None if none is."""
    reason = ""
    for _ in range(TRIES):
        try:
            worker = worker or desk.hire()
            answered = worker.ask(chunk.packed)
        except (EOFError, OSError) as error:
            reason = _reason(desk.dismiss(worker) if worker else None, error)
            worker = None
            if desk.stopped:
                break
        else:
            _settle(chunk.future, answered)
            return worker
    chunk.future.set_exception(_stopped() if desk.stopped else _died(reason))
    return None


def _settle(future: Future[Any], answered: bytes) -> None:
    done = SerialExecutor().submit(unwrap, answered)
    error = done.exception()
    if error is None:
        future.set_result(done.result())
    else:
        future.set_exception(error)


def _reason(code: int | None, error: Exception) -> str:
    """Return in words how a worker ended."""
    if code is None:
        return f"{type(error).__name__}: {error}"
    if code < 0:
        return f"ended by signal {-code} ({signal.strsignal(-code) or 'unknown'})"
    return f"ended with exit code {code}"


def _died(reason: str) -> ComputationError:
    return ComputationError(
        f"a worker process died {TRIES} times over the same chunk of work",
        where="processes of this machine (--workers)",
        got=f"the last one {reason}",
        expected="a worker that lives until its chunk is done",
        fix="if memory ran out, use fewer --workers (1 is this process) or fewer draws and paths; "
        "a script of your own needs the line: if __name__ == '__main__'",
    )


def _stopped() -> ComputationError:
    return ComputationError(
        "the work was stopped before this chunk was done",
        where="processes of this machine (--workers)",
        got="an error or an interrupt while chunks were under way",
        expected="an executor that is open until its chunks are done",
        fix="see what was raised first",
    )

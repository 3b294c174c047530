"""A worker process: chunks come in by a pipe, answers go out by it, until the pipe ends.

The pipe ends when the process that asks has closed it. If that process has died the worker ends in
the middle of its chunk, since nobody waits for it: a run that is killed leaves no process behind.
"""

from __future__ import annotations

import os
import pickle
import signal
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.resource_tracker import ensure_running
from threading import Thread

from suasion.compute.answering import Held, answer
from suasion.compute.packing import KEPT_PARTS, Packed, Recent

HURRY_SECONDS = 5.0
"""How long a process may take to end by itself before it is ended."""


class Worker:
    """One process, as the process that asks sees it."""

    def __init__(self, context: SpawnContext) -> None:
        self._pipe, far = context.Pipe()
        self._sent: Recent[bool] = Recent(KEPT_PARTS)
        self._process: SpawnProcess = context.Process(target=serve, args=(far,), daemon=True)
        _start_deaf(self._process)
        # Only the worker holds the far end now, so the pipe ends with it.
        far.close()

    def ask(self, packed: Packed) -> bytes:
        """Return the answer to a chunk; `EOFError` or `OSError` if the worker dies before."""
        parts = []
        for part in packed.parts:
            known = bool(part.name) and self._sent.find(part.name) is not None
            if part.name and not known:
                self._sent.keep(part.name, True)
            parts.append((part.name, None if known else part.blob))
        self._pipe.send_bytes(pickle.dumps((packed.body, parts)))
        return self._pipe.recv_bytes()

    def kill(self) -> None:
        """End the process at once; what it was doing is lost."""
        self._process.kill()

    def end(self) -> int | None:
        """Close the pipe, wait for the process to end, and return its exit code."""
        self._pipe.close()
        self._process.join(HURRY_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        return self._process.exitcode


def serve(pipe: Connection) -> None:
    """Answer chunks until the pipe ends."""
    Thread(target=_end_with_parent, daemon=True).start()
    kept: Recent[Held] = Recent(KEPT_PARTS)
    while True:
        try:
            message = pipe.recv_bytes()
            body, parts = pickle.loads(message)
            pipe.send_bytes(answer(body, [_argument(kept, *part) for part in parts]))
        except (EOFError, OSError):
            return


def _end_with_parent() -> None:
    """Wait for the process that asks to end, and end at once."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _argument(kept: Recent[Held], name: str, blob: bytes | None) -> Held:
    """Return an argument as sent now, or as sent before under the name."""
    if blob is None:
        return kept.find(name) or Held(b"")
    held = Held(blob)
    if name:
        kept.keep(name, held)
    return held


def _start_deaf(process: SpawnProcess) -> None:
    """Start a process that does not hear Ctrl-C: who asks ends it, and says so once."""
    # Started first, since it lets the signal through again when it starts by itself.
    ensure_running()
    if not hasattr(signal, "pthread_sigmask"):
        process.start()
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

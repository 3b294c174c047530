"""The chunks that a cluster was given and that are not settled, each settled by one thread only.

Three threads may come to settle a chunk: that of the cluster's answer, that which gives a lost
cluster up, and that of whoever cancels.
"""

from __future__ import annotations

from concurrent.futures import Future
from threading import Lock
from typing import Any


class OpenChunks:
    """Futures handed out, with that of the cluster for each."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._remotes: dict[Future[Any], Any] = {}

    def add(self, future: Future[Any], remote: Any) -> None:
        """Enter a chunk; if its future is cancelled, the cluster is told."""
        with self._lock:
            self._remotes[future] = remote
        future.add_done_callback(self._let_go)

    def take(self, future: Future[Any]) -> bool:
        """Return whether the future is still to be settled; who is told so settles it."""
        return self._remove(future) is not None and future.set_running_or_notify_cancel()

    def fail(self, future: Future[Any], error: BaseException) -> None:
        """Settle a future with an error, unless it is settled."""
        if self.take(future):
            future.set_exception(error)

    def waiting(self) -> list[Future[Any]]:
        """Return the futures that are not settled."""
        with self._lock:
            return list(self._remotes)

    def cancel(self) -> None:
        """Cancel all without telling the cluster, which drops them when its client leaves."""
        for future in self.waiting():
            if self._remove(future) is not None and future.cancel():
                future.set_running_or_notify_cancel()

    def _let_go(self, future: Future[Any]) -> None:
        if not future.cancelled():
            return
        remote = self._remove(future)
        if remote is not None:
            future.set_running_or_notify_cancel()
            remote.cancel()

    def _remove(self, future: Future[Any]) -> Any:
        with self._lock:
            return self._remotes.pop(future, None)

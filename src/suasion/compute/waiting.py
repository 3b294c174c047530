"""A future whose waiting can be interrupted whatever other libraries do to signals."""

from __future__ import annotations

from concurrent.futures import Future, wait
from typing import TypeVar

T = TypeVar("T")

PULSE_SECONDS = 0.5
"""How often who waits looks up."""


class WakingFuture(Future[T]):
    """A future for which a waiting main thread hears Ctrl-C within half a second.

    Some libraries (polars among them) set a handler of signals under which a wait goes on as if
    nothing had come, and Python acts on the signal only when the wait ends.
    """

    def result(self, timeout: float | None = None) -> T:
        """Return the result, or raise what the work raised."""
        while timeout is None and not self.done():
            wait((self,), timeout=PULSE_SECONDS)
        return super().result(timeout)

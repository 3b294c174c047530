"""The bar that shows how far a long command is; nothing where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

T = TypeVar("T")


@contextmanager
def shown_progress(first: str) -> Iterator[Callable[[str, float], None]]:
    """Yield what is told the work under way and the share that is done, 0..1."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task(first, total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


class WatchedExecutor(Executor):
    """An executor that tells how many of the chunks expected are done."""

    def __init__(
        self, inner: Executor, chunks: int, what: str, tell: Callable[[str, float], None]
    ) -> None:
        self._inner, self._chunks, self._what, self._tell = inner, max(chunks, 1), what, tell
        self._done = 0

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Return the future of the inner executor; the bar moves when it is done."""
        future = self._inner.submit(fn, *args, **kwargs)
        future.add_done_callback(self._count)
        return future

    def _count(self, _future: Future[Any]) -> None:
        self._done += 1
        self._tell(self._what, min(self._done / self._chunks, 1.0))

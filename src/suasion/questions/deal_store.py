"""Chunks of draws on disk, so that an interrupted run loses none that was done (C13).

A chunk is stored under the digest of all that it depends on: another case, day, account, seed or
version of the program finds nothing of it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

from suasion.bargains.progress import UNREADABLE
from suasion.questions.deal_ahead import shift_ahead
from suasion.questions.deal_draws import Arrays, DealTask, run_deal_chunk

FORMAT = 3
"""Raise it when what a chunk holds changes its meaning."""


def stored_chunk(task: DealTask, begin: int, end: int, folder: Path | None) -> Arrays:
    """Return the answers of a chunk: from the folder where it has them, else computed and stored.

    The outlook of each draw says how tense the time ahead without a deal is. A file that was cut
    off in writing is computed anew.
    """
    if folder is None:
        return _computed(task, begin, end)
    path = folder / f"{_key(task, begin, end)}.npz"
    found = _read(path, end - begin)
    if found is None:
        found = _computed(task, begin, end)
        _write(path, found)
    return found


def _computed(task: DealTask, begin: int, end: int) -> Arrays:
    ahead = [shift_ahead(task, place) for place in range(begin, end)]
    return run_deal_chunk(task, begin, end, ahead)


def join(chunks: Sequence[Arrays]) -> Arrays:
    """Return chunks one behind the other; chunks in which every draw failed get blanks.

    Examples
    --------
    >>> one = {"failed": np.array([False]), "x": np.array([1.0])}
    >>> join([one, {"failed": np.array([True])}])["x"]
    array([ 1., nan])
    """
    whole = next((chunk for chunk in chunks if len(chunk) > 1), None)
    if whole is None:
        failed = [np.asarray(chunk["failed"]) for chunk in chunks]
        return {"failed": np.concatenate(failed)} if failed else {}
    return {name: np.concatenate([_part(chunk, whole, name) for chunk in chunks]) for name in whole}


def _part(chunk: Arrays, whole: Arrays, name: str) -> np.ndarray:
    if name in chunk:
        return chunk[name]
    like = whole[name]
    blank = {"f": np.nan, "i": -1}.get(like.dtype.kind, False)
    return np.full((len(chunk["failed"]), *like.shape[1:]), blank, dtype=like.dtype)


def _key(task: DealTask, begin: int, end: int) -> str:
    held = (
        FORMAT,
        version("suasion"),
        task.case.digest,
        task.request.as_of,
        task.request.account,
        task.request.seed,
        task.request.draws,
        task.horizon,
        task.varied,
        task.largest,
        begin,
        end,
    )
    return hashlib.sha256(repr(held).encode()).hexdigest()[:24]


def _read(path: Path, count: int) -> Arrays | None:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            found = {name: held[name] for name in held.files}
    except UNREADABLE:
        return None
    return found if "failed" in found and len(found["failed"]) == count else None


def _write(path: Path, arrays: Arrays) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    savez: Callable[..., None] = np.savez
    with partial.open("wb") as file:
        savez(file, **arrays)
    partial.replace(path)

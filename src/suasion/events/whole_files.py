"""Files that appear whole or not at all: written beside their place, then moved into it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from suasion.errors import InputError


@contextmanager
def written_whole(place: Path) -> Iterator[Path]:
    """Yield a path beside the place; what is written there is moved into place at the end.

    Raises
    ------
    InputError
        The place is a folder, or the folder it should lie in is not there.
    """
    if place.is_dir() or not place.parent.is_dir():
        folder = place.is_dir()
        raise InputError(
            "the output is a folder" if folder else "the folder of the output is not there",
            where=str(place),
            got="a folder" if folder else f"no folder {place.parent}",
            expected="a file in a folder that exists",
            fix="name a file" if folder else "make the folder or name another",
        )
    descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    os.close(descriptor)
    try:
        yield Path(name)
        Path(name).chmod(0o644)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_parquet_whole(frame: pl.DataFrame, place: Path, metadata: Mapping[str, str]) -> None:
    """Write a table as Parquet, whole or not at all."""
    with written_whole(place) as beside:
        frame.write_parquet(beside, metadata=dict(metadata))


def write_text_whole(text: str, place: Path) -> None:
    """Write a text, whole or not at all."""
    with written_whole(place) as beside:
        beside.write_text(text, encoding="utf-8")

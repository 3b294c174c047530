"""The files of an ensemble: blocks of draws as Parquet, each there whole or not at all (C13).

A block is written as three files: failures, figures, paths, in this order, so that a block whose
paths are there is whole. Names tell the block, tables the draws: the last block may hold fewer.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import numpy as np
import polars as pl
from attrs import frozen

from suasion.comparison.ensemble_columns import FAILURES, FIGURES, PATHS, EnsembleColumn, schema_of
from suasion.comparison.ensemble_draws import EXPLOSIVE, FAILED, Arrays
from suasion.errors import ComputationError

CHUNK = 5
"""Draws in a block. Part of what an ensemble is: a longer one has the same blocks and more."""
UNFINISHED = ".unfinished"
"""Folder of the file that is being written; it lies beside the tables, which readers search."""


@frozen(kw_only=True)
class Block:
    """Some draws of one account."""

    account: str
    begin: int
    end: int
    """Below which its draws are."""

    @property
    def name(self) -> str:
        """Return the path of its files within the folder of a table.

        Examples
        --------
        >>> Block(account="kop", begin=40, end=42).name
        'account=kop/draws-00040-00044.parquet'
        """
        last = self.begin + CHUNK - 1
        return f"account={quote(self.account, safe='')}/draws-{self.begin:05d}-{last:05d}.parquet"


def plan_blocks(accounts: Sequence[str], draws: int) -> tuple[Block, ...]:
    """Return the blocks of an ensemble: the first draws of every account come first.

    Examples
    --------
    >>> [(one.account, one.begin, one.end) for one in plan_blocks(["shared", "kop"], 6)]
    [('shared', 0, 5), ('kop', 0, 5), ('shared', 5, 6), ('kop', 5, 6)]
    """
    return tuple(
        Block(account=account, begin=begin, end=min(begin + CHUNK, draws))
        for begin in range(0, draws, CHUNK)
        for account in accounts
    )


@frozen(kw_only=True)
class EnsembleFiles:
    """Where the files of an ensemble lie and what must be in them."""

    folder: Path
    columns: tuple[EnsembleColumn, ...]
    addresses: tuple[str, ...]
    paths: int
    """Paths of each draw."""

    def place(self, table: str, block: Block) -> Path:
        """Return the file of one table of a block."""
        return self.folder / table / block.name

    def write(self, block: Block, answers: Sequence[Arrays]) -> None:
        """Write a block; what was there in its place is replaced file by file.

        Raises
        ------
        ComputationError
            The disk is full or the folder cannot be written (C13).
        """
        for table, frame in self.frames(block, answers).items():
            content = io.BytesIO()
            frame.write_parquet(content)
            write_file(self.folder, self.place(table, block), content.getvalue())

    def frames(self, block: Block, answers: Sequence[Arrays]) -> Mapping[str, pl.DataFrame]:
        """Return the tables of a block, the one last whose presence says that all are there."""
        placed = list(zip(range(block.begin, block.end), answers, strict=True))
        return {
            FAILURES: pl.DataFrame(
                [row for draw, one in placed for row in _reasons(draw, one)],
                schema=schema_of(self.columns, FAILURES),
                orient="row",
            ),
            FIGURES: self._figures(placed),
            PATHS: self._paths([(draw, one) for draw, one in placed if "values" in one]),
        }

    def _figures(self, placed: Sequence[tuple[int, Arrays]]) -> pl.DataFrame:
        values = [one["figures"] for _, one in placed]
        columns = {
            "draw": np.repeat([draw for draw, _ in placed], len(self.addresses)),
            "address": list(self.addresses) * len(placed),
            "value": np.concatenate(values) if values else [],
        }
        return pl.DataFrame(columns, schema=schema_of(self.columns, FIGURES))

    def _paths(self, placed: Sequence[tuple[int, Arrays]]) -> pl.DataFrame:
        schema = schema_of(self.columns, PATHS)
        if not placed:
            return pl.DataFrame(schema=schema)
        values = np.concatenate([one["values"] for _, one in placed], axis=1)
        first = {
            "draw": np.repeat([draw for draw, _ in placed], self.paths),
            "path": np.tile(np.arange(self.paths), len(placed)),
        }
        read = dict(zip(list(schema)[2:], values, strict=True))
        floats = pl.DataFrame({**first, **read}).fill_nan(None)
        return floats.cast(dict(schema.items()))

    def is_done(self, block: Block) -> bool:
        """Tell whether a block is there, can be read, and has all its rows."""
        held = [self._rows(table, block) for table in (PATHS, FIGURES, FAILURES)]
        draws = block.end - block.begin
        paths, figures, failures = held
        if paths is None or figures is None or failures is None:
            return False
        kept = (draws - failures) * self.paths
        return paths == kept and figures == draws * len(self.addresses)

    def _rows(self, table: str, block: Block) -> int | None:
        """Return how many rows a file has; None where it is not there or is no whole table."""
        place = self.place(table, block)
        if not place.is_file():
            return None
        try:
            # Every column is read: a footer alone would not show a hole in the middle.
            frame = pl.read_parquet(place, hive_partitioning=False)
        except (pl.exceptions.PolarsError, OSError):
            return None
        return frame.height if dict(frame.schema) == schema_of(self.columns, table) else None

    def missing(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """Return the blocks that are still to be done."""
        return tuple(block for block in blocks if not self.is_done(block))


def _reasons(draw: int, one: Arrays) -> Iterator[tuple[int, str, str]]:
    for kind in (FAILED, EXPLOSIVE):
        if kind in one:
            yield draw, kind, str(one[kind])


def write_file(folder: Path, place: Path, content: bytes) -> None:
    """Write a file of an ensemble so that it is there whole or not at all.

    Raises
    ------
    ComputationError
        The disk is full or the folder cannot be written (C13).
    """
    beside = folder / UNFINISHED / place.name
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.parent.mkdir(exist_ok=True)
        try:
            _write_through(beside, content)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise ComputationError(
            "the ensemble could not be written any further",
            where=str(place),
            got=f"{error.strerror or error} after what is kept there already",
            expected=f"room for {len(content)} bytes, and leave to write",
            fix=f"make room, then give the same command again: {folder} keeps what is whole, "
            "and only the rest is done",
            rule="C13",
        ) from error


def _write_through(place: Path, content: bytes) -> None:
    """Write a file down to the disk, so that a crash of the machine leaves no empty one."""
    with place.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())

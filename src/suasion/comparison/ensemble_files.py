"""The files of an ensemble: blocks of draws as Parquet, each there whole or not at all (C13).

A block is a file in each table and, written last, a note of what is in them: which draws, and the
digest of each file. A file that was cut short, or belongs to a shorter ensemble, is told by its
digest; it is never parsed, since a broken table may end the process that reads it. Names tell the
block, tables the draws: the last block may hold fewer.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
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
TABLES = (FAILURES, FIGURES, PATHS)
NOTES = "blocks"
"""Folder of the notes that say which blocks are whole."""
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

    def note(self, block: Block) -> Path:
        """Return the file that says that a block is whole."""
        return (self.folder / NOTES / block.name).with_suffix(".json")

    def write(self, block: Block, answers: Sequence[Arrays]) -> None:
        """Write a block; what was there in its place is replaced file by file.

        Raises
        ------
        ComputationError
            The disk is full or the folder cannot be written (C13).
        """
        digests = {}
        for table, frame in self.frames(block, answers).items():
            stream = io.BytesIO()
            frame.write_parquet(stream)
            content = stream.getvalue()
            write_file(self.folder, self.place(table, block), content)
            digests[table] = sha256(content).hexdigest()
        note = json.dumps({"begin": block.begin, "end": block.end, **digests}) + "\n"
        write_file(self.folder, self.note(block), note.encode())

    def frames(self, block: Block, answers: Sequence[Arrays]) -> Mapping[str, pl.DataFrame]:
        """Return the tables of a block, typed even where they have no rows."""
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
        """Tell whether a block is there with all its draws, as it was written."""
        note = self.note(block)
        if not note.is_file():
            return False
        try:
            held = json.loads(note.read_bytes())
        except ValueError:
            return False
        found = {table: _digest(self.place(table, block)) for table in TABLES}
        return bool(held == {"begin": block.begin, "end": block.end, **found})

    def missing(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """Return the blocks that are still to be done."""
        return tuple(block for block in blocks if not self.is_done(block))


def _digest(place: Path) -> str:
    """Return the digest of a file; nothing where it is not there."""
    return sha256(place.read_bytes()).hexdigest() if place.is_file() else ""


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
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _move_in(folder / UNFINISHED / place.name, place, content)
    except OSError as error:
        raise ComputationError(
            "the ensemble could not be written any further",
            where=str(place),
            got=error.strerror or str(error),
            expected=f"room for {len(content)} bytes, and leave to write",
            fix=f"make room, then give the same command again: {folder} keeps the blocks that are "
            "whole, and only the rest is done",
            rule="C13",
        ) from error


def _move_in(beside: Path, place: Path, content: bytes) -> None:
    """Write beside the place, down to the disk, then move it there."""
    beside.parent.mkdir(exist_ok=True)
    try:
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            # Without it a crash of the machine may leave the name and not the content.
            os.fsync(stream.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)

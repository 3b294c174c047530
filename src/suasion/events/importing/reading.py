"""Reading one table of rows: recognise it, cut it in blocks, clean its rows, count them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import BinaryIO

import polars as pl
from attrs import define, field, frozen

from suasion.events.importing import reasons
from suasion.events.importing.blocks import read_blocks
from suasion.events.importing.cleaning import Wanted, clean_rows
from suasion.events.importing.columns import Columns, columns_of_rows, fits, make_vocabularies
from suasion.events.importing.layouts import Shape
from suasion.events.importing.opening import Member, open_member
from suasion.events.importing.prefilter import (
    Search,
    find_lines,
    make_search,
    tune_search,
)
from suasion.events.importing.quoted import RowReader
from suasion.events.importing.recognising import N_BYTES, recognise
from suasion.events.importing.vocabulary import Vocabulary
from suasion.events.scales import load_scale

Words = dict[str, Vocabulary]

SEARCHED_AT_ONCE = 1 << 17
CUT_AT_ONCE = 1 << 22
"""Bytes of a block: what fits next to the processor where lines are only searched, more where
all are cut."""
FOUND_AT_ONCE = 4096
"""Rows that a search found and that are read together."""
MARK = b"\xef\xbb\xbf"


@frozen(kw_only=True)
class ImportRequest:
    """What to import, and how."""

    format: str = "auto"
    scale: str = ""
    """Name of a scale; empty: that of the format."""
    wanted: Wanted = field(factory=Wanted)


@define(kw_only=True)
class Count:
    """Rows of one table while it is read."""

    rows_in: int = 0
    dropped: Counter[str] = field(factory=Counter)
    notes: Counter[str] = field(factory=Counter)


def find_shape(member: Member, asked: str) -> Shape | None:
    """Return the shape of a table from its beginning; None where it is empty."""
    with open_member(member) as stream:
        return recognise(stream.read(N_BYTES), member.name, asked)


def read_rows(
    member: Member, number: int, shape: Shape, request: ImportRequest, count: Count
) -> Iterator[pl.DataFrame]:
    """Yield the cleaned rows of a table block by block, and count every row.

    Parameters
    ----------
    member : Member
        The table.
    number : int
        Its number among the tables of the import.
    shape : Shape
        What `find_shape` found.
    request : ImportRequest
        What is wanted.
    count : Count
        Receives rows in, rows dropped by reason and notes.

    Yields
    ------
    pl.DataFrame
        Rows that stay, as `clean_rows` gives them, with the number of the file.
    """
    scale = load_scale(request.scale or shape.layout.scale)
    words = make_vocabularies(shape)
    with open_member(member) as stream:
        for columns in _cut(stream, shape, request.wanted, words, count):
            rows = clean_rows(
                columns, words, shape, request.wanted, scale, count.dropped, count.notes
            )
            if rows.height:
                yield rows.with_columns(pl.lit(number, dtype=pl.UInt32).alias("file"))
    if member.torn:
        count.notes[reasons.NOTE_TORN_END] += 1


def _cut(
    stream: BinaryIO, shape: Shape, wanted: Wanted, words: Words, count: Count
) -> Iterator[Columns]:
    keep_third = wanted.steps.third_parties == "keep"
    search = make_search(wanted.dyads, shape, third_parties=keep_third)
    if shape.layout.quoted:
        return _cut_quoted(stream, shape, words, count)
    if search is not None:
        return _cut_found(stream, shape, words, count, search)
    return _cut_all(stream, shape, words, count)


def _bodies(stream: BinaryIO, size: int, shape: Shape, count: Count) -> Iterator[tuple[int, bytes]]:
    """Yield blocks without the header, each with the lines left out before it."""
    skipped, waiting, is_first = 0, shape.has_header, True
    for raw, n_long in read_blocks(stream, size):
        block = raw.removeprefix(MARK) if is_first else raw
        is_first = False
        while waiting and block:
            head, _, block = block.partition(b"\n")
            skipped += 1
            waiting = not head.strip()
        if block:
            yield skipped, block
            skipped = 0
        skipped += n_long
        count.rows_in += n_long
        count.dropped[reasons.LONG] += n_long


def _cut_found(
    stream: BinaryIO, shape: Shape, words: Words, count: Count, search: Search
) -> Iterator[Columns]:
    """Yield the columns of lines that name both countries of a dyad."""
    tuned, line = None, 1
    rows: list[list[bytes]] = []
    numbers: list[int] = []
    for skipped, block in _bodies(stream, SEARCHED_AT_ONCE, shape, count):
        tuned = tuned or tune_search(search, block)
        n_lines, places, lines = find_lines(block, tuned)
        line += skipped
        for place, text in zip(places, lines, strict=True):
            fields = text.split(b"\t")
            if fits(fields, shape):
                rows.append(fields)
                numbers.append(line + place)
            else:
                count.dropped[reasons.TORN] += 1
        line += n_lines
        count.rows_in += n_lines
        count.dropped[reasons.OUTSIDE] += n_lines - len(lines)
        if len(rows) >= FOUND_AT_ONCE:
            yield columns_of_rows(rows, numbers, shape, words)
            rows, numbers = [], []
    if rows:
        yield columns_of_rows(rows, numbers, shape, words)


def _cut_all(stream: BinaryIO, shape: Shape, words: Words, count: Count) -> Iterator[Columns]:
    # The compiled loop brings numba, which a dyad found by searching never needs: loading it
    # would cost half a second and as much memory as all the rest.
    cutter = import_module("suasion.events.importing.cutting").Cutter(shape, words)
    line = 1
    for skipped, block in _bodies(stream, CUT_AT_ONCE, shape, count):
        line += skipped
        n_lines, columns = cutter.cut_block(block, line, count.dropped)
        line += n_lines
        count.rows_in += n_lines
        yield columns


def _cut_quoted(stream: BinaryIO, shape: Shape, words: Words, count: Count) -> Iterator[Columns]:
    def fit(row: list[bytes]) -> bool:
        return fits(row, shape)

    reader = RowReader(shape.separator, fit, count.dropped)
    for skipped, block in _bodies(stream, SEARCHED_AT_ONCE, shape, count):
        lines = block.removesuffix(b"\n").split(b"\n")
        yield _quoted_columns(list(reader.take(lines, skipped)), shape, words, count)
    yield _quoted_columns(list(reader.finish()), shape, words, count)
    count.rows_in += reader.n_rows


def _quoted_columns(
    found: list[tuple[int, list[bytes]]], shape: Shape, words: Words, count: Count
) -> Columns:
    good = [(line, row) for line, row in found if fits(row, shape)]
    count.dropped[reasons.TORN] += len(found) - len(good)
    return columns_of_rows([row for _, row in good], [line for line, _ in good], shape, words)

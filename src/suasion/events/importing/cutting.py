"""Cutting rows into columns: the compiled loop over the bytes of a block.

One pass finds lines and fields, checks widths, numbers the texts of the columns that are read
and makes keys of those that are only compared. numba compiles this at first use and keeps the
result; the few rows of one dyad are cut without it (`columns_of_rows`).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from suasion.events.importing import reasons
from suasion.events.importing.columns import KEY_ROLES, Columns
from suasion.events.importing.layouts import Shape
from suasion.events.importing.vocabulary import Vocabulary

SLOTS = 1 << 16
"""Slots of each hash table; half of them may fill before the texts are forgotten."""
FNV_START = np.uint64(0xCBF29CE484222325)
FNV_PRIME = np.uint64(0x100000001B3)
MIX = np.uint64(0xFF51AFD7ED558CCD)
GOOD, TORN, BLANK = 0, 1, 2
TAB, NEWLINE, RETURN, SPACE = 9, 10, 13, 32


@njit(cache=True, nogil=True)
def finish_key(key, length):  # type: ignore[no-untyped-def]
    """Return the key of a field: 0 where it is empty, else an odd number."""
    return np.uint64(0) if length == 0 else (key ^ (key >> np.uint64(33))) * MIX | np.uint64(1)


@njit(cache=True, nogil=True)
def judge(block, begin, end, n_spare, may_trail):  # type: ignore[no-untyped-def]
    """Return whether a line is good, torn or blank."""
    if begin == end or (begin + 1 == end and block[begin] == RETURN):
        return BLANK
    return GOOD if n_spare == 0 or (n_spare > 0 and may_trail) else TORN


@njit(cache=True, nogil=True)
def cut(block, wanted, width, trailing, starts, ends, status, keys):  # type: ignore[no-untyped-def]
    """Cut the lines of a block; return how many there are.

    `wanted` holds the positions of columns in rising order; `starts`, `ends` and `keys` receive
    one column of numbers for each, `status` one of GOOD, TORN, BLANK for each line.
    """
    line, column, taken, begin, line_begin = 0, 0, 0, 0, 0
    n_bytes = len(block)
    key, spare = FNV_START, False
    for at in range(n_bytes + 1):
        byte = NEWLINE if at == n_bytes else block[at]
        if byte not in (TAB, NEWLINE):
            key = (key ^ np.uint64(byte)) * FNV_PRIME
            spare = spare or (column >= width and byte not in (RETURN, SPACE))
            continue
        if at == n_bytes and line_begin == n_bytes:
            break
        if taken < len(wanted) and column == wanted[taken]:
            starts[line, taken], ends[line, taken] = begin, at
            keys[line, taken] = finish_key(key, at - begin)
            taken += 1
        column, begin, key = column + 1, at + 1, FNV_START
        if byte == NEWLINE:
            status[line] = judge(block, line_begin, at, column - width, trailing and not spare)
            line, line_begin = line + 1, at + 1
            column, taken, spare = 0, 0, False
    return line


@njit(cache=True, nogil=True)
def number_texts(keys, status, slot_keys, slot_numbers, n_known, numbers, new_lines):  # type: ignore[no-untyped-def]
    """Give each text of a column its number; return how many texts are known afterwards.

    `new_lines` receives the line of the first occurrence of each new text.
    """
    n_new = 0
    mask = np.uint64(len(slot_keys) - 1)
    for line in range(len(keys)):
        if status[line] != GOOD:
            continue
        key = keys[line] + np.uint64(2)
        slot = (key * MIX) >> np.uint64(20) & mask
        while slot_keys[slot] != 0 and slot_keys[slot] != key:
            slot = (slot + np.uint64(1)) & mask
        if slot_keys[slot] == 0:
            slot_keys[slot] = key
            slot_numbers[slot] = n_known + n_new
            new_lines[n_new] = line
            n_new += 1
        numbers[line] = slot_numbers[slot]
    return n_new


class Cutter:
    """Cuts the blocks of one file; remembers the texts it has numbered."""

    def __init__(self, shape: Shape, vocabularies: dict[str, Vocabulary]) -> None:
        self._shape = shape
        self._vocabularies = vocabularies
        self._roles = sorted(shape.roles, key=lambda role: shape.roles[role])
        self._wanted = np.array(sorted(set(shape.roles.values())), dtype=np.int64)
        self._slots: dict[str, tuple[NDArray[np.uint64], NDArray[np.int64]]] = {}

    def cut_block(self, block: bytes, first_line: int, tally: Counter[str]) -> tuple[int, Columns]:
        """Return how many lines a block has and the columns of its good rows; count the others."""
        raw = np.frombuffer(block, dtype=np.uint8)
        n = int(np.count_nonzero(raw == NEWLINE)) + 1
        shape, n_wanted = self._shape, len(self._wanted)
        starts, ends = np.zeros((2, n, n_wanted), dtype=np.int64)
        keys = np.zeros((n, n_wanted), dtype=np.uint64)
        status = np.zeros(n, dtype=np.int8)
        n_lines = cut(
            raw, self._wanted, shape.width, shape.layout.trailing, starts, ends, status, keys
        )
        status, keys = status[:n_lines], keys[:n_lines]
        tally[reasons.TORN] += int(np.count_nonzero(status == TORN))
        tally[reasons.BLANK] += int(np.count_nonzero(status == BLANK))
        good = np.flatnonzero(status == GOOD)
        at = {role: int(np.searchsorted(self._wanted, shape.roles[role])) for role in self._roles}
        texts = {
            role: self._number(role, block, starts[:, j], ends[:, j], keys[:, j], status)[good]
            for role, j in at.items()
            if role in self._vocabularies
        }
        none = np.zeros(len(good), dtype=np.uint64)
        key_columns = {role: keys[good, at[role]] if role in at else none for role in KEY_ROLES}
        return n_lines, Columns(lines=good + first_line, texts=texts, keys=key_columns)

    def _number(
        self, role: str, block: bytes, starts: Any, ends: Any, keys: Any, status: Any
    ) -> NDArray[np.int64]:
        vocabulary = self._vocabularies[role]
        if role not in self._slots or len(vocabulary.texts) + len(status) > SLOTS // 2:
            vocabulary.forget()
            size = max(SLOTS, 1 << (2 * len(status)).bit_length())
            self._slots[role] = (np.zeros(size, np.uint64), np.zeros(size, np.int64))
        slot_keys, slot_numbers = self._slots[role]
        numbers = np.zeros(len(status), dtype=np.int64)
        new_lines = np.zeros(len(status), dtype=np.int64)
        column = np.ascontiguousarray(keys)
        known = len(vocabulary.texts)
        n_new = number_texts(column, status, slot_keys, slot_numbers, known, numbers, new_lines)
        for line in new_lines[:n_new].tolist():
            vocabulary.append(block[starts[line] : ends[line]])
        return numbers

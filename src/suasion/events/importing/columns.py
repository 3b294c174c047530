"""The columns of some rows as numbers, whichever way they were cut out of the file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.events.importing.layouts import Shape
from suasion.events.importing.vocabulary import Ints, Vocabulary

TEXT_ROLES = ("day", "source", "target", "code", "mode", "root", "reported", "own", "place")
"""Columns whose texts are read; each has a vocabulary."""
KEY_ROLES = ("event", "source_name", "target_name")
"""Columns that are only compared; each becomes a key of 64 bits."""

MOST_TEXTS = 1 << 15
"""Distinct texts of a column after which they are forgotten, so that memory stays bounded."""


@frozen(kw_only=True, eq=False)
class Columns:
    """Rows that have the right width, as numbers of texts and as keys."""

    lines: Ints
    """Line of the file in which each row begins; the first is 1."""
    texts: dict[str, Ints]
    """By role: the number of the text in the role's vocabulary."""
    keys: dict[str, NDArray[np.uint64]]
    """By role: a key that is equal where the texts are; 0 for an empty text."""


def make_vocabularies(shape: Shape) -> dict[str, Vocabulary]:
    """Return an empty vocabulary for each column whose texts are read."""
    return {role: Vocabulary() for role in TEXT_ROLES if role in shape.roles}


def columns_of_rows(
    rows: Sequence[Sequence[bytes]],
    lines: Sequence[int],
    shape: Shape,
    vocabularies: dict[str, Vocabulary],
) -> Columns:
    """Return the columns of rows that are already cut into fields."""
    texts, keys = {}, {}
    for role, position in shape.roles.items():
        if role in vocabularies:
            if len(vocabularies[role].texts) > MOST_TEXTS:
                vocabularies[role].forget()
            add = vocabularies[role].add
            numbers = [add(row[position]) for row in rows]
            texts[role] = np.array(numbers, dtype=np.int64)
    for role in KEY_ROLES:
        if role in shape.roles:
            position = shape.roles[role]
            found = [_key(row[position]) for row in rows]
            keys[role] = np.array(found, dtype=np.uint64)
        else:
            keys[role] = np.zeros(len(rows), dtype=np.uint64)
    return Columns(lines=np.array(lines, dtype=np.int64), texts=texts, keys=keys)


def _key(raw: bytes) -> int:
    if not raw:
        return 0
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "little")


def fits(fields: Sequence[bytes], shape: Shape) -> bool:
    """Return whether a row has the width of its format.

    Where the format allows it, empty columns at the end do not count.
    """
    if len(fields) == shape.width:
        return True
    spare = fields[shape.width :]
    return shape.layout.trailing and bool(spare) and not any(field.strip(b" \r") for field in spare)

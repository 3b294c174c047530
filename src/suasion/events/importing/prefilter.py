"""Finding the few rows of a dyad among millions before any column is cut.

A row of the dyad holds both countries somewhere in its line. A search for bytes finds these
lines far faster than columns can be cut; the rows found are then read in full, so that the
search may find too many but never too few.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from suasion.events.dyads import Dyad
from suasion.events.importing.countries import spellings_of
from suasion.events.importing.layouts import Shape

NEWLINE = ord("\n")


@frozen(kw_only=True)
class Search:
    """Texts to search for: a line stays where it holds a first text and one of its partners."""

    pairs: tuple[tuple[tuple[bytes, ...], tuple[bytes, ...]], ...]
    """For each dyad: the texts of one country, and those of the other; no partners: none needed."""


def make_search(dyads: Sequence[Dyad], shape: Shape, *, third_parties: bool) -> Search | None:
    """Return what to search for, or None where every row must be read.

    The countries of quoted tables stand within other texts and in more spellings than can be
    searched for; without dyads every row is wanted.
    """
    if not dyads or shape.layout.quoted:
        return None
    pairs = []
    for dyad in dyads:
        first, second = (_texts(country, shape) for country in (dyad.first, dyad.second))
        pairs.append((first + second, ()) if third_parties else (first, second))
    return Search(pairs=tuple(pairs))


def _texts(country: str, shape: Shape) -> tuple[bytes, ...]:
    # Without the tabs around them: a field may stand in quotes or hold blanks.
    return tuple(text.encode() for text in spellings_of(country, shape.layout.countries))


def rarest_first(search: Search, sample: bytes) -> Search:
    """Return the search with the rarer country of each dyad first: fewer lines to look at."""
    pairs = []
    for first, second in search.pairs:
        counts = [sum(sample.count(text) for text in texts) for texts in (first, second)]
        pairs.append((second, first) if second and counts[1] < counts[0] else (first, second))
    return Search(pairs=tuple(pairs))


def count_lines(block: bytes) -> int:
    r"""Return how many lines a block has; the last may lack its line end.

    Examples
    --------
    >>> count_lines(b"a\nb"), count_lines(b"a\n"), count_lines(b"")
    (2, 1, 0)
    """
    ends = int(np.count_nonzero(np.frombuffer(block, dtype=np.uint8) == NEWLINE))
    return ends + (bool(block) and not block.endswith(b"\n"))


def find_lines(block: bytes, search: Search) -> tuple[list[int], list[bytes]]:
    """Return the places of the lines found, and their bytes.

    Places count from zero within the block, and rise.
    """
    found: dict[int, bytes] = {}
    for first, partners in search.pairs:
        for text in first:
            _search(block, text, partners, found)
    if not found:
        return [], []
    begins = sorted(found)
    ends = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == NEWLINE)
    return np.searchsorted(ends, begins).tolist(), [found[begin] for begin in begins]


def _search(
    block: bytes, text: bytes, partners: tuple[bytes, ...], found: dict[int, bytes]
) -> None:
    """Add each line with the text and a partner to those found, by where it begins."""
    at = block.find(text)
    while at >= 0:
        begin = block.rfind(b"\n", 0, at) + 1
        end = block.find(b"\n", at)
        end = len(block) if end < 0 else end
        line = block[begin:end]
        if not partners or any(partner in line for partner in partners):
            found[begin] = line
        at = block.find(text, end)

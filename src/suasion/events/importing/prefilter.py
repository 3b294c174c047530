"""Finding the few rows of a dyad among millions before any column is cut.

A row of the dyad holds both countries somewhere in its line. A search for bytes finds these
lines far faster than columns can be cut; the rows found are then read in full, so that the
search may find too many but never too few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import field, frozen

from suasion.events.dyads import Dyad
from suasion.events.importing.countries import spellings_of
from suasion.events.importing.layouts import Shape

NEWLINE = ord("\n")


Texts = tuple[bytes, ...]
FEW = 1 / 500
"""Share of a sample's bytes below which a byte is worth stopping at each time it occurs."""


@frozen(kw_only=True)
class Search:
    """Texts to search for: a line stays where it holds a first text and one of its partners."""

    pairs: tuple[tuple[Texts, Texts], ...]
    """For each dyad: the texts of one country, and those of the other; no partners: none needed."""
    anchors: dict[bytes, int] = field(factory=dict)
    """For a text, the place in it of a byte so rare that looking for it alone is fastest."""


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


def _texts(country: str, shape: Shape) -> Texts:
    """Return the spellings of a country, less those that hold another of them."""
    # Without the tabs around them: a field may stand in quotes or hold blanks.
    texts = {text.encode() for text in spellings_of(country, shape.layout.countries)}
    return tuple(
        text
        for text in sorted(texts)
        if not any(other in text for other in sorted(texts) if other != text)
    )


def tune_search(search: Search, sample: bytes) -> Search:
    """Return the search as it is quickest on such bytes: rarer countries first, by rare bytes."""
    pairs = []
    for first, second in search.pairs:
        counts = [sum(sample.count(text) for text in texts) for texts in (first, second)]
        pairs.append((second, first) if second and counts[1] < counts[0] else (first, second))
    anchors = {}
    for text in {text: None for first, _ in pairs for text in first}:
        count, place = min((sample.count(text[at : at + 1]), at) for at in range(len(text)))
        if count <= len(sample) * FEW:
            anchors[text] = place
    return Search(pairs=tuple(pairs), anchors=anchors)


def find_lines(block: bytes, search: Search) -> tuple[int, list[int], list[bytes]]:
    r"""Return how many lines a block has, the places of those found, and their bytes.

    Places count from zero within the block, and rise. The last line may lack its line end.

    Examples
    --------
    >>> find_lines(b"a RUS\nb RUS AZE\nc", Search(pairs=(((b"AZE",), (b"RUS",)),)))
    (3, [1], [b'b RUS AZE'])
    """
    found: dict[int, bytes] = {}
    for first, partners in search.pairs:
        for text in first:
            lines = _lines_with(block, text, search.anchors.get(text))
            found |= {at: line for at, line in lines if _holds(line, partners)}
    is_end = np.frombuffer(block, dtype=np.uint8) == NEWLINE
    begins, places, place, at = sorted(found), [], 0, 0
    for begin in begins:
        place += int(np.count_nonzero(is_end[at:begin]))
        places.append(place)
        at = begin
    n_lines = place + int(np.count_nonzero(is_end[at:])) + (not block.endswith(b"\n"))
    return n_lines, places, [found[begin] for begin in begins]


def _holds(line: bytes, partners: Texts) -> bool:
    return not partners or any(partner in line for partner in partners)


def _lines_with(block: bytes, text: bytes, anchor: int | None) -> Iterator[tuple[int, bytes]]:
    """Yield each line that holds a text, with where it begins."""
    wanted = text if anchor is None else text[anchor : anchor + 1]
    shift = anchor or 0
    at = block.find(wanted)
    while at >= 0:
        if anchor is not None and not block.startswith(text, at - shift):
            at = block.find(wanted, at + 1)
            continue
        begin = block.rfind(b"\n", 0, at) + 1
        end = block.find(b"\n", at)
        end = len(block) if end < 0 else end
        yield begin, block[begin:end]
        at = block.find(wanted, end)

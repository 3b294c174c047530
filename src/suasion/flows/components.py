"""Parts of the network that have nothing to do with each other, for many patterns at once.

The effective items of a pattern fall into components that share no node. The value of a
pattern is the sum of theirs, and many patterns share components.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.flows.layout import Marks
from suasion.flows.openings import Items

Labels = npt.NDArray[np.int16]


@frozen(kw_only=True)
class Component:
    """A connected set of effective items."""

    items: int
    """As a bit set."""
    touching: int
    """All items at its nodes, effective or not, as a bit set."""


def find_components(
    items: Items, effective: Marks
) -> tuple[tuple[Component, ...], tuple[tuple[int, ...], ...]]:
    """Return the distinct components, and for each pattern the positions of its own."""
    place = np.array(items.tails + items.places, dtype=np.intp)
    roots = _roots(items, effective)
    of_item = np.where(effective.T, roots[place], -1)
    known: dict[int, int] = {}
    components: list[Component] = []
    parts: list[list[int]] = [[] for _ in range(len(effective))]
    for root in np.unique(of_item[of_item >= 0]).tolist():
        inside = of_item == root
        patterns = np.flatnonzero(inside.any(axis=0))
        packed = np.packbits(inside[:, patterns], axis=0, bitorder="little").T.copy()
        for pattern, row in zip(patterns.tolist(), packed, strict=True):
            bits = int.from_bytes(row.tobytes(), "little")
            if bits not in known:
                known[bits] = len(components)
                nodes = np.flatnonzero(roots[:, pattern] == root)
                touching = _union(items, nodes.tolist())
                components.append(Component(items=bits, touching=touching))
            parts[pattern].append(known[bits])
    return tuple(components), tuple(tuple(part) for part in parts)


def _union(items: Items, nodes: list[int]) -> int:
    touching = 0
    for node in nodes:
        touching |= items.touching[node]
    return touching


def _roots(items: Items, effective: Marks) -> Labels:
    """Return the least node that each node is joined to, shape (nodes, patterns)."""
    n_nodes, n_arcs = len(items.touching), len(items.tails)
    arcs = [(items.tails[at], items.heads[at], effective[:, at].copy()) for at in range(n_arcs)]
    roots = np.repeat(np.arange(n_nodes, dtype=np.int16)[:, None], len(effective), axis=1)
    growing = bool(arcs)
    while growing:
        before = roots.copy()
        for tail, head, joined in arcs:
            least = np.minimum(roots[tail], roots[head])
            np.copyto(roots[tail], least, where=joined)
            np.copyto(roots[head], least, where=joined)
        arcs.reverse()
        growing = not np.array_equal(before, roots)
    return roots

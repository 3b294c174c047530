"""Relations between statements: three are symmetric, derivation has no cycle.

*Contradiction* is an incompatible date, fact or direction; *spread* is a competing
estimate of one quantity. The two are never mixed
(design section 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Relation = Mapping[str, Iterable[str]]
"""For each statement id, the ids it points to."""


def symmetric_pairs(relation: Relation) -> frozenset[tuple[str, str]]:
    """Return the pairs in a symmetric relation, each once, the smaller id first.

    Examples
    --------
    >>> sorted(symmetric_pairs({"a": ["b"], "b": ["a", "c"]}))
    [('a', 'b'), ('b', 'c')]
    """
    return frozenset(
        (min(one, other), max(one, other)) for one, others in relation.items() for other in others
    )


def missing_mirrors(relation: Relation) -> tuple[tuple[str, str], ...]:
    """Return the pairs (a, b) where a points to b, b exists, and b does not point back."""
    present = {one: frozenset(others) for one, others in relation.items()}
    return tuple(
        (one, other)
        for one in sorted(present)
        for other in sorted(present[one])
        if other in present and one != other and one not in present[other]
    )


def find_cycle(relation: Relation) -> tuple[str, ...] | None:
    """Return one cycle as the ids on it, beginning and ending with the same; None if none.

    Examples
    --------
    >>> find_cycle({"a": ["b"], "b": ["c"], "c": ["a"]})
    ('a', 'b', 'c', 'a')
    """
    done: set[str] = set()
    for start in sorted(relation):
        found = _walk(start, relation, done)
        if found is not None:
            return found
    return None


def _walk(start: str, relation: Relation, done: set[str]) -> tuple[str, ...] | None:
    path: list[str] = []
    on_path: set[str] = set()
    pending: list[tuple[str, bool]] = [(start, False)]
    while pending:
        node, is_leaving = pending.pop()
        if is_leaving:
            path.pop()
            on_path.discard(node)
            done.add(node)
            continue
        if node in on_path:
            return (*path[path.index(node) :], node)
        if node in done:
            continue
        path.append(node)
        on_path.add(node)
        pending.append((node, True))
        pending.extend((other, False) for other in sorted(relation.get(node, ()), reverse=True))
    return None

"""The influence graph of a crisis: what acts on what, and by which row of the model.

Nodes are `stock:ID`, `term:ID` and `move:ID`. An edge is there because rows of the model carry
it; an edge is gone when every way of carrying it is cut. What a person can cut (pin to its mean)
is named as text, `MOVE->STOCK`, `STOCK->STOCK`, `STOCK->TERM` or `STOCK->MOVE`, with `*` for any
run of characters on either side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from attrs import field, frozen

from suasion.crisis.model import ONE, CrisisModel, Move, Term
from suasion.crisis.patterns import matches, unknown
from suasion.errors import InputError

ARROW = "->"
Way = tuple[str, ...]
"""Ids that must all be uncut for the way to carry; an empty way carries whatever is cut."""


def _id(node: str) -> str:
    return node.split(":", 1)[1]


@frozen(kw_only=True)
class Edge:
    """One thing that acts on another."""

    source: str
    """A node, such as `stock:anger`."""
    target: str
    ways: tuple[Way, ...]
    pinnable: bool
    """Whether its id names a row that can be pinned; a gain or a gate cannot be."""

    @property
    def id(self) -> str:
        """Return the edge as text, without the kinds of its nodes."""
        return f"{_id(self.source)}{ARROW}{_id(self.target)}"

    def is_alive(self, cut: Collection[str]) -> bool:
        """Return whether the edge still carries when some ids are cut."""
        return any(not any(part in cut for part in way) for way in self.ways)


@frozen(kw_only=True)
class Influence:
    """The graph of a model."""

    nodes: frozenset[str]
    edges: tuple[Edge, ...]
    outgoing: dict[str, tuple[Edge, ...]] = field(factory=dict, eq=False, repr=False)

    def leaving(self, node: str) -> tuple[Edge, ...]:
        """Return the edges that leave a node."""
        return self.outgoing.get(node, ())


_Row = tuple[str, str, Way, bool]


def influence(model: CrisisModel) -> Influence:
    """Return the graph of what acts on what in a model.

    Model
        Effects: move -> stock, and from what scales or limits the effect (`by`, `limit`) ->
        stock. Couplings: source -> what changes, and `by` -> what changes. Terms: stock -> term.
        Gains: term -> every move of the term's actor, or that needs its consent, that touches a
        stock of the term. Urges and gates: stock -> move.

    Assumptions
        A1 that moves of one actor compete for its attention is not an edge. A2 an edge is there
        if a row names it, however small the numbers of a draw.

    Examples
    --------
    >>> from suasion.crisis.model import CrisisModel, Effect, Move, Stock, Term
    >>> graph = influence(CrisisModel(
    ...     stocks=[Stock(id="anger")],
    ...     terms=[Term(id="calm", actor="A", form="square", of=[("anger", -1.0)])],
    ...     moves=[Move(id="call:A>B", kind="call", actor="A", target="B",
    ...                 klass="verbal_cooperation",
    ...                 effects=[Effect(id="soothe", kind="settle", stock="anger")])],
    ... ))
    >>> [edge.id for edge in graph.edges]
    ['call:A>B->anger', 'anger->calm', 'calm->call:A>B']
    """
    merged: dict[tuple[str, str], list[_Row]] = {}
    for rows in (_effects(model), _couplings(model), _reads(model), _gains(model)):
        for row in rows:
            merged.setdefault(row[:2], []).append(row)
    edges = tuple(
        Edge(
            source=source,
            target=target,
            ways=tuple(dict.fromkeys(row[2] for row in rows)),
            pinnable=any(row[3] for row in rows),
        )
        for (source, target), rows in merged.items()
    )
    leaving: dict[str, tuple[Edge, ...]] = {}
    for edge in edges:
        leaving[edge.source] = (*leaving.get(edge.source, ()), edge)
    return Influence(nodes=_nodes(model), edges=edges, outgoing=leaving)


def _nodes(model: CrisisModel) -> frozenset[str]:
    kinds = (("stock", model.stocks), ("term", model.terms), ("move", model.moves))
    return frozenset(f"{kind}:{row.id}" for kind, rows in kinds for row in rows)


def _effects(model: CrisisModel) -> Iterator[_Row]:
    for move, effect in model.effects:
        row = f"{move.id}{ARROW}{effect.stock}"
        target = f"stock:{effect.stock}"
        yield f"move:{move.id}", target, (row,), True
        for stock in (*effect.by, effect.limit):
            if stock:
                yield f"stock:{stock}", target, (row, f"{stock}{ARROW}{effect.stock}"), True


def _couplings(model: CrisisModel) -> Iterator[_Row]:
    for row in model.couplings:
        whole = tuple(f"{row.source}{ARROW}{end}" for end in row.ends)
        for end in row.ends:
            yield f"stock:{row.source}", f"stock:{end}", whole, True
            for stock in row.by:
                # The row reads the stock once, so pinning it for one end pins it for the other.
                reads = tuple(f"{stock}{ARROW}{other}" for other in row.ends)
                yield f"stock:{stock}", f"stock:{end}", (*whole, *reads), True


def _reads(model: CrisisModel) -> Iterator[_Row]:
    for term in model.terms:
        for stock in _inputs(term):
            yield f"stock:{stock}", f"term:{term.id}", (f"{stock}{ARROW}{term.id}",), True
    for urge in model.urges:
        for stock, _ in urge.of:
            if stock != ONE:
                yield f"stock:{stock}", f"move:{urge.move}", (f"{stock}{ARROW}{urge.move}",), True
    for move in model.moves:
        for stock, _, _ in move.requires:
            yield f"stock:{stock}", f"move:{move.id}", (), False


def _gains(model: CrisisModel) -> Iterator[_Row]:
    for term in model.terms:
        inputs = _inputs(term)
        for move in model.moves:
            if term.actor == move.actor or term.actor in move.consent:
                for stock in _touched(move, inputs):
                    way = (f"{move.id}{ARROW}{stock}", f"{stock}{ARROW}{term.id}")
                    yield f"term:{term.id}", f"move:{move.id}", way, False


def _inputs(term: Term) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s for s, _ in (*term.of, *term.times) if s != ONE))


def _touched(move: Move, stocks: Sequence[str]) -> tuple[str, ...]:
    touched = {effect.stock for effect in move.effects}
    return tuple(stock for stock in stocks if stock in touched)


def find_edges(graph: Influence, patterns: Sequence[str], where: str) -> tuple[str, ...]:
    """Return the ids of the edges that patterns name and that can be pinned, in graph order.

    Raises
    ------
    InputError
        A pattern has no arrow, matches no edge, or only gates and gains, which cannot be pinned
        (C1).
    """
    found: dict[str, None] = {}
    for pattern in patterns:
        found.update(dict.fromkeys(_find(graph, pattern, where)))
    return tuple(edge.id for edge in graph.edges if edge.id in found and edge.pinnable)


def _find(graph: Influence, pattern: str, where: str) -> list[str]:
    left, arrow, right = (part.strip() for part in pattern.partition(ARROW))
    if not (left and arrow and right):
        raise unknown(pattern, _pinnable(graph), "edge", where)
    named = [
        edge
        for edge in graph.edges
        if matches(left, _id(edge.source)) and matches(right, _id(edge.target))
    ]
    if not named:
        raise unknown(f"{left}{arrow}{right}", _pinnable(graph), "edge", where)
    kept = [edge.id for edge in named if edge.pinnable]
    if not kept:
        raise InputError(
            f"edge '{pattern}' cannot be pinned: it is a gate or a gain",
            where=where,
            got=named[0].id,
            expected="an effect, a coupling, an input of a term or an input of an urge",
            fix="name the edge that leads to the stock of the gate, or into the term of the gain",
        )
    return kept


def _pinnable(graph: Influence) -> list[str]:
    return [edge.id for edge in graph.edges if edge.pinnable]


def distance(graph: Influence, sources: Collection[str], targets: Collection[str]) -> int | None:
    """Return the number of edges on the shortest way; None where there is no way.

    Examples
    --------
    >>> from suasion.crisis.model import CrisisModel, Coupling, Stock
    >>> graph = influence(CrisisModel(
    ...     stocks=[Stock(id="heat"), Stock(id="noise"), Stock(id="fame")],
    ...     couplings=[Coupling(id="c", kind="adds", source="heat", target="noise"),
    ...                Coupling(id="d", kind="adds", source="noise", target="fame")],
    ... ))
    >>> distance(graph, ["stock:heat"], ["stock:fame"])
    2
    >>> distance(graph, ["stock:fame"], ["stock:heat"]) is None
    True
    """
    return _search(graph, sources, targets, ())


def reaches(
    graph: Influence,
    sources: Collection[str],
    targets: Collection[str],
    without: Collection[str] = (),
) -> bool:
    """Return whether a way is left from any source to any target when some edges are cut.

    Parameters
    ----------
    graph : Influence
    sources, targets : nodes
    without : ids of edges
        Each id cuts every row of that name; what the row carries besides (what scales an
        effect, the gain that a move draws from it) goes with it.
    """
    return _search(graph, sources, targets, frozenset(without)) is not None


def _search(
    graph: Influence, sources: Collection[str], targets: Collection[str], cut: Collection[str]
) -> int | None:
    aims, seen, layer, steps = set(targets), set(sources), sorted(set(sources)), 0
    while layer:
        if aims.intersection(layer):
            return steps
        found: list[str] = []
        for node in layer:
            for edge in graph.leaving(node):
                if edge.target not in seen and edge.is_alive(cut):
                    seen.add(edge.target)
                    found.append(edge.target)
        layer, steps = found, steps + 1
    return None

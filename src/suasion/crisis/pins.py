"""Edges of a crisis model taken out: what ran along them is replaced by its mean in a base run.

A mechanism that works by an edge stops working when the edge is pinned, while the level of all
that it fed stays as it was on average.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from attrs import frozen

from suasion.crisis.model import CrisisModel, Effect, Floats, Ints, effect_rows
from suasion.crisis.patterns import matches, nearest
from suasion.crisis.program import Cut
from suasion.errors import InputError

WHERE = "suasion.crisis.make_pins"


@frozen(kw_only=True, eq=False)
class Means:
    """Means over the paths of one draw, by day; rows of the model in the order given."""

    paths: int
    """Paths that the means are of."""
    stock_mean: Floats
    """[days, stocks]: at the start of the day."""
    effect_inflow: Floats
    """[days, effects]: by how much the effect changed its stock on the day."""
    coupling_inflow: Floats
    """[days, couplings]: how much flowed at the end of the day, before stocks were kept in their
    ranges: out of the source for fades and turns, into the target else."""


@frozen(kw_only=True, eq=False)
class Pins:
    """Edges that are pinned, and the means that stand for what ran along them."""

    cut: Cut
    means: Means


def pool_means(parts: Sequence[Means]) -> Means:
    """Return the means over the paths of several runs of one draw.

    Parameters
    ----------
    parts : sequence of Means
        At least one; of the same model and days.
    """
    weights = [part.paths for part in parts]

    def mean(arrays: Sequence[Floats]) -> Floats:
        return np.average(np.stack(list(arrays)), axis=0, weights=weights)

    return Means(
        paths=sum(weights),
        stock_mean=mean([part.stock_mean for part in parts]),
        effect_inflow=mean([part.effect_inflow for part in parts]),
        coupling_inflow=mean([part.coupling_inflow for part in parts]),
    )


def make_pins(model: CrisisModel, edges: Sequence[str], means: Means | None) -> Pins:
    """Return the pins of all edges that match one of the patterns.

    Parameters
    ----------
    model : CrisisModel
    edges : sequence of str
        Each `FROM->TO`, `*` for any run of characters on either side. Pinned are: `MOVE->STOCK`
        (the effect: the move leaves the stock alone, which receives the mean daily change
        instead), `STOCK->STOCK` (a coupling from source to target, replaced by its mean daily
        flow; or a stock that multiplies or limits a coupling or an effect, read as its mean),
        `STOCK->TERM` and `STOCK->MOVE` (an input of a term or of an urge, read as its mean, also
        inside gains). Gates are not pinned.
    means : Means
        Of the base run, from `simulate(..., keep_means=True)`.

    Returns
    -------
    Pins

    Raises
    ------
    InputError
        A pattern that is no edge or matches none that can be pinned; no means kept (C1).

    Examples
    --------
    >>> from suasion.crisis.model import Coupling, Stock
    >>> model = CrisisModel(
    ...     stocks=[Stock(id="anger"), Stock(id="press")],
    ...     couplings=[Coupling(id="heat", kind="adds", source="press", target="anger")],
    ... )
    >>> none = np.zeros((1, 0))
    >>> means = Means(paths=1, stock_mean=np.zeros((1, 2)), effect_inflow=none,
    ...               coupling_inflow=np.ones((1, 1)))
    >>> make_pins(model, ["press->*"], means).cut.couplings
    frozenset({0})
    """
    if means is None:
        raise InputError(
            "edges are pinned to means, and none were kept",
            where=WHERE,
            got="no means",
            expected="the means of a base run",
            fix="simulate the base run with keep_means=True",
        )
    return Pins(cut=_find_cut(model, tuple(edges)), means=means)


@lru_cache(maxsize=256)
def _find_cut(model: CrisisModel, edges: tuple[str, ...]) -> Cut:
    """Return what is pinned; the same for all draws, so it is kept."""
    known = list(_edges(model))
    effects: set[int] = set()
    couplings: set[int] = set()
    reads: set[tuple[str, int, str]] = set()
    for edge in edges:
        for table, row, stock in _matching(edge, known):
            if stock:
                reads.add((table, row, stock))
            else:
                (effects if table == "effect" else couplings).add(row)
    return Cut(effects=frozenset(effects), couplings=frozenset(couplings), reads=frozenset(reads))


Pinned = tuple[str, int, str]
"""Table, row, and the stock that is read; empty where the whole row is pinned."""


def _edges(model: CrisisModel) -> Iterator[tuple[str, str, Pinned]]:
    """Yield each edge that can be pinned: from, to, and what pinning it means."""
    for row, move, effect in effect_rows(model):
        yield move.id, effect.stock, ("effect", row, "")
        for name in _inputs(effect):
            yield name, effect.stock, ("effect", row, name)
    for row, coupling in enumerate(model.couplings):
        for end in coupling.ends:
            yield coupling.source, end, ("coupling", row, "")
            for name in coupling.by:
                yield name, end, ("coupling", row, name)
    for row, term in enumerate(model.terms):
        for name, _ in (*term.of, *term.times):
            yield name, term.id, ("term", row, name)
    for row, urge in enumerate(model.urges):
        for name, _ in urge.of:
            yield name, urge.move, ("urge", row, name)


def _inputs(effect: Effect) -> tuple[str, ...]:
    return (*effect.by, effect.limit) if effect.limit else effect.by


def _matching(edge: str, known: Sequence[tuple[str, str, Pinned]]) -> list[Pinned]:
    source, arrow, target = (part.strip() for part in edge.partition("->"))
    found = [
        pinned for begin, end, pinned in known if matches(source, begin) and matches(target, end)
    ]
    if not (arrow and found):
        close = nearest(edge, [f"{begin}->{end}" for begin, end, _ in known])
        raise InputError(
            f"'{edge}' matches no edge that can be pinned",
            where=WHERE,
            got=edge,
            expected="FROM->TO: an effect, a coupling, an input of a term or of an urge",
            fix=f"did you mean '{close}'?" if close else "write FROM->TO; gates are not pinned",
        )
    return found


def stand_ins(
    pins: Pins | None, model: CrisisModel, days: int, order: Ints, shadows: Ints
) -> tuple[Floats, Floats]:
    """Return what stands for pinned edges by day: means that are read, and daily changes.

    Parameters
    ----------
    pins : Pins or None
    model : CrisisModel
    days : int
    order : array of int
        Rows of the stocks in the order wanted.
    shadows : array of int
        Rows of the stocks whose means are read.

    Returns
    -------
    shadow : array [days, shadows]
    given : array [days, stocks]
        No columns where no effect or coupling is pinned.

    Raises
    ------
    InputError
        Means of fewer days, or of another model (C1).
    """
    if pins is None:
        return np.zeros((days, 0)), np.zeros((days, 0))
    _require_fit(pins.means, model, days)
    means, cut = pins.means, pins.cut
    shadow = np.ascontiguousarray(means.stock_mean[:days][:, shadows])
    if not (cut.effects or cut.couplings):
        return shadow, np.zeros((days, 0))
    place = {stock.id: at for at, stock in enumerate(model.stocks)}
    given = np.zeros((days, len(model.stocks)))
    for row, _, effect in effect_rows(model):
        if row in cut.effects:
            given[:, place[effect.stock]] += means.effect_inflow[:days, row]
    for row in sorted(cut.couplings):
        coupling, flow = model.couplings[row], means.coupling_inflow[:days, row]
        if coupling.kind in ("fades", "turns"):
            given[:, place[coupling.source]] -= flow
        if coupling.kind != "fades":
            given[:, place[coupling.target]] += flow
    return shadow, np.ascontiguousarray(given[:, order])


def _require_fit(means: Means, model: CrisisModel, days: int) -> None:
    shapes = (means.stock_mean.shape, means.effect_inflow.shape, means.coupling_inflow.shape)
    width = (len(model.stocks), len(model.effects), len(model.couplings))
    if any(len(found) != 2 or found[0] < days for found in shapes) or width != tuple(
        found[1] for found in shapes
    ):
        raise InputError(
            "means that do not fit the run",
            where=WHERE,
            got=f"days and rows {shapes}",
            expected=f"at least {days} days; {width} stocks, effects and couplings",
            fix="keep the means of a base run of the same model, at least as long",
        )

"""A crisis as plain records: what there is, what a day and a move do, and what each side values.

The structure (`CrisisModel`) is one for all draws; the numbers of one draw (`CrisisNumbers`) are
arrays in the order of its rows. Nothing here knows any country: all of it comes from a case.
Results do not depend on the order of rows; only the effects of a move act in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Weighted = tuple[tuple[str, float], ...]
"""A weighted sum: pairs of the id of a stock and its coefficient; the id `1` is the number one."""

ONE = "1"
"""The id that stands for the constant one wherever a stock is read."""
COUPLINGS = ("fades", "turns", "adds", "follows")
EFFECTS = ("add", "set", "settle", "fill")
FORMS = ("linear", "saturating", "square", "rupture", "levers")
GATES = (">=", "<=", ">", "<")
CLASSES = ("material_conflict", "material_cooperation", "verbal_conflict", "verbal_cooperation")
HOSTILE = ("material_conflict", "verbal_conflict")

Gate = tuple[str, str, float]
"""A condition: stock, one of `GATES`, and the value that the stock is compared with."""


def _tuple(rows: Sequence[object]) -> tuple[object, ...]:
    return tuple(rows)


@frozen(kw_only=True)
class Stock:
    """A real number that a crisis carries along, kept in its range."""

    id: str
    low: float = 0.0
    high: float = float("inf")


@frozen(kw_only=True)
class Coupling:
    """What a day does to stocks.

    Model
        With B the product of the stocks `by`, kept in 0..1 (1 where there are none), and x the
        stocks at the end of the day: fades x_s -= rate B x_s; turns y = rate B x_s, x_s -= y,
        x_t += y; adds x_t += rate B x_s; follows x_t += rate B (x_s - x_t). All rows see the
        same x; the changes are added up, then each stock is kept in its range.
    """

    id: str
    kind: str
    """One of `COUPLINGS`."""
    source: str
    """A stock; for adds and follows also `1`."""
    target: str = ""
    """A stock; empty where the source fades."""
    by: tuple[str, ...] = field(default=(), converter=_tuple)

    @property
    def ends(self) -> tuple[str, ...]:
        """Return the stocks that the coupling changes."""
        if self.kind == "fades":
            return (self.source,)
        return (self.source, self.target) if self.kind == "turns" else (self.target,)


@frozen(kw_only=True)
class Effect:
    """What a move does to one stock.

    Model
        With B the product of the stocks `by` (1 where there are none): add x += amount B;
        set x = amount; settle x *= 1 - c; fill x += c max(limit - x, 0), c = amount B kept in
        0..1. The stock is kept in its range after each effect.
    """

    id: str
    kind: str
    """One of `EFFECTS`."""
    stock: str
    by: tuple[str, ...] = field(default=(), converter=_tuple)
    limit: str = ""
    """For fill: the stock up to which it fills; empty: the upper end of the stock's range."""


@frozen(kw_only=True)
class Move:
    """A discrete act of a decider towards a target, at one intensity."""

    id: str
    """Such as `detain:RUS>AZE`; the random numbers of a move hang on it, not on its place."""
    kind: str
    """The row of table `moves` that it is a version of."""
    actor: str
    target: str
    klass: str
    """The class of acts, which is also the nest of the choice; one of `CLASSES`."""
    intensity: float = 0.0
    effects: tuple[Effect, ...] = field(default=(), converter=_tuple)
    requires: tuple[Gate, ...] = field(default=(), converter=_tuple)
    """Conditions that must all hold, or the move is not available."""
    consent: tuple[str, ...] = field(default=(), converter=_tuple)
    """Actors that must not lose by it, or the move is not available."""


@frozen(kw_only=True)
class Term:
    """One thing that an actor values.

    Model
        weight m g(z) with z the weighted sum `of` and m the weighted sum `times`, not below 0 (1
        where it is empty). linear g = z; saturating g = z / (1 + |z|); square g = z^2; rupture
        g = -h / (h + r exp(-slope max(z, 0))); levers: g is read from a table at the stocks `of`
        that are at least 1/2.
    """

    id: str
    actor: str
    form: str
    """One of `FORMS`."""
    of: Weighted = field(converter=_tuple)
    times: Weighted = field(default=(), converter=_tuple)


@frozen(kw_only=True)
class Urge:
    """A push on one move that is not a gain: strength times a weighted sum of stocks."""

    id: str
    move: str
    of: Weighted = field(converter=_tuple)


@frozen(kw_only=True)
class Decider:
    """An actor that gets attention and may move."""

    actor: str


@frozen(kw_only=True, cache_hash=True)
class CrisisModel:
    """The structure of a crisis: the same for all draws."""

    stocks: tuple[Stock, ...] = field(converter=_tuple)
    couplings: tuple[Coupling, ...] = field(default=(), converter=_tuple)
    moves: tuple[Move, ...] = field(default=(), converter=_tuple)
    terms: tuple[Term, ...] = field(default=(), converter=_tuple)
    urges: tuple[Urge, ...] = field(default=(), converter=_tuple)
    deciders: tuple[Decider, ...] = field(default=(), converter=_tuple)
    driven: tuple[str, ...] = field(default=(), converter=_tuple)
    """Stocks that a series from outside sets day by day."""

    @property
    def effects(self) -> tuple[tuple[Move, Effect], ...]:
        """Return the effects of all moves in order: the rows of `CrisisNumbers.amount`."""
        return _effects(self)

    @property
    def lever_terms(self) -> tuple[Term, ...]:
        """Return the terms of form levers in order: those of `CrisisNumbers.lever_values`."""
        return tuple(term for term in self.terms if term.form == "levers")

    @property
    def actors(self) -> tuple[str, ...]:
        """Return all who decide or value something, sorted."""
        found = {decider.actor for decider in self.deciders} | {term.actor for term in self.terms}
        return tuple(sorted(found))


@frozen(kw_only=True, eq=False)
class CrisisNumbers:
    """The numbers of one draw, aligned with the rows of a `CrisisModel`."""

    initial: Floats
    """[stocks]"""
    rate: Floats
    """[couplings]: share per day, 0 to 1; for adds a factor per day of any sign."""
    amount: Floats
    """[effects of all moves in order]: in units of the stock; for settle and fill a share."""
    weight: Floats
    """[terms]: utility for one unit, in choice units of the term's actor."""
    shape: Floats
    """[terms, 3]: for rupture the hazard h, the slope and the discount rate r; else not read."""
    lever_values: tuple[Floats, ...] = ()
    """For each term of form levers 2^n values; bit k is the k-th stock of `of`."""
    strength: Floats
    """[urges]: utility for one unit."""
    pace: Floats
    """[moves]: acts per day at no gain, already shared among identical versions."""
    attention: Floats
    """[deciders]: occasions to act, per day."""
    cap: Floats
    """[deciders]: most that a gain can count."""
    nest: Floats
    """[deciders]: dissimilarity of the moves of one class, above 0 and at most 1."""
    drive: Floats
    """[days + 1, driven]: the value of each driven stock on each day; day 0 is the start."""


@lru_cache(maxsize=64)
def kept_model(model: CrisisModel) -> CrisisModel:
    """Return the first model that was equal to this one: what is the same compares at once.

    Each account and day reads the structure anew, mostly the same one, and what is kept by model
    would compare it row by row with every use.
    """
    return model


@lru_cache(maxsize=32)
def _effects(model: CrisisModel) -> tuple[tuple[Move, Effect], ...]:
    return tuple((move, effect) for move in model.moves for effect in move.effects)


def effect_rows(model: CrisisModel) -> Iterator[tuple[int, Move, Effect]]:
    """Yield each effect with its place in `CrisisNumbers.amount` and the move that has it.

    Examples
    --------
    >>> model = CrisisModel(
    ...     stocks=[Stock(id="anger")],
    ...     moves=[Move(id="shout:A>B", kind="shout", actor="A", target="B",
    ...                 klass="verbal_conflict",
    ...                 effects=[Effect(id="louder", kind="add", stock="anger")])],
    ... )
    >>> [(row, move.id, effect.stock) for row, move, effect in effect_rows(model)]
    [(0, 'shout:A>B', 'anger')]
    """
    for row, (move, effect) in enumerate(model.effects):
        yield row, move, effect

"""Crisis models for tests: random ones of any size, and the numbers for them."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.crisis.model import (
    CLASSES,
    ONE,
    Coupling,
    CrisisModel,
    CrisisNumbers,
    Decider,
    Effect,
    Move,
    Stock,
    Term,
    Urge,
    Weighted,
)
from suasion.crisis.multiplicity import shared_paces
from suasion.crisis.simulation import Gauge, Paths

FORMS = ("linear", "saturating", "square", "rupture", "levers", "saturating")


@frozen(kw_only=True)
class Size:
    """How large a random model is."""

    stocks: int = 8
    couplings: int = 6
    actors: int = 3
    moves: int = 9
    effects: int = 3
    terms: int = 9
    urges: int = 3
    driven: int = 1


FULL = Size(stocks=80, couplings=60, actors=8, moves=70, effects=6, terms=70, urges=10, driven=4)
"""About as large as a whole case: some 220 effects."""


def random_crisis(
    seed: int, size: Size = Size(), days: int = 30, attention: tuple[float, ...] = ()
) -> tuple[CrisisModel, CrisisNumbers]:
    """Return a random sound model with numbers for some days."""
    rng = np.random.default_rng(seed)
    names = [f"s{at:02d}" for at in range(size.stocks)]
    driven = names[: size.driven]
    free = names[size.driven :]
    actors = [f"A{at}" for at in range(size.actors)]
    model = CrisisModel(
        stocks=[_stock(rng, name) for name in names],
        couplings=[_coupling(rng, at, names, free) for at in range(size.couplings)],
        moves=[_move(rng, at, actors, names, free, size.effects) for at in range(size.moves)],
        terms=[_term(rng, at, actors, names) for at in range(size.terms)],
        urges=[_urge(rng, at, size.moves, names, actors) for at in range(size.urges)],
        deciders=[Decider(actor=actor) for actor in actors],
        driven=driven,
    )
    return model, random_numbers(rng, model, days, attention)


def random_numbers(
    rng: np.random.Generator, model: CrisisModel, days: int, attention: tuple[float, ...] = ()
) -> CrisisNumbers:
    """Return random numbers that fit a model."""
    deciders = len(model.deciders)
    amount = rng.normal(0.0, 0.3, len(model.effects))
    kinds = np.array([effect.kind for _, effect in model.effects])
    amount = np.where(np.isin(kinds, ("settle", "fill", "set")), 2 * np.abs(amount), amount)
    kind = np.array([row.kind for row in model.couplings])
    rate = rng.uniform(0.0, 0.2, len(model.couplings))
    strength = rng.normal(0.0, 0.5, len(model.urges))
    pace = rng.uniform(0.02, 0.3, len(model.moves))
    return CrisisNumbers(
        initial=rng.uniform(0.0, 0.9, len(model.stocks)),
        rate=np.where(kind == "adds", 0.05 * (rate - 0.1), rate),
        amount=amount,
        weight=rng.normal(0.0, 2.0, len(model.terms)),
        shape=np.column_stack(
            (
                rng.uniform(0.01, 0.2, len(model.terms)),
                rng.uniform(0.0, 3.0, len(model.terms)),
                rng.uniform(0.02, 0.2, len(model.terms)),
            )
        ),
        lever_values=tuple(rng.normal(0.0, 1.0, 1 << len(t.of)) for t in model.lever_terms),
        strength=strength,
        pace=shared_paces(model, pace, amount, strength),
        attention=np.array(attention or rng.uniform(0.3, 1.5, deciders)),
        cap=rng.uniform(0.5, 3.0, deciders),
        nest=rng.uniform(0.3, 1.0, deciders),
        drive=rng.uniform(0.0, 0.9, (days + 1, len(model.driven))),
    )


def _stock(rng: np.random.Generator, name: str) -> Stock:
    low, high = rng.choice([0.0, -1.0]), rng.choice([1.0, 1.0, 5.0])
    return Stock(id=name, low=float(low), high=float(high))


def _coupling(rng: np.random.Generator, at: int, names: list[str], free: list[str]) -> Coupling:
    kind = str(rng.choice(["fades", "fades", "turns", "adds", "follows"]))
    source, target = (str(name) for name in rng.choice(free, 2, replace=False))
    by = tuple(str(name) for name in rng.choice(names, rng.integers(0, 2), replace=False))
    if kind == "adds" and rng.random() < 0.2:
        source = ONE
    return Coupling(
        id=f"c{at:02d}", kind=kind, source=source, target="" if kind == "fades" else target, by=by
    )


def _move(
    rng: np.random.Generator,
    at: int,
    actors: list[str],
    names: list[str],
    free: list[str],
    most: int,
) -> Move:
    actor = actors[at % len(actors)]
    other = actors[(at + 1 + at // len(actors)) % len(actors)]
    effects = [_effect(rng, f"e{row}", names, free) for row in range(rng.integers(1, most + 1))]
    requires = [(str(rng.choice(names)), str(rng.choice([">=", "<=", ">", "<"])), 0.4)]
    return Move(
        id=f"m{at:02d}:{actor}>{other}",
        kind=f"m{at:02d}",
        actor=actor,
        target=other,
        klass=str(rng.choice(CLASSES)),
        effects=effects,
        requires=requires if rng.random() < 0.3 else (),
        consent=(other,) if rng.random() < 0.2 else (),
    )


def _effect(rng: np.random.Generator, name: str, names: list[str], free: list[str]) -> Effect:
    kind = str(rng.choice(["add", "add", "add", "set", "settle", "fill"]))
    by = tuple(str(name) for name in rng.choice(names, rng.integers(0, 2), replace=False))
    limit = str(rng.choice(names)) if kind == "fill" and rng.random() < 0.5 else ""
    return Effect(id=name, kind=kind, stock=str(rng.choice(free)), by=by, limit=limit)


def _sum(rng: np.random.Generator, names: list[str], count: int) -> Weighted:
    chosen = rng.choice([*names, ONE], count, replace=False)
    return tuple((str(name), float(rng.normal(0.0, 1.0))) for name in chosen)


def _term(rng: np.random.Generator, at: int, actors: list[str], names: list[str]) -> Term:
    form = FORMS[at % len(FORMS)]
    if form == "levers":
        of: Weighted = tuple((str(name), 1.0) for name in rng.choice(names, 3, replace=False))
    else:
        of = _sum(rng, names, int(rng.integers(1, 4)))
    times = _sum(rng, names, 2) if rng.random() < 0.3 else ()
    actor = actors[at % len(actors)]
    return Term(id=f"t{at:02d}", actor=actor, form=form, of=of, times=times)


def _urge(
    rng: np.random.Generator, at: int, moves: int, names: list[str], actors: list[str]
) -> Urge:
    which = int(rng.integers(0, moves))
    actor = actors[which % len(actors)]
    other = actors[(which + 1 + which // len(actors)) % len(actors)]
    return Urge(id=f"u{at:02d}", move=f"m{which:02d}:{actor}>{other}", of=_sum(rng, names, 2))


def numbers_for(model: CrisisModel, days: int = 30, **given: object) -> CrisisNumbers:
    """Return plain numbers for a hand-made model; those given replace them."""
    plain: dict[str, object] = {
        "initial": np.array([max(stock.low, 0.0) for stock in model.stocks]),
        "rate": np.zeros(len(model.couplings)),
        "amount": np.ones(len(model.effects)),
        "weight": np.ones(len(model.terms)),
        "shape": np.tile([0.1, 1.0, 0.1], (len(model.terms), 1)),
        "strength": np.ones(len(model.urges)),
        "pace": np.full(len(model.moves), 0.1),
        "attention": np.ones(len(model.deciders)),
        "cap": np.ones(len(model.deciders)),
        "nest": np.ones(len(model.deciders)),
        "drive": np.zeros((days + 1, len(model.driven))),
    }
    arrays = {
        name: value if name == "lever_values" else np.asarray(value, dtype=np.float64)
        for name, value in (plain | given).items()
    }
    return CrisisNumbers(**arrays)  # type: ignore[arg-type]


def gauges_of(model: CrisisModel) -> list[Gauge]:
    """Return a gauge for each stock, in order."""
    return [Gauge(name=stock.id, of=((stock.id, 1.0),)) for stock in model.stocks]


def told(model: CrisisModel, paths: Paths) -> list[tuple[int, int, float, str]]:
    """Return the moves of paths by name."""
    return [
        (int(row["path"]), int(row["day"]), float(row["time"]), model.moves[row["move"]].id)
        for row in paths.events
    ]

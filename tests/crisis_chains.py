"""Small crises with known answers: a hit hurts, the hurt makes the other side answer.

`hit:A>B` adds one to `hurt` and one to `noise`; both urge B to `answer:B>A`, with strengths to
choose; `mood` urges it too and nothing changes it. `soothe:A>B` undoes both.
"""

from __future__ import annotations

import numpy as np
from attrs import evolve

from suasion.crisis.experiment_plans import Experiment
from suasion.crisis.model import (
    Coupling,
    CrisisModel,
    CrisisNumbers,
    Decider,
    Effect,
    Move,
    Stock,
    Term,
    Urge,
)

DAYS = 30
ATTENTION = 0.8
PACE = 0.1
START = 1.0


def chain_model() -> CrisisModel:
    """Return the model; `A` never decides, so that all it does is injected."""
    return CrisisModel(
        stocks=[Stock(id=name, high=9.0) for name in ("hurt", "noise", "mood", "toll", "calm")],
        couplings=[
            Coupling(id="wear", kind="fades", source="toll"),
            Coupling(id="settle", kind="follows", source="calm", target="toll", by=["mood"]),
        ],
        moves=[
            _move("hit:A>B", "material_conflict", "add", ("hurt", "noise")),
            _move("soothe:A>B", "material_cooperation", "settle", ("hurt", "noise")),
            _move("answer:B>A", "verbal_conflict", "add", ("toll",)),
            _move("talk:B>A", "verbal_cooperation", "add", ("calm",)),
        ],
        terms=[Term(id="quiet", actor="B", form="square", of=[("calm", 1.0), ("1", 0.5)])],
        urges=[
            Urge(id="revenge", move="answer:B>A", of=[("hurt", 1.0)]),
            Urge(id="din", move="answer:B>A", of=[("noise", 1.0)]),
            Urge(id="temper", move="answer:B>A", of=[("mood", 1.0)]),
        ],
        deciders=[Decider(actor="B")],
        driven=[],
    )


def _move(name: str, klass: str, kind: str, stocks: tuple[str, ...]) -> Move:
    verb, _, sides = name.partition(":")
    return Move(
        id=name,
        kind=verb,
        actor=sides[0],
        target=sides[2],
        klass=klass,
        effects=[Effect(id=f"{verb}-{stock}", kind=kind, stock=stock) for stock in stocks],
    )


def chain_numbers(hurt: float = 1.0, noise: float = 0.1, days: int = DAYS) -> CrisisNumbers:
    """Return numbers with the strengths of two urges."""
    return CrisisNumbers(
        initial=np.array([START, START, 0.5, 0.0, 0.0]),
        rate=np.array([0.1, 0.2]),
        amount=np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.0]),
        weight=np.array([0.0]),
        shape=np.zeros((1, 3)),
        strength=np.array([hurt, noise, 0.2]),
        pace=np.array([0.0, 0.0, PACE, 0.1]),
        attention=np.array([ATTENTION]),
        cap=np.array([2.0]),
        nest=np.array([0.7]),
        drive=np.zeros((days + 1, 0)),
    )


def chain_draws(
    hurt: float = 1.0, noise: float = 0.1, spread: float = 0.2, n: int = 12
) -> list[CrisisNumbers]:
    """Return draws in which both strengths vary evenly around their means."""
    middle = chain_numbers(hurt, noise)
    factors = np.linspace(1.0 - spread, 1.0 + spread, n)
    return [evolve(middle, strength=middle.strength * [f, f, 1.0]) for f in factors]


def chain_experiment(**changes: object) -> Experiment:
    """Return an experiment on the hurt; it should hold."""
    plain = Experiment(
        id="X1",
        edges=["hurt->answer:*"],
        treatment="inject hit:A>B@0",
        reverse="inject soothe:A>B@0",
        metric=f"count answer:* in 0..{DAYS - 1}",
        expected="+",
        rival=["noise->answer:*"],
        days=DAYS,
    )
    return evolve(plain, **changes)


def answers(hurt: float, noise: float, numbers: CrisisNumbers, days: int = DAYS) -> float:
    """Return the exact mean number of answers when the stocks stay as they are.

    With one move in its class, P = w e^u / (1 + w e^u), w = pace / attention; `talk` changes
    nothing (its amount is zero), so it is no move.
    """
    urge = float(numbers.strength @ np.array([hurt, noise, 0.5]))
    odds = PACE / ATTENTION * np.exp(urge)
    return days * ATTENTION * odds / (1.0 + odds)


def habit_crisis() -> tuple[CrisisModel, CrisisNumbers]:
    """Return a crisis in which answers breed answers, so that their mean breeds fewer."""
    model, numbers = chain_model(), chain_numbers()
    habit = Urge(id="habit", move="answer:B>A", of=[("toll", 1.0)])
    return (
        evolve(model, urges=(*model.urges, habit)),
        evolve(numbers, strength=np.append(numbers.strength, 1.0)),
    )

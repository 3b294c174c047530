"""A crisis of two sides of which one hits at random and the other answers, and records of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from suasion.comparison.record_acts import Branch, Coding
from suasion.comparison.record_answers import account_hypothesis, acts_of_segments
from suasion.comparison.record_chances import Scoring
from suasion.comparison.record_clusters import find_clusters, make_segments
from suasion.comparison.record_draws import Records, score_records
from suasion.comparison.record_marginals import resampling
from suasion.comparison.record_rows import VerdictRow
from suasion.comparison.record_shuffles import shuffle_dates
from suasion.comparison.record_verdicts import Compared, all_differences, judge_pairs
from suasion.crisis import (
    Coupling,
    CrisisModel,
    CrisisNumbers,
    Decider,
    Effect,
    Move,
    RecordedMove,
    Stock,
    Urge,
    simulate,
)
from suasion.streams import Streams

DAYS = 240
SIDES = (("A", "B"), ("B", "A"))
MODEL = CrisisModel(
    stocks=[Stock(id="anger.A", high=3.0), Stock(id="anger.B", high=3.0)],
    couplings=[Coupling(id=f"fade.{a}", kind="fades", source=f"anger.{a}") for a in "AB"],
    moves=[
        Move(
            id=f"hit:{a}>{b}",
            kind="hit",
            actor=a,
            target=b,
            klass="material_conflict",
            effects=[Effect(id="hurts", kind="add", stock=f"anger.{b}")],
        )
        for a, b in SIDES
    ],
    urges=[
        Urge(id=f"answer.{a}", move=f"hit:{a}>{b}", of=((f"anger.{a}", 1.0),)) for a, b in SIDES
    ],
    deciders=[Decider(actor="A"), Decider(actor="B")],
)
SCORED = np.ones(2, dtype=bool)


@frozen(kw_only=True)
class Judged:
    """A verdict on two accounts."""

    row: VerdictRow
    values: tuple[float, ...]


def numbers(first: float, second: float) -> CrisisNumbers:
    """Return a crisis in which A and B answer a hit this strongly, and at random if at 0."""
    answers = np.array([first, second])
    return CrisisNumbers(
        initial=np.zeros(2),
        rate=np.full(2, 0.3),
        amount=np.ones(2),
        weight=np.zeros(0),
        shape=np.zeros((0, 3)),
        strength=answers,
        pace=np.where(answers > 0.0, 1.0 / 120.0, 1.0 / 14.0),
        attention=np.full(2, 2.0),
        cap=np.full(2, 3.0),
        nest=np.ones(2),
        drive=np.zeros((DAYS + 1, 0)),
    )


def draws(first: float, second: float, count: int = 8) -> list[CrisisNumbers]:
    """Return draws that spread a little about figures."""
    spread = np.random.default_rng(5).normal(1.0, 0.03, count)
    return [numbers(first * each, second * each) for each in spread.tolist()]


A_ANSWERS = (4.0, 0.0)
B_ANSWERS = (0.0, 4.0)


def made(figures: tuple[float, float], seed: int) -> tuple[RecordedMove, ...]:
    """Return a whole path as a record."""
    ran = simulate(MODEL, numbers(*figures), paths=1, days=DAYS, seed=seed)
    return tuple(
        RecordedMove(day=int(one["day"]), move=MODEL.moves[int(one["move"])].id)
        for one in ran.events
    )


def records_of(codings: Sequence[Coding], others: Sequence[tuple[RecordedMove, ...]]) -> Records:
    """Return records ready to be scored."""
    base = codings[0].base
    clusters = find_clusters([act.day for act in base])
    return Records(
        codings=tuple(codings),
        others=tuple(others),
        segments=make_segments(clusters, [], DAYS),
        scoring=Scoring(days=DAYS, scored=SCORED, pace=max(len(base), 1) / (2 * DAYS)),
    )


def judge(acts: Sequence[RecordedMove], accounts: Mapping[str, Sequence[CrisisNumbers]]) -> Judged:
    """Return whether a record tells two accounts apart."""
    base = tuple(acts)
    shuffled = [shuffle_dates(base, DAYS, Streams(3), str(at)) for at in range(19)]
    coding = Coding(id="as coded", title="", branches=(Branch(acts=base),))
    records = records_of([coding], shuffled)
    found = [
        account_hypothesis(name, [score_records(MODEL, one, records) for one in own], 19, None)
        for name, own in accounts.items()
    ]
    compared = Compared(
        segments=records.segments,
        codings=("as coded",),
        times=resampling(found[0].chances.shape[1], 1),
        n_acts=acts_of_segments(records, records.segments),
    )
    rows = all_differences(compared, found)
    return Judged(
        row=judge_pairs(compared, found, rows)[0],
        values=tuple(compared.marginal(one, 0, compared.whole).value for one in found),
    )

"""A made-up outlook of the page: two accounts, a few days, invented numbers."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from attrs import evolve

from suasion.questions.outlook_measures import ANY_DEED, HOSTILE_ACTS, RELAPSE
from suasion.questions.outlook_rows import (
    ActRow,
    MoveRow,
    ObservableRow,
    OutcomeRow,
    OutlookAnswer,
    ProgenyRow,
    StoryRow,
)
from suasion.runs.outlook import outlook_tables

START = date(2025, 10, 31)
DAYS = 60
PAST = 40
TITLES = {
    "tension": "Tension",
    "cooperation": "Net cooperation, sum of intensities in 30 days",
    "trust.AZE": "Trust of Baku in Moscow",
}
HOSTILE_NAME = "Detain <b>residents</b>"


def make_outlook() -> dict[str, pl.DataFrame]:
    shared = make_answer()
    other = make_answer(account="A1", level=2.0)
    return outlook_tables([shared, evolve(other, progeny=())])


def make_answer(account: str = "", level: float = 1.0) -> OutlookAnswer:
    return OutlookAnswer(
        case="synthetic",
        as_of=str(START),
        start=str(START),
        account=account,
        horizon="years",
        days=DAYS,
        n_draws=10,
        n_paths=20,
        failed_draws=0,
        explosive_draws=0,
        injected=(),
        observables=tuple(
            make_day(name, day, level, spread=0.2 + 0.01 * day)
            for name in TITLES
            for day in range(DAYS + 1)
        ),
        past=tuple(make_day(name, day, level, 0.0) for name in TITLES for day in range(-PAST, 1)),
        moves=make_moves(level),
        outcomes=(
            make_outcome(ANY_DEED, 0.25 * level),
            make_outcome(RELAPSE, 0.05 * level),
            make_outcome(HOSTILE_ACTS, 12.0 * level),
            make_outcome("a deal is agreed", 0.125 * level),
        ),
        record=(
            ActRow(
                day=-12,
                date=str(START - timedelta(days=12)),
                event="E001",
                title="Ten people are held",
                move="detain:RUS>AZE",
                move_title=HOSTILE_NAME,
            ),
        ),
        stories=make_stories(),
        progeny=(make_progeny("detain:RUS>AZE", 0.3), make_progeny("detain:AZE>RUS", 0.6)),
        tension_now=level,
        tension_ahead=1.2 * level,
    )


def make_day(name: str, day: int, level: float, spread: float) -> ObservableRow:
    return ObservableRow(
        observable=name,
        title=TITLES[name],
        day=day,
        date=str(START + timedelta(days=day)),
        mean=level,
        p05=level - spread,
        p25=level - spread / 2,
        p50=level,
        p75=level + spread / 2,
        p95=level + spread,
    )


def make_moves(level: float) -> tuple[MoveRow, ...]:
    made = (("RUS", "detain", 3.0), ("RUS", "apology", 0.0), ("AZE", "detain", 1.5))
    return tuple(
        MoveRow(
            actor=actor,
            kind=kind,
            title=HOSTILE_NAME if kind == "detain" else "Apologise in public",
            klass="material_conflict" if kind == "detain" else "verbal_cooperation",
            expected=level * expected,
            low=level * expected / 2,
            high=level * expected * 2,
            standard_error=0.1,
            any=min(0.4 * expected, 1.0),
        )
        for actor, kind, expected in (*made, ("TUR", "support", 4.0))
    )


def make_outcome(name: str, value: float) -> OutcomeRow:
    return OutcomeRow(
        outcome=name, value=value, low=value / 2, high=value * 1.5, standard_error=0.01
    )


def make_progeny(move: str, extra: float) -> ProgenyRow:
    return ProgenyRow(
        move=move,
        title=HOSTILE_NAME,
        extra=extra,
        low=extra - 0.2,
        high=extra + 0.2,
        standard_error=0.02,
        acts=2.0 * extra,
        days=DAYS,
    )


def make_stories() -> tuple[StoryRow, ...]:
    return tuple(
        StoryRow(
            story=story,
            day=3 * at,
            date=str(START + timedelta(days=3 * at)),
            actor="AZE" if at % 2 else "RUS",
            target="RUS" if at % 2 else "AZE",
            move="detain:RUS>AZE",
            title=HOSTILE_NAME,
            klass="material_conflict",
            injected=False,
            probability=0.02,
            gain=0.4,
            because=("Anger at silence", "What a rupture would cost"),
        )
        for story, acts in (("calm", 2), ("middle", 14))
        for at in range(acts)
    )

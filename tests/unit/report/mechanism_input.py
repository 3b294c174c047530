"""Made-up mechanisms of the page: one of each verdict, invented numbers."""

from __future__ import annotations

import math

import polars as pl

from suasion.questions.mechanism_rows import MatrixRow, MechanismAnswer, MechanismRow
from suasion.runs.mechanisms import mechanism_tables

SECTIONS = ("A. Leverage", "B. Crisis <i>dynamics</i>")


def make_mechanisms() -> dict[str, pl.DataFrame]:
    rows = (
        make_mechanism("M01", "holds", 0.4),
        make_mechanism("M02", "holds redundantly", -0.3, ablated=-0.2, carriers=("M01",)),
        make_mechanism("M03", "fails", 0.02),
        make_mechanism("M04", "vacuous", 0.3),
        make_mechanism("M05", "contrast only", math.nan),
        make_mechanism("M06", "not represented", math.nan),
    )
    matrix = (
        MatrixRow(mechanism="M02", ablation="M01", left=0.4, low=0.2, high=0.6),
        MatrixRow(mechanism="M02", ablation="M03", left=0.98, low=0.9, high=1.1),
        MatrixRow(mechanism="M02", ablation="M04", left=math.nan, low=math.nan, high=math.nan),
    )
    return mechanism_tables(
        MechanismAnswer(
            case="synthetic",
            as_of="2025-10-31",
            account="",
            draws=8,
            paths=16,
            rows=rows,
            matrix=matrix,
        )
    )


def make_mechanism(
    name: str, status: str, effect: float, ablated: float = 0.01, carriers: tuple[str, ...] = ()
) -> MechanismRow:
    was_run = math.isfinite(effect)
    half = 0.1 if was_run else math.nan
    left = ablated / effect if was_run else math.nan
    return MechanismRow(
        id=name,
        title=f"Mechanism {name}",
        section=SECTIONS[int(name[1:]) % 2],
        support="contested",
        cause="What moves what, as the sources have it.",
        observe="What one would see.",
        status=status,
        reason=f"why {name} is {status}",
        start="2025-07-01" if was_run else "",
        days=60 if was_run else 0,
        setting="",
        treatment="stock fresh.AZE + 1" if was_run else "",
        reverse="stock fresh.AZE = 0" if was_run else "",
        metric="count actor:RUS in 0..59" if was_run else "",
        expected="-" if effect < 0 else "+",
        edges="*->rus-rupture" if was_run else "",
        rival="*->rus-owed-*" if was_run else "",
        level=1.5 if was_run else math.nan,
        effect=effect,
        low=effect - half,
        high=effect + half,
        reverse_effect=-effect,
        reverse_low=-effect - half,
        reverse_high=-effect + half,
        ablated_effect=ablated if was_run else math.nan,
        ablated_low=ablated - half,
        ablated_high=ablated + half,
        left=left,
        left_low=left - 0.1,
        left_high=left + 0.1,
        draw_share=0.875 if was_run else math.nan,
        draws=8 if was_run else 0,
        paths=16 if was_run else 0,
        steps=3 if was_run else 0,
        carriers=carriers,
        statements=("S0-001", "S9-999"),
        against=("S3-001",),
    )

"""Made-up observations: one tells something, one tells nothing, one is a number."""

from __future__ import annotations

import polars as pl

from suasion.comparison.voi_rows import LookAnswer, LookRow
from suasion.runs.looks import look_tables

ACCOUNTS = ("A0", "A1", "A2")


def make_looks(*, low: float = 0.05, question: str = "account") -> dict[str, pl.DataFrame]:
    return look_tables(
        LookAnswer(
            case="synthetic",
            as_of="2025-10-31",
            question=question,
            unit="bits",
            prior=1.585,
            accounts=ACCOUNTS,
            days=181,
            n_draws=10,
            n_paths=20,
            failed_draws=1,
            seed=1,
            observations=(
                _look("pledge", "at pledge on 180 >= 0.5", 0.2, low, (0.2, 0.3, 0.9)),
                _look("groups", "count working-meeting:* in 0..180", 0.01, 0.0, (2.0, 1.5, 1.0)),
                _look("swap", "peak lever.swap in 0..180 > 0", 0.0, 0.0, (0.1, 0.1, None)),
            ),
            notes=(),
        )
    )


def _look(
    name: str, observable: str, value: float, low: float, expected: tuple[float | None, ...]
) -> LookRow:
    return LookRow(
        observation=name,
        title=f"Title {{of}} {name}",
        observable=observable,
        expected_reduction=value,
        low=low,
        high=value + 0.1,
        share=value / 1.585,
        by_chance=0.03,
        expected_posterior=0.4,
        by_account=tuple(zip(ACCOUNTS, expected, strict=True)),
        not_seen=0.0,
        statements=("S0-001", "S9-999"),
        note="Test <i>one</i>.",
    )

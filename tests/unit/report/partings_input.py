"""Made-up comparison of accounts: two of three pairs part, one group carries most of it."""

from __future__ import annotations

import math

import polars as pl

from suasion.comparison.account_rows import AccountResultRow, AttributionRow, PartingRow
from suasion.questions.outlook_measures import HOSTILE_ACTS
from suasion.questions.tables import to_frame

PAIRS = (("A0", "A1"), ("A0", "A2"), ("A1", "A2"))
BARGAIN = "What deals bring <b>all</b>"
SHARES = {
    HOSTILE_ACTS: (3.0, 1.0, -0.5),
    "a deal is agreed": (-0.25, 0.05, 0.0),
    "tension at the end": (0.01, -0.01, 0.002),
}
"""Of each result the shares of three groups in the difference of the first pair."""
GROUPS = ("Moscow's {rule}", "What drives Baku", BARGAIN)
SIZES = {("A0", "A1"): 1.0, ("A0", "A2"): -2.0, ("A1", "A2"): 0.01}
"""The other pairs are multiples of the first; the last one does not part."""
ERROR = 0.1


def make_shares() -> list[AttributionRow]:
    rows = []
    for pair in PAIRS:
        for result, shares in SHARES.items():
            own = [SIZES[pair] * share for share in shares]
            whole = sum(own)
            for group, share in zip(GROUPS, own, strict=True):
                half = 0.3 * abs(share) + 0.001
                rows.append(
                    AttributionRow(
                        first=pair[0],
                        second=pair[1],
                        result=result,
                        difference=whole,
                        difference_low=whole - 0.5 * abs(whole),
                        difference_high=whole + 0.5 * abs(whole),
                        difference_error=ERROR * abs(SHARES[result][0]) * math.sqrt(len(GROUPS)),
                        group=group,
                        share=share,
                        low=share - half,
                        high=share + half,
                        standard_error=ERROR * abs(SHARES[result][0]),
                        lowest=share - 2 * half,
                        highest=share + 2 * half,
                        draws=12,
                        paths=8,
                    )
                )
    return rows


def is_clear(pair: tuple[str, str], result: str) -> bool:
    error = ERROR * abs(SHARES[result][0]) * math.sqrt(len(GROUPS))
    return abs(SIZES[pair] * sum(SHARES[result])) > 2.0 * error


def make_partings() -> dict[str, pl.DataFrame]:
    told = [
        PartingRow(
            first=pair[0],
            second=pair[1],
            result=result,
            difference=SIZES[pair] * sum(SHARES[result]),
            standard_error=ERROR,
            sentence="",
        )
        for pair in PAIRS
        for result in SHARES
        if is_clear(pair, result)
    ]
    return {
        "partings": to_frame(told, PartingRow),
        "partings_shares": to_frame(make_shares(), AttributionRow),
        "side_by_side": to_frame(make_results(), AccountResultRow),
    }


def make_results() -> list[AccountResultRow]:
    rows = []
    for at, account in enumerate(("", "A0", "A1", "A2")):
        rows += [
            _row(account, "leverage", "net_leverage", "money", -0.2 - 0.05 * at, 0.1),
            _row(account, "deals", "no deal that holds", "probability", 0.1 * at, math.nan),
            _row(account, "deals", "RUS: gives more", "probability", 0.5, math.nan),
            _row(account, "deals", "RUS: gives, USD/yr", "central", 3e8 + 1e7 * at, 1e8),
            _row(account, "outlook", HOSTILE_ACTS, "180 days", 30.0 + 3 * at, 5.0),
            _row(account, "outlook", "a deal is agreed", "180 days", 0.9 - 0.2 * at, 0.1),
            _row(account, "outlook", "relations are broken off", "180 days", 0.04, 0.02),
        ]
    return rows[1:]


def _row(
    account: str, part: str, result: str, measure: str, value: float, half: float
) -> AccountResultRow:
    return AccountResultRow(
        account=account,
        part=part,
        result=result,
        measure=measure,
        value=value,
        low=value - half,
        high=value + half,
        standard_error=half / 3.0,
    )

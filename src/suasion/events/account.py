"""The account of rows: what came in is what went out and what was dropped, by reason (C1).

The balance is checked whenever an account is made: an import whose rows do not add up raises
rather than report.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from suasion.errors import ComputationError


def _counts(counts: Mapping[str, int]) -> dict[str, int]:
    return {reason: int(n) for reason, n in sorted(counts.items()) if n}


@frozen(kw_only=True)
class Account:
    """Rows in, rows out, rows dropped by reason; and rows added where an option adds them.

    Model
        rows_in + sum(added) = rows_out + sum(dropped)

    Examples
    --------
    >>> Account(rows_in=3, rows_out=1, dropped={"exact duplicate": 2}).dropped
    {'exact duplicate': 2}
    >>> Account(rows_in=3, rows_out=1)
    Traceback (most recent call last):
    suasion.errors.ComputationError: the account of rows does not balance
    ...
    """

    rows_in: int = 0
    rows_out: int = 0
    dropped: dict[str, int] = field(factory=dict, converter=_counts)
    added: dict[str, int] = field(factory=dict, converter=_counts)
    """Empty unless an option writes a row more than once."""
    notes: dict[str, int] = field(factory=dict, converter=_counts)
    """Rows that stayed but of which something is to be known; no part of the balance."""

    def __attrs_post_init__(self) -> None:
        gone, more = sum(self.dropped.values()), sum(self.added.values())
        if self.rows_in + more != self.rows_out + gone:
            raise ComputationError(
                "the account of rows does not balance",
                where="import of events",
                got=f"{self.rows_in} in and {more} added; {self.rows_out} out and {gone} dropped",
                expected="rows in and added equal rows out and dropped",
                avoided="events would have been lost or doubled without a word",
                fix="report it with the file: this is a fault of suasion",
            )

    def to_plain(self) -> dict[str, Any]:
        """Return the account in the types of JSON."""
        return {
            "rows_in": self.rows_in,
            "rows_out": self.rows_out,
            "dropped": self.dropped,
            "added": self.added,
            "notes": self.notes,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Account:
        """Return the account that `to_plain` wrote."""
        return cls(**plain)

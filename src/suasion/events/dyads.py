"""Dyads of a stream: two actors, the two directions between them, and both together."""

from __future__ import annotations

import difflib

import polars as pl
from attrs import frozen

from suasion.errors import InputError


@frozen(kw_only=True)
class Dyad:
    """Two actors by their codes in the stream (ISO 3166 alpha-3)."""

    first: str
    second: str

    @property
    def directions(self) -> tuple[str, str, str]:
        """Return the names of the two directions and of both together.

        Examples
        --------
        >>> Dyad(first="RUS", second="AZE").directions
        ('RUS>AZE', 'AZE>RUS', 'RUS-AZE')
        """
        a, b = self.first, self.second
        return f"{a}>{b}", f"{b}>{a}", f"{a}-{b}"

    def sources_of(self, direction: str) -> tuple[str, ...]:
        """Return the actors that act in a direction; both for both together."""
        there, back, _ = self.directions
        if direction in (there, back):
            return (self.first if direction == there else self.second,)
        return self.first, self.second


def parse_dyad(text: str) -> Dyad:
    """Return the dyad that a text such as `RUS-AZE` names.

    Raises
    ------
    InputError
        The text does not name two different actors (C1).

    Examples
    --------
    >>> parse_dyad("rus-AZE").directions[0]
    'RUS>AZE'
    """
    parts = [part.strip().upper() for part in text.split("-")]
    if len(parts) != 2 or not all(parts) or parts[0] == parts[1]:
        raise InputError(
            "the dyad cannot be read",
            where="option --dyad",
            got=text,
            expected="two different actors, as RUS-AZE",
            fix="write the codes of two states with a hyphen between them",
        )
    return Dyad(first=parts[0], second=parts[1])


def directions_of(events: pl.DataFrame, dyad: Dyad | None) -> dict[str, pl.Expr]:
    """Return the directions to describe, each with the rows that belong to it.

    Raises
    ------
    InputError
        An actor of the dyad occurs nowhere in the stream (C1).
    """
    if dyad is None:
        return {"all": pl.lit(value=True)}
    ends = pl.concat([events["source"].unique(), events["target"].unique()])
    actors = set(ends.drop_nulls().to_list())
    if len(events):
        for actor in (dyad.first, dyad.second):
            if actor not in actors:
                raise _unknown_actor(actor, sorted(actors))
    there, back, both = dyad.directions
    forth = (pl.col("source") == dyad.first) & (pl.col("target") == dyad.second)
    reply = (pl.col("source") == dyad.second) & (pl.col("target") == dyad.first)
    return {there: forth, back: reply, both: forth | reply}


def _unknown_actor(actor: str, known: list[str]) -> InputError:
    close = difflib.get_close_matches(actor, known, n=3, cutoff=0.4)
    shown = ", ".join(close or known[:8])
    return InputError(
        f"actor '{actor}' is not in the stream",
        where="option --dyad",
        got=actor,
        expected=f"an actor of the stream, such as {shown}",
        fix="correct the code, or import the stream with that actor",
    )

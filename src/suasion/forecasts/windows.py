"""Days of an observable: from the words of a prediction to days since the case began."""

from __future__ import annotations

import re
from datetime import date, timedelta

from attrs import frozen

from suasion.errors import InputError

FROM, END = "FROM", "END"
LONGEST = 3659
"""Days from the making of a prediction to its horizon, at most; ten years."""
_WINDOW = re.compile(r" in (?P<first>[^\s.]+)\.\.(?P<last>[^\s.]+)$")
_DAY = re.compile(r" on (?P<first>\S+)$")


@frozen(kw_only=True)
class Calendar:
    """The days that the words of a prediction mean."""

    begin: date
    """First day of the case; days are counted from it."""
    made: date
    horizon: date | None

    @property
    def past(self) -> int:
        """Return the days from the first of the case to the day of the prediction."""
        return (self.made - self.begin).days

    def place(self, word: str, where: str) -> int:
        """Return the day that a word means, counted from the first day of the case.

        Raises
        ------
        InputError
            It means no day, one before the case begins, or one beyond ten years (C1).
        """
        day = self._day(word, where)
        if not self.begin <= day <= self.made + timedelta(days=LONGEST):
            raise InputError(
                "an observable looks at a day that there is not",
                where=where,
                got=f"{word} ({day})",
                expected=f"{self.begin} to {self.made + timedelta(days=LONGEST)}: from the first "
                "day of the case to ten years after the prediction was made",
                fix="choose a day between the two",
            )
        return (day - self.begin).days

    def _day(self, word: str, where: str) -> date:
        if word == FROM:
            return self.made
        if word == END:
            return self._horizon(where)
        if re.fullmatch(r"\d{1,5}", word):
            return self.made + timedelta(days=int(word))
        try:
            return date.fromisoformat(word)
        except ValueError:
            raise _no_day(word, where) from None

    def _horizon(self, where: str) -> date:
        if self.horizon is None:
            raise InputError(
                "an observable looks to END, but the prediction has no horizon",
                where=where,
                got=END,
                expected="a horizon, or a window that ends on a day",
                fix="give the prediction a horizon, or write the last day as YYYY-MM-DD",
            )
        return self.horizon


def _no_day(word: str, where: str) -> InputError:
    return InputError(
        "an observable names a day that is none",
        where=where,
        got=word,
        expected="days from the day it was made, FROM, END, or YYYY-MM-DD",
        fix="write for example 0..END or 2025-07-01..2025-12-31",
    )


def place_window(text: str, calendar: Calendar, where: str) -> tuple[str, int]:
    """Return a measure with its days counted from the first day of the case, and its last day.

    Raises
    ------
    InputError
        It has no window, an empty one, or one that cannot be looked at (C1).

    Examples
    --------
    >>> calendar = Calendar(begin=date(2025, 1, 1), made=date(2025, 2, 1), horizon=None)
    >>> place_window("count talk:* in FROM..2025-02-08", calendar, "P1")
    ('count talk:* in 31..38', 38)
    """
    window = _WINDOW.search(text)
    if window is not None:
        first = calendar.place(window["first"], where)
        last = calendar.place(window["last"], where)
        if last < first:
            raise InputError(
                "the window of an observable ends before it begins",
                where=where,
                got=f"{window['first']}..{window['last']}",
                expected="A..B with A on or before B",
                fix="swap or correct the two days",
            )
        return f"{text[: window.start()]} in {first}..{last}", last
    day = _DAY.search(text)
    if day is None:
        raise InputError(
            "a measure of an observable has no days",
            where=where,
            got=text,
            expected="a measure that ends in 'in A..B' or 'on D'",
            fix="write for example: any exchange:* in 0..END",
        )
    place = calendar.place(day["first"], where)
    return f"{text[: day.start()]} on {place}", place

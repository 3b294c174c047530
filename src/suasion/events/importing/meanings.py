"""What a text of a column means: a country, a day, a number. Each is read once per text."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

from suasion.events.importing.countries import find_iso3, iso3_codes
from suasion.events.importing.layouts import Layout

NO_DAY = -(10**9)
"""Days since 1970 of what is not a day; below every day there is."""
EMPTY = frozenset(("", "NA", "None", "NULL", "null", "nan"))
"""How formats write that there is nothing."""
NO_COUNTRY, UNKNOWN, SEVERAL = -1, -2, -3
"""In place of a country: none given, one that is not known, more than one."""
EPOCH = date(1970, 1, 1)
WRITTEN_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:\d{6}|[T ]\d\d:\d\d.*)?")
YEARS = range(1900, 2101)
FORCES_OF = re.compile(r"\bof (?:the )?([^()]+?)(?: *\(|$)")
IN_BRACKETS = re.compile(r"\(([^()]*[^()\d-][^()]*)\)")


def day_number(text: str) -> int:
    """Return the days since 1970-01-01, or NO_DAY where the text is not a day.

    Examples
    --------
    >>> day_number("19700102"), day_number("1970-01-02"), day_number("2 January 1970")
    (1, 1, 1)
    >>> day_number("20180231") == NO_DAY
    True
    """
    match = WRITTEN_DAY.fullmatch(text)
    try:
        if match:
            day = date(*(int(part) for part in match.groups()))
        else:
            day = datetime.strptime(text, "%d %B %Y").date()
    except ValueError:
        return NO_DAY
    return (day - EPOCH).days if day.year in YEARS else NO_DAY


def number(text: str) -> float:
    """Return the number that a text writes with a point, or NaN.

    `1,234` and `-7,5` are not read: which of the two the comma means cannot be known.

    Examples
    --------
    >>> number("-7.5"), number("1,234"), number("inf")
    (-7.5, nan, nan)
    """
    return float(text) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text) else float("nan")


def country_number(text: str, layout: Layout) -> int:
    """Return the place of a country in the sorted list of codes, or one of the codes below zero.

    Examples
    --------
    >>> from suasion.events.importing.layouts import ACLED, POLECAT
    >>> iso3_codes()[country_number("Military Forces of Russia (2000-)", ACLED)]
    'RUS'
    >>> country_number("RUS; UKR", POLECAT) == SEVERAL
    True
    """
    if text in EMPTY:
        return NO_COUNTRY
    if layout.countries == ("acled",):
        return _of_actor(text)
    parts = {find_iso3(part.strip(), layout.countries) for part in text.split(";") if part.strip()}
    return SEVERAL if len(parts) > 1 else _place(next(iter(parts), None), UNKNOWN)


def _place(iso3: str | None, otherwise: int) -> int:
    return otherwise if iso3 is None else _places()[iso3]


@cache
def _places() -> dict[str, int]:
    return {code: place for place, code in enumerate(iso3_codes())}


def _of_actor(name: str) -> int:
    """Return the country within the name of an actor: of its state, or in brackets."""
    for pattern in (FORCES_OF, IN_BRACKETS):
        for words in pattern.findall(name):
            iso3 = find_iso3(words.strip(), ("names",))
            if iso3 is not None:
                return _place(iso3, UNKNOWN)
    return _place(find_iso3(name, ("names",)), NO_COUNTRY)


def place_number(text: str, layout: Layout) -> int:
    """Return the country in which an event took place, as `country_number` does."""
    return _place(find_iso3(text, layout.places), UNKNOWN)

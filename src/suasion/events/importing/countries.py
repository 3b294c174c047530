"""Countries by the codes and names that event files use; ISO 3166 alpha-3 comes out.

One GDELT row holds two systems: CAMEO codes for its actors (`RUS`) and FIPS 10-4 codes for its
places, where `RS` is Russia and `AU` is Austria. ICEWS writes names, ACLED numbers and names
within the names of actors.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from suasion.errors import InputError


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files("suasion.events.importing").joinpath("countries.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _spellings(row: dict[str, str], system: str) -> list[str]:
    return row[system].split("|") if system == "names" else row[system].split()


@cache
def iso3_codes() -> tuple[str, ...]:
    """Return the codes of all countries, sorted: the order in which they are numbered."""
    return tuple(sorted(row["iso3"] for row in _rows()))


@cache
def _table(system: str) -> dict[str, str]:
    return {spelling: row["iso3"] for row in _rows() for spelling in _spellings(row, system)}


@cache
def find_iso3(text: str, systems: tuple[str, ...]) -> str | None:
    """Return the country that a text names in one of the systems, or None.

    Parameters
    ----------
    text : str
        A code or a name, letter by letter as it stands in the file: `RUSSIA` is no name of Russia,
        so that a search for bytes finds just what reading finds.
    systems : tuple of str
        Systems to look in, in order: `cameo`, `fips`, `names`, `iso_number`.

    Examples
    --------
    >>> find_iso3("RS", ("fips",)), find_iso3("Russian Federation", ("names",))
    ('RUS', 'RUS')
    >>> find_iso3("Atlantis", ("names",)) is None
    True
    """
    for system in systems:
        wanted = text.zfill(3) if system == "iso_number" else text
        if wanted in _table(system):
            return _table(system)[wanted]
    return None


def spellings_of(iso3: str, systems: tuple[str, ...]) -> tuple[str, ...]:
    """Return every way in which the systems write a country.

    Raises
    ------
    InputError
        There is no country of that code (C1).

    Examples
    --------
    >>> spellings_of("PSE", ("cameo",))
    ('PSE', 'WSB', 'GZS')
    """
    for row in _rows():
        if row["iso3"] == iso3:
            return tuple(text for system in systems for text in _spellings(row, system))
    raise InputError(
        "there is no country of that code",
        where="option --dyad or --place",
        got=iso3,
        expected="an ISO 3166 alpha-3 code, such as RUS",
        fix="write the three letters of the country",
    )

"""Cleaning rows one by one: the first reason for which a row is dropped, or none.

Steps that compare rows (duplicates, repeated reports, mirrored rows) come later, in `merging`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from attrs import field, frozen
from numpy.typing import NDArray

from suasion.events.dyads import Dyad
from suasion.events.importing import meanings, reasons
from suasion.events.importing.columns import Columns
from suasion.events.importing.countries import iso3_codes
from suasion.events.importing.event_classes import find_class
from suasion.events.importing.layouts import Shape
from suasion.events.importing.steps import Steps
from suasion.events.importing.vocabulary import Vocabulary
from suasion.events.scales import Scale

LATE_DAYS = 30
"""Days between event and report that the account mentions where no lag is asked for."""
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@frozen(kw_only=True)
class Wanted:
    """Which rows an import keeps."""

    dyads: tuple[Dyad, ...] = ()
    """Empty: all dyads."""
    since: date | None = None
    until: date | None = None
    places: tuple[str, ...] = ()
    """Countries in which events must have taken place; empty: anywhere."""
    steps: Steps = field(factory=Steps)


def clean_rows(
    columns: Columns,
    vocabularies: dict[str, Vocabulary],
    shape: Shape,
    wanted: Wanted,
    scale: Scale,
    tally: Counter[str],
    notes: Counter[str],
) -> pl.DataFrame:
    """Return the rows that stay; count the others by the first reason that fits.

    Parameters
    ----------
    columns, vocabularies
        The rows, and the texts their numbers stand for.
    shape, wanted, scale
        The file's format, what is wanted of it, and the scale of intensities.
    tally, notes : Counter
        Receive rows dropped by reason, and rows that stay but should be known of.

    Returns
    -------
    pl.DataFrame
        Columns day, source, target, code, own, event, source_name, target_name, line.
    """
    rows = _Rows(columns, vocabularies, shape)
    checks = _checks(rows, wanted, scale)
    left = np.ones(len(columns.lines), dtype=bool)
    for reason in reasons.OF_ROWS:
        if reason in checks:
            gone = left & checks[reason]
            tally[reason] += int(np.count_nonzero(gone))
            left &= ~gone
    _note(rows, wanted, scale, left, notes)
    return _frame(rows, np.flatnonzero(left), scale)


class _Rows:
    """The meanings of the columns of some rows, looked up when asked for."""

    def __init__(self, columns: Columns, words: dict[str, Vocabulary], shape: Shape) -> None:
        self.columns, self.words, self.shape = columns, words, shape

    def mean(self, role: str, meaning: Any, name: str = "") -> Numbers:
        return self.words[role].look_up(name or role, meaning, self.columns.texts[role])

    def country(self, role: str) -> NDArray[np.int64]:
        layout = self.shape.layout
        return self.mean(role, lambda text: meanings.country_number(text, layout)).astype(np.int64)

    def day(self, role: str = "day") -> Numbers:
        return self.mean(role, meanings.day_number)

    def code_is(self, name: str, meaning: Any) -> Numbers:
        """Return what codes mean; a code is a type and a mode where the format has modes."""
        if "mode" not in self.words:
            return self.mean("code", meaning, name)
        pairs, places = self.pairs()
        return np.array([meaning(code) for code in pairs], dtype=float)[places]

    def pairs(self) -> tuple[list[str], NDArray[np.int64]]:
        """Return the distinct codes with their modes, and for each row the place of its own."""
        modes = self.words["mode"].texts
        both = self.columns.texts["code"] * (len(modes) + 1) + self.columns.texts["mode"]
        distinct, places = np.unique(both, return_inverse=True)
        types = self.words["code"].texts
        codes = [
            with_mode(types[pair // (len(modes) + 1)], modes[pair % (len(modes) + 1)])
            for pair in distinct.tolist()
        ]
        return codes, places.reshape(-1)

    def codes(self, at: NDArray[np.int64]) -> pl.Series:
        if "mode" in self.words:
            texts, places = self.pairs()
        else:
            texts, places = self.words["code"].texts, self.columns.texts["code"]
        return pl.Series("code", texts, dtype=pl.String).gather(places[at])


def with_mode(kind: str, mode: str) -> str:
    """Return the code of a type and a mode, such as `ACCUSE-disapprove`."""
    kind, mode = kind.upper(), mode.lower()
    return kind if not mode or mode in ("none", "na", "nan") else f"{kind}-{mode}"


def _checks(rows: _Rows, wanted: Wanted, scale: Scale) -> dict[str, Flags]:
    """Return for each reason the rows to which it applies."""
    source, target, day = rows.country("source"), rows.country("target"), rows.day()
    system = rows.shape.layout.system
    checks = _country_checks(source, target, wanted)
    checks[reasons.NOT_A_DAY] = day <= meanings.NO_DAY
    checks[reasons.NOT_A_CODE] = (
        rows.code_is("class", lambda code: float(find_class(code, system) is not None)) == 0
    )
    if wanted.since is not None:
        checks[reasons.BEFORE] = day < (wanted.since - meanings.EPOCH).days
    if wanted.until is not None:
        checks[reasons.AFTER] = day > (wanted.until - meanings.EPOCH).days
    if wanted.places and "place" in rows.words:
        layout = rows.shape.layout
        place = rows.mean("place", lambda text: meanings.place_number(text, layout))
        checks[reasons.ELSEWHERE] = ~np.isin(place, _numbers(wanted.places))
    if wanted.steps.root == "only" and "root" in rows.words:
        checks[reasons.NOT_ROOT] = rows.mean("root", lambda text: float(text == "1")) == 0
    if wanted.steps.lag is not None and rows.shape.has_lag:
        checks[reasons.LATE] = rows.day("reported") - day > wanted.steps.lag
    return checks | _scale_checks(rows, wanted, scale)


def _scale_checks(rows: _Rows, wanted: Wanted, scale: Scale) -> dict[str, Flags]:
    if scale.is_of_rows:
        own = rows.mean("own", meanings.number) if "own" in rows.words else np.empty(0)
        none = np.full(len(rows.columns.lines), fill_value="own" not in rows.words)
        bad = np.isnan(own) if own.size else none
        return {reasons.NOT_A_NUMBER: bad}
    if wanted.steps.unscaled == "keep":
        return {}
    return {reasons.UNSCALED: np.isnan(rows.code_is("weight", lambda code: _weight(scale, code)))}


def _weight(scale: Scale, code: str) -> float:
    weight = scale.weigh(code)
    return float("nan") if weight is None else weight


def _numbers(countries: Sequence[str]) -> list[int]:
    return [iso3_codes().index(country) for country in countries]


def _country_checks(
    source: NDArray[np.int64], target: NDArray[np.int64], wanted: Wanted
) -> dict[str, Flags]:
    known = (source >= 0) & (target >= 0)
    if not wanted.dyads:
        return {
            reasons.NO_COUNTRY: (source == meanings.NO_COUNTRY) | (target == meanings.NO_COUNTRY),
            reasons.UNKNOWN: (source == meanings.UNKNOWN) | (target == meanings.UNKNOWN),
            reasons.SEVERAL: ~known,
            reasons.DOMESTIC: source == target,
        }
    within, near = _near_dyads(source, target, wanted.dyads)
    keeps_third = wanted.steps.third_parties == "keep"
    return {reasons.OUTSIDE: ~within & ~(near & known) if keeps_third else ~within}


def _near_dyads(
    source: NDArray[np.int64], target: NDArray[np.int64], dyads: Sequence[Dyad]
) -> tuple[Flags, Flags]:
    """Return which rows lie within a dyad, and which have one of its countries on one side."""
    within, near = np.zeros((2, len(source)), dtype=bool)
    for dyad in dyads:
        first, second = _numbers((dyad.first, dyad.second))
        within |= (source == first) & (target == second) | (source == second) & (target == first)
        for country in (first, second):
            near |= (source == country) != (target == country)
    return within, near & ~within


def _note(rows: _Rows, wanted: Wanted, scale: Scale, left: Flags, notes: Counter[str]) -> None:
    """Count the rows that stay but of which a reader should know."""
    if wanted.dyads:
        _, near = _near_dyads(rows.country("source"), rows.country("target"), wanted.dyads)
        notes[reasons.NOTE_THIRD] += int(np.count_nonzero(near & left))
    if wanted.steps.lag is None and rows.shape.has_lag:
        late = rows.day("reported") - rows.day() > LATE_DAYS
        notes[reasons.NOTE_LAG] += int(np.count_nonzero(late & left))
    if scale.is_of_rows:
        if scale.name == "plover" and "own" in rows.words:
            notes[reasons.NOTE_TURNED] += int(np.count_nonzero(_slips(rows) & left))
        return
    above = rows.code_is(
        "above", lambda code: float(code not in scale.weights and scale.weigh(code) is not None)
    )
    notes[reasons.NOTE_PARENT] += int(np.count_nonzero((above == 1) & left))


def _slips(rows: _Rows) -> Flags:
    """Return the rows whose type is ACCUSE and whose intensity is above zero."""
    accuse = rows.mean("code", lambda text: float(text.upper() == "ACCUSE"), "accuse")
    slips: Flags = (accuse == 1) & (rows.mean("own", meanings.number) > 0)
    return slips


def _frame(rows: _Rows, at: NDArray[np.int64], scale: Scale) -> pl.DataFrame:
    columns = rows.columns
    countries = pl.Series(iso3_codes(), dtype=pl.Enum(iso3_codes()))
    own = np.full(len(columns.lines), np.nan)
    if scale.is_of_rows and "own" in rows.words:
        own = rows.mean("own", meanings.number)
        if scale.name == "plover":
            own = np.where(_slips(rows), -own, own)
    return pl.DataFrame(
        {
            "day": pl.Series(rows.day()[at].astype(np.int32)).cast(pl.Date),
            "source": countries.gather(rows.country("source")[at]),
            "target": countries.gather(rows.country("target")[at]),
            "code": rows.codes(at),
            "own": own[at],
            "event": columns.keys["event"][at],
            "source_name": columns.keys["source_name"][at],
            "target_name": columns.keys["target_name"][at],
            "line": columns.lines[at],
        }
    )

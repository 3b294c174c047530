"""Reading case.toml: the heading of a case."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import frozen

from suasion.cases.cells import points_outside
from suasion.cases.csvfile import read_text
from suasion.cases.heading_markets import read_markets, read_observables
from suasion.cases.heading_reader import FILE, HeadingReader, texts
from suasion.cases.records import CaseMeta
from suasion.errors import Fault

LARGEST_BYTES = 1024 * 1024
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
LONGEST_HORIZON = 40_000
_EXAMPLES = {
    "title": '"What the case is about"',
    "window": '["2024-12-25", "2025-10-31"]',
    "as_of": '"2025-10-31"',
    "dyad": '["RUS", "AZE"]',
    "currency_year": "2024",
    "seed": "7",
    "horizons": "{ day = 1, season = 120, years = 1095 }",
}
_OPTIONAL = ("markets", "observables")


@frozen(kw_only=True)
class Heading:
    """What case.toml says, with what is wrong in it.

    Where there are faults the values of faulty keys are placeholders, so that the tables can
    be checked too; such a heading is never loaded.
    """

    meta: CaseMeta
    faults: tuple[Fault, ...]
    text: str
    """As written; empty where the file cannot be read."""


def read_heading(folder: Path) -> Heading:
    """Read case.toml; what is wrong comes back as faults, nothing raises."""
    path = folder / FILE
    if not path.is_file():
        fault = _of_file("the file is missing", "", FILE, "compare with 'suasion new NAME'")
        return _nothing(fault, "")
    if not path.resolve().is_relative_to(folder.resolve()):
        problem = "the file is a link that points outside the case folder"
        return _nothing(_of_file(problem, FILE, "a file inside the folder", "copy it"), "")
    text = read_text(path, LARGEST_BYTES)
    if isinstance(text, Fault):
        return _nothing(text, "")
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return _nothing(_syntax(error), text)
    reader = HeadingReader(text)
    meta = _meta(content, reader)
    return Heading(meta=meta, faults=tuple(reader.faults), text=text)


def _nothing(fault: Fault, text: str) -> Heading:
    reader = HeadingReader(text)
    return Heading(meta=_meta({}, reader), faults=(fault,), text="")


def _of_file(problem: str, got: str, expected: str, fix: str) -> Fault:
    return Fault(
        file=FILE, row=None, column=None, problem=problem, got=got, expected=expected, fix=fix
    )


def _syntax(error: Exception) -> Fault:
    match = re.search(r"line (\d+)", str(error))
    return Fault(
        file=FILE,
        row=int(match.group(1)) if match else None,
        column=None,
        problem="the file is no TOML",
        got=str(error)[:80],
        expected="KEY = VALUE lines below [TABLE] headings",
        fix="compare the line with the case that 'suasion new' writes",
    )


def _meta(content: Mapping[str, object], reader: HeadingReader) -> CaseMeta:
    reader.known_keys("", content, (*_EXAMPLES, *_OPTIONAL))
    reader.required_keys("", content, _EXAMPLES)
    _check_paths(content, reader)
    window, as_of = _days(content, reader)
    year = reader.whole_number("currency_year", content, EARLIEST_YEAR, LATEST_YEAR)
    seed = reader.whole_number("seed", content, 0, 2**63 - 1)
    return CaseMeta(
        title=_title(content, reader),
        window=window,
        as_of=as_of,
        dyad=_dyad(content.get("dyad"), reader),
        currency_year=year or EARLIEST_YEAR,
        seed=seed or 0,
        horizons=_horizons(content.get("horizons"), reader),
        markets=read_markets(content.get("markets", {}), reader),
        observables=read_observables(content.get("observables", []), reader),
    )


def _check_paths(content: Mapping[str, object], reader: HeadingReader) -> None:
    for key, value in texts("", content):
        if points_outside(value):
            reader.note(
                key,
                "a path points outside the case folder",
                value,
                "a name inside the case folder",
                "put the document into the case folder",
            )


def _title(content: Mapping[str, object], reader: HeadingReader) -> str:
    title = content.get("title", "")
    if "title" in content and (not isinstance(title, str) or not title.strip()):
        reader.note("title", "the title is empty", title, "a text", "give the case a title")
    return str(title)


def _days(content: Mapping[str, object], reader: HeadingReader) -> tuple[tuple[date, date], date]:
    window = _window(content.get("window"), reader)
    as_of = reader.day("as_of", content["as_of"]) if "as_of" in content else None
    if window and as_of and not window[0] <= as_of <= window[1]:
        expected = f"a day from {window[0]} to {window[1]}"
        problem = "the as-of day lies outside the window"
        reader.note("as_of", problem, as_of, expected, "move the day or widen the window")
    span = window or (date.min, date.max)
    return span, as_of or span[1]


def _window(value: object, reader: HeadingReader) -> tuple[date, date] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        expected = _EXAMPLES["window"]
        reader.note("window", "the window is not two days", value, expected, "give two days")
        return None
    first, last = (reader.day("window", day) for day in value)
    if first is None or last is None:
        return None
    if first > last:
        got = f"{first} to {last}"
        reader.note("window", "the window is reversed", got, "the first day first", "swap them")
        return None
    return first, last


def _dyad(value: object, reader: HeadingReader) -> tuple[str, str]:
    sides = () if value is None else reader.words("dyad", value)
    if len(sides) == 2 and sides[0] != sides[1]:
        return sides[0], sides[1]
    if value is not None:
        reader.note("dyad", "the dyad is not two actors", value, _EXAMPLES["dyad"], "name two")
    return "", ""


def _horizons(value: object, reader: HeadingReader) -> dict[str, float]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not value:
        expected = _EXAMPLES["horizons"]
        reader.note("horizons", "no horizon is given", value, expected, "name one with its days")
        return {}
    horizons: dict[str, float] = {}
    for name, days in value.items():
        is_number = isinstance(days, int | float) and not isinstance(days, bool)
        if is_number and 0 < days < LONGEST_HORIZON:
            horizons[name] = float(days)
        else:
            key, expected = f"horizons.{name}", f"days above 0 and below {LONGEST_HORIZON}"
            reader.note(key, "a horizon is no number of days", days, expected, "correct it")
    return dict(sorted(horizons.items(), key=lambda item: (item[1], item[0])))

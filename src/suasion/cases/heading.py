"""Reading case.toml: the heading of a case."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from attrs import define, field

from suasion.cases.cells import points_outside
from suasion.cases.csvfile import read_text
from suasion.cases.nearest import suggestion
from suasion.cases.records import CaseMeta, MarketMeta, Observable
from suasion.errors import Fault
from suasion.quantities import QuantityError, dimension

FILE = "case.toml"
LARGEST_BYTES = 1024 * 1024
ORIGIN_RULES = ("label", "contract", "net-export")
_KEYS = ("title", "window", "as_of", "dyad", "currency_year", "seed", "horizons")
_OPTIONAL = ("markets", "observables")
_MARKET_KEYS = ("title", "unit", "price_unit", "origin_rule")
_OBSERVABLE_KEYS = (
    "name",
    "title",
    "market",
    "kind",
    "arcs",
    "minus_arcs",
    "exclude_labels",
    "labels",
)
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2200


@define
class _Reader:
    """Takes keys out of the parsed file and notes what is wrong with them."""

    text: str
    faults: list[Fault] = field(factory=list)

    def note(self, key: str, problem: str, got: object, expected: str, fix: str) -> None:
        last = key.rsplit(".", maxsplit=1)[-1].split("[")[0]
        match = re.search(rf"^\s*\[*\s*(?:[\w-]+\.)*{re.escape(last)}\b", self.text, re.MULTILINE)
        row = self.text[: match.start()].count("\n") + 1 if match else None
        if match and self.text[match.start()] == "\n":
            row = (row or 0) + len(match.group()) - len(match.group().lstrip("\n"))
        self.faults.append(
            Fault(
                file=FILE,
                row=row,
                column=key,
                problem=problem,
                got=str(got)[:80],
                expected=expected,
                fix=fix,
            )
        )

    def day(self, key: str, value: object) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.note(key, "a date is impossible", value, "YYYY-MM-DD", 'write it as "2025-10-31"')
        return None

    def words(self, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.note(key, "a list of texts is expected", value, '["a", "b"]', "write a list")
        return ()

    def known_keys(self, prefix: str, table: Mapping[str, object], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                fix = suggestion(key, known, "remove the key")
                self.note(f"{prefix}{key}", "unknown key", key, ", ".join(known), fix)


def read_heading(folder: Path) -> tuple[CaseMeta | None, tuple[Fault, ...], str]:
    """Read case.toml; return the heading (None if it cannot be used), the faults, the text."""
    path = folder / FILE
    if not path.is_file():
        fault = _whole("the file is missing", str(path.name), "suasion new NAME writes one")
        return None, (fault,), ""
    text = read_text(path, LARGEST_BYTES)
    if isinstance(text, Fault):
        return None, (text,), ""
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, (_syntax(error),), text
    reader = _Reader(text)
    for place, value in _texts("", content):
        if points_outside(value):
            reader.note(
                place,
                "a path points outside the case folder",
                value,
                "a name inside the case folder",
                "put the document into the case folder",
            )
    meta = _heading(content, reader)
    return meta, tuple(reader.faults), text


def _texts(prefix: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield prefix, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(f"{prefix}.{key}" if prefix else str(key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(f"{prefix}[{index}]", inner)


def _heading(content: Mapping[str, object], reader: _Reader) -> CaseMeta | None:
    reader.known_keys("", content, _KEYS + _OPTIONAL)
    for key in _KEYS:
        if key not in content:
            reader.note(key, f"the key '{key}' is missing", "", "see docs", f"add {key} = ...")
    window = _window(content.get("window"), reader)
    as_of = reader.day("as_of", content["as_of"]) if "as_of" in content else None
    if window and as_of and not window[0] <= as_of <= window[1]:
        reader.note(
            "as_of",
            "the as-of day lies outside the window",
            as_of,
            f"a day from {window[0]} to {window[1]}",
            "move the day or widen the window",
        )
    dyad = _dyad(content.get("dyad"), reader)
    year = _whole_number("currency_year", content, reader, _EARLIEST_YEAR, _LATEST_YEAR)
    seed = _whole_number("seed", content, reader, 0, 2**63 - 1)
    title = content.get("title", "")
    if "title" in content and (not isinstance(title, str) or not title.strip()):
        reader.note("title", "the title is empty", title, "a text", "give the case a title")
    horizons = _horizons(content.get("horizons", {}), reader)
    markets = _markets(content.get("markets", {}), reader)
    observables = _observables(content.get("observables", []), reader)
    if window is None or as_of is None or dyad is None or year is None or seed is None:
        return None
    return CaseMeta(
        title=str(title),
        window=window,
        as_of=as_of,
        dyad=dyad,
        currency_year=year,
        seed=seed,
        horizons=horizons,
        markets=markets,
        observables=observables,
    )


def _window(value: object, reader: _Reader) -> tuple[date, date] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        expected = '["FIRST DAY", "LAST DAY"]'
        reader.note("window", "the window is not two days", value, expected, "give two days")
        return None
    first, last = (reader.day("window", day) for day in value)
    if first is None or last is None:
        return None
    if first > last:
        reader.note(
            "window", "the window is reversed", value, "the first day first", "swap the two days"
        )
        return None
    return first, last


def _dyad(value: object, reader: _Reader) -> tuple[str, str] | None:
    if value is None:
        return None
    sides = reader.words("dyad", value)
    if len(set(sides)) != 2 or len(sides) != 2:
        reader.note("dyad", "the dyad is not two actors", value, '["RUS", "AZE"]', "name two")
        return None
    return sides[0], sides[1]


def _whole_number(
    key: str, content: Mapping[str, object], reader: _Reader, low: int, high: int
) -> int | None:
    if key not in content:
        return None
    value = content[key]
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    expected = f"a whole number from {low} to {high}"
    reader.note(key, f"{key} is no whole number in its range", value, expected, "correct it")
    return None


def _horizons(value: object, reader: _Reader) -> dict[str, float]:
    horizons: dict[str, float] = {}
    for name, days in value.items() if isinstance(value, dict) else ():
        is_number = isinstance(days, int | float) and not isinstance(days, bool)
        if is_number and 0 < days < 40_000:
            horizons[name] = float(days)
        else:
            key = f"horizons.{name}"
            reader.note(key, "a horizon is no number of days", days, "days above 0", "correct it")
    if not isinstance(value, dict) or (not value and "horizons" in reader.text):
        fix = "write day = 1, season = 120, years = 1095 below [horizons]"
        reader.note("horizons", "no horizon is given", value, "NAME = DAYS", fix)
    return dict(sorted(horizons.items(), key=lambda item: (item[1], item[0])))


def _markets(value: object, reader: _Reader) -> dict[str, MarketMeta]:
    markets: dict[str, MarketMeta] = {}
    if not isinstance(value, dict):
        reader.note("markets", "markets are not tables", value, "[markets.NAME]", "correct it")
        return markets
    for name, table in value.items():
        if not isinstance(table, dict):
            key = f"markets.{name}"
            reader.note(key, "a market is no table", table, f"[{key}]", "correct it")
            continue
        markets[name] = _market(name, table, reader)
    return markets


def _market(name: str, table: Mapping[str, object], reader: _Reader) -> MarketMeta:
    prefix = f"markets.{name}."
    reader.known_keys(prefix, table, _MARKET_KEYS)
    texts = {key: str(table.get(key, "")) for key in _MARKET_KEYS}
    for key in ("unit", "price_unit"):
        if key not in table:
            example = "bcm" if key == "unit" else "USD/tcm"
            problem = f"the key '{key}' is missing"
            reader.note(prefix + key, problem, "", "a unit", f'add {key} = "{example}"')
    rule = texts["origin_rule"] or "label"
    if rule not in ORIGIN_RULES:
        fix = suggestion(rule, ORIGIN_RULES, "use one of these words")
        reader.note(
            prefix + "origin_rule", "unknown origin rule", rule, ", ".join(ORIGIN_RULES), fix
        )
    _check_units(prefix, texts, reader)
    return MarketMeta(
        name=name,
        title=texts["title"] or name,
        unit=texts["unit"],
        price_unit=texts["price_unit"],
        origin_rule=rule,
    )


def _check_units(prefix: str, texts: Mapping[str, str], reader: _Reader) -> None:
    if not texts["unit"] or not texts["price_unit"]:
        return
    try:
        wanted = dimension(f"USD/{texts['unit']}")
        if dimension(texts["price_unit"]) != wanted:
            expected = f"money by {texts['unit']}"
            fix = f"write for example MUSD/{texts['unit']}"
            got = texts["price_unit"]
            reader.note(prefix + "price_unit", "the wrong unit for prices", got, expected, fix)
    except QuantityError as error:
        reader.note(prefix + "unit", error.problem, error.got, error.expected, error.fix)


def _observables(value: object, reader: _Reader) -> tuple[Observable, ...]:
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        expected = "[[observables]]"
        reader.note("observables", "observables are no tables", value, expected, "correct it")
        return ()
    observables: list[Observable] = []
    for index, table in enumerate(value):
        found = _observable(f"observables[{index}].", table, reader)
        if found is None:
            continue
        if any(found.name == other.name for other in observables):
            key = f"observables[{index}].name"
            reader.note(key, "an observable stands twice", found.name, "a new name", "rename it")
        observables.append(found)
    return tuple(observables)


def _observable(prefix: str, table: Mapping[str, object], reader: _Reader) -> Observable | None:
    reader.known_keys(prefix, table, _OBSERVABLE_KEYS)
    name, kind = str(table.get("name", "")), str(table.get("kind", ""))
    missing = [key for key in ("name", "market", "kind") if not table.get(key)]
    for key in missing:
        reader.note(prefix + key, f"the key '{key}' is missing", "", "a text", f"add {key} = ...")
    if kind and kind not in ("flow", "unit_cost"):
        fix = suggestion(kind, ("flow", "unit_cost"), "use one of them")
        reader.note(prefix + "kind", "unknown kind", kind, "flow or unit_cost", fix)
    lists = {
        key: reader.words(prefix + key, table.get(key, [])) for key in _OBSERVABLE_KEYS[4:]
    }
    if missing:
        return None
    return Observable(
        name=name,
        title=str(table.get("title", name)),
        market=str(table["market"]),
        kind=kind,
        arcs=lists["arcs"],
        minus_arcs=lists["minus_arcs"],
        exclude_labels=lists["exclude_labels"],
        labels=lists["labels"],
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


def _whole(problem: str, expected: str, fix: str) -> Fault:
    return Fault(
        file=FILE, row=None, column=None, problem=problem, got="", expected=expected, fix=fix
    )

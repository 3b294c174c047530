"""The markets and observables that case.toml declares."""

from __future__ import annotations

from collections.abc import Mapping

from suasion.cases.heading_reader import HeadingReader
from suasion.cases.records import MarketMeta, Observable
from suasion.quantities import QuantityError, dimension

ORIGIN_RULES = ("label", "contract", "net-export")
OBSERVABLE_KINDS = ("flow", "unit_cost")
_MARKET_KEYS = ("title", "unit", "price_unit", "origin_rule", "bans")
_LISTS = ("arcs", "minus_arcs", "exclude_labels", "labels")
_OBSERVABLE_KEYS = ("name", "title", "market", "kind", *_LISTS)


def read_markets(value: object, reader: HeadingReader) -> dict[str, MarketMeta]:
    """Return the markets by name; what is wrong is noted with the reader."""
    if not isinstance(value, dict):
        reader.note("markets", "markets are not tables", value, "[markets.NAME]", "correct it")
        return {}
    markets = {}
    for name, table in value.items():
        if isinstance(table, dict):
            markets[name] = _market(name, table, reader)
        else:
            key = f"markets.{name}"
            reader.note(key, "a market is no table", table, f"[{key}]", "correct it")
    return markets


def _market(name: str, table: Mapping[str, object], reader: HeadingReader) -> MarketMeta:
    prefix = f"markets.{name}."
    reader.known_keys(prefix, table, _MARKET_KEYS)
    reader.required_keys(prefix, table, {"unit": '"bcm"', "price_unit": '"USD/tcm"'})
    rule = str(table.get("origin_rule", "label"))
    reader.choice(prefix + "origin_rule", rule, ORIGIN_RULES)
    unit = _unit(prefix, table, reader)
    return MarketMeta(
        name=name,
        title=str(table.get("title", name)),
        unit=unit,
        price_unit=str(table.get("price_unit", "")),
        origin_rule=rule,
        bans=_bans(prefix + "bans", table.get("bans", []), reader),
    )


def _unit(prefix: str, table: Mapping[str, object], reader: HeadingReader) -> str:
    """Return the unit of amounts; empty where it is none."""
    unit, price = str(table.get("unit", "")), str(table.get("price_unit", ""))
    try:
        if not unit or not dimension(unit):
            return ""
    except QuantityError as error:
        reader.note(prefix + "unit", error.problem, error.got, error.expected, error.fix)
        return ""
    try:
        is_wrong = bool(price) and dimension(price) != dimension(f"USD/{unit}")
    except QuantityError:
        is_wrong = True
    if is_wrong:
        key, fix = prefix + "price_unit", f"write for example MUSD/{unit}"
        reader.note(key, "the wrong unit for prices", price, f"money by {unit}", fix)
    return unit


def _bans(key: str, value: object, reader: HeadingReader) -> tuple[tuple[str, str], ...]:
    bans = []
    for text in reader.words(key, value):
        buyer, _, label = (part.strip() for part in text.partition(":"))
        if buyer and label:
            bans.append((buyer, label))
        else:
            reader.note(key, "a ban is not BUYER:LABEL", text, "BUYER:LABEL", 'write "EU:RUS"')
    return tuple(bans)


def read_observables(value: object, reader: HeadingReader) -> tuple[Observable, ...]:
    """Return the observables; what is wrong is noted with the reader."""
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        expected = "[[observables]]"
        reader.note("observables", "observables are no tables", value, expected, "correct it")
        return ()
    found: dict[str, Observable] = {}
    for index, table in enumerate(value):
        prefix = f"observables[{index}]."
        observable = _observable(prefix, table, reader)
        if observable is None:
            continue
        if observable.name in found:
            got, fix = observable.name, "rename it"
            reader.note(prefix + "name", "an observable stands twice", got, "a new name", fix)
        found[observable.name] = observable
    return tuple(found.values())


def _observable(
    prefix: str, table: Mapping[str, object], reader: HeadingReader
) -> Observable | None:
    reader.known_keys(prefix, table, _OBSERVABLE_KEYS)
    examples = {"name": '"NAME"', "market": '"gas"', "kind": '"flow"'}
    missing = reader.required_keys(prefix, table, examples)
    lists = {key: reader.words(prefix + key, table.get(key, [])) for key in _LISTS}
    if missing:
        return None
    kind = str(table["kind"])
    reader.choice(prefix + "kind", kind, OBSERVABLE_KINDS)
    return Observable(
        name=str(table["name"]),
        title=str(table.get("title", table["name"])),
        market=str(table["market"]),
        kind=kind,
        arcs=lists["arcs"],
        minus_arcs=lists["minus_arcs"],
        exclude_labels=lists["exclude_labels"],
        labels=lists["labels"],
    )

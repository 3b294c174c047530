"""Taking keys out of case.toml and noting what is wrong with them, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from attrs import define, field

from suasion.cases.nearest import suggestion
from suasion.errors import Fault

FILE = "case.toml"


def heading_line(text: str, key: str) -> int | None:
    """Return the line of case.toml on which a key such as `markets.gas.unit` stands."""
    steps = [part.split("[")[0] for part in key.split(".")]
    for step in reversed(steps):
        pattern = re.compile(
            rf"^[ \t\[]*(?:[\w-]+\.)*[\"']?{re.escape(step)}[\"']?[ \t]*[=\]]", re.M
        )
        match = pattern.search(text)
        if match:
            return text[: match.start()].count("\n") + 1
    return None


def heading_fault(text: str, key: str, problem: str, got: object, expected: str, fix: str) -> Fault:
    """Return a fault of one key of case.toml."""
    return Fault(
        file=FILE,
        row=heading_line(text, key),
        column=key,
        problem=problem,
        got=str(got)[:80],
        expected=expected,
        fix=fix,
    )


@define
class HeadingReader:
    """Reads values by key; what is wrong is collected in `faults`."""

    text: str
    faults: list[Fault] = field(factory=list)

    def note(self, key: str, problem: str, got: object, expected: str, fix: str) -> None:
        """Note one fault."""
        self.faults.append(heading_fault(self.text, key, problem, got, expected, fix))

    def day(self, key: str, value: object) -> date | None:
        """Return a day written as a TOML date or as text."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        day = _iso_day(value) if isinstance(value, str) else None
        if day is None:
            self.note(key, "a date is impossible", value, "YYYY-MM-DD", 'write "2025-10-31"')
        return day

    def words(self, key: str, value: object) -> tuple[str, ...]:
        """Return a list of texts."""
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.note(key, "a list of texts is expected", value, '["a", "b"]', "write a list")
        return ()

    def whole_number(
        self, key: str, content: Mapping[str, object], low: int, high: int
    ) -> int | None:
        """Return a whole number in a range; None, with a fault noted, where it is none."""
        value = content.get(key)
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if isinstance(value, int) and is_whole and low <= value <= high:
            return value
        if key in content:
            expected = f"a whole number from {low} to {high}"
            self.note(key, f"{key} is no whole number in its range", value, expected, "correct it")
        return None

    def choice(self, key: str, value: str, known: tuple[str, ...]) -> None:
        """Note a fault unless the value is one of the words."""
        if value not in known:
            last = key.rsplit(".", maxsplit=1)[-1].replace("_", " ")
            fix = suggestion(value, known, "use one of these words")
            self.note(key, f"unknown {last}", value, ", ".join(known), fix)

    def known_keys(self, prefix: str, table: Mapping[str, object], known: tuple[str, ...]) -> None:
        """Note a fault for each key that the format does not know."""
        for key in table:
            if key not in known:
                fix = suggestion(key, known, "remove the key")
                self.note(f"{prefix}{key}", "unknown key", key, ", ".join(known), fix)

    def required_keys(
        self, prefix: str, table: Mapping[str, object], examples: Mapping[str, str]
    ) -> tuple[str, ...]:
        """Note a fault for each key that is missing; return those keys."""
        missing = tuple(key for key in examples if key not in table)
        for key in missing:
            fix = f"add {key} = {examples[key]}"
            self.note(prefix + key, f"the key '{key}' is missing", "", examples[key], fix)
        return missing


def _iso_day(value: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return None
    year, month, day = (int(part) for part in value.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def texts(prefix: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield every text in a parsed file with its key."""
    if isinstance(value, str):
        yield prefix, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(f"{prefix}.{key}" if prefix else str(key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(f"{prefix}[{index}]", inner)

"""Event files of all five formats made up with known truth: what an importer must find in them.

Nothing here uses the importer. Every event has actors of its own, so that rows are told apart
unless they are meant to be one event.
"""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from datetime import date, timedelta
from itertools import count
from typing import Any

from attrs import define, field

from suasion.events.importing.layouts import ACLED_HEADER, ICEWS_HEADER, POLECAT_HEADER

FORMATS = ("gdelt1-57", "gdelt1-58", "gdelt2", "icews", "polecat", "acled")
COUNTRIES = {
    "RUS": ("Russian Federation", "RS"),
    "AZE": ("Azerbaijan", "AJ"),
    "TUR": ("Turkey", "TU"),
    "AUT": ("Austria", "AU"),
    "ROU": ("Romania", "RO"),
}
CAMEO_OF = {"ROU": "ROM"}
CODES = {
    "cameo": ("010", "10", "036", "040", "042", "057", "1246", "190"),
    "plover": ("CONSULT", "ACCUSE-disapprove", "ASSAULT-aerial", "AID", "SANCTION-expel"),
    "acled": ("Armed clash", "Shelling/artillery/missile attack", "Agreement", "Arrests"),
}
SYMMETRIC = ("040", "057", "CONSULT")
DYAD = ("RUS", "AZE")


@define(kw_only=True)
class EventFile:
    """The bytes of a file, the events in it, and why its other rows are no events."""

    header: bytes
    rows: list[bytes] = field(factory=list)
    events: list[tuple[Any, ...]] = field(factory=list)
    """(day, source, target, code, reports)"""
    dropped: Counter[str] = field(factory=Counter)
    """Reason by row, where all dyads are imported."""

    @property
    def text(self) -> bytes:
        return self.header + b"".join(self.rows)

    def of_dyad(self, first: str = "RUS", second: str = "AZE") -> list[tuple[Any, ...]]:
        """Return the events of one dyad, sorted."""
        return [event for event in sorted(self.events) if set(event[1:3]) == {first, second}]


def system_of(name: str) -> str:
    return name if name == "acled" else "plover" if name == "polecat" else "cameo"


def make_file(name: str, seed: int, n_events: int = 40) -> EventFile:
    """Return a file with known events, repeated reports, duplicates, mirrored and damaged rows."""
    made = _Maker(name, random.Random(f"{name}/{seed}"))
    for number in range(n_events):
        made.add_event(number)
    made.add_rows_without_event(n_events)
    made.shuffle_in()
    return made.file


class _Maker:
    def __init__(self, name: str, chance: random.Random) -> None:
        self.name, self.chance = name, chance
        self.file = EventFile(header=header_of(name))
        self.ids = count(410_000_000)
        self.late: list[bytes] = []

    def add_event(self, number: int) -> None:
        """Add an event: its row, some repeated reports, a duplicate, a mirrored row."""
        pair = DYAD if number % 3 == 0 else self.chance.sample(sorted(COUNTRIES), 2)
        source, target = self.chance.sample(pair, 2)
        day = date(2018, 6, 1) + timedelta(days=self.chance.randrange(60))
        code = self.chance.choice(CODES[system_of(self.name)])
        about = {"day": day, "source": source, "target": target, "code": code, "who": number}
        reports = 1 + (self.chance.random() < 0.3) * self.chance.randrange(1, 4)
        rows = [self.write(**about) for _ in range(reports)]
        self.file.dropped["reported again"] += reports - 1
        if self.chance.random() < 0.3:
            rows.append(self.chance.choice(rows))
            self.file.dropped["exact duplicate"] += 1
        self.file.rows += rows
        if code in SYMMETRIC or code == "042":
            turned = "043" if code == "042" else code
            about |= {"source": target, "target": source, "code": turned}
            self.late.append(self.write(**about, turned=True))
            self.file.dropped["mirrored row"] += 1
        self.file.events.append((day, source, target, code, reports))

    def add_rows_without_event(self, n: int) -> None:
        """Add rows that are no event between two countries, and rows that are damaged."""
        acled, drop = self.name == "acled", self.file.dropped
        good = {
            "day": date(2018, 7, 1),
            "source": "RUS",
            "target": "AZE",
            "code": CODES[system_of(self.name)][0],
        }
        for number in range(n // 4):
            who = 10_000 + number
            self.file.rows.append(self.write(**good | {"target": "RUS"}, who=who))
            drop["within one country"] += 1
            self.file.rows.append(self.write(**good | {"target": ""}, who=who))
            drop["an actor without a country"] += 1
            self.file.rows.append(self.write(**good, who=who, written_day="2018-02-31"))
            drop["damaged: not a day"] += 1
            self.file.rows.append(self.write(**good | {"code": "7"}, who=who))
            drop["damaged: not an event code"] += 1
            row = self.write(**good, who=who)
            self.file.rows.append(b"\xff\xfe\n" if acled else row.rsplit(b"\t", 9)[0] + b"\n")
            drop["damaged: wrong number of columns"] += 1
            if not acled:
                self.file.rows.append(row.rstrip(b"\n") + b"\tone too many\n")
                drop["damaged: wrong number of columns"] += 1

    def shuffle_in(self) -> None:
        """Put rows in any order, mirrored rows after those they mirror."""
        self.chance.shuffle(self.file.rows)
        self.file.rows += self.late

    def write(self, **about: Any) -> bytes:
        return write_row(self.name, next(self.ids), **about)


def header_of(name: str) -> bytes:
    names = {"icews": ICEWS_HEADER, "polecat": POLECAT_HEADER, "acled": ACLED_HEADER}.get(name)
    return (
        b""
        if names is None
        else names.replace("|", "," if name == "acled" else "\t").encode() + b"\n"
    )


def write_row(
    name: str,
    number: int,
    *,
    day: date,
    source: str,
    target: str,
    code: str,
    who: int,
    turned: bool = False,
    written_day: str = "",
) -> bytes:
    """Return one row of a format; `turned` gives the actors the names they have the other way."""
    first, second = (f"{who}B", f"{who}A") if turned else (f"{who}A", f"{who}B")
    about = {"n": str(number), "day": written_day or day.isoformat(), "code": code}
    ends = ((source, first), (target, second))
    if name.startswith("gdelt"):
        return _gdelt(name, about, ends)
    return {"icews": _icews, "polecat": _polecat, "acled": _acled}[name](about, ends)


def _gdelt(name: str, about: dict[str, str], ends: Any) -> bytes:
    width = {"gdelt1-57": 57, "gdelt1-58": 58, "gdelt2": 61}[name]
    day = about["day"].replace("-", "")
    fields = ["x"] * width
    fields[:5] = [about["n"], day, day[:6], day[:4], "2018.5"]
    for place, (country, who) in zip((5, 15), ends, strict=True):
        code = CAMEO_OF.get(country, country)
        # Places are FIPS codes, which must never be taken for those of actors: AU is Austria.
        fields[place : place + 3] = [code + "GOV" + who, "MINISTRY", code]
    fields[25:35] = [
        "1",
        about["code"],
        about["code"][:3],
        about["code"][:2],
        "1",
        "2.5",
        "3",
        "1",
        "3",
        "0",
    ]
    fields[53 if width == 61 else 51] = COUNTRIES.get(ends[0][0], ("", "RS"))[1]
    fields[59 if width == 61 else 56] = day + ("120000" if width == 61 else "")
    return "\t".join(fields).encode() + b"\n"


def _icews(about: dict[str, str], ends: Any) -> bytes:
    (source, first), (target, second) = ends
    names = [COUNTRIES[c][0] if c else "NA" for c in (source, target)]
    fields = [about["n"], about["day"], f"Envoy É{first} (X)", "Government", names[0], "Text"]
    fields += [about["code"], "1", f"Envoy É{second} (X)", "Government", names[1], about["n"], "1"]
    fields += ['Azerbaijan Daily "News"', "Wien", "NA", "NA", "Austria", "48.2", "16.4"]
    return "\t".join(fields).encode() + b"\n"


POLECAT_INTENSITY = {
    "CONSULT": "1",
    "ACCUSE-disapprove": "-2",
    "ASSAULT-aerial": "-9",
    "AID": "7",
    "SANCTION-expel": "-5",
}


def _polecat(about: dict[str, str], ends: Any) -> bytes:
    kind, _, mode = about["code"].partition("-")
    row = dict.fromkeys(POLECAT_HEADER.split("|"), "None")
    row |= {
        "Event ID": about["n"],
        "Event Date": about["day"],
        "Event Type": kind,
        "Event Mode": mode,
    }
    row |= {
        "Intensity": POLECAT_INTENSITY.get(about["code"], "1"),
        "Publication Date": about["day"],
    }
    for side, (country, who) in zip(("Actor", "Recipient"), ends, strict=True):
        row |= {f"{side} Name": who, f"{side} Country": country or "None"}
    return "\t".join(row.values()).encode() + b"\n"


def _acled(about: dict[str, str], ends: Any) -> bytes:
    row = dict.fromkeys(ACLED_HEADER.split("|"), "")
    row |= {
        "event_id_cnty": f"AZE{about['n']}",
        "event_date": about["day"],
        "country": "Azerbaijan",
    }
    row |= {"sub_event_type": about["code"], "admin1": "Åland"}
    row |= {"notes": 'A line,\nand "another", of notes'}
    for side, (country, who) in zip(("actor1", "actor2"), ends, strict=True):
        row[side] = (
            f"Military Forces of {COUNTRIES[country][0]} (2000-) {who}"
            if country
            else f"Group {who}"
        )
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row.values())
    return text.getvalue().encode()

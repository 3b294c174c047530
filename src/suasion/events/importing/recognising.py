"""Recognising the format of a file by its width and its header, whatever its name."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from suasion.errors import InputError
from suasion.events.importing.layouts import ACLED, GDELT1, GDELT2, ICEWS, LAYOUTS, Layout, Shape

N_BYTES = 1 << 16
"""Bytes of a file that are looked at."""
ENOUGH_NAMES = 5
"""Names of a header that tell a format, however damaged the rest."""
DAY = re.compile(r'"?(\d{8}|\d{4}-\d\d-\d\d)')


def recognise(sample: bytes, where: str, asked: str = "auto") -> Shape | None:
    r"""Return the shape of a file from its first bytes; None where it has no rows at all.

    Parameters
    ----------
    sample : bytes
        The first bytes of the file, unpacked.
    where : str
        Name of the file, for messages.
    asked : str
        A format's name, or `auto`.

    Returns
    -------
    Shape or None
        The format and where its columns stand.

    Raises
    ------
    InputError
        It is none of the formats, or not the one that was asked for (C1).

    Examples
    --------
    >>> row = "\t".join(["1", "20240501"] + ["x"] * 59).encode()
    >>> recognise(row, "x.csv").layout.name
    'gdelt2'
    """
    lines = [line for line in sample.decode("utf-8-sig", "replace").split("\n") if line.strip()]
    if not lines:
        return None
    if len(sample) >= N_BYTES and len(lines) > 1:
        lines.pop()
    shape = _by_header(lines) or _by_width(lines)
    if shape is None:
        raise _not_recognised(where, lines, asked)
    if asked not in ("auto", shape.layout.name):
        raise InputError(
            "the file is of another format than was asked for",
            where=where,
            got=f"{shape.layout.name}: {shape.width} columns",
            expected=f"{asked}: {_widths(LAYOUTS[asked])} columns",
            fix=f"write --from {shape.layout.name}, or --from auto",
        )
    return shape


def plain_column(name: str) -> str:
    """Return the name of a column as headers are compared: letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _by_header(lines: Sequence[str]) -> Shape | None:
    best: tuple[int, Layout, list[str], str] | None = None
    for layout in LAYOUTS.values():
        known = {plain_column(name) for name in layout.header}
        for separator in layout.separators:
            names = [plain_column(name) for name in _split(lines[0], separator)]
            found = len(known & set(names))
            if found >= ENOUGH_NAMES and (best is None or found > best[0]):
                best = (found, layout, names, separator)
    return None if best is None else _from_header(lines, best[1], best[2], best[3])


def _from_header(lines: Sequence[str], layout: Layout, names: list[str], separator: str) -> Shape:
    while names and not names[-1]:
        names.pop()
    counted = 0 if layout.quoted else _width(lines[1:], separator, layout)
    width = counted or len(names)
    roles, notes = {}, []
    for role, position in layout.roles.items():
        wanted = plain_column(layout.header[position])
        if names.count(wanted) == 1 and len(names) == width:
            roles[role] = names.index(wanted)
        elif width in layout.widths:
            roles[role] = position
            notes.append(layout.header[position])
    lacking = [role for role in ("day", "source", "target", "code") if role not in roles]
    if lacking:
        raise _not_recognised("the header", lines, layout.name)
    told = (f"the header is damaged: {len(set(notes))} columns were taken by their usual place",)
    return Shape(
        layout=layout,
        roles=roles,
        width=width,
        separator=separator,
        has_header=True,
        notes=told if notes else (),
    )


def _by_width(lines: Sequence[str]) -> Shape | None:
    """Return the shape of a file without a header that is known."""
    has_names = lines[0].lower().startswith("globaleventid")
    rows = lines[1:] if has_names and len(lines) > 1 else lines
    for layout in (GDELT2, GDELT1, ICEWS):
        widths = Counter(len(line.split("\t")) for line in rows)
        width = max(layout.widths, key=lambda n: widths[n])
        fitting = [line.split("\t") for line in rows if len(line.split("\t")) == width]
        days = [row for row in fitting if DAY.match(row[1])]
        if days and 2 * len(fitting) >= max(widths.values()) and (len(days) * 2 > len(fitting)):
            return Shape(layout=layout, roles=layout.roles, width=width, has_header=has_names)
    rows_of_acled = [_split(line, ",") for line in lines]
    if sum(len(row) == len(ACLED.header) for row in rows_of_acled) * 2 > len(lines):
        return Shape(layout=ACLED, roles=ACLED.roles, width=len(ACLED.header), separator=",")
    return None


def _width(rows: Sequence[str], separator: str, layout: Layout) -> int:
    """Return how many columns most rows have; empty ones at the end do not count if allowed."""
    counts: Counter[int] = Counter()
    for row in rows:
        text = row.rstrip("\r")
        fields = _split(text.rstrip(separator) if layout.trailing else text, separator)
        counts[len(fields)] += 1
    return counts.most_common(1)[0][0] if counts else 0


def _split(line: str, separator: str) -> list[str]:
    if separator == "\t":
        return line.rstrip("\r").split("\t")
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _widths(layout: Layout) -> str:
    first, last = layout.widths[0], layout.widths[-1]
    return f"{first} to {last}" if last - first > 1 else " or ".join(map(str, layout.widths))


def _not_recognised(where: str, lines: Sequence[str], asked: str) -> InputError:
    tabs, commas = len(lines[0].split("\t")), len(_split(lines[0], ","))
    return InputError(
        "the file is none of the formats that are read"
        if asked == "auto"
        else f"the file is not of the format {asked}",
        where=where,
        got=f"a first line of {tabs} columns by tabs and {commas} by commas",
        expected="; ".join(f"{name}: {_widths(layout)}" for name, layout in LAYOUTS.items()),
        fix="give a raw file as it was downloaded, with its header where the format has one",
    )

"""Reading cells: from text to a typed value, by the type of the column (C1, C12)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date

from suasion.cases.cell_error import CellError
from suasion.cases.factors import read_factors
from suasion.cases.nearest import suggestion
from suasion.cases.records import ParameterRef
from suasion.cases.sums import read_gates, read_weighted
from suasion.quantities import QuantityError, parse_quantity
from suasion.schema import Column

ITEM_KINDS = ("arcs", "groups", "suppliers", "contracts")
TOL_SHARES = 1e-9

_ID = re.compile(r"\w[\w.>:/+-]*")
_PARAMETER = re.compile(r"@\w[\w.>:/+-]*")
_FORMULA = re.compile(r"[=@]|[+-]\s*[(A-Za-z]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_LIKE = re.compile(r"(?<![\d-])(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])", re.ASCII)
_OUTSIDE = re.compile(
    r"(?:^|[\s\"'(=;])\.\.(?:[/\\]|$)|^file:|^~[/\\]|^[A-Za-z]:[\\/]|^/[^/\s]+/\S*$|^\\\\", re.I
)


def read_cell(column: Column, text: str, unit: str) -> object:
    """Turn the text of a cell into the value of its column's type.

    Parameters
    ----------
    column : Column
        What the schema says of the column.
    text : str
        The cell, trimmed. An empty cell takes the column's default.
    unit : str
        Unit of a quantity, with the market's unit filled in.

    Raises
    ------
    CellError, QuantityError
        The text is not of the column's type (C1), or looks like a formula or a path out of
        the case (C12).
    """
    if text:
        _require_harmless(column, text)
    value = text or column.default
    return _READERS[column.type](column, value, unit)


def _require_harmless(column: Column, text: str) -> None:
    is_reference = column.type == "quantity" and _PARAMETER.fullmatch(text)
    if _FORMULA.match(text) and not is_reference:
        raise CellError(
            "a cell looks like a formula",
            got=text[:60],
            expected="the value itself; nothing in a case is executed (C12)",
            fix="paste the value instead of the formula; write a text without = or @ in front",
        )
    if points_outside(text):
        raise CellError(
            "a path points outside the case folder",
            got=text[:60],
            expected="a name inside the case folder",
            fix="put the document into the case folder and give its name, or give its address",
        )


def points_outside(text: str) -> bool:
    """Tell whether a text is, or holds, a path that leaves the folder it stands in."""
    return _OUTSIDE.search(text) is not None


def read_range(text: str) -> tuple[float | None, float | None]:
    """Read the range of a parameter, LOW..HIGH; None where there is no bound.

    Raises
    ------
    CellError
        It is not written so, or reversed.
    """
    low, dots, high = (part.strip() for part in text.partition(".."))
    try:
        bounds = (float(low) if low else None, float(high) if high else None)
    except ValueError:
        bounds, dots = (None, None), ""
    is_reversed = None not in bounds and bounds[0] > bounds[1]  # type: ignore[operator]
    if not dots or is_reversed:
        raise CellError(
            "a range is not written as LOW..HIGH",
            got=text,
            expected="LOW..HIGH, one of them may be left out, in the unit of the value",
            fix="write for example 0..1 or 0..",
        )
    return bounds


def _id(_: Column, text: str, __: str) -> str:
    if not _ID.fullmatch(text):
        raise CellError(
            "an id is missing" if not text else "an id holds a character that it cannot",
            got=text,
            expected="letters, digits, - _ . > : / + and no blanks",
            fix="give the row an id such as gas-arc-1",
        )
    return text


def _text(_: Column, text: str, __: str) -> str:
    return text


def _date(_: Column, text: str, __: str) -> date | None:
    if not text:
        return None
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise _impossible(text) from None
    raise CellError(
        "a date is not written as a day",
        got=text,
        expected="YYYY-MM-DD",
        fix="write the day as 2025-10-31; a spreadsheet may have changed its form",
    )


def _impossible(text: str) -> CellError:
    return CellError(
        "a date is impossible",
        got=text,
        expected="a day of the calendar, YYYY-MM-DD",
        fix="correct the month or the day",
    )


def _when(_: Column, text: str, __: str) -> str:
    for year, month, day in _DATE_LIKE.findall(text):
        try:
            date(int(year), int(month), int(day or 1))
        except ValueError:
            raise _impossible(text) from None
    return text


def _number(column: Column, text: str, _: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace("\u2212", "-"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CellError(
            "a cell does not hold a number",
            got=text,
            expected="digits with a decimal point",
            fix="write the number alone, without unit, comma or blank",
        )
    low = -math.inf if column.low is None else column.low
    high = math.inf if column.high is None else column.high
    if not low <= value <= high:
        raise CellError(
            "a number lies outside its range",
            got=text,
            expected=f"a value in {low:g}..{high:g}",
            fix="correct the sign or the value",
        )
    return value


def _flag(_: Column, text: str, __: str) -> bool:
    if text.lower() in ("yes", "no", ""):
        return text.lower() == "yes"
    raise CellError(
        "a cell holds neither yes nor no", got=text, expected="yes or no", fix="write yes or no"
    )


def _quantity(column: Column, text: str, unit: str) -> object:
    if not text:
        return None
    if text.startswith("@"):
        return ParameterRef(text[1:])
    if text == column.default and text.replace(".", "").lstrip("-").isdigit():
        text = f"{text} {unit}" if unit not in ("1", "*") else text
    return parse_quantity(text, unit, column.low, column.high)


def _enum(column: Column, text: str, _: str) -> str:
    if not text or text in column.words:
        return text
    raise CellError(
        f"unknown {column.name} '{text[:60]}'",
        got=text[:60],
        expected="one of " + ", ".join(column.words),
        fix=suggestion(text, column.words, "use one of these words"),
    )


def _list(_: Column, text: str, __: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _label(_: Column, text: str, __: str) -> str:
    if ";" in text:
        raise CellError(
            "more than one label", got=text, expected="one label", fix="make a row for each label"
        )
    return text


def _shares(column: Column, text: str, _: str) -> tuple[tuple[str, float], ...]:
    if not text or text == column.default:
        return ()
    shares: dict[str, float] = {}
    for part in text.split(";"):
        actor, colon, share = (piece.strip() for piece in part.partition(":"))
        if not actor or not colon or actor in shares:
            raise _bad_shares(
                text, "shares name an actor twice" if actor in shares else "bad shares"
            )
        try:
            shares[actor] = parse_quantity(share, "1", 0.0, 1.0).central
        except QuantityError:
            raise _bad_shares(text, "a share is not a number from 0 to 1") from None
    total = math.fsum(shares.values())
    if abs(total - 1.0) > TOL_SHARES:
        raise CellError(
            "shares do not sum to one",
            got=f"{text} (sum {total:.10g})",
            expected=f"a sum of 1 within {TOL_SHARES:g}",
            fix="correct a share, or add the owner of the rest",
        )
    return tuple(sorted(shares.items()))


def _bad_shares(text: str, problem: str) -> CellError:
    return CellError(
        problem,
        got=text[:60],
        expected="ACTOR:share;ACTOR:share",
        fix="write the shares as AZE:0.5;GEO:0.5",
    )


def _items(_: Column, text: str, __: str) -> tuple[tuple[str, str], ...]:
    items = []
    for part in (piece.strip() for piece in text.split(";")):
        if not part:
            continue
        kind, colon, name = (piece.strip() for piece in part.partition(":"))
        if kind not in ITEM_KINDS or not colon or not name:
            raise CellError(
                "an item is not written as kind and id",
                got=part[:60],
                expected=", ".join(f"{word}:ID" for word in ITEM_KINDS),
                fix=suggestion(kind, ITEM_KINDS, "write for example arcs:gas-swap"),
            )
        items.append((kind, name))
    return tuple(dict.fromkeys(items))


_READERS: dict[str, Callable[[Column, str, str], object]] = {
    "id": _id,
    "text": _text,
    "date": _date,
    "when": _when,
    "number": _number,
    "flag": _flag,
    "quantity": _quantity,
    "enum": _enum,
    "ref": _text,
    "refs": _list,
    "statements": _list,
    "label": _label,
    "labels": _list,
    "shares": _shares,
    "items": _items,
    "factors": read_factors,
    "weighted": read_weighted,
    "gates": read_gates,
    "market": _text,
}

"""Reading figures: the grammar of quantities (design section 4; C1, C3).

    quantity    = side { "|" side }
    side        = number [unit] [("to" | "+-") number [unit]]
A unit left out is the one written last; a plain number needs none.
"""

from __future__ import annotations

import math
import re

from suasion.quantities.alternatives import Alternative, Form
from suasion.quantities.errors import QuantityError
from suasion.quantities.quantity import Quantity
from suasion.quantities.units import canonical_unit, conversion_factor, dimension

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile("\\d[,' \u2019\u202f]\\d", re.ASCII)
_DASHED = re.compile("\\d\\s*[-\u2013\u2014]\\s*\\d", re.ASCII)
_SPREAD = re.compile(r"\s+to\s+|\s*(?:\+-|\+/-|±)\s*")
_FORM = "10 bcm/yr, 10 to 13 bcm/yr, 3.3 | 4.5 Mt/yr, 0.8 +- 0.15 or 60 %"
LARGEST = 1e30
"""Size that no figure exceeds in its own unit; an interval over more would overflow."""
_LONGEST = 300
_MOST_SIDES = 8

Term = tuple[float, str]


def parse_quantity(
    text: str, unit: str = "1", low: float | None = None, high: float | None = None
) -> Quantity:
    """Read a figure as an analyst writes it into a quantity in its canonical unit.

    Model
        `10 bcm/yr` exact; `10 to 13 bcm/yr` interval of nine tenths; `3.3 | 4.5 Mt/yr`
        conflict; `0.8 +- 0.15` mean and standard deviation; `60 %` is 0.6.

    Parameters
    ----------
    text : str
        The figure.
    unit : str
        Unit in which it is kept; `1` for a plain number, `*` for any (then the unit
        that `canonical_unit` names).
    low, high : float or None
        Allowed range in that unit; None where there is no bound.

    Raises
    ------
    QuantityError
        No number, a unit that is missing, unknown or measures something else, a reversed
        interval, a value outside the range, a thousands separator or a decimal comma (C1).

    Examples
    --------
    >>> parse_quantity("350 USD/tcm", "MUSD/bcm").central
    350.0
    >>> q = parse_quantity("3.3 | 4.5 to 5 Mt/yr", "Mt/yr", low=0)
    >>> q.is_conflict, q.low, q.high
    (True, 3.3, 5.0)
    """
    cleaned = _cleaned(text)
    written = [_side(part, cleaned) for part in cleaned.split("|")]
    last = written[-1][1][-1][1]
    target = unit if unit != "*" else canonical_unit(last or "1")
    bounds = (-math.inf if low is None else low, math.inf if high is None else high)
    sides = tuple(_alternative(form, terms, last, target, bounds, text) for form, terms in written)
    return Quantity(text=text.strip(), unit=target, alternatives=sides)


def written_unit(text: str) -> str:
    """Return the unit that a figure is written in, `1` for a plain number.

    Raises
    ------
    QuantityError
        The text cannot be read as a figure.
    """
    return _side(_cleaned(text).split("|")[-1], text)[1][-1][1] or "1"


def _cleaned(text: str) -> str:
    cleaned = text.replace("\u2212", "-").replace("\u00a0", " ").strip()
    if not cleaned:
        raise _unreadable("a figure is missing", text)
    if len(cleaned) > _LONGEST or cleaned.count("|") >= _MOST_SIDES:
        raise _unreadable("a figure is too long", cleaned[:60] + "...")
    if _GROUPED.search(cleaned):
        raise QuantityError(
            "a number holds a separator",
            got=cleaned,
            expected="digits with a decimal point",
            fix="leave out thousands separators and write a decimal comma as a point",
        )
    return cleaned


def _side(part: str, whole: str) -> tuple[Form, list[Term]]:
    pieces = _SPREAD.split(part.strip())
    if len(pieces) > 2:
        raise _unreadable("a side of a figure has more than two numbers", whole)
    if len(pieces) == 1:
        return Form.EXACT, [_term(pieces[0], whole)]
    joint = _SPREAD.search(part.strip())
    is_interval = joint is not None and joint.group().strip() == "to"
    form = Form.INTERVAL if is_interval else Form.NORMAL
    return form, [_term(piece, whole) for piece in pieces]


def _term(piece: str, whole: str) -> Term:
    piece = piece.strip()
    match = _NUMBER.match(piece)
    if match is None:
        raise _unreadable("a figure does not begin with a number", whole)
    value, rest = float(match.group()), piece[match.end() :].strip()
    if not abs(value) <= LARGEST:
        raise _unreadable("a number is too large", whole)
    if 0.0 < abs(value) < 1.0 / LARGEST:
        raise _unreadable("a number is too small", whole)
    if _DASHED.search(piece) and not _NUMBER.fullmatch(piece):
        raise QuantityError(
            "an interval is written with a dash",
            got=whole,
            expected="LOW to HIGH UNIT",
            fix="write 'to' between the two ends, for example 10 to 13 bcm/yr",
        )
    return value, rest


def _unreadable(problem: str, text: str) -> QuantityError:
    return QuantityError(
        problem, got=text.strip(), expected=f"a figure such as {_FORM}", fix="rewrite the figure"
    )


def _alternative(
    form: Form, terms: list[Term], last: str, unit: str, bounds: tuple[float, float], text: str
) -> Alternative:
    a, b = (_canonical(term, last, unit, text) for term in (terms[0], terms[-1]))
    if form is Form.INTERVAL and a > b:
        raise QuantityError(
            "an interval is reversed",
            got=text.strip(),
            expected="the lower end first",
            fix=f"write {terms[1][0]:g} to {terms[0][0]:g}",
        )
    if form is Form.NORMAL and b <= 0:
        raise QuantityError(
            "a standard deviation is not above zero",
            got=text.strip(),
            expected="MEAN +- SD with SD above 0",
            fix="give a positive standard deviation, or leave it out",
        )
    values = (a,) if form is not Form.INTERVAL else (a, b)
    for value in values:
        _require_inside(value, bounds, unit, text)
    return Alternative(form=form, a=a, b=b, floor=bounds[0], ceiling=bounds[1])


def _canonical(term: Term, last: str, unit: str, text: str) -> float:
    value, written = term
    used = written or last
    if not used:
        if dimension(unit):
            raise QuantityError(
                "a figure has no unit",
                got=text.strip(),
                expected=f"a unit like {unit}",
                fix=f"write the unit after the number: {value:g} {unit}",
            )
        return value
    if dimension(used) != dimension(unit):
        raise QuantityError(
            "a figure has the wrong unit",
            got=text.strip(),
            expected=f"a unit like {unit}" if unit != "1" else "a plain number or a share in %",
            fix=f"give the figure in {unit}, or move it to the column it belongs to",
        )
    result = value * conversion_factor(used, unit)
    if not math.isfinite(result):
        raise _unreadable("a number is too large", text)
    return result


def _require_inside(value: float, bounds: tuple[float, float], unit: str, text: str) -> None:
    low, high = bounds
    if low <= value <= high:
        return
    if low == 0 and value < 0:
        problem = "a figure is negative that cannot be"
    else:
        problem = "a figure lies outside its range"
    shown = f"{'' if math.isinf(low) else f'{low:g}'}..{'' if math.isinf(high) else f'{high:g}'}"
    raise QuantityError(
        problem,
        got=text.strip(),
        expected=f"a value in {shown}" + ("" if unit == "1" else f" {unit}"),
        fix="correct the sign or the value",
    )

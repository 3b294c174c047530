"""Treatments: what an experiment changes in a crisis, in a small closed language.

Nothing in a treatment is executed. Lines are joined by `;`, each one of::

    inject MOVE@DAY          inject MOVE@DAY*SIZE
    stock NAME = VALUE       stock NAME + VALUE
    hold NAME = VALUE
    term NAME * FACTOR       pace MOVE * FACTOR      attention ACTOR * FACTOR
    effect MOVE->STOCK * FACTOR                      coupling NAME * FACTOR

A name may have `*` for any run of characters (but not that of a move to inject); the sign
before a factor stands between spaces.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from attrs import evolve, frozen

from suasion.crisis.model import CrisisModel, CrisisNumbers, Floats
from suasion.crisis.patterns import unknown
from suasion.crisis.simulation import MOST_SIZE, Injection
from suasion.crisis.treated_names import READERS
from suasion.errors import InputError

MAX_FACTOR = 1000.0
FORMS = {
    "inject": "inject MOVE@DAY or inject MOVE@DAY*SIZE",
    "stock": "stock NAME = VALUE or stock NAME + VALUE",
    "hold": "hold NAME = VALUE",
    "term": "term NAME * FACTOR",
    "pace": "pace MOVE * FACTOR",
    "attention": "attention ACTOR * FACTOR",
    "effect": "effect MOVE->STOCK * FACTOR",
    "coupling": "coupling NAME * FACTOR",
}
_SHAPES = {
    "inject": r"(?P<name>\S+?)@(?P<day>\d+)(?:\s*(?P<sign>\*)\s*(?P<value>\S+))?",
    "stock": r"(?P<name>\S+)\s+(?P<sign>[=+])\s*(?P<value>\S+)",
    "hold": r"(?P<name>\S+)\s+(?P<sign>=)\s*(?P<value>\S+)",
    "effect": r"(?P<name>\S+?\s*->\s*\S+)\s+(?P<sign>\*)\s+(?P<value>\S+)",
}
_FACTOR: tuple[Callable[[float], bool], str] = (
    lambda value: 0.0 <= value <= MAX_FACTOR,
    f"0 to {MAX_FACTOR:g}",
)
_RANGES: dict[str, tuple[Callable[[float], bool], str]] = {
    **dict.fromkeys(("term", "pace", "attention", "effect", "coupling"), _FACTOR),
    **dict.fromkeys(("stock", "hold"), (math.isfinite, "a finite number")),
    "inject": (lambda value: 0.0 < value <= MOST_SIZE, f"above 0, at most {MOST_SIZE:g}"),
}
_SCALE = r"(?P<name>\S+)\s+(?P<sign>\*)\s+(?P<value>\S+)"


@frozen(kw_only=True)
class Line:
    """One change, with its names resolved."""

    verb: str
    """One of `FORMS`."""
    rows: tuple[int, ...]
    """Places of what it changes, in the rows of the model that the verb is about."""
    sign: str = "*"
    value: float = 1.0
    day: int = 0
    nodes: tuple[str, ...]
    """Nodes of the influence graph that it touches directly."""


@frozen(kw_only=True)
class Treatment:
    """What is changed, line by line."""

    text: str
    lines: tuple[Line, ...] = ()


def parse_treatment(model: CrisisModel, text: str) -> Treatment:
    """Return what a treatment changes; an empty text changes nothing.

    Raises
    ------
    InputError
        A line has none of the forms, names what the model does not have (the nearest name is in
        the remedy), or has a value out of range (C1, C12).

    Examples
    --------
    >>> from suasion.crisis.model import CrisisModel, Stock
    >>> model = CrisisModel(stocks=[Stock(id="anger"), Stock(id="anger.old")])
    >>> parse_treatment(model, "stock anger* = 2").lines[0].nodes
    ('stock:anger', 'stock:anger.old')
    """
    parts = [" ".join(part.split()) for part in text.split(";")]
    lines = tuple(_line(model, part) for part in parts if part)
    return Treatment(text="; ".join(part for part in parts if part), lines=lines)


def _line(model: CrisisModel, text: str) -> Line:
    where = f"treatment '{text}'"
    verb, got = _split(text, where)
    rows, nodes = READERS[verb](model, re.sub(r"\s", "", got["name"]), where)
    line = Line(
        verb=verb,
        rows=rows,
        sign=got["sign"] or "*",
        value=_number(got["value"] or "1", verb, where),
        day=int(got.get("day") or 0),
        nodes=tuple(dict.fromkeys(nodes)),
    )
    _check_ranges(model, line, where)
    return line


def _split(text: str, where: str) -> tuple[str, dict[str, str | Any]]:
    verb, _, rest = text.partition(" ")
    if verb not in FORMS:
        raise unknown(verb, FORMS, "treatment", where)
    match = re.fullmatch(_SHAPES.get(verb, _SCALE), rest)
    if match is None:
        raise InputError(
            f"a treatment with '{verb}' has another form",
            where=where,
            got=text,
            expected=FORMS[verb],
            fix="write it in that form, one name without spaces, lines joined by ';'",
        )
    return verb, match.groupdict()


def _number(text: str, verb: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    fits, range_ = _RANGES[verb]
    if not (math.isfinite(value) and fits(value)):
        raise InputError(
            "the value of a treatment is not a number that it can have",
            where=where,
            got=text,
            expected=range_,
            fix="give a plain number such as 0.5",
        )
    return value


def _check_ranges(model: CrisisModel, line: Line, where: str) -> None:
    if line.sign != "=":
        return
    for stock in (model.stocks[row] for row in line.rows):
        if not stock.low <= line.value <= stock.high:
            raise InputError(
                f"stock '{stock.id}' cannot have that value",
                where=where,
                got=f"{line.value:g}",
                expected=f"{stock.low:g} to {stock.high:g}",
                fix="give a value in its range",
            )


def treated_nodes(model: CrisisModel, treatment: Treatment | str) -> frozenset[str]:
    """Return the nodes of the influence graph that a treatment touches directly.

    A move that is injected or whose pace changes; all moves of an actor whose attention
    changes; a stock that is set or held; a term whose weight changes; the stock behind an
    effect, and every stock that a coupling changes.
    """
    parsed = _parsed(model, treatment)
    return frozenset(node for line in parsed.lines for node in line.nodes)


def _parsed(model: CrisisModel, treatment: Treatment | str) -> Treatment:
    return treatment if isinstance(treatment, Treatment) else parse_treatment(model, treatment)


def apply_treatment(
    model: CrisisModel, numbers: CrisisNumbers, treatment: Treatment | str
) -> tuple[CrisisNumbers, tuple[Injection, ...]]:
    """Return the numbers of one draw after a treatment, and the moves that it injects.

    Lines act in their order. A stock that is raised stays in its range, and the rate of a
    coupling other than `adds` stays at most one; the numbers given are left as they are.

    Examples
    --------
    See `suasion.crisis.experiments.run_experiment`.
    """
    injections = []
    for line in _parsed(model, treatment).lines:
        if line.verb == "inject":
            move = model.moves[line.rows[0]].id
            injections.append(Injection(day=line.day, move=move, size=line.value))
        elif line.verb in _SCALED:
            name = _SCALED[line.verb]
            changed: dict[str, Any] = {name: _scaled(getattr(numbers, name), line)}
            numbers = evolve(numbers, **changed)
            numbers = _bounded(model, numbers) if line.verb == "coupling" else numbers
        else:
            numbers = _set(model, numbers, line)
    return numbers, tuple(injections)


_SCALED = {
    "term": "weight",
    "pace": "pace",
    "attention": "attention",
    "effect": "amount",
    "coupling": "rate",
}


def _scaled(values: Floats, line: Line) -> Floats:
    changed = np.array(values, dtype=np.float64)
    changed[list(line.rows)] *= line.value
    return changed


def _bounded(model: CrisisModel, numbers: CrisisNumbers) -> CrisisNumbers:
    most = [np.inf if row.kind == "adds" else 1.0 for row in model.couplings]
    return evolve(numbers, rate=np.minimum(numbers.rate, np.array(most)))


def _set(model: CrisisModel, numbers: CrisisNumbers, line: Line) -> CrisisNumbers:
    initial, drive = np.array(numbers.initial), np.array(numbers.drive)
    for row in line.rows:
        stock = model.stocks[row]
        start = line.value + (initial[row] if line.sign == "+" else 0.0)
        initial[row] = min(max(start, stock.low), stock.high)
        if stock.id in model.driven:
            drive[:, model.driven.index(stock.id)] = line.value
    return evolve(numbers, initial=initial, drive=drive)

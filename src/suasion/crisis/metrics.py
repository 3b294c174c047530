"""Metrics: what an experiment reads off simulated paths, in a small closed language.

Nothing in a metric is executed. It is one measure, or several joined by ` - ` (the first less the
others), each one of::

    count MOVES [CLASS] in A..B         moves a path
    share MOVES of MOVES in A..B        ratio of the two mean counts
    any MOVES in A..B                   share of paths with one
    first MOVES in A..B                 day of the first; B + 1 where there is none
    order MOVES before MOVES in A..B    among paths with both, share where the first comes first
    mean GAUGE in A..B    peak GAUGE in A..B    at GAUGE on D

MOVES is a pattern of ids of moves (`*` for any run of characters), `class:CLASS` or
`actor:ACTOR`; `&` joins what must hold at once, `|` what may hold instead. GAUGE is a stock or a
named gauge. Days count from 0 and both ends belong to the window. Moves that a treatment injects
are not counted: nobody chose them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from suasion.crisis.model import CLASSES, ONE, CrisisModel
from suasion.crisis.patterns import find, unknown
from suasion.crisis.simulation import Gauge
from suasion.errors import InputError

FORMS = {
    "count": "count MOVES [CLASS] in A..B",
    "share": "share MOVES of MOVES in A..B",
    "any": "any MOVES in A..B",
    "first": "first MOVES in A..B",
    "order": "order MOVES before MOVES in A..B",
    "mean": "mean GAUGE in A..B",
    "peak": "peak GAUGE in A..B",
    "at": "at GAUGE on D",
}
_WINDOW = r" in (?P<begin>\d+)\.\.(?P<end>\d+)"
_SHAPES = {
    "count": r"(?P<one>\S+)(?: (?P<klass>\S+))?" + _WINDOW,
    "share": r"(?P<one>\S+) of (?P<other>\S+)" + _WINDOW,
    "order": r"(?P<one>\S+) before (?P<other>\S+)" + _WINDOW,
    "at": r"(?P<one>\S+) on (?P<begin>\d+)",
}
_PLAIN = r"(?P<one>\S+)" + _WINDOW
GAUGED = ("mean", "peak", "at")


@frozen(kw_only=True)
class Part:
    """One measure, with its names resolved."""

    sign: float
    verb: str
    """One of `FORMS`."""
    moves: tuple[int, ...] = ()
    """Places in the moves of the model."""
    others: tuple[int, ...] = ()
    gauge: Gauge | None = None
    begin: int
    end: int
    """The last day of the window; it belongs to it."""


@frozen(kw_only=True)
class Metric:
    """What is read off paths: a sum of signed measures."""

    text: str
    parts: tuple[Part, ...]

    @property
    def gauges(self) -> tuple[Gauge, ...]:
        """Return the gauges that paths must carry for it, each once."""
        found = (part.gauge for part in self.parts if part.gauge is not None)
        return tuple({gauge.name: gauge for gauge in found}.values())

    @property
    def last_day(self) -> int:
        """Return the last day that it looks at."""
        return max(part.end for part in self.parts)


def parse_metric(
    model: CrisisModel, text: str, gauges: Sequence[Gauge] = (), days: int | None = None
) -> Metric:
    """Return what a metric reads.

    Parameters
    ----------
    model : CrisisModel
    text : str
        In the language of this module.
    gauges : sequence of Gauge
        Named gauges beside the stocks.
    days : int, optional
        Length of the paths; a window must end within them.

    Raises
    ------
    InputError
        A measure has none of the forms, names what there is not (the nearest name is in the
        remedy), or its window is empty or ends after the paths (C1, C12).

    Examples
    --------
    >>> from suasion.crisis.model import CrisisModel, Stock
    >>> model = CrisisModel(stocks=[Stock(id="anger")])
    >>> parse_metric(model, "at anger on 9 - at anger on 0").last_day
    9
    """
    pieces = " ".join(text.split()).split(" - ")
    known = {stock.id: Gauge(name=stock.id, of=((stock.id, 1.0),)) for stock in model.stocks}
    known.update({gauge.name: gauge for gauge in gauges})
    parts = tuple(
        _part(model, piece, 1.0 if at == 0 else -1.0, known, days)
        for at, piece in enumerate(pieces)
    )
    return Metric(text=" - ".join(pieces), parts=parts)


def _part(
    model: CrisisModel, text: str, sign: float, gauges: dict[str, Gauge], days: int | None
) -> Part:
    verb, _, rest = text.partition(" ")
    where = f"metric '{text}'"
    if verb not in FORMS:
        raise unknown(verb, FORMS, "measure", where)
    match = re.fullmatch(_SHAPES.get(verb, _PLAIN), rest)
    if match is None:
        raise _wrong(f"a metric with '{verb}' has another form", where, text, FORMS[verb])
    got = match.groupdict()
    begin = int(got["begin"])
    end = int(got.get("end") or begin)
    last = None if days is None else days - (verb not in GAUGED)
    if end < begin or (last is not None and end > last):
        until = "" if last is None else f", B at most {last}"
        raise _wrong("the window has no such days", where, f"{begin}..{end}", f"A..B, A<=B{until}")
    if verb in GAUGED:
        if got["one"] not in gauges:
            raise unknown(got["one"], gauges, "gauge or stock", where)
        return Part(sign=sign, verb=verb, gauge=gauges[got["one"]], begin=begin, end=end)
    moves = _of_class(model, got["one"], got.get("klass") or "", where)
    others = find_moves(model, got["other"], where) if got.get("other") else ()
    return Part(sign=sign, verb=verb, moves=moves, others=others, begin=begin, end=end)


def _wrong(problem: str, where: str, got: str, expected: str) -> InputError:
    return InputError(
        problem, where=where, got=got, expected=expected, fix="write it in the expected form"
    )


def _of_class(model: CrisisModel, pattern: str, klass: str, where: str) -> tuple[int, ...]:
    """Return the moves that a pattern matches and that are of a class, if one is named."""
    found = find_moves(model, pattern, where)
    if not klass:
        return found
    same = find_moves(model, f"class:{klass}", where)
    both = tuple(row for row in found if row in same)
    if not both:
        raise _wrong("no such move is of that class", where, klass, "a class that some have")
    return both


def find_moves(model: CrisisModel, pattern: str, where: str) -> tuple[int, ...]:
    """Return the places of the moves that a pattern of a metric matches.

    Raises
    ------
    InputError
        A name in it matches nothing, or what must hold at once never does (C1).

    Examples
    --------
    >>> from suasion.crisis.model import CrisisModel, Move
    >>> model = CrisisModel(stocks=[], moves=[
    ...     Move(id=f"shout:{a}", kind="shout", actor=a, target="C", klass="verbal_conflict")
    ...     for a in "AB"])
    >>> find_moves(model, "class:verbal_conflict&actor:B", "a metric")
    (1,)
    """
    found: set[int] = set()
    for choice in pattern.split("|"):
        sets = [_matching(model, name, where) for name in choice.split("&")]
        both = set.intersection(*sets)
        if not both:
            raise InputError(
                f"no move is all of '{choice}'",
                where=where,
                got=choice,
                expected="conditions that some move fulfils together",
                fix="take one of the conditions away",
            )
        found |= both
    return tuple(sorted(found))


def _matching(model: CrisisModel, name: str, where: str) -> set[int]:
    kind, _, value = name.partition(":")
    labels, word = [move.id for move in model.moves], "move"
    if kind == "class" and value in CLASSES:
        labels, word, name = [move.klass for move in model.moves], "move of class", value
    elif kind == "class":
        raise unknown(value, CLASSES, "class", where)
    elif kind == "actor":
        labels, word, name = [move.actor for move in model.moves], "actor with moves", value
    found = find(name, labels, word, where)
    return {row for row, label in enumerate(labels) if label in found}


def metric_nodes(model: CrisisModel, metric: Metric) -> frozenset[str]:
    """Return the nodes of the influence graph that a metric reads: moves and stocks."""
    moves = {row for part in metric.parts for row in (*part.moves, *part.others)}
    stocks = {stock for gauge in metric.gauges for stock, _ in gauge.of if stock != ONE}
    return frozenset(
        [f"move:{model.moves[row].id}" for row in sorted(moves)]
        + [f"stock:{stock}" for stock in sorted(stocks)]
    )

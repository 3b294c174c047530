"""Observables of predictions: what a prediction says, in a small closed language.

Nothing in an observable is executed. It is one condition, or several joined by ` and ` and
` or ` (`and` binds closer; there are no brackets)::

    [not] METRIC OP NUMBER        OP is one of >= <= > < =

METRIC is a measure, or several joined by ` - ` (the first less the others), each one of the
measures of `suasion.crisis.metrics` read on each path, or::

    flow OBSERVABLE               a number of the markets, named in case.toml
    parameter ADDRESS             a figure of the case

Days of a window count from the day on which the prediction was made; `FROM` is that day, `END`
the day of its horizon, and YYYY-MM-DD any day from the first of the case on. What lies before
the day the record tells.
"""

from __future__ import annotations

import re

from attrs import frozen

from suasion.crisis.metrics import FORMS
from suasion.crisis.patterns import nearest
from suasion.errors import InputError

OPERATORS = (">=", "<=", ">", "<", "=")
PATHS, FLOW, PARAMETER = "paths", "flow", "parameter"
FORM = "[not] METRIC OP NUMBER, joined by ' and ' or ' or '"
_CONDITION = re.compile(
    r"(?P<no>not )?(?P<metric>.+?) (?P<operator>>=|<=|>|<|=) (?P<number>[-+]?\d+(?:\.\d+)?)"
)
_NAMED = re.compile(r"(?:flow|parameter) (?P<name>\S+)")


@frozen(kw_only=True)
class Measure:
    """One signed part of a metric."""

    sign: float
    kind: str
    """`paths`, `flow` or `parameter`."""
    text: str
    """The measure of paths as written, or the name of the flow or figure."""


@frozen(kw_only=True)
class Condition:
    """A metric held against a number."""

    negated: bool
    measures: tuple[Measure, ...]
    operator: str
    number: float


@frozen(kw_only=True)
class Expression:
    """What must hold: all conditions of one of the choices."""

    text: str
    choices: tuple[tuple[Condition, ...], ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Return all measures, in the order in which they are written."""
        return tuple(
            measure
            for choice in self.choices
            for condition in choice
            for measure in condition.measures
        )

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of measures that it reads."""
        return frozenset(measure.kind for measure in self.measures)


def parse_expression(text: str, where: str = "observable") -> Expression:
    """Return what an observable says, names not yet resolved.

    Parameters
    ----------
    text : str
        In the language of this module.
    where : str
        Where it stands, for messages.

    Raises
    ------
    InputError
        A condition has not the form, or its measure is none that there is; the nearest is in
        the remedy (C1).

    Examples
    --------
    >>> found = parse_expression("not any summit:* in 0..END >= 1 and flow gas_bcm < 20")
    >>> [(one.negated, one.measures[0].kind, one.number) for one in found.choices[0]]
    [(True, 'paths', 1.0), (False, 'flow', 20.0)]
    """
    clean = " ".join(text.split())
    return Expression(
        text=clean,
        choices=tuple(
            tuple(_condition(piece, where) for piece in choice.split(" and "))
            for choice in clean.split(" or ")
        ),
    )


def _condition(text: str, where: str) -> Condition:
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise InputError(
            "a condition of an observable is not written in its form",
            where=where,
            got=text,
            expected=FORM,
            fix="write for example: any exchange:* in 0..END >= 1",
        )
    return Condition(
        negated=match["no"] is not None,
        measures=tuple(
            _measure(piece, 1.0 if at == 0 else -1.0, where)
            for at, piece in enumerate(match["metric"].split(" - "))
        ),
        operator=match["operator"],
        number=float(match["number"]),
    )


def _measure(text: str, sign: float, where: str) -> Measure:
    verb = text.partition(" ")[0]
    if verb in FORMS:
        return Measure(sign=sign, kind=PATHS, text=text)
    if verb not in (FLOW, PARAMETER):
        raise _no_measure(verb, where)
    match = _NAMED.fullmatch(text)
    if match is None:
        raise InputError(
            f"a measure with '{verb}' names one thing",
            where=where,
            got=text,
            expected="flow OBSERVABLE" if verb == FLOW else "parameter ADDRESS",
            fix="write the name and nothing else",
        )
    return Measure(sign=sign, kind=verb, text=match["name"])


def _no_measure(verb: str, where: str) -> InputError:
    known = (*FORMS, FLOW, PARAMETER)
    close = nearest(verb, known)
    return InputError(
        f"an observable begins with no measure: '{verb}'",
        where=where,
        got=verb,
        expected="one of " + ", ".join(known),
        fix=f"did you mean '{close}'?"
        if close
        else "write 'flow NAME' for a number of the markets",
    )

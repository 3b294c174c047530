"""Expectations: inequalities between results of scenarios, declared in the case, judged as found.

Grammar (closed; nothing is executed, C12)
    expectation = sum OPERATOR sum, with OPERATOR one of < <= > >= =
    sum = term { (+ | -) term }, with blanks around every sign
    term = NUMBER or SCENARIO:OBSERVABLE, where `base` is the case as it is

Model
    An expectation is put to the central figures and to every draw. It came out where at least
    95 % of the draws bear it, did not where at most 5 % do, and between the two the model cannot
    tell. An equality holds within 1 % of the larger side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.errors import InputError

Array = NDArray[np.float64]
SURE = 0.95
TOL_EQUAL = 0.01
_TINY = 1e-6

OPERATORS: Mapping[str, Callable[[Array, Array], NDArray[np.bool_]]] = {
    "<": lambda one, two: one < two - _slack(one, two),
    "<=": lambda one, two: one <= two + _slack(one, two),
    ">": lambda one, two: one > two + _slack(one, two),
    ">=": lambda one, two: one >= two - _slack(one, two),
    "=": lambda one, two: np.abs(one - two) <= TOL_EQUAL * np.maximum(np.abs(one), np.abs(two)),
}


def _slack(one: Array, two: Array) -> Array:
    """Return what counts as level: a millionth of the larger side."""
    slack: Array = _TINY * np.maximum(np.maximum(np.abs(one), np.abs(two)), 1.0)
    return slack


@frozen(kw_only=True)
class Expectation:
    """Two sums and the relation that is expected between them."""

    text: str
    left: tuple[tuple[float, str], ...]
    """Signed terms: (sign, NUMBER or SCENARIO:OBSERVABLE)."""
    operator: str
    right: tuple[tuple[float, str], ...]


@frozen(kw_only=True)
class ExpectationRow:
    """What became of one expectation."""

    comparison: str
    expectation: str
    left: float
    right: float
    holds_on_central: bool
    share_of_draws: float
    verdict: str


def parse_expectation(text: str, where: str) -> Expectation:
    """Return the expectation; `InputError` where it does not follow the grammar (C1)."""
    words = text.split()
    signs = [word for word in words if word in OPERATORS]
    if len(signs) != 1:
        raise _malformed(text, where, "one of < <= > >= = with blanks around it")
    at = words.index(signs[0])
    return Expectation(
        text=" ".join(words),
        left=_parse_sum(words[:at], text, where),
        operator=signs[0],
        right=_parse_sum(words[at + 1 :], text, where),
    )


def _parse_sum(words: list[str], text: str, where: str) -> tuple[tuple[float, str], ...]:
    if len(words) % 2 == 0:
        raise _malformed(text, where, "terms joined by + or - with blanks around every sign")
    terms = [(1.0, words[0])]
    for sign, term in zip(words[1::2], words[2::2], strict=True):
        if sign not in ("+", "-"):
            raise _malformed(text, where, "+ or - between terms")
        terms.append((1.0 if sign == "+" else -1.0, term))
    for _, term in terms:
        if ":" not in term and not _is_number(term):
            raise _malformed(text, where, "a number or SCENARIO:OBSERVABLE as each term")
    return tuple(terms)


def _is_number(term: str) -> bool:
    try:
        return bool(np.isfinite(float(term)))
    except ValueError:
        return False


def _malformed(text: str, where: str, expected: str) -> InputError:
    return InputError(
        "the expectation cannot be read",
        where=where,
        got=text,
        expected=expected,
        fix="write it as in swap-5:eu_gas_bcm_per_year > base:eu_gas_bcm_per_year",
    )


Lookup = Callable[[str, str], tuple[float, Array]]
"""Returns the central value and the draws of (scenario, observable)."""


def judge(expectation: Expectation, comparison: str, lookup: Lookup) -> ExpectationRow:
    """Return what became of the expectation on the central figures and the draws."""
    left, left_draws = _sum(expectation.left, lookup)
    right, right_draws = _sum(expectation.right, lookup)
    relation = OPERATORS[expectation.operator]
    one, two = np.broadcast_arrays(left_draws, right_draws)
    kept = np.isfinite(one) & np.isfinite(two)
    share = float(np.mean(relation(one[kept], two[kept]))) if kept.any() else float("nan")
    on_central = bool(relation(np.array([left]), np.array([right]))[0])
    return ExpectationRow(
        comparison=comparison,
        expectation=expectation.text,
        left=left,
        right=right,
        holds_on_central=on_central,
        share_of_draws=share,
        verdict=_verdict(on_central, share) if np.isfinite([left, right]).all() else "not solved",
    )


def _sum(terms: tuple[tuple[float, str], ...], lookup: Lookup) -> tuple[float, Array]:
    central, draws = 0.0, np.zeros(1)
    for sign, term in terms:
        scenario, colon, observable = term.partition(":")
        value, drawn = lookup(scenario, observable) if colon else (float(term), np.zeros(1))
        if not colon:
            drawn = np.full(1, value)
        central += sign * value
        draws = draws + sign * drawn
    return central, draws


def _verdict(on_central: bool, share: float) -> str:
    if not np.isfinite(share):
        return "came out" if on_central else "did not come out"
    if share >= SURE:
        return "came out"
    return "did not come out" if share <= 1.0 - SURE else "cannot tell"

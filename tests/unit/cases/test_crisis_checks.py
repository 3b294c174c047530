"""What is wrong with a crisis is found before anything is simulated, with row and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from suasion.cases import check_case
from tests.tables import add, edit, only_fault, starter, warnings_of

Break = Callable[[Path], int]
"""Breaks a case; returns the row that the fault must name."""


def _cell(table: str, row: str, **cells: str) -> Break:
    return lambda case: edit(case, table, row, **cells)


def _copy(table: str, like: str, **cells: str) -> Break:
    return lambda case: add(case, table, like, **cells)


# name, how to break it, file, column, words of the problem, words of the remedy
BAD: list[tuple[str, Break, str, str, str, str]] = [
    ("stock of an effect", _cell("effects", "talk-opens", stock="talk"), "effects.csv", "stock",
     "unknown stock 'talk'", "did you mean 'talks'"),
    ("stock of the actor", _cell("effects", "cut-angers", stock="angr.target"), "effects.csv",
     "stock", "unknown stock 'angr.target'", "anger"),
    ("stock that speeds", _cell("effects", "cut-answers", by="bit.lever"), "effects.csv", "by",
     "unknown stock", "bite"),
    ("stock up to which it fills", _cell("effects", "talk-opens", limit="talkss"), "effects.csv",
     "limit", "unknown stock", "did you mean 'talks'"),
    ("stock of a term", _cell("terms", "bel-pride", of="-1*anger.BLE"), "terms.csv", "of",
     "unknown stock 'anger.BLE'", "anger.BEL"),
    ("stock that multiplies a term", _cell("terms", "bel-cold", times="cool"), "terms.csv",
     "times", "unknown stock 'cool'", "add 'cool'"),
    ("stock of an urge", _cell("urges", "winter-talk", of="cold;2*warm"), "urges.csv", "of",
     "unknown stock 'warm'", "add 'warm'"),
    ("stock of a gate", _cell("moves", "agree", requires="talk > 0.5"), "moves.csv", "requires",
     "unknown stock 'talk'", "did you mean 'talks'"),
    ("driver of nothing", _cell("drivers", "autumn", stock="heat"), "drivers.csv", "stock",
     "unknown stocks 'heat'", "add 'heat'"),
    ("range upside down", _cell("stocks", "talks", low="2"), "stocks.csv", "low", "upside down",
     "low or high"),
    ("start above the range", _cell("stocks", "anger.ARD", high="0.2"), "stocks.csv", "initial",
     "outside the range", "correct initial"),
    ("start below the range", _cell("stocks", "anger.ARD", low="0.2"), "stocks.csv", "initial",
     "outside the range", "low and high"),
    ("driver outside the range", _cell("drivers", "autumn", value="2 to 3"), "drivers.csv",
     "value", "outside the range", "correct value"),
    ("no time at all", _cell("couplings", "ard-forgets", time="0 day"), "couplings.csv",
     "time", "not above 0", "raise the lower end"),
    ("attention all the time", _cell("deciders", "belmar", attention="0 day"),
     "deciders.csv", "attention", "not above 0", "no end of moves"),
    ("moves without end", _cell("moves", "talk", every="0 day"), "moves.csv", "every",
     "not above 0", "no end of moves"),
    ("unit of nothing", _cell("deciders", "belmar", unit="0 MUSD/yr"), "deciders.csv",
     "unit", "not above 0", "raise the lower end"),
    ("nest of nothing", _cell("deciders", "belmar", nest="0"), "deciders.csv", "nest",
     "not above 0", "raise the lower end"),
    ("negative rate", _cell("couplings", "ard-forgets", time="-5 to 5 day"), "couplings.csv",
     "time", "negative", "correct the sign"),
    ("driven by a move too",
     _cell("effects", "talk-opens", stock="cold"), "effects.csv", "stock", "driven from outside",
     "drivers.csv"),
    ("driven by a coupling too", _cell("couplings", "talks-cool", source="cold"),
     "couplings.csv", "source", "driven from outside", "drop the row"),
    ("fades into something", _cell("couplings", "talks-cool", target="deal"), "couplings.csv",
     "target", "fades has no target", "empty target"),
    ("turns into nothing", _cell("couplings", "talks-cool", kind="turns"), "couplings.csv",
     "target", "turns has a target", "name the stock"),
    ("limit of what adds", _cell("effects", "cut-angers", limit="talks"), "effects.csv", "limit",
     "only what fills", "kind to fill"),
    ("decides twice", _copy("deciders", "belmar", id="again"), "deciders.csv", "actor",
     "'BEL' decides twice", "take one out"),
    ("values without a unit", _cell("deciders", "belmar", unit=""), "deciders.csv", "unit",
     "no unit of choice", "fill unit"),
    ("rupture without a bargainer", _cell("terms", "bel-rupture", actor="COR"), "terms.csv",
     "actor", "no row in bargainers.csv", "add the row"),
    ("term without a weight", _cell("terms", "bel-pride", weight="", assumed="", statements="S6"),
     "terms.csv", "weight", "no weight", "fill weight"),
    ("rupture with a weight", _cell("terms", "bel-rupture", weight="1 to 2 MUSD/yr"), "terms.csv",
     "weight", "takes its worth from leverage", "empty weight"),
    ("levers that are none", _cell("terms", "bel-levers", of="lever.ard-valve;cold"),
     "terms.csv", "of", "'cold' is no withheld lever", "bel-wages"),
    ("half a lever", _cell("terms", "bel-levers", of="0.5*lever.ard-valve"), "terms.csv", "of",
     "'0.5*lever.ard-valve' is no withheld lever", "known levers"),
    ("consent of a stranger", _cell("moves", "agree", consent="target;XYZ"), "moves.csv",
     "consent", "unknown actor 'XYZ'", "add 'XYZ'"),
    ("lever of a move", _cell("moves", "cut", lever="ard-pump"), "moves.csv", "lever",
     "unknown lever", "add 'ard-pump'"),
    ("experiment before the case", _cell("mechanisms", "M2", start="2023-12-31"),
     "mechanisms.csv", "start", "before the case does", "correct start"),
    ("form of a sum", _cell("terms", "bel-pride", of="-1 anger.BEL"), "terms.csv", "of",
     "not written in its form", "write for example"),
    ("form of a gate", _cell("moves", "agree", requires="talks = 1"), "moves.csv", "requires",
     "not written in its form", "write for example"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("breaks", "file", "column", "problem", "fix"),
    [case[1:] for case in BAD],
    ids=[case[0] for case in BAD],
)
def test_each_fault_is_the_only_one(
    tmp_path: Path, breaks: Break, file: str, column: str, problem: str, fix: str
) -> None:
    case = starter(tmp_path)
    row = breaks(case)
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.column) == (file, row, column)
    assert problem in fault.problem
    assert fix in fault.fix


def test_the_starter_is_sound_and_silent(tmp_path: Path) -> None:
    report = check_case(starter(tmp_path))
    assert report.ok
    assert not [one for one in warnings_of(report) if "decide" in one or "never makes" in one]


WARNED: list[tuple[str, Break, str]] = [
    ("no decider", _cell("moves", "talk", actor="ARD;BEL;COR"),
     "moves.csv, row {row}, column actor: 'COR' decides nothing, so it never makes the move"),
    ("no move", _copy("deciders", "belmar", id="corvia", actor="COR"),
     "deciders.csv, row {row}, column actor: 'COR' has no move"),
    ("effect of another", _cell("effects", "talk-opens", actor="COR"),
     "effects.csv, row {row}, column actor: 'COR' never makes the move 'talk'"),
    ("urge of another", _cell("urges", "winter-talk", actor="COR"),
     "urges.csv, row {row}, column actor: 'COR' never makes the move 'talk'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("breaks", "words"), [case[1:] for case in WARNED], ids=[case[0] for case in WARNED]
)
def test_each_warning_is_given(tmp_path: Path, breaks: Break, words: str) -> None:
    case = starter(tmp_path)
    row = breaks(case)
    report = check_case(case)
    assert report.ok, report.faults
    assert words.format(row=row) in warnings_of(report)

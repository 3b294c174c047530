"""The crisis in the main job: every account, tables with their draws, a case without a crisis."""

from __future__ import annotations

import pytest
from attrs import evolve

from suasion import Request, load_case, new_case
from suasion.cases import Case, case_as_of
from suasion.compute import SerialExecutor
from suasion.questions.outlook_rows import OutlookAnswer
from suasion.runs.mechanisms import collect_mechanisms, hand_over_mechanisms
from suasion.runs.outlook import (
    FoundOutlook,
    collect_outlook,
    hand_over_outlook,
    outlook_tables,
)
from tests.unit.report.outlook_input import make_answer


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return load_case(new_case("toy", tmp_path_factory.mktemp("cases")))


def _outlook(case: Case, draws: int) -> FoundOutlook:
    view = case_as_of(case, case.meta.as_of)
    horizon = list(case.meta.horizons)[-1]
    handed = hand_over_outlook(case, view, Request(draws=draws), horizon, SerialExecutor())
    return collect_outlook(view, handed)


def test_there_is_an_outlook_for_the_shared_base_and_for_each_account(case: Case) -> None:
    found = _outlook(case, 2)
    assert found.why_not == {}
    accounts = ["", *(row.id for row in case.rows("accounts"))]
    tables = outlook_tables(found.answers)
    for name in ("outlook", "outlook_observables", "outlook_moves", "outlook_outcomes"):
        assert set(tables[name]["account"]) == set(accounts), name
    assert set(tables["outlook"]["draws"]) == {2}
    assert set(tables["outlook_progeny"]["account"]) == set(accounts)


def test_a_case_without_stocks_says_why(case: Case) -> None:
    bare = evolve(case, tables={**case.tables, "stocks": ()}, digest="without stocks")
    found = _outlook(bare, 2)
    assert found.answers == ()
    assert "no crisis" in found.why_not[""]


def test_days_of_the_record_come_before_those_ahead_and_none_twice() -> None:
    table = outlook_tables([make_answer()])["outlook_observables"]
    days = table.filter(table["observable"] == "tension")["day"].to_list()
    assert days == sorted(set(days))
    assert days[0] < 0 < days[-1]


def test_failed_draws_are_told_with_their_account() -> None:
    answer: OutlookAnswer = evolve(make_answer("A1"), failures=("no optimum",))
    assert FoundOutlook(answers=(answer,)).failures == ("outlook under A1: no optimum",)


def test_mechanisms_without_a_row_or_without_draws_say_why(case: Case) -> None:
    bare = evolve(case, tables={**case.tables, "mechanisms": ()}, digest="without mechanisms")
    for one, draws in ((bare, 2), (case, 0)):
        view = case_as_of(one, one.meta.as_of)
        handed = hand_over_mechanisms(one, view, Request(draws=draws), SerialExecutor())
        found = collect_mechanisms(handed, SerialExecutor())
        assert found.answer is None
        assert found.why_not


def test_each_mechanism_of_a_new_case_is_judged(case: Case) -> None:
    view = case_as_of(case, case.meta.as_of)
    handed = hand_over_mechanisms(case, view, Request(draws=2), SerialExecutor())
    found = collect_mechanisms(handed, SerialExecutor())
    assert found.answer is not None
    assert [row.id for row in found.answer.rows] == [row.id for row in case.rows("mechanisms")]
    assert {row.draws for row in found.answer.rows if row.treatment} <= {2}

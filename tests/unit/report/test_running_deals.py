"""Deals in the main job: every account, typed tables, a case with nothing to bargain over."""

from __future__ import annotations

import pytest
from attrs import evolve

from suasion import Request, load_case, new_case
from suasion.cases import Case
from suasion.runs.main_job import RunResult, run_questions


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return load_case(new_case("toy", tmp_path_factory.mktemp("cases")))


@pytest.fixture(scope="module")
def found(case: Case) -> RunResult:
    return run_questions(case, Request(draws=3))


def test_there_is_a_bargain_for_the_shared_base_and_for_each_account(
    case: Case, found: RunResult
) -> None:
    accounts = ["", *(row.id for row in case.rows("accounts"))]
    assert sorted(found.tables["deals"]["account"]) == sorted(accounts)
    assert set(found.tables["deals"]["n_draws"]) == {3}


def test_each_item_of_a_table_has_the_gains_of_both_sides(found: RunResult) -> None:
    gains = found.tables["deals_gains"]
    for table, kind in (("deals_options", "option"), ("deals_bundles", "bundle")):
        items = set(found.tables[table].select("account", "item").iter_rows())
        for side in found.case.meta.dyad:
            own = gains.filter((gains["kind"] == kind) & (gains["actor"] == side))
            assert set(own.select("account", "item").iter_rows()) == items
            assert own.height == len(items)


def test_shares_of_an_option_add_up_to_one(found: RunResult) -> None:
    table = found.tables["deals_options"]
    total = table["passes"] + table["linked"] + table["paid"] + table["blocked"]
    assert total.to_list() == pytest.approx([1.0] * table.height)


def test_a_case_without_issues_goes_on_and_says_why(case: Case) -> None:
    bare = evolve(case, tables={**case.tables, "issues": ()}, digest="without issues")
    found = run_questions(bare, Request(draws=0))
    assert "deals" not in found.tables
    assert "nothing to bargain over" in found.unanswered["deals"]
    assert found.tables["leverage"].height

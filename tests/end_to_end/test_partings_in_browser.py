"""Two accounts are chosen in a browser: by lists, by the matrix, by a sentence, by a link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from suasion.questions.outlook_measures import HOSTILE_ACTS
from suasion.report.page import write_report
from tests.end_to_end.browser import Browser, open_browser
from tests.unit.report.page_input import make_input
from tests.unit.report.partings_input import SHARES

CHART = "chart-partings-shares"
SHOWN = "document.getElementById('parting-shown').textContent"
TOLD = (
    "[...document.querySelectorAll('[data-pair-told]:not([hidden])')].map((l) => "
    "l.dataset.pairTold).join()"
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(make_input(), tmp_path_factory.mktemp("page") / "report.html")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


@pytest.fixture
def tab(browser: Browser, path: Path) -> Browser:
    browser.resize(1280)
    browser.open(path, "#partings?only=partings")
    return browser


def choose(tab: Browser, name: str, value: str) -> None:
    tab.evaluate(
        f"(() => {{ const list = document.getElementById('filter-{name}'); list.value = '{value}';"
        "list.dispatchEvent(new Event('change', { bubbles: true })); })()"
    )
    tab.settle()


def drawn(tab: Browser) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tab.evaluate(f"suasion.csv('{CHART}')"))))


def test_it_opens_with_the_clearest_difference_and_shares_that_add_up(tab: Browser) -> None:
    assert tab.evaluate(SHOWN) == f"Kopchak and Danilov: {HOSTILE_ACTS}"
    assert tab.evaluate(TOLD) == "A0 A2"
    rows = drawn(tab)
    whole, *groups = (float(row["value"]) for row in rows)
    assert len(groups) == len(SHARES[HOSTILE_ACTS])
    assert whole == pytest.approx(sum(groups)) == pytest.approx(-7.0)
    table = tab.evaluate("document.getElementById('partings-shares-table').innerText")
    assert table.count("\u22127.00") == 2


def test_two_accounts_are_chosen_in_either_order(tab: Browser) -> None:
    choose(tab, "other", "A1")
    choose(tab, "one", "A2")
    assert tab.evaluate(TOLD) == "A1 A2"
    assert "No outcome on which the two part" in tab.evaluate(
        "document.querySelector('[data-pair-told]:not([hidden])').textContent"
    )
    assert {row["pair"] for row in drawn(tab)} == {"A1 A2"}


def test_choosing_the_same_account_twice_exchanges_the_two(tab: Browser) -> None:
    choose(tab, "one", "A2")
    lists = "['one', 'other'].map((n) => document.getElementById('filter-' + n).value).join()"
    assert tab.evaluate(lists) == "A2,A0"
    assert tab.evaluate(TOLD) == "A0 A2"


def test_the_matrix_and_the_sentences_lead_there_by_keyboard(tab: Browser) -> None:
    tab.evaluate("document.querySelector('#partings-matrix a[data-pair=\"A0 A1\"]').focus()")
    tab.press("Enter")
    tab.settle()
    assert tab.evaluate(TOLD) == "A0 A1"
    assert tab.evaluate("location.hash") == "#partings-pair?only=partings&one=A0&other=A1"
    tab.evaluate(
        'document.querySelector(\'[data-pair-told="A0 A1"] a[data-result="a deal is agreed"]\')'
        ".click()"
    )
    tab.settle()
    assert {row["unit"] for row in drawn(tab)} == {"points"}


def test_a_link_reproduces_the_choice_and_nonsense_does_no_harm(tab: Browser, path: Path) -> None:
    tab.open(path, "#partings?one=A1&other=A0&result=tension+at+the+end")
    assert tab.evaluate(SHOWN) == "Kopchak and TRT World: tension at the end"
    tab.open(path, "#partings?one=nobody&other=A0&result=nothing")
    assert tab.evaluate(SHOWN) == f"Kopchak and Danilov: {HOSTILE_ACTS}"
    assert tab.messages == []


def test_charts_of_a_part_that_was_closed_are_drawn_once_it_is_open(tab: Browser) -> None:
    tab.evaluate(
        "new Promise((done) => { const part = document.querySelector('details.redrawn');"
        "part.addEventListener('toggle', () => done(1)); part.open = true; })"
    )
    tab.settle()
    width = "document.querySelector('details.redrawn .plot svg').getBoundingClientRect().width"
    assert tab.evaluate(width) > 100


def test_a_picture_says_whose_difference_it_shows(tab: Browser) -> None:
    svg = tab.evaluate(f"suasion.svg('{CHART}')")
    assert f"{HOSTILE_ACTS} \u00b7 180 days \u00b7 Kopchak and Danilov" in svg

"""C4: a fact that becomes known later changes no result as of an earlier day."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from suasion import Request, compute_leverage, load_case
from suasion.cases.locate import find_case

DAY = date(2025, 7, 15)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Return the shipped case and a copy in which a price becomes absurd the day after."""
    folder = tmp_path_factory.mktemp("planted") / "rus-aze-2025"
    shutil.copytree(find_case("rus-aze-2025"), folder)
    table = folder / "parameters.csv"
    header = table.read_text("utf-8").splitlines()[0].split(",")
    row = {
        "id": "gas_price_hub",
        "title": "planted",
        "value": "8000 to 9000 USD/tcm",
        "assumed": "planted by a test",
        "known_from": "2025-07-16",
    }
    with table.open("a", encoding="utf-8") as stream:
        stream.write(",".join(row.get(name, "") for name in header) + "\n")
    return load_case("rus-aze-2025"), load_case(folder)


def _rows(case, day):
    request = Request(as_of=day, draws=2)
    names = ["eu-exports", "scp", "western-branch", "remittances"]
    return compute_leverage(case, request, horizons=["years"], levers=names).to_rows()


def test_c4_a_later_fact_is_not_seen_the_day_before(planted):
    original, changed = planted
    assert _rows(changed, DAY) == _rows(original, DAY)


def test_c4_and_is_seen_from_its_own_day_on(planted):
    original, changed = planted
    assert _rows(changed, date(2025, 7, 16)) != _rows(original, date(2025, 7, 16))

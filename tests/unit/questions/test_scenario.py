from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.questions.scenario import make_scenario
from suasion.questions.scenario_file import read_scenario, render_scenario


def test_a_withholding_with_a_share():
    item = make_scenario(withhold=["AZE:western-branch@80%"]).withholdings[0]
    assert (item.sender, item.what, item.strength) == ("AZE", "western-branch", 0.8)


def test_a_share_may_be_written_as_a_fraction():
    assert make_scenario(withhold=["A:x@0.25"]).withholdings[0].strength == 0.25


@pytest.mark.parametrize(
    "options",
    [
        {"withhold": ["AZE"]},
        {"withhold": [":x"]},
        {"withhold": ["A:x@150%"]},
        {"withhold": ["A:x@much"]},
        {"tax": ["A:x"]},
        {"tax": ["A=3"]},
        {"ban": ["EU:gas"]},
        {"ban": ["EU::RUS"]},
        {"set": ["gas_swap_volume"]},
        {"set": ["=3"]},
    ],
)
def test_what_cannot_be_read_is_refused_with_the_form_expected(options):
    with pytest.raises(InputError) as caught:
        make_scenario(**options)
    assert caught.value.got == next(iter(options.values()))[0]
    assert caught.value.expected


def test_a_saved_scenario_is_read_back_as_it_was(tmp_path):
    scenario = make_scenario(
        name="mine",
        title='a "quoted" title \\ with a slash',
        withhold=["AZE:western-branch@80%", "RUS:gas-swap"],
        tax=["AZE:western-branch=10 USD/t"],
        build=["rasht-astara"],
        ban=["EU:gas:RUS"],
        origin_rule="net-export",
        set={"gas_swap_volume": "5 bcm/yr", "arcs.tap.capacity": "20 bcm/yr"},
        contracts=False,
    )
    path = tmp_path / "mine.toml"
    path.write_text(render_scenario(scenario), encoding="utf-8")
    assert read_scenario(path) == scenario


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_title_survives_a_save(tmp_path_factory, title):
    path = tmp_path_factory.mktemp("s") / "x.toml"
    path.write_text(render_scenario(make_scenario(name="x", title=title)), encoding="utf-8")
    assert read_scenario(path).title == title


@pytest.mark.parametrize(
    "text", ["withhold = 3", "unknown = 1", "set = ['a']", "[[[", "set = {a = 1}", "\ud800"]
)
def test_a_broken_scenario_file_is_an_input_error(tmp_path, text):
    path = tmp_path / "bad.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    assert str(path) in caught.value.where


def test_a_missing_scenario_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError):
        read_scenario(tmp_path / "none.toml")

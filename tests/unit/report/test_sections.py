"""The sections: one registry with all of them, and what each builds."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import altair as alt
import polars as pl
import pytest
from attrs import evolve
from jsonschema import ValidationError

from suasion.errors import ComputationError
from suasion.report import sections
from suasion.report.charts import Chart, Dataset
from suasion.report.page import environment
from suasion.report.sections import accounts, answer, closures, ledger, leverage, scenarios
from suasion.report.sections.registry import SECTIONS
from suasion.report.tracing import trace_entries
from suasion.report.view import AnswerLine
from tests.unit.report.page_input import make_case, make_input, make_row, make_statement

NOT_SECTIONS = {"registry", "section"}


def test_every_module_of_the_folder_is_registered_once() -> None:
    found = {
        name for _, name, _ in pkgutil.iter_modules(sections.__path__) if name not in NOT_SECTIONS
    }
    modules = {name: import_module(f"suasion.report.sections.{name}") for name in found}
    assert [m for m in modules.values() if m.SECTION not in SECTIONS] == []
    assert len(SECTIONS) == len(found)
    assert len({section.id for section in SECTIONS}) == len(SECTIONS)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.id)
def test_a_section_has_a_template_and_builds_the_same_twice(section: Any) -> None:
    view = make_input()
    assert environment().get_template(f"sections/{section.template}")
    assert section.build(view) == section.build(view)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.id)
def test_a_section_with_nothing_to_show_is_left_out_or_says_so(section: Any) -> None:
    empty = evolve(make_input(), tables={}, answers=(), findings=(), limits=())
    bare = evolve(empty, case=evolve(empty.case, tables={}))
    built = section.build(bare)
    assert built is None or section.id in {"limits", "colophon"}


def unpack(island: Mapping[str, Any]) -> list[dict[str, object]]:
    columns = {
        name: c if isinstance(c, list) else [c["values"][code] for code in c["codes"]]
        for name, c in island["columns"].items()
    }
    return [{n: c[i] for n, c in columns.items()} for i in range(island["count"])]


def test_a_dataset_is_the_same_after_packing() -> None:
    rows = leverage.collect_rows(make_input())
    packed = unpack(Dataset(id="x", rows=rows).island)
    assert len(packed) == len(rows)
    for one, other in zip(packed, rows, strict=True):
        for name, value in other.items():
            expected = pytest.approx(value, rel=1e-6) if isinstance(value, float) else value
            assert one[name] == expected


def _charts(context: Any) -> list[Chart]:
    return list(context["charts"])


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.id)
def test_every_chart_draws_and_exports_columns_of_its_dataset(section: Any) -> None:
    context = section.build(make_input())
    datasets = {d.id: d for d in context.get("datasets", [])}
    for chart in context.get("charts", []):
        rows = [
            row
            for row in datasets[chart.dataset].rows
            if all(row[name] in values for name, values in chart.where.items())
        ]
        assert rows, chart.id
        assert set(chart.exports) <= set(rows[0]), chart.id
        assert chart.alt
        assert chart.reading
        assert chart.spec["data"] == {"name": "rows"}
        _check(chart.spec)


def _check(spec: Any) -> None:
    """Check a spec against the schema of Vega-Lite; the page's own config is not of it."""
    alt.Chart.from_dict({name: part for name, part in spec.items() if name != "config"})


def test_a_chart_that_is_no_chart_is_refused() -> None:
    [chart, *_] = _charts(leverage.build(make_input()))
    wrong = {**chart.spec, "layer": [{**chart.spec["layer"][0], "mark": "nonsense"}]}
    with pytest.raises(ValidationError):
        _check(wrong)


def test_hurt_and_cost_share_one_axis_over_all_directions() -> None:
    context = leverage.build(make_input())
    assert context is not None
    domains = {
        str(layer["encoding"]["x"]["scale"]["domain"])
        for chart in _charts(context)
        for layer in chart.spec["layer"]
        if layer.get("name") == "shown"
    }
    assert len(domains) == 1


def test_the_largest_lever_of_each_over_each_is_found() -> None:
    view = make_input()
    pairs = {
        (str(r["key"]), str(r["horizon"]), str(r["account"])): r
        for r in leverage.strongest_pairs(view)
    }
    assert pairs["RUS|AZE", "years", ""]["lever"] == "energy-war"
    assert leverage.first_figures(view)["AZE|RUS"].trace == "leverage.western-branch"


def test_joint_levers_stand_apart() -> None:
    view = make_input()
    joint = leverage.tabulate(view, kind="joint")
    assert [row.trace for row in joint.rows] == ["leverage.western-branch+imports-ban"]
    single = leverage.tabulate(view, kind="single")
    assert "leverage.western-branch+imports-ban" not in {row.trace for row in single.rows}


def test_closures_leave_out_blocs_that_do_not_act() -> None:
    case = make_case()
    actors = (
        *case.rows("actors"),
        make_row("actors", "CSTO", title="CSTO", kind="bloc"),
        make_row("actors", "ITA", title="Italy", kind="state", member_of=("EU",)),
    )
    acting = tuple(
        evolve(row, values={**row.values, "kind": "bloc"}) if row.id == "EU" else row
        for row in actors
    )
    view = make_input(evolve(case, tables={**case.tables, "actors": acting}))
    shown = closures.shown_actors(view)
    assert {"EU", "RUS", "AZE"} <= shown
    assert not {"CSTO", "ITA"} & shown


def test_effects_follow_from_third_parties_where_no_table_gives_them() -> None:
    view = make_input()
    rows = closures.collect_effects(view)
    loss = view.tables["third_parties"].row(0, named=True)
    assert rows[0]["effect_usd_per_year"] == -loss["loss_usd_per_year"]
    assert rows[0]["low"] == -loss["high"]


def test_payoffs_are_drawn_as_changes_and_flows_as_levels() -> None:
    rows = scenarios.collect_rows(make_input())
    names = {
        str(r["observable"]): {
            str(x["scenario"]) for x in rows if x["observable"] == r["observable"]
        }
        for r in rows
    }
    assert "base" in names["eu_gas_bcm_per_year"]
    assert "base" not in names["surplus.AZE"]


def test_a_contradiction_is_shown_once_and_spread_apart() -> None:
    view = make_input()
    statements = ledger.read_statements(view)
    pairs = [(a.row.id, b.row.id) for a, b in ledger.contradictions(statements)]
    assert pairs == [("S0-001", "S3-001"), ("S0-027", "S1-059"), ("S0-030", "S1-046")]
    groups = [sorted(s.row.id for s in group) for group in ledger.spreads(statements)]
    assert groups == [["F-0102", "F-0103"], ["F-0104", "F-0105"]]


def test_a_relation_to_a_statement_that_is_not_visible_is_left_out() -> None:
    later = make_statement("S9-001", contradicts=("S9-999",), paraphrase="x", speaker="y")
    view = make_input(make_case(extra_statements=[later]))
    shown = {s.row.id: s for s in ledger.read_statements(view)}
    assert shown["S9-001"].contradicts == ()


def test_claims_that_the_model_does_not_answer_have_no_chart() -> None:
    view = make_input()
    silent = pl.DataFrame(
        {
            "account": ["A0"],
            "row": ["Origin of the quarrel"],
            "claim": ["origin"],
            "score": [None],
            "model_value": [None],
            "model_low": [None],
            "model_high": [None],
            "verdict": ["not computed"],
        }
    ).cast(dict.fromkeys(("score", "model_value", "model_low", "model_high"), pl.Float64))
    both = pl.concat([view.tables["claims"].drop("statements", "measure"), silent])
    context = accounts.build(evolve(view, tables={**view.tables, "claims": both}))
    assert context is not None
    assert "Origin of the quarrel" not in {chart.title for chart in _charts(context)}


def test_a_sentence_that_names_an_unknown_figure_is_refused() -> None:
    view = evolve(make_input(), answers=(AnswerLine(text="It is {nothing}."),))
    with pytest.raises(ComputationError, match="unknown figure 'nothing'"):
        answer.build(view)


def test_the_trace_of_a_lever_names_the_figures_it_acts_on() -> None:
    entry = trace_entries(make_input())["leverage.gas-swap"]
    assert "arcs.mozdok-hajiqabul.capacity" in entry.depends_on
    assert entry.statements == ("S1-046", "S0-030")


def test_a_conflicting_figure_is_traced_as_it_is_written() -> None:
    entry = trace_entries(make_input())["arcs.scp.capacity"]
    assert entry.text == "10 | 13 bcm/yr"
    assert (entry.low, entry.high) == (10.0, 13.0)
    assert entry.statements == ("F-0104", "F-0105")
    assert entry.assumed == ""


def test_an_assumed_figure_is_traced_to_its_reason() -> None:
    entry = trace_entries(make_input())["arcs.scp.cost"]
    assert entry.statements == ()
    assert "no tariff is published" in entry.assumed

"""The page in a browser without network: it asks for nothing, complains of nothing, and works."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from suasion.report.page import write_report
from tests.end_to_end.browser import Browser, open_browser
from tests.unit.report.page_input import make_case, make_input, make_statement
from tests.unit.report.test_page import ATTACKS

CHART = "chart-leverage-aze-rus"
FIRST_FIGURE = "#leverage-single tbody tr:not([hidden]) a.fig"


@pytest.fixture(scope="module")
def page_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    hostile = [
        make_statement(f"X-{i}", paraphrase=attack, speaker=attack, topic=attack)
        for i, attack in enumerate(ATTACKS)
    ]
    view = make_input(make_case(extra_statements=hostile))
    return write_report(view, tmp_path_factory.mktemp("page") / "report.html")


@pytest.fixture(scope="module")
def tab() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def desk(tab: Browser, page_path: Path) -> Browser:
    """The page on a desk: 1280 pixels wide, light."""
    tab.requests.clear()
    tab.messages.clear()
    tab.emulate()
    tab.resize(1280)
    tab.open(page_path)
    return tab


@pytest.fixture
def phone(tab: Browser, page_path: Path) -> Browser:
    """The page on a phone: 390 pixels wide."""
    tab.emulate()
    tab.resize(390)
    tab.open(page_path)
    return tab


def test_it_asks_for_itself_and_complains_of_nothing(desk: Browser, page_path: Path) -> None:
    for horizon in ("day", "season"):
        desk.evaluate(f"suasion.setView({{horizon: '{horizon}'}})")
        desk.settle()
    desk.evaluate("suasion.png('chart-map-gas').then((blob) => blob.size)")
    outside = [r for r in desk.requests if not r.startswith(("data:", "blob:", "about:"))]
    assert outside == [page_path.resolve().as_uri()]
    assert desk.messages == []


def test_a_request_would_have_been_noticed_and_refused(desk: Browser) -> None:
    desk.evaluate("fetch('http://192.0.2.1/x').catch(() => 0)")
    desk.evaluate(
        "new Promise((done) => { const i = new Image(); i.onerror = done;"
        "i.src = 'http://192.0.2.1/y.png'; })"
    )
    assert any("Content Security Policy" in message for message in desk.messages)


def test_texts_of_the_case_do_not_run(desk: Browser) -> None:
    assert desk.evaluate("globalThis.broken === undefined")
    assert desk.evaluate("document.querySelector('#s\\\\.X-1 .says').textContent") == ATTACKS[1]
    desk.point_at("a.st[href='#s.X-1'], #s\\.X-1 a")
    desk.evaluate("suasion.setView({anchor: 's.X-0', q: 'script'})")
    assert desk.evaluate("globalThis.broken === undefined")


def test_every_chart_is_drawn_in_vectors(desk: Browser) -> None:
    assert desk.evaluate(
        "[...document.querySelectorAll('.plot')].every((p) => p.querySelector('svg path'))"
    )
    assert desk.evaluate("document.querySelectorAll('canvas').length") == 0


def test_a_figure_tells_all_on_hover_and_escape_closes_it(desk: Browser) -> None:
    desk.point_at(FIRST_FIGURE)
    told = desk.evaluate("document.getElementById('tip').textContent")
    shown = desk.evaluate(f"({{...document.querySelector('{FIRST_FIGURE}').dataset}})")
    for part in (shown["title"], shown["text"], shown["unit"], shown["interval"], "shared base"):
        assert part in told
    assert (
        desk.evaluate(f"document.querySelector('{FIRST_FIGURE}').getAttribute('aria-describedby')")
        == "tip"
    )
    desk.press("Escape")
    assert desk.evaluate("document.getElementById('tip').hidden")


def test_a_figure_tells_the_same_on_focus(desk: Browser) -> None:
    desk.point_at(FIRST_FIGURE)
    hovered = desk.evaluate("document.getElementById('tip').textContent")
    desk.press("Escape")
    desk.evaluate(f"document.querySelector('{FIRST_FIGURE}').focus()")
    assert desk.evaluate("document.getElementById('tip').textContent") == hovered
    assert not desk.evaluate("document.getElementById('tip').hidden")


def test_the_tooltip_of_a_figure_quotes_statements_or_the_reason(desk: Browser) -> None:
    desk.evaluate("document.querySelector(\"a.fig[data-trace='leverage.gas-swap']\").focus()")
    told = desk.evaluate("document.getElementById('tip').textContent")
    assert "Russian gas serves homes" in told
    assert "S1-046" in told
    desk.evaluate("document.querySelector(\"a.fig[data-trace='leverage.fuel']\").focus()")
    assert "Assumed: the coder" in desk.evaluate("document.getElementById('tip').textContent")


def test_marks_of_a_chart_are_reached_with_the_keyboard(desk: Browser) -> None:
    desk.evaluate(f"document.querySelector('#{CHART} .plot').focus()")
    seen = []
    for _ in range(2):
        desk.press("ArrowDown")
        seen.append(desk.evaluate("document.getElementById('tip').textContent"))
    assert "Close the western branch" in seen[0]
    assert "hurt to the target" in seen[0]
    assert "cost to the sender" in seen[1]
    assert desk.evaluate("document.activeElement.getAttribute('aria-describedby')") == "tip"
    assert desk.evaluate("document.activeElement.getAttribute('aria-label')")
    desk.press("Enter")
    assert desk.evaluate("location.hash").startswith("#trace.leverage.western-branch")


def test_a_flow_of_the_map_tells_its_capacity(desk: Browser) -> None:
    desk.evaluate("document.querySelector('#map-gas-wide-near [data-arc=tanap]').focus()")
    told = desk.evaluate("document.getElementById('tip').textContent")
    assert "TANAP" in told
    assert "Can pass 16.0 bcm/yr" in told
    assert "By label" in told


def test_a_link_reproduces_the_view(desk: Browser, page_path: Path) -> None:
    desk.evaluate(
        "suasion.setView({horizon: 'day', account: 'A2', only: 'leverage', anchor: 'leverage'})"
    )
    desk.settle()
    fragment = desk.evaluate("location.hash")
    table = desk.evaluate("document.getElementById('leverage-single').innerText")
    drawn = desk.evaluate(f"suasion.csv('{CHART}')")
    desk.open(page_path, fragment)
    assert desk.evaluate("document.getElementById('leverage-single').innerText") == table
    assert desk.evaluate(f"suasion.csv('{CHART}')") == drawn
    assert desk.evaluate("document.getElementById('account').value") == "A2"
    assert desk.evaluate("document.querySelector('input[name=horizon]:checked').value") == "day"
    assert desk.evaluate(
        "[...document.querySelectorAll('main > section')].filter((s) => !s.hidden).map((s) => s.id)"
    ) == ["leverage"]


def test_the_back_button_returns_to_the_view_before(desk: Browser) -> None:
    before = desk.evaluate("document.getElementById('leverage-single').innerText")
    desk.evaluate("document.querySelector('input[name=horizon][value=day]').click()")
    assert desk.evaluate("document.getElementById('leverage-single').innerText") != before
    desk.evaluate(
        "new Promise((done) => { addEventListener('popstate', done, {once: true});"
        "history.back(); })"
    )
    assert desk.evaluate("document.getElementById('leverage-single').innerText") == before
    assert desk.evaluate("document.querySelector('input[name=horizon]:checked').value") == "years"


def test_a_fragment_that_names_nothing_is_harmless(desk: Browser, page_path: Path) -> None:
    desk.open(page_path, "#%E0%A4%A?horizon=never&account=nobody&only=&q=%3Cb%3E")
    assert desk.messages == []
    assert desk.evaluate("suasion.view().horizon") == "years"
    assert desk.evaluate("document.querySelectorAll('tr.statement:not([hidden])').length") == 0


def test_the_csv_is_what_is_drawn(desk: Browser) -> None:
    desk.evaluate("suasion.setView({horizon: 'season', account: 'A1'})")
    desk.settle()
    rows = list(csv.DictReader(io.StringIO(desk.evaluate(f"suasion.csv('{CHART}')"))))
    marks = desk.evaluate(
        f"[...document.querySelectorAll('#{CHART} [class*=shown] > path')]"
        ".map((p) => p.__data__.datum)"
    )
    assert {(r["lever"], r["measure"], float(r["value"])) for r in rows} == {
        (m["lever"], m["measure"], float(m["value"])) for m in marks
    }
    assert {r["horizon"] for r in rows} == {"season"}
    assert {r["account"] for r in rows} == {"A1"}


def test_text_that_looks_like_a_formula_is_quoted_in_the_csv(desk: Browser) -> None:
    rows = json.dumps(list(csv.reader(io.StringIO(desk.evaluate("suasion.csv('chart-map-gas')")))))
    assert "Hajiqabul-Mozdok" in rows
    quoted = desk.evaluate("suasion.toCsv([{a: '=1+1', b: -2, c: 'x,\"y\"'}], ['a', 'b', 'c'])")
    assert quoted == 'a,b,c\r\n\'=1+1,-2,"x,""y"""\r\n'


@pytest.mark.parametrize("name", [CHART, "chart-map-gas", "chart-timeline"])
def test_pictures_stand_alone(desk: Browser, name: str) -> None:
    svg = desk.evaluate(f"suasion.svg('{name}')")
    assert svg.startswith("<svg")
    for needed in ("var(--", "<use", "href=", 'class="fig'):
        assert needed not in svg.replace("font-family", "")
    size = desk.evaluate(
        f"suasion.png('{name}').then(async (blob) => {{ const i = await createImageBitmap(blob);"
        "return [blob.type, i.width, i.height]; })"
    )
    assert size[0] == "image/png"
    assert size[1] > 700
    assert size[2] > 200


def test_an_export_button_saves_a_file_of_a_telling_name(desk: Browser) -> None:
    desk.evaluate(
        "globalThis.saved = []; HTMLAnchorElement.prototype.click = function () {"
        "saved.push([this.download, this.href.slice(0, 5)]); }"
    )
    for kind in ("svg", "csv"):
        desk.evaluate(
            f"document.querySelector('#{CHART} [data-export={kind}]').dispatchEvent("
            "new MouseEvent('click', {bubbles: true}))"
        )
    assert desk.evaluate("saved") == [
        ["synthetic-leverage-aze-rus-years.svg", "blob:"],
        ["synthetic-leverage-aze-rus-years.csv", "blob:"],
    ]


def test_scenarios_are_pinned_and_compared_on_one_axis(desk: Browser) -> None:
    count = "document.querySelectorAll('#scenario-table tbody tr:not([hidden])').length"
    everything = desk.evaluate(count)
    desk.evaluate("document.querySelector('input[name=pin][value=rasht]').click()")
    desk.settle()
    assert desk.evaluate(count) < everything
    chart = "chart-scenario-freight-western"
    assert "Rasht-Astara" not in desk.evaluate(f"suasion.csv('{chart}')")
    assert "Western branch closed" in desk.evaluate(
        f"document.querySelector('#{chart} svg').textContent"
    )


def test_the_ledger_filters_by_text_and_modality(desk: Browser) -> None:
    shown = "[...document.querySelectorAll('tr.statement:not([hidden])')].map((r) => r.id.slice(2))"
    desk.evaluate("suasion.setView({q: 'corridor'})")
    assert desk.evaluate(shown) == ["F-0102", "F-0103"]
    desk.evaluate("suasion.setView({q: '', modality: 'disputed'})")
    assert desk.evaluate(shown) == ["S0-030"]
    assert desk.evaluate("document.getElementById('filter-count').textContent").startswith("1 of")


def test_a_link_to_a_statement_clears_filters_that_hide_it(desk: Browser) -> None:
    desk.evaluate("suasion.setView({modality: 'disputed', only: 'answer'})")
    desk.evaluate("document.querySelector(\"a[href='#s.F-0101']\").click()")
    assert desk.evaluate("document.getElementById('s.F-0101').checkVisibility()")


def test_the_trace_panel_leads_up_and_down(desk: Browser) -> None:
    desk.evaluate(
        "document.querySelector(\"#leverage-single a.fig[data-trace='leverage.gas-swap']\").click()"
    )
    body = desk.evaluate("document.getElementById('panel-body').textContent")
    assert "End the gas swap" in body
    assert "Mozdok-Hajiqabul, south: capacity" in body
    desk.evaluate(
        "[...document.querySelectorAll('#panel-body a')]"
        ".find((a) => a.textContent.includes('capacity')).click()"
    )
    body = desk.evaluate("document.getElementById('panel-body').textContent")
    assert "Hajiqabul-Mozdok is built for" in body
    assert "What rests on it" in body
    assert "End the gas swap" in body
    desk.press("Escape")
    desk.press("Escape")
    assert desk.evaluate("document.getElementById('panel').hidden")


def test_columns_sort(desk: Browser) -> None:
    desk.evaluate("document.querySelectorAll('#leverage-single .sort')[3].click()")
    keys = desk.evaluate(
        "[...document.querySelectorAll('#leverage-single tbody tr:not([hidden])')]"
        ".map((r) => Number(r.cells[3].dataset.sort))"
    )
    assert keys == sorted(keys, reverse=True)


SHOWN_DEALS = (
    "[...document.querySelectorAll('#deals-table tbody tr:not([hidden]) th')]"
    ".map((t) => t.textContent)"
)


def choose(desk: Browser, name: str, value: str) -> None:
    """Pick an entry of a list as a reader does."""
    desk.evaluate(
        f"(() => {{ const s = document.getElementById('{name}'); s.value = {json.dumps(value)};"
        "s.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )


def test_deals_are_found_by_issue_by_kind_and_by_who_would_keep_them(desk: Browser) -> None:
    assert len(desk.evaluate(SHOWN_DEALS)) == 5
    choose(desk, "filter-deal", "has:two")
    assert len(desk.evaluate(SHOWN_DEALS)) == 2
    assert desk.evaluate("location.hash").endswith("?deal=has%3Atwo")
    choose(desk, "filter-held", "would be broken")
    assert len(desk.evaluate(SHOWN_DEALS)) == 1
    assert desk.evaluate("document.getElementById('deal-count').textContent") == "1 of 5 bundles"
    choose(desk, "filter-held", "")
    choose(desk, "filter-deal", "keeps:swap")
    assert desk.evaluate(SHOWN_DEALS) == ["People held: “They are freed (( 7 * 7 ))”"]
    choose(desk, "filter-deal", "")
    choose(desk, "filter-kind", "solution")
    assert len(desk.evaluate(SHOWN_DEALS)) == 2


def test_deals_follow_the_account(desk: Browser) -> None:
    gains = "document.querySelector('#deals-table tbody tr td a').textContent"
    said = "document.querySelector('[data-account-lines]:not([hidden])').textContent"
    before = desk.evaluate(gains), desk.evaluate(said)
    drawn = desk.evaluate("suasion.csv('chart-deals-large')")
    choose(desk, "account", "A1")
    desk.settle()
    assert desk.evaluate(gains) != before[0]
    assert desk.evaluate(said) != before[1]
    assert desk.evaluate("suasion.csv('chart-deals-large')") != drawn
    assert len(desk.evaluate(SHOWN_DEALS)) == 3
    choose(desk, "account", "")
    assert (desk.evaluate(gains), desk.evaluate(said)) == before


def test_parts_of_the_ladder_carry_letters(desk: Browser) -> None:
    written = desk.evaluate("document.querySelector('#chart-deals-ladder svg').textContent")
    for letter in ("A 20%", "E 50%", "B 20%"):
        assert letter in written


def test_power_is_read_game_by_game(desk: Browser) -> None:
    said = "document.querySelector('#power [data-game]:not([hidden])').textContent"
    money = "document.querySelector('#power-table tbody tr td:nth-of-type(2) a').textContent"
    before = desk.evaluate(said), desk.evaluate(money)
    drawn = desk.evaluate("suasion.csv('chart-power-shares')")
    choose(desk, "filter-game", "gas.trade")
    desk.settle()
    assert "some coalition does better alone" in desk.evaluate(said)
    assert desk.evaluate(money) != before[1]
    rows = list(csv.DictReader(io.StringIO(desk.evaluate("suasion.csv('chart-power-shares')"))))
    assert {row["game"] for row in rows} == {"gas.trade"}
    assert desk.evaluate("location.hash").endswith("?game=gas.trade")
    choose(desk, "filter-game", "gas.idle")
    desk.settle()
    assert (desk.evaluate(said), desk.evaluate(money)) == before
    assert desk.evaluate("suasion.csv('chart-power-shares')") == drawn


def test_a_picture_of_power_says_for_what_it_stands(desk: Browser) -> None:
    desk.evaluate("suasion.setView({horizon: 'day', account: 'A1'})")
    desk.settle()
    picture = desk.evaluate("suasion.svg('chart-power-shares')")
    assert "gas.idle · years · shared base" in picture
    assert "day · TRT World" in desk.evaluate(f"suasion.svg('{CHART}')")
    assert "years · TRT World" in desk.evaluate("suasion.svg('chart-deals-large')")


def test_the_outlook_follows_the_account_and_its_csv_is_what_is_drawn(desk: Browser) -> None:
    told = (
        "[...document.querySelectorAll('#outlook [data-account-lines]:not([hidden])')]"
        ".map((e) => e.textContent).join()"
    )
    number = "document.querySelector('#outlook-moves-table tbody td.num .fig').textContent"
    before = desk.evaluate(told), desk.evaluate(number)
    rows = list(csv.DictReader(io.StringIO(desk.evaluate("suasion.csv('chart-outlook-tension')"))))
    assert {row["account"] for row in rows} == {""}
    assert {row["part"] for row in rows} == {"record", "ahead", "day", "act"}
    choose(desk, "account", "A1")
    desk.settle()
    assert desk.evaluate(told) != before[0]
    assert desk.evaluate(number) != before[1]
    other = csv.DictReader(io.StringIO(desk.evaluate("suasion.csv('chart-outlook-tension')")))
    assert {row["account"] for row in other} == {"A1"}
    choose(desk, "account", "")
    assert (desk.evaluate(told), desk.evaluate(number)) == before
    assert desk.messages == []


def test_days_and_acts_of_a_fan_are_reached_with_the_keyboard(desk: Browser) -> None:
    desk.evaluate("document.querySelector('#chart-outlook-tension .plot').focus()")
    seen = set()
    for _ in range(4):
        desk.press("ArrowRight")
        seen.add(desk.evaluate("document.getElementById('tip').textContent"))
    assert any("Ten people are held" in text for text in seen)
    assert any("Half of the paths" in text and "90 %" in text for text in seen)


OPEN_MECHANISMS = (
    "[...document.querySelectorAll('details.mechanism:not([hidden])')].map((d) => d.id)"
)


def test_mechanisms_are_found_by_verdict_and_section_and_opened_by_a_link(
    desk: Browser, page_path: Path
) -> None:
    assert len(desk.evaluate(OPEN_MECHANISMS)) == 6
    choose(desk, "filter-verdict", "fails")
    assert desk.evaluate(OPEN_MECHANISMS) == ["m.M03"]
    assert desk.evaluate("location.hash").endswith("?verdict=fails")
    assert "1 of 6" in desk.evaluate("document.getElementById('mechanism-count').textContent")
    desk.open(page_path, desk.evaluate("location.hash"))
    assert desk.evaluate(OPEN_MECHANISMS) == ["m.M03"]
    desk.evaluate("suasion.setView({anchor: 'm.M02'})")
    assert desk.evaluate("document.getElementById('m.M02').open")
    assert len(desk.evaluate(OPEN_MECHANISMS)) == 6
    desk.evaluate("document.querySelector('[id=\"m.M02\"] .fig[data-interval]').focus()")
    assert "95 %" in desk.evaluate("document.getElementById('tip').textContent")


OVERLAPS = """
[...document.querySelectorAll('svg.panel-map')].filter((m) => m.checkVisibility())
.flatMap((map) => {
  const names = [...map.querySelectorAll('text.place')].map((t) => [t.textContent, t.getBBox()]);
  return names.flatMap(([a, one], i) => names.slice(i + 1)
    .filter(([, two]) => one.x < two.x + two.width && two.x < one.x + one.width &&
      one.y + 2 < two.y + two.height && two.y + 2 < one.y + one.height)
    .map(([b]) => `${map.id}: ${a} / ${b}`));
})
"""


def test_names_on_the_map_do_not_overlap_on_a_desk(desk: Browser) -> None:
    assert desk.evaluate(OVERLAPS) == []


def test_names_on_the_map_are_legible_on_a_phone(phone: Browser) -> None:
    assert phone.evaluate(OVERLAPS) == []
    smallest = phone.evaluate(
        "Math.min(...[...document.querySelectorAll('.panels.narrow text.place')]"
        ".map((t) => t.getBoundingClientRect().height))"
    )
    assert smallest >= 9


def test_nothing_sticks_out_on_a_phone(phone: Browser) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    wide = phone.evaluate(
        "[...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() &&"
        "!e.closest('.scroll, svg, .trace, .plot') && e.getBoundingClientRect().right > 391)"
        ".map((e) => e.outerHTML.slice(0, 80))"
    )
    assert wide == []


def test_it_prints_with_charts_and_without_controls(desk: Browser) -> None:
    pdf = desk.print_pdf()
    assert pdf.startswith(b"%PDF")
    desk.emulate(media="print")
    assert desk.evaluate("getComputedStyle(document.querySelector('.controls')).display") == "none"
    assert desk.evaluate("document.querySelector('.plot svg').getBoundingClientRect().width > 300")


def test_it_has_a_dark_face(desk: Browser) -> None:
    light = desk.evaluate("getComputedStyle(document.body).backgroundColor")
    desk.emulate(scheme="dark")
    assert desk.evaluate("getComputedStyle(document.body).backgroundColor") != light
    mark = desk.evaluate("getComputedStyle(document.querySelector('.plot svg text')).fill")
    assert mark != "rgb(0, 0, 0)"


CONTRAST = """
(() => {
  const parse = (c) => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (c) => { const [r, g, b] = parse(c).map((v) => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const probe = document.createElement('i');
  document.body.append(probe);
  const of = (name) => { probe.style.color = `var(${name})`;
    return light(getComputedStyle(probe).color); };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const found = ['--ink', '--muted', '--accent', '--one', '--two', '--three']
    .map((name) => [name, ratio(of(name), of('--paper'))]);
  probe.remove();
  return found;
})()
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_stand_out(desk: Browser, scheme: str) -> None:
    desk.emulate(scheme=scheme)
    assert [pair for pair in desk.evaluate(CONTRAST) if pair[1] < 4.5] == []

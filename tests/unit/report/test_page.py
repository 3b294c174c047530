"""The page as text: escaped, closed to the network, linked, and written whole."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from attrs import evolve

from suasion.report import page
from suasion.report.page import render_page, write_report
from tests.unit.report.page_input import make_case, make_input, make_row, make_statement

ATTACKS = (
    "</script><script>globalThis.broken = 1</script>",
    "<img src=x onerror='globalThis.broken = 1'>",
    '"><svg onload=globalThis.broken=1>',
    "{{ 7 * 7 }} {% include 'x' %} <!-- ]]> \u2028",
)
"""Texts that a case may hold; `broken` must never be set."""


class Parsed(HTMLParser):
    """What a browser would find in the page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.styles: list[str] = []
        self.policy = ""
        self._inside: tuple[str, dict[str, str]] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in found.items()]
        if "id" in found:
            self.ids.add(found["id"])
        if tag == "a":
            self.links.append(found["href"])
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"]
        if tag in {"script", "style"}:
            self._inside = (tag, found)

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[0] == "script":
            self.scripts.append((self._inside[1], data))
        elif self._inside:
            self.styles.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = None


@pytest.fixture(scope="module")
def text() -> str:
    return render_page(make_input())


@pytest.fixture(scope="module")
def parsed(text: str) -> Parsed:
    return Parsed(text)


def test_nothing_is_loaded_from_anywhere(parsed: Parsed) -> None:
    loading = {"src", "srcset", "action", "formaction", "poster", "data", "background", "ping"}
    assert [a for a in parsed.attributes if a[1] in loading] == []
    hrefs = {value for _, name, value in parsed.attributes if name in {"href", "xlink:href"}}
    assert [h for h in hrefs if not h.startswith("#") and h != "data:,"] == []
    assert not {"iframe", "object", "embed", "base", "img", "form[action]"} & set(parsed.tags)
    assert "@import" not in parsed.styles[0]
    assert "url(" not in parsed.styles[0]


def test_the_policy_allows_these_scripts_and_no_network(parsed: Parsed) -> None:
    def source(code: str) -> str:
        digest = hashlib.sha256(code.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"

    running = [code for found, code in parsed.scripts if found.get("type") != "application/json"]
    assert len(running) == 2
    for code in running:
        assert source(code) in parsed.policy
    assert source(parsed.styles[0]) in parsed.policy
    assert parsed.policy.startswith("default-src 'none'")
    assert "unsafe" not in parsed.policy
    assert "connect-src" not in parsed.policy
    assert not any(name.startswith("on") or name == "style" for _, name, _ in parsed.attributes)


def test_every_link_arrives(parsed: Parsed) -> None:
    missing = {link for link in parsed.links if unquote(link[1:]) not in parsed.ids}
    assert missing == set()


def test_every_figure_has_a_trace_that_exists(parsed: Parsed) -> None:
    traces = {value for _, name, value in parsed.attributes if name == "data-trace"}
    assert traces
    assert {t for t in traces if f"trace.{t}" not in parsed.ids} == set()


def test_what_charts_link_to_exists(parsed: Parsed) -> None:
    for found, code in parsed.scripts:
        if found.get("class") == "dataset":
            column = json.loads(code)["columns"].get("trace", [])
            traces = column if isinstance(column, list) else column["values"]
            assert {t for t in traces if t and f"trace.{t}" not in parsed.ids} == set()


def test_data_is_json_that_cannot_end_its_element(parsed: Parsed) -> None:
    for found, code in parsed.scripts:
        if found.get("type") == "application/json":
            json.loads(code, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
            assert "<" not in code


def test_texts_of_a_case_are_inert(text: str) -> None:
    hostile = [
        make_statement(f"X-{i}", paraphrase=attack, speaker=attack, topic=attack, credence=attack)
        for i, attack in enumerate(ATTACKS)
    ]
    case = make_case(extra_statements=hostile)
    rows = {**case.tables, "actors": (make_row("actors", "RUS", title=ATTACKS[0]),)}
    meta = evolve(case.meta, title=ATTACKS[1])
    view = make_input(evolve(case, tables=rows, meta=meta))
    table = view.tables["leverage"].with_columns(
        title=view.tables["leverage"]["title"] + ATTACKS[0]
    )
    attacked = render_page(evolve(view, tables={**view.tables, "leverage": table}))
    plain, found = Parsed(text), Parsed(attacked)
    assert found.tags["script"] == plain.tags["script"]
    assert found.tags["img"] == 0
    assert not any(name.startswith("on") for _, name, _ in found.attributes)
    assert "49" not in re.findall(r"\{\{ 7 \* 7 \}\}|\b49 \{%", attacked)
    assert "{{ 7 * 7 }}" in attacked


def test_the_same_input_gives_the_same_page(text: str) -> None:
    assert render_page(make_input()) == text


def test_the_page_is_written_where_it_is_asked(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert write_report(make_input(), target) == target
    assert target.read_text("utf-8").startswith("<!doctype html>")
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_an_interrupted_write_leaves_the_old_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.html"
    target.write_text("old", "utf-8")

    def stop(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(page.os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_report(make_input(), target)
    assert target.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_a_page_that_cannot_be_made_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="border policy"):
        write_report(evolve(make_input(), border_policy="mine"), tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []


def test_the_page_stays_small(text: str) -> None:
    assert len(text.encode()) < 2_500_000
    assert len(text.encode()) - len(page.chart_library()) < 1_500_000

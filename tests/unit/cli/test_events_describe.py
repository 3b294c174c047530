"""Commands `events describe` and `events backtest`: text, JSON, a folder, clear errors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest

from suasion.cli.main import run_app
from suasion.events.stream import stream_from_rows, write_stream
from tests.unit.events.event_rows import simulated


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    events = simulated(7 * 110, 1, rate=0.3, jump_on=7 * 60, factor=4.0)
    made = stream_from_rows(events.to_dicts(), scale="test scale")
    return write_stream(made, tmp_path_factory.mktemp("stream") / "made.parquet")


def _json(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, object]:
    assert run_app([str(word) for word in words]) == 0
    read: dict[str, object] = json.loads(capsys.readouterr().out)
    return read


def test_describe_says_the_same_in_text_and_json(
    stream: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = _json(capsys, "events", "describe", stream, "--dyad", "RUS-AZE", "--json")
    assert answer["scale"] == "test scale"
    total = answer["totals"][-1]
    assert (total["direction"], total["event_class"]) == ("RUS-AZE", "all")
    assert run_app(["events", "describe", str(stream), "--dyad", "RUS-AZE"]) == 0
    text = capsys.readouterr().out
    assert "test scale" in text
    assert str(total["count"]) in text
    assert "Breaks" in text


def test_describe_writes_tables_charts_and_a_page_that_loads_nothing(
    stream: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "folder"
    words = ["events", "describe", str(stream), "--dyad", "RUS-AZE", "--by", "month"]
    assert run_app([*words, "--out", str(out)]) == 0
    names = {path.name for path in out.iterdir()}
    assert {"series.csv", "series.parquet", "breaks.csv", "index.html", "counts.svg"} <= names
    assert (out / "counts.png").read_bytes().startswith(b"\x89PNG")
    page = (out / "index.html").read_text("utf-8")
    assert page.count("<svg") == 3
    assert not re.search(r"""(?:src|href)=["']https?:""", page)
    assert "var(--" not in page
    table = pl.read_csv(out / "series.csv")
    assert table.columns[:3] == ["direction", "event_class", "period"]


def test_a_stream_without_direction_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = simulated(30, 2).to_dicts()
    made = stream_from_rows(rows, scale="none", directed=False)
    path = write_stream(made, tmp_path / "blind.parquet")
    answer = _json(capsys, "events", "describe", path, "--dyad", "RUS-AZE", "--json")
    assert "no direction" in answer["notes"][0]


def test_describe_reads_a_plain_series(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "score.csv"
    rows = "".join(f"2018-{m:02d}-{d:02d},{(d % 3) - 1}\n" for m in (1, 2) for d in range(1, 29))
    path.write_text("day,score\n" + rows, "utf-8")
    answer = _json(capsys, "events", "describe", "--series", path, "--json")
    assert answer["totals"][0]["periods"] == 56
    assert run_app(["events", "describe", "--series", str(path), "--out", str(tmp_path / "o")]) == 0
    assert (tmp_path / "o" / "series.svg").is_file()


def test_backtest_says_in_words_whether_a_model_wins(
    stream: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["events", "backtest", stream, "--dyad", "RUS-AZE", "--every", 8, "--draws", 30]
    answer = _json(capsys, *words, "--horizons", "1,4", "--json", "--out", tmp_path / "o")
    assert answer["horizons"] == [1, 4]
    tried = (*answer["summary"], *answer["failures"])
    assert {row["forecaster"] for row in tried} == {
        "climatology", "persistence", "recurrence", "season", "negative binomial regression",
        "reaction",
    }  # fmt: skip
    assert (tmp_path / "o" / "scores.parquet").is_file()
    assert run_app([str(word) for word in words]) == 0
    text = capsys.readouterr().out
    assert "too few origins" in text
    assert "within 30 days" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["describe"], "nothing to describe"),
        (["describe", "nowhere.parquet"], "no such stream"),
        (["describe", "STREAM", "--dyad", "RUS-AZB"], "AZE"),
        (["describe", "STREAM", "--since", "soon"], "not a day"),
        (["describe", "STREAM", "--series", "a.csv"], "one or the other"),
        (["describe", "STREAM", "--by", "hour"], "day, week, month, year"),
        (["backtest", "STREAM", "--horizons", "one"], "whole numbers"),
        (["backtest", "STREAM", "--actor", "TUR", "--dyad", "RUS-AZE"], "RUS or AZE"),
    ],
)
def test_what_cannot_be_asked_is_said(
    words: list[str], said: str, stream: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(stream) if word == "STREAM" else word for word in words]
    assert run_app(["events", *given]) == 2
    assert said in capsys.readouterr().err


def test_out_that_is_a_file_is_refused(
    stream: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("x", "utf-8")
    assert run_app(["events", "describe", str(stream), "--out", str(taken)]) == 2
    assert "a folder" in capsys.readouterr().err

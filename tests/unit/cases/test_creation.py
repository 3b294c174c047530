"""The small case that teaches the format."""

from __future__ import annotations

from pathlib import Path

import pytest

from suasion.cases import check_case, creation, list_cases, load_case, new_case
from suasion.errors import InputError
from suasion.schema import TABLE_NAMES


def test_it_is_complete_and_clean(tmp_path: Path) -> None:
    folder = new_case("my-case", tmp_path)
    assert folder == tmp_path / "my-case"
    case = load_case(folder)
    assert case.name == "my-case"
    assert case.meta.title.startswith("my-case: ")
    assert len(case.rows("nodes")) == 5
    assert len(case.rows("ties")) == 2
    assert len(case.rows("levers")) == 4
    assert len(case.rows("accounts")) == 2
    assert case.rows("builds")
    assert case.rows("contracts")
    for table in set(TABLE_NAMES) - {"scenarios", "comparisons"}:
        assert case.rows(table), table
    assert [path.name for path in tmp_path.iterdir()] == ["my-case"], "nothing is left behind"


def test_every_table_teaches(tmp_path: Path) -> None:
    for path in new_case("taught", tmp_path).iterdir():
        assert path.read_text("utf-8").startswith("#"), path.name


@pytest.mark.parametrize(
    "name",
    ["", " ", "my case", "a/b", "a\\b", "..", ".", ".hidden", "-x", "con", "NUL", "shipped", "a\0b",
     "a" * 65, "case.toml", "naïve"],
)  # fmt: skip
def test_bad_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be the name"):
        new_case(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_a_shipped_case(tmp_path: Path) -> None:
    for name in list_cases():
        with pytest.raises(InputError, match="shipped"):
            new_case(name, tmp_path)


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    new_case("mine", tmp_path)
    (tmp_path / "mine" / "arcs.csv").write_text("precious", "utf-8")
    with pytest.raises(InputError, match="exists already"):
        new_case("mine", tmp_path)
    assert (tmp_path / "mine" / "arcs.csv").read_text("utf-8") == "precious"
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(InputError, match="exists already"):
        new_case("file", tmp_path)
    with pytest.raises(InputError, match="no folder"):
        new_case("mine", tmp_path / "nowhere")


def test_it_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(creation.Path, "rename", fail)
    with pytest.raises(InputError, match="cannot be written"):
        new_case("mine", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_shipped_cases_are_listed_and_sound() -> None:
    for name in list_cases():
        assert check_case(name).faults == (), name

"""The installed package is whole: its tables, cases, templates and command are there."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata, resources
from pathlib import Path

import pytest

import suasion
from tests.conftest import ROOT

SOURCE = ROOT / "src" / "suasion"


def _data_files() -> list[str]:
    """Return every file of the package's tree that is no code."""
    return sorted(
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    )


def test_every_data_file_is_installed() -> None:
    installed = resources.files("suasion")
    missing = [name for name in _data_files() if not installed.joinpath(*name.split("/")).is_file()]
    assert not missing, "not packaged; see [tool.setuptools.package-data]: " + ", ".join(missing)


def test_the_shipped_case_and_the_schema_are_among_them() -> None:
    names = _data_files()
    assert "schema/tables/arcs.csv" in names
    assert any(name.endswith("rus-aze-2025/case.toml") for name in names)
    assert "py.typed" in names


def test_the_version_is_that_of_the_package_and_of_the_citation() -> None:
    try:
        installed = metadata.version("suasion")
    except metadata.PackageNotFoundError:
        pytest.skip("suasion runs from its source tree and is not installed")
    assert suasion.__version__ == installed
    assert f"version: {installed}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"## {installed}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_command_starts_without_the_test_tools(tmp_path: Path) -> None:
    blocked = ["pytest", "hypothesis", "mypy", "mkdocs", "click", "linopy", "scipy", "pandas"]
    code = (
        "import sys\n"
        f"for name in {blocked!r}: sys.modules[name] = None\n"
        "from suasion.cli.main import run_app\n"
        "sys.exit(run_app(['cases']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "rus-aze-2025" in done.stdout


def test_the_package_runs_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "suasion", "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "leverage" in done.stdout


@pytest.mark.parametrize("words", [["nonsense"], ["leverage"], ["run", "--nonsense"], []])
def test_a_command_line_that_cannot_be_read_ends_with_2(words: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "suasion", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "fault of suasion" not in done.stderr

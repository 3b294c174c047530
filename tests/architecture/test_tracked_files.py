"""Tracked files name no path of a machine and no package index."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

LEFT_OUT = {
    ".git",
    ".venv",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "__pycache__",
    "build",
    "dist",
    "site",
}
FORBIDDEN = re.compile(
    r"(?<![\w.])/(?:work|farm|root|home/\w|Users/\w|tmp/\w)"
    r"|[A-Z]:\\Users"
    r"|(?:extra-)?index-url\s*[= ]\s*http"
    r"|_INDEX[_]URL"
)
TEXT = {".py", ".md", ".toml", ".csv", ".txt", ".cff", ".bib", ".html", ".css", ".js", ".json", ""}
TEXT |= {".yml", ".yaml", ".svg", ".sh"}


def _files() -> Iterator[Path]:
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
        yield from (ROOT / name for name in listed.split("\0") if name)
        return
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not any(
            part in LEFT_OUT or part.endswith((".egg-info", "-report")) for part in parts
        ):
            yield path


def _breaches(text: str) -> list[str]:
    return [match.group() for match in FORBIDDEN.finditer(text)]


def test_no_tracked_file_names_a_machine() -> None:
    found = []
    for path in sorted(_files()):
        if path.suffix not in TEXT or not path.exists():
            continue
        for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), start=1):
            found += [f"{path.relative_to(ROOT)}:{number}: {hit}" for hit in _breaches(line)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("folder", ["work", "root", "home/anna", "Users/anna", "tmp/abc"])
def test_a_path_of_a_machine_is_caught(folder: str) -> None:
    assert _breaches(f"open('/{folder}/case.toml')")


def test_a_relative_path_passes() -> None:
    assert not _breaches("see ../shared/case and docs/how-to, or /usr/bin/env")

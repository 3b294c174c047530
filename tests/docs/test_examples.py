"""Every example of the README and the documentation does what its page says."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.examples import KINDS, Session, blocks, commands, matches, pages, run_block


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _pages_with_examples() -> list[Path]:
    shown = {"text", "json", "bash", "bibtex"}
    return [
        page
        for page in pages()
        if any(block.kind not in shown for block in blocks(page.read_text("utf-8")))
    ]


@pytest.mark.parametrize("page", _pages_with_examples(), ids=_name)
def test_examples_run(page: Path, tmp_path: Path) -> None:
    session = Session(folder=tmp_path)
    for block in blocks(page.read_text("utf-8")):
        try:
            run_block(session, block)
        except AssertionError as error:
            raise AssertionError(f"{_name(page)}, line {block.line}\n{error}") from None
        except Exception as error:
            raise AssertionError(f"{_name(page)}, line {block.line}: {error!r}") from error


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_every_block_says_what_it_is(page: Path) -> None:
    for block in blocks(page.read_text("utf-8")):
        assert block.kind in KINDS, f"{_name(page)}, line {block.line}: '{block.kind}'"
        if block.kind == "json" and "..." not in block.body:
            json.loads(block.body)
        if block.kind == "toml":
            tomllib.loads(block.body)


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_fences_are_closed(page: Path) -> None:
    text = page.read_text("utf-8")
    opened = sum(line.lstrip().startswith("```") for line in text.splitlines())
    assert opened == 2 * len(list(blocks(text)))


def test_a_wrong_output_is_caught() -> None:
    assert matches("a ... c\n", "a b c\n")
    assert not matches("a ... c\n", "a b d\n")


def test_a_wrong_exit_code_is_caught(tmp_path: Path) -> None:
    (block,) = blocks("<!-- exit: 2 -->\n```console\n$ suasion --help\n```\n")
    assert commands(block)[-1].exit_code == 2
    with pytest.raises(AssertionError, match="ends with 0, not 2"):
        run_block(Session(folder=tmp_path), block)


def test_a_failing_doctest_is_caught(tmp_path: Path) -> None:
    (block,) = blocks("```python\n>>> 1 + 1\n3\n```\n")
    with pytest.raises(AssertionError, match="Expected"):
        run_block(Session(folder=tmp_path), block)


def test_an_indented_block_is_found() -> None:
    (block,) = blocks("1. first\n\n    ```python\n    x = 1\n    ```\n")
    assert block.body == "x = 1\n"

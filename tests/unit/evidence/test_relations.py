"""Relations between statements, and the words they are classed by."""

from __future__ import annotations

import pytest

from suasion.evidence import (
    KINDS,
    MODALITIES,
    find_cycle,
    is_result,
    missing_mirrors,
    symmetric_pairs,
)
from suasion.schema import table_schema


def test_pairs_are_counted_once() -> None:
    relation = {"a": ["b", "c"], "b": ["a"], "c": []}
    assert symmetric_pairs(relation) == {("a", "b"), ("a", "c")}


def test_missing_mirrors() -> None:
    assert missing_mirrors({"a": ["b", "c"], "b": ["a"], "c": []}) == (("a", "c"),)
    assert missing_mirrors({"a": ["gone", "a"]}) == ()


@pytest.mark.parametrize(
    ("relation", "cycle"),
    [
        ({}, None),
        ({"a": ["b"], "b": ["c"], "c": []}, None),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, None),
        ({"a": ["a"]}, ("a", "a")),
        ({"x": ["a"], "a": ["b"], "b": ["a"]}, ("a", "b", "a")),
        ({"a": ["b"], "b": ["c", "d"], "c": [], "d": ["b"]}, ("b", "d", "b")),
    ],
)
def test_cycles(relation: dict[str, list[str]], cycle: tuple[str, ...] | None) -> None:
    assert find_cycle(relation) == cycle


def test_a_long_chain_is_no_deep_recursion() -> None:
    chain = {str(i): [str(i + 1)] for i in range(5000)}
    assert find_cycle(chain) is None
    assert find_cycle({**chain, "5000": ["0"]}) is not None


def test_the_words_are_those_of_the_format() -> None:
    columns = table_schema("statements").columns
    assert columns["modality"].words == MODALITIES
    assert columns["kind"].words == KINDS


def test_results_are_known_by_their_names() -> None:
    assert is_result("Net leverage (-1 RUS ... +1 AZE)")
    assert is_result("Coercive options left to Russia")
    assert not is_result("Russian weight on prestige/hierarchy")

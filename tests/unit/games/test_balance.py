from __future__ import annotations

import numpy as np
import pytest

from suasion.games import from_values, kohlberg, prenucleolus
from suasion.games.balance import find_balance, next_rest

NONE = np.zeros((0, 1))


def column(*figures):
    return np.array([[one] for one in figures], dtype=float)


def test_weights_that_are_far_from_one_are_found_by_the_program():
    """The weights nearest to 1 would be below 0 for the second row."""
    rows = column(5, 10, -1)
    found = find_balance(rows, NONE)
    assert found is not None
    assert (found.weights > 0).all()
    assert found.weights @ rows[:, 0] == pytest.approx(0.0, abs=1e-9)


def test_rows_to_one_side_are_not_balanced():
    assert find_balance(column(1, 2), NONE) is None


@pytest.mark.parametrize("rows", [column(1, 2), column(5, 10)], ids=["near one", "program"])
def test_an_optional_row_balances_what_alone_is_not(rows):
    found = find_balance(rows, column(-1))
    assert found is not None
    assert found.taking_part.tolist() == [True]


def test_an_optional_row_that_can_only_be_zero_takes_no_part():
    """Across two directions: nothing cancels the second direction of the optional row."""
    rows = np.array([[1.0, 0.0], [-1.0, 0.0]])
    found = find_balance(rows, np.array([[0.0, 1.0]]))
    assert found is not None
    assert found.taking_part.tolist() == [False]


def test_the_rest_loses_the_directions_that_rows_settle():
    rest = next_rest(np.eye(3), np.ones((1, 3)))
    assert rest.shape == (3, 2)
    np.testing.assert_allclose(np.ones(3) @ rest, 0.0, atol=1e-12)
    assert next_rest(rest, np.array([[1.0, 0, 0], [0, 1.0, 0]]) @ rest).shape == (3, 0)


@pytest.mark.parametrize("look", [1, 2, 16])
def test_a_short_first_look_leads_to_the_same_proof(look, monkeypatch):
    draw = np.random.default_rng(3)
    game = from_values(7, [0.0, *draw.integers(0, 40, 127)])
    found = prenucleolus(game)
    whole = kohlberg.find_levels(game.values, found, tie=1e-9, imputations=False)
    monkeypatch.setattr(kohlberg, "FIRST_LOOK", look)
    short = kohlberg.find_levels(game.values, found, tie=1e-9, imputations=False)
    assert short is not None
    assert [sorted(one.coalitions) for one in short] == [sorted(one.coalitions) for one in whole]

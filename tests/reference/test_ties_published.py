"""Published figures of the dependence literature, reproduced by the formulas of ties."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.dependence import critical_input_loss, gains_from_trade, price_rise_without


@pytest.mark.parametrize(("elasticity", "percent"), [(5.0, 1.441), (10.0, 0.723)])
def test_gains_from_trade_of_arkolakis_costinot_rodriguez_clare(elasticity, percent):
    assert 100 * gains_from_trade(0.93, elasticity) == pytest.approx(percent, abs=5e-4)


def test_withholding_a_critical_input_covers_the_range_of_bachmann_and_others_2022():
    """Germany cut off from Russian energy: -0.5 to -3 % of output, with their inputs.

    Energy, some 4 % of spending, down by a tenth; gas, some 1.2 %, down by 30 %; elasticities of
    0.04 to 0.1 for energy and 0.1 for gas.
    """
    energy = [100 * critical_input_loss(0.04, e, 0.10) for e in (0.04, 0.1)]
    gas = 100 * critical_input_loss(0.012, 0.1, 0.30)
    losses = np.array([*energy, gas])
    assert (losses > 0.5).all()
    assert (losses < 3.0).all()
    assert gas == pytest.approx(2.7, abs=0.15)


def test_price_rise_of_clayton_maggiori_schreger_is_the_constant_elasticity_index():
    """Against the index itself: P = (sum of share_i)^(1 / (1 - s)) with one variety left out."""
    share, elasticity = 0.3, 3.5
    index_with = 1.0
    index_without = (1.0 - share) ** (1.0 / (1.0 - elasticity))
    rise = index_without / index_with - 1.0
    assert price_rise_without(share, elasticity) == pytest.approx(rise)


def test_without_substitution_the_loss_is_the_share_withheld_and_with_much_it_is_small():
    assert critical_input_loss(0.04, 1e-3, 0.3) == pytest.approx(0.3, abs=5e-3)
    assert critical_input_loss(0.04, 50.0, 0.3) == pytest.approx(0.04 * 0.3, rel=0.01)


def test_elasticity_of_one_is_the_cobb_douglas_limit():
    near = critical_input_loss(0.04, 1.0 + 1e-6, 0.3)
    assert critical_input_loss(0.04, 1.0, 0.3) == pytest.approx(near, rel=1e-4)


def test_the_loss_grows_with_what_is_withheld():
    losses = [critical_input_loss(0.05, 0.3, share) for share in np.linspace(0, 0.99, 30)]
    assert losses == sorted(losses)

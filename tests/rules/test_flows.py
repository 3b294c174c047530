"""The numbered conventions, as far as flows keep them."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from suasion.errors import CertificateError, ComputationError, InputError
from suasion.flows import Solver, coalition_values, compile_market, numbers
from tests.properties.flows.markets import ACTORS, random_market
from tests.unit.flows.small import arc, line, solved


def test_c1_a_figure_that_is_no_number_is_named_with_value_and_remedy() -> None:
    broken = attrs.evolve(line(), arcs=(arc("a-b", float("nan")),))
    with pytest.raises(InputError) as caught:
        solved(broken)
    assert "'a-b'" in caught.value.problem
    assert caught.value.got == "nan"
    assert caught.value.fix


def test_c1_a_market_without_optimum_raises_instead_of_answering() -> None:
    endless = line(capacity=float("inf"), supply=float("inf"), demand=float("inf"))
    with pytest.raises(ComputationError):
        solved(endless)


def test_c5_the_same_market_gives_the_same_bits_whatever_went_before() -> None:
    market = random_market(11)
    program = compile_market(market)
    solver = Solver(program)
    first = solver.solve(numbers(program, market))
    narrow = tuple(attrs.evolve(one, capacity=one.capacity / 3) for one in market.arcs)
    solver.solve(numbers(program, attrs.evolve(market, arcs=narrow)))
    again = solver.solve(numbers(program, market))
    fresh = Solver(compile_market(market)).solve(numbers(program, market))
    for other in (again, fresh):
        assert np.array_equal(other.point.x, first.point.x)
        assert np.array_equal(other.point.y, first.point.y)


def test_c7_every_solution_carries_a_certificate_that_can_fail() -> None:
    solution = solved(random_market(5))
    solution.certificate.check()
    for name in ("dual_residual", "slackness", "payoff_gap", "flow_residual"):
        worse = attrs.evolve(solution.certificate, **{name: 1e-3})
        with pytest.raises(CertificateError, match=name.replace("_", " ")):
            worse.check()


def test_c7_every_coalition_value_carries_a_residual_that_can_fail() -> None:
    game = coalition_values(compile_market(random_market(5)), ACTORS)
    game.check(1e-9)
    with pytest.raises(CertificateError):
        attrs.evolve(game, residuals=np.full_like(game.residuals, np.nan)).check()

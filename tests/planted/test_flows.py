"""Faults planted in prices, shares and charges of a solved market: each must show (C7)."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np
import pytest

from suasion.errors import CertificateError
from suasion.flows import Solution, Solver, compile_market, numbers
from suasion.flows import solution as solution_module
from suasion.flows.certificate import certify
from suasion.flows.payoffs import payoff_table
from suasion.flows.point import Point
from suasion.flows.solution import assemble
from suasion.world.markets import Market
from tests.properties.flows.markets import random_market
from tests.unit.flows.small import arc, consumer, contract, market, node, solved, supplier

SEEDS = range(30)


def busy_market() -> Market:
    """Return a market in which every kind of payoff is at work."""
    taxed = arc(
        "a-b", 4.0, cost=5.0, tariff=3.0, tariff_to=(("T", 1.0),), owners=(("A", 0.5), ("B", 0.5))
    )
    return market(
        node("a"),
        node("b"),
        node("c"),
        taxed,
        arc("b-c", 2.0, cost=1.0),
        supplier("s", "a", "A", (3.0, 20.0), (3.0, 30.0)),
        supplier("t", "c", "C", (1.0, 60.0)),
        consumer("k", "b", (3.0, 90.0), (3.0, 70.0)),
        consumer("l", "c", (5.0, 110.0)),
        contract("s", "l", 3.0, price=75.0, shortfall=20.0),
    )


def _with_point(solution: Solution, point: Point) -> Solution:
    return assemble(solution.program, solution.numbers, point, solution.basis)


def _fails(solution: Solution) -> None:
    with pytest.raises(CertificateError, match="fails its certificate"):
        solution.certificate.check()


def test_the_market_is_busy_and_passes() -> None:
    solution = solved(busy_market())
    solution.certificate.check(1e-12)
    for part in ("capacity", "supply", "obligations", "tariffs", "shortfalls", "transfers"):
        assert any(abs(value) > 1.0 for value in solution.payoffs_by_part[part].values()), part


@pytest.mark.parametrize("seed", SEEDS)
def test_random_duals_fail(seed: int) -> None:
    one = random_market(seed)
    program = compile_market(one)
    solution = Solver(program).solve(numbers(program, one))
    draw = np.random.default_rng(seed)
    y = solution.point.y * draw.uniform(0.5, 1.5, solution.point.y.size)
    d = solution.numbers.cost - program.matrix.transposed_times(y)
    _fails(_with_point(solution, attrs.evolve(solution.point, y=y, d=d)))


def _point_faults() -> dict[str, Callable[[Solution], Point]]:
    def flipped(solution: Solution, kind: str) -> Point:
        rows = getattr(solution.program.rows, kind)
        y = solution.point.y.copy()
        y[rows] = -y[rows]
        return attrs.evolve(solution.point, y=y)

    def one_rent(solution: Solution) -> Point:
        d = solution.point.d.copy()
        at = int(np.argmin(d))
        d[at] = -d[at]
        return attrs.evolve(solution.point, d=d)

    def more_flow(solution: Solution) -> Point:
        x = solution.point.x.copy()
        x[0] += 0.01
        return attrs.evolve(solution.point, x=x)

    def less_of_all(solution: Solution) -> Point:
        return attrs.evolve(solution.point, x=solution.point.x * 0.99)

    return {
        "sign of prices": lambda solution: flipped(solution, "balance"),
        "sign of rents": lambda solution: flipped(solution, "capacity"),
        "sign of consumer prices": lambda solution: flipped(solution, "intake"),
        "sign of premiums": lambda solution: flipped(solution, "obligation"),
        "sign of one rent": one_rent,
        "flow from nowhere": more_flow,
        "not all that is worth it": less_of_all,
    }


@pytest.mark.parametrize("fault", sorted(_point_faults()))
def test_a_wrong_point_fails(fault: str) -> None:
    solution = solved(busy_market())
    _fails(_with_point(solution, _point_faults()[fault](solution)))


@pytest.mark.parametrize("kind", ["arcs", "tariffs", "suppliers", "consumers"])
def test_a_share_that_is_lost_fails(kind: str) -> None:
    solution = solved(busy_market())
    shares = getattr(solution.numbers.ownership, kind) * 0.99
    own = attrs.evolve(solution.numbers.ownership, **{kind: shares})
    figures = attrs.evolve(solution.numbers, ownership=own)
    _fails(assemble(solution.program, figures, solution.point, solution.basis))


@pytest.mark.parametrize("part", ["capacity", "supply", "obligations", "tariffs", "shortfalls"])
@pytest.mark.parametrize("factor", [0.0, -1.0])
def test_a_part_of_the_payoffs_that_is_dropped_or_turned_fails(
    part: str, factor: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    solution = solved(busy_market())

    def faulty(*args: object) -> np.ndarray:
        table = payoff_table(*args)  # type: ignore[arg-type]
        table[solution_module.PARTS.index(part)] *= factor
        return table

    monkeypatch.setattr(solution_module, "payoff_table", faulty)
    _fails(_with_point(solution, solution.point))


@pytest.mark.parametrize("kind", ["tariffs", "shortfalls"])
def test_a_charge_that_is_dropped_fails(kind: str) -> None:
    solution = solved(busy_market())
    charges = solution.charges_by_item
    kept = attrs.evolve(charges, **{kind: np.zeros_like(getattr(charges, kind))})
    certificate = certify(
        solution.program,
        solution.numbers,
        solution.point,
        float(solution.payoff_parts.sum()),
        kept.total,
    )
    with pytest.raises(CertificateError, match="payoff gap"):
        certificate.check()


def test_a_transfer_to_one_side_only_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    solution = solved(busy_market())

    def faulty(*args: object) -> np.ndarray:
        table = payoff_table(*args)  # type: ignore[arg-type]
        transfers = solution_module.PARTS.index("transfers")
        table[transfers] = np.maximum(table[transfers], 0.0)
        return table

    monkeypatch.setattr(solution_module, "payoff_table", faulty)
    _fails(_with_point(solution, solution.point))


def test_a_residual_that_is_not_a_number_fails() -> None:
    solution = solved(busy_market())
    y = solution.point.y.copy()
    y[0] = np.nan
    _fails(_with_point(solution, attrs.evolve(solution.point, y=y)))

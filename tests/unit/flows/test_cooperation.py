"""A market as those see it who act as one."""

from __future__ import annotations

import attrs
import pytest

from suasion.flows import (
    coalition_valuer,
    coalition_values,
    compile_market,
    drop_unusable,
    join_actors,
    solve_market,
    without_transfers,
)
from suasion.world.markets import Market
from tests.unit.flows.small import contract, line


def _taxed(tariff: float = 30.0) -> Market:
    """Return a -> b where T, who must consent, takes a tariff; it chokes nothing off."""
    only = attrs.evolve(
        line().arcs[0], consent=("T",), tariff=tariff, tariff_to=(("T", 0.75), ("X", 0.25))
    )
    return attrs.evolve(line(), arcs=(only,))


def test_a_coalition_does_not_tax_itself() -> None:
    seen = without_transfers(_taxed(), ("A", "B", "T"))
    assert seen.arcs[0].tariff == pytest.approx(0.25 * 30.0)
    assert dict(seen.arcs[0].tariff_to) == {"X": 1.0}
    game = coalition_values(compile_market(seen), ("A", "B", "T"))
    assert game.value(("A", "B", "T")) == pytest.approx(3.0 * (50.0 - 7.5))


def test_the_whole_is_what_all_are_paid_where_tariffs_distort_nothing() -> None:
    players = ("A", "B", "T", "X")
    one = _taxed()
    solution = solve_market(one)
    whole = coalition_values(compile_market(without_transfers(one, players)), players).values[-1]
    assert whole == pytest.approx(solution.objective + solution.charges)
    assert whole == pytest.approx(sum(solution.payoffs.values()))


def test_a_tariff_that_stops_all_trade_is_no_bar_to_those_who_agree() -> None:
    players = ("A", "B", "T", "X")
    one = _taxed(tariff=80.0)
    assert sum(solve_market(one).payoffs.values()) == pytest.approx(0.0)
    whole = coalition_values(compile_market(without_transfers(one, players)), players).values[-1]
    assert whole == pytest.approx(150.0)


@pytest.mark.parametrize(("players", "count"), [(("A", "B"), 0), (("A",), 1), ((), 1)])
def test_a_contract_stays_where_somebody_outside_is_party(
    players: tuple[str, ...], count: int
) -> None:
    one = attrs.evolve(line(), contracts=(contract("wells", "homes", 3.0),))
    assert len(without_transfers(one, players).contracts) == count


def test_members_become_their_bloc() -> None:
    one = join_actors(_taxed(), {"T": "EU", "X": "EU", "A": "EU"})
    assert one.arcs[0].tariff_to == (("EU", 1.0),)
    assert one.arcs[0].consent == ("EU",)
    assert solve_market(one).payoffs == pytest.approx(
        {
            "EU": sum(solve_market(_taxed()).payoffs[who] for who in "ATX"),
            "B": solve_market(_taxed()).payoffs["B"],
        }
    )


def test_what_can_carry_nothing_is_dropped() -> None:
    one = attrs.evolve(line(), arcs=(attrs.evolve(line().arcs[0], capacity=0.0),))
    assert drop_unusable(one).arcs == ()
    assert drop_unusable(line()).arcs == line().arcs


def test_one_coalition_at_a_time_is_worth_what_all_at_once_say() -> None:
    program, players = compile_market(_taxed()), ("A", "B", "T")
    value = coalition_valuer(program, players)
    every = coalition_values(program, players).values
    assert [value(one) for one in range(8)] == pytest.approx(every.tolist())

"""The market solved a second time, by another formulation that shares no code.

Deliveries are split by step of willingness to pay, what is closed or refused is left out
instead of bounded, and HiGHS runs with its own defaults.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby

import highspy

from suasion.world.markets import Market

Terms = list[tuple[int, float]]


class _Model:
    """A program written row by row."""

    def __init__(self) -> None:
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.count = 0

    def column(self, cost: float, upper: float) -> int:
        self.highs.addVar(0.0, upper)
        self.highs.changeColCost(self.count, cost)
        self.count += 1
        return self.count - 1

    def row(self, low: float, high: float, terms: Terms) -> None:
        places = [place for place, _ in terms]
        self.highs.addRow(low, high, len(terms), places, [weight for _, weight in terms])

    def optimum(self) -> float:
        self.highs.run()
        status = self.highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(self.highs.modelStatusToString(status))
        return -self.highs.getObjectiveValue()


def independent_optimum(market: Market) -> float:
    """Return the optimum of a market under the rule `label`."""
    model = _Model()
    balance: dict[tuple[str, str], Terms] = defaultdict(list)
    for arc in market.arcs:
        allowed = set(market.labels if arc.labels is None else arc.labels) - arc.closed_labels
        flows = []
        for label in sorted(allowed):
            flow = model.column(arc.cost + arc.tariff, highspy.kHighsInf)
            balance[arc.tail, label].append((flow, -1.0))
            balance[arc.head, label].append((flow, 1.0))
            flows.append((flow, 1.0))
        if flows:
            model.row(-highspy.kHighsInf, arc.capacity, flows)
    for supplier in market.suppliers:
        for size, cost in supplier.steps:
            place = model.column(cost, size)
            balance[supplier.node, supplier.label].append((place, 1.0))
    taken = _add_consumers(model, market, balance)
    _add_contracts(model, market, taken)
    for terms in balance.values():
        model.row(0.0, 0.0, terms)
    return model.optimum()


def _add_consumers(
    model: _Model, market: Market, balance: dict[tuple[str, str], Terms]
) -> dict[tuple[str, str], Terms]:
    taken: dict[tuple[str, str], Terms] = defaultdict(list)
    for consumer in market.consumers:
        labels = set(market.labels if consumer.accepts is None else consumer.accepts)
        labels -= consumer.refuses | market.refusing.get(consumer.id, frozenset())
        for size, value in consumer.steps:
            step = []
            for label in sorted(labels):
                place = model.column(-value, highspy.kHighsInf)
                balance[consumer.node, label].append((place, -1.0))
                taken[consumer.id, label].append((place, 1.0))
                step.append((place, 1.0))
            if step:
                model.row(-highspy.kHighsInf, size, step)
    return taken


def _add_contracts(model: _Model, market: Market, taken: dict[tuple[str, str], Terms]) -> None:
    labels = {supplier.id: supplier.label for supplier in market.suppliers}
    refused = {
        one.id: one.refuses | market.refusing.get(one.id, frozenset()) for one in market.consumers
    }

    def pair(at: int) -> tuple[str, str]:
        one = market.contracts[at]
        return one.consumer, labels[one.supplier]

    order = sorted(range(len(market.contracts)), key=pair)
    for (consumer, label), group in groupby(order, key=pair):
        if label in refused[consumer]:
            continue
        contracts = [market.contracts[at] for at in group]
        terms = list(taken.get((consumer, label), []))
        terms += [(model.column(one.shortfall_price, one.volume), 1.0) for one in contracts]
        model.row(sum(one.volume for one in contracts), highspy.kHighsInf, terms)

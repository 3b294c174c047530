"""Experiments as they are declared beforehand, and the checks that code makes of them.

A line that sets its own outcome is no mechanism. So a metric must stand at least two edges of the
influence graph away from what the treatment and its reverse touch; what is declared to carry the
mechanism must be edges of the model; and the rival that stays on must be able to act on the
metric. An experiment that breaks this is refused before anything runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from suasion.crisis.influence import Influence, distance, find_edges, influence, reaches
from suasion.crisis.metrics import Metric, metric_nodes, parse_metric
from suasion.crisis.model import CrisisModel
from suasion.crisis.simulation import Gauge
from suasion.crisis.treatments import Treatment, parse_treatment, treated_nodes
from suasion.errors import InputError

NEAREST = 2
"""Edges that must lie between what is treated and what is measured."""
SIGNS = ("+", "-")


def _texts(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(found)


@frozen(kw_only=True)
class Experiment:
    """One mechanism as an experiment, declared before it runs."""

    id: str
    edges: tuple[str, ...] = field(converter=_texts)
    """Patterns of the edges that carry the mechanism."""
    treatment: str
    reverse: str
    """A treatment that must turn the effect round."""
    metric: str
    expected: str
    """Sign of the effect: `+` or `-`."""
    rival: tuple[str, ...] = field(default=(), converter=_texts)
    """Patterns of edges of a rival channel, which stays on in the ablation."""
    days: int
    base: str = ""
    """A treatment of all arms alike."""


@frozen(kw_only=True)
class Plan:
    """An experiment that passed its checks, with its names resolved."""

    experiment: Experiment
    base: Treatment
    treatment: Treatment
    reverse: Treatment
    metric: Metric
    edges: tuple[str, ...]
    """Ids of the edges that the ablation pins."""
    steps: int
    """Edges on the shortest way from the treatment to the metric."""
    connected: bool
    """Whether some way from the treatment to the metric is left without those edges."""

    @property
    def sign(self) -> float:
        """Return 1 or -1: the sign that is expected."""
        return 1.0 if self.experiment.expected == "+" else -1.0


def plan_experiment(
    model: CrisisModel,
    experiment: Experiment,
    gauges: Sequence[Gauge] = (),
    graph: Influence | None = None,
) -> Plan:
    """Return an experiment with its names resolved, or refuse it.

    Parameters
    ----------
    model : CrisisModel
    experiment : Experiment
    gauges : sequence of Gauge
        Named gauges that a metric may read.
    graph : Influence, optional
        Of the same model, if it is at hand.

    Raises
    ------
    InputError
        The metric is read less than two edges from what is treated, or nothing leads there; an
        edge pattern matches nothing; the rival is cut too, or does not act on the metric; the
        sign is no sign; a treatment or the metric is not well formed (C1, C16).
    """
    known = graph or influence(model)
    where = f"experiment {experiment.id}"
    if experiment.expected not in SIGNS:
        raise _refuse(where, "the sign is no sign", experiment.expected, "+ or -", "write + or -")
    metric = parse_metric(model, experiment.metric, gauges, experiment.days)
    treatment = parse_treatment(model, experiment.treatment)
    reverse = parse_treatment(model, experiment.reverse)
    edges = _declared(known, experiment, where)
    read = metric_nodes(model, metric)
    for one, name in ((treatment, "treatment"), (reverse, "reverse")):
        _check_days(one, experiment.days, where)
        _check_distance(model, known, one, read, f"{where}, {name}")
    _check_rival(known, experiment, edges, read, where)
    touched = treated_nodes(model, treatment)
    return Plan(
        experiment=experiment,
        base=parse_treatment(model, experiment.base),
        treatment=treatment,
        reverse=reverse,
        metric=metric,
        edges=edges,
        steps=distance(known, touched, read) or 0,
        connected=reaches(known, touched, read, edges),
    )


def _declared(graph: Influence, experiment: Experiment, where: str) -> tuple[str, ...]:
    edges = find_edges(graph, experiment.edges, where)
    if not edges:
        raise _refuse(where, "no edges", "none", "at least one edge", "declare what carries it")
    return edges


def check_experiments(
    model: CrisisModel, experiments: Sequence[Experiment], gauges: Sequence[Gauge] = ()
) -> dict[str, InputError]:
    """Return what is wrong with each experiment that would be refused, by its id."""
    graph, found = influence(model), {}
    for experiment in experiments:
        try:
            plan_experiment(model, experiment, gauges, graph)
        except InputError as error:
            found[experiment.id] = error
    return found


def _refuse(where: str, problem: str, got: str, expected: str, fix: str) -> InputError:
    return InputError(problem, where=where, got=got, expected=expected, fix=fix, rule="C16")


def _check_days(treatment: Treatment, days: int, where: str) -> None:
    late = [line.day for line in treatment.lines if line.day >= days]
    if late:
        raise _refuse(
            where,
            "a move is injected after the paths end",
            f"day {late[0]}",
            f"day 0 to {days - 1}",
            "inject it earlier, or give the experiment more days",
        )


def _check_distance(
    model: CrisisModel, graph: Influence, treatment: Treatment, read: frozenset[str], where: str
) -> None:
    touched = treated_nodes(model, treatment)
    if not touched:
        raise _refuse(where, "nothing is changed", "no line", "a treatment", "write what to change")
    steps = distance(graph, touched, read)
    if steps is None:
        raise _refuse(
            where,
            "nothing that is treated acts on what is measured",
            treatment.text,
            "a way through the influence graph",
            "measure something further down, or treat something further up",
        )
    if steps < NEAREST:
        raise _refuse(
            where,
            "the treatment sets its own outcome",
            f"{steps} edges from '{treatment.text}' to the metric",
            f"at least {NEAREST} edges",
            "measure what the mechanism should bring about, not what the treatment writes",
        )


def _check_rival(
    graph: Influence,
    experiment: Experiment,
    edges: tuple[str, ...],
    read: frozenset[str],
    where: str,
) -> None:
    rivals = find_edges(graph, experiment.rival, where)
    if not rivals:
        raise _refuse(where, "no rival", "none", "a channel that stays on", "name its edges")
    cut = [edge for edge in rivals if edge in edges]
    if cut:
        raise _refuse(
            where,
            "the rival is cut as well",
            cut[0],
            "edges that the ablation leaves alone",
            "name other edges for the rival, or fewer for the mechanism",
        )
    ends = {edge.target for edge in graph.edges if edge.id in rivals}
    if not reaches(graph, ends, read, edges):
        raise _refuse(
            where,
            "the rival does not act on what is measured",
            rivals[0],
            "edges with a way to the metric",
            "name a channel that could bring about the same",
        )

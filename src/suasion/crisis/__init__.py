"""Crises day by day: stocks, moves, what each side values, and the choice of what to do next."""

from suasion.crisis.ablation_matrix import AblationMatrix, ablation_matrix, matrix_task, read_matrix
from suasion.crisis.acts import Act, acts_of
from suasion.crisis.checking import check_model
from suasion.crisis.draw_arms import Cell, DrawTask, measure_draw
from suasion.crisis.estimates import Estimate, estimate
from suasion.crisis.experiment_plans import Experiment, Plan, check_experiments, plan_experiment
from suasion.crisis.experiments import (
    Chunk,
    ExperimentResult,
    StartedExperiments,
    experiment_results,
    finish_experiments,
    plan_experiments,
    run_experiment,
    run_experiments,
    start_experiments,
)
from suasion.crisis.influence import Edge, Influence, distance, find_edges, influence, reaches
from suasion.crisis.measures import measure, measure_each
from suasion.crisis.metrics import Metric, metric_nodes, parse_metric
from suasion.crisis.model import (
    Coupling,
    CrisisModel,
    CrisisNumbers,
    Decider,
    Effect,
    Move,
    Stock,
    Term,
    Urge,
    Weighted,
    kept_model,
)
from suasion.crisis.multiplicity import idle_moves, shared_paces
from suasion.crisis.number_checks import check_numbers
from suasion.crisis.pins import Means, Pins, make_pins, pool_means
from suasion.crisis.progeny import Progeny, progeny
from suasion.crisis.rates import RecordedMove, Stretch, log_likelihood, rates_along
from suasion.crisis.recalibration import Calibration, recalibrate
from suasion.crisis.simulation import Gauge, Injection, Paths, simulate
from suasion.crisis.story import Change, Reason, StoryLine, tell
from suasion.crisis.treatments import Treatment, apply_treatment, parse_treatment, treated_nodes
from suasion.crisis.verdicts import STATUSES, Verdict, judge

__all__ = [
    "STATUSES",
    "AblationMatrix",
    "Act",
    "Calibration",
    "Cell",
    "Change",
    "Chunk",
    "Coupling",
    "CrisisModel",
    "CrisisNumbers",
    "Decider",
    "DrawTask",
    "Edge",
    "Effect",
    "Estimate",
    "Experiment",
    "ExperimentResult",
    "Gauge",
    "Influence",
    "Injection",
    "Means",
    "Metric",
    "Move",
    "Paths",
    "Pins",
    "Plan",
    "Progeny",
    "Reason",
    "RecordedMove",
    "StartedExperiments",
    "Stock",
    "StoryLine",
    "Stretch",
    "Term",
    "Treatment",
    "Urge",
    "Verdict",
    "Weighted",
    "ablation_matrix",
    "acts_of",
    "apply_treatment",
    "check_experiments",
    "check_model",
    "check_numbers",
    "distance",
    "estimate",
    "experiment_results",
    "find_edges",
    "finish_experiments",
    "idle_moves",
    "influence",
    "judge",
    "kept_model",
    "log_likelihood",
    "make_pins",
    "matrix_task",
    "measure",
    "measure_draw",
    "measure_each",
    "metric_nodes",
    "parse_metric",
    "parse_treatment",
    "plan_experiment",
    "plan_experiments",
    "pool_means",
    "progeny",
    "rates_along",
    "reaches",
    "read_matrix",
    "recalibrate",
    "run_experiment",
    "run_experiments",
    "shared_paces",
    "simulate",
    "start_experiments",
    "tell",
    "treated_nodes",
]

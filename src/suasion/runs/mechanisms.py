"""Mechanisms within the main job: handed over with the other draws, judged, told as tables."""

from __future__ import annotations

from concurrent.futures import Executor

import polars as pl
from attrs import evolve, frozen

from suasion.cases import Case
from suasion.errors import ComputationError, InputError
from suasion.questions.mechanism_rows import MatrixRow, MechanismAnswer, MechanismRow
from suasion.questions.mechanisms import StartedMechanisms, finish_mechanisms, start_mechanisms
from suasion.questions.sampling import Request
from suasion.questions.tables import to_frame
from suasion.runs.deals import told

DRAWS = 16
"""Draws of the experiments, at most: each runs hundreds of arms, seconds of work."""
PATHS = 20
"""Paths of each draw and arm."""
NOTHING = "the case declares no mechanism"
NO_DRAWS = "experiments need draws, and the run has none"


@frozen(kw_only=True)
class HandedMechanisms:
    """Experiments whose draws are being done, or why there are none."""

    started: StartedMechanisms | None = None
    why_not: str = ""


@frozen(kw_only=True)
class FoundMechanisms:
    """All mechanisms judged, or why they could not be."""

    answer: MechanismAnswer | None = None
    why_not: str = ""

    @property
    def failures(self) -> tuple[str, ...]:
        """Return one line for each draw that failed (C8)."""
        failed = self.answer.failures if self.answer else ()
        return tuple(f"mechanisms: {why}" for why in failed)


def hand_over_mechanisms(
    case: Case, view: Case, request: Request, executor: Executor
) -> HandedMechanisms:
    """Return the experiments under way, on the shared figures; a case without any says so."""
    if not view.rows("mechanisms"):
        return HandedMechanisms(why_not=NOTHING)
    if not request.draws:
        return HandedMechanisms(why_not=NO_DRAWS)
    asked = evolve(request, account=None, draws=min(request.draws, DRAWS))
    try:
        started = start_mechanisms(case, asked, (), PATHS, executor)
    except (InputError, ComputationError) as error:
        return HandedMechanisms(why_not=told(error))
    return HandedMechanisms(started=started)


def collect_mechanisms(handed: HandedMechanisms, executor: Executor) -> FoundMechanisms:
    """Return the verdicts; what survives its own ablation is run under all others first."""
    if handed.started is None:
        return FoundMechanisms(why_not=handed.why_not)
    try:
        return FoundMechanisms(answer=finish_mechanisms(handed.started, executor))
    except (InputError, ComputationError) as error:
        return FoundMechanisms(why_not=told(error))


def mechanism_tables(answer: MechanismAnswer) -> dict[str, pl.DataFrame]:
    """Return one row for each mechanism, and what each ablation leaves of those that survive."""
    return {
        "mechanisms": to_frame(answer.rows, MechanismRow),
        "mechanism_matrix": to_frame(answer.matrix, MatrixRow),
    }

"""The base: worlds of a sample at one horizon, solved once and kept for what is asked next."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from attrs import field, frozen

from suasion.cases import Case, build_world
from suasion.dependence import Solved, SolverPool, solve_world
from suasion.errors import ComputationError, InputError
from suasion.questions.observables import observe
from suasion.questions.sampling import Request, Sample, Values, take_sample


@frozen(kw_only=True)
class Baseline:
    """A sample at one horizon: the central world and each draw's, with their solutions."""

    sample: Sample
    horizon: str
    pool: SolverPool
    central: Solved
    draws: tuple[Solved | None, ...]
    """None where the draw could not be solved; `failures` says why."""
    failures: tuple[str, ...]

    @cached_property
    def observed(self) -> tuple[Mapping[str, float] | None, ...]:
        """Return the observables of each draw; None where it failed."""
        specs = self.sample.view.meta.observables
        return tuple(None if solved is None else observe(specs, solved) for solved in self.draws)

    @cached_property
    def observed_central(self) -> Mapping[str, float]:
        """Return the observables on the central figures."""
        return observe(self.sample.view.meta.observables, self.central)


def make_baseline(sample: Sample, horizon: str) -> Baseline:
    """Return the sample's worlds at the horizon, each market solved and certified."""
    require_horizon(sample.view, horizon)
    pool = SolverPool(least_change=not sample.draws)
    central = solve_draw(pool, sample.view, sample.central, horizon)
    draws: list[Solved | None] = []
    failures: list[str] = []
    for values in sample.draws:
        try:
            draws.append(solve_draw(pool, sample.view, values, horizon))
        except ComputationError as error:
            draws.append(None)
            failures.append(str(error))
    return Baseline(
        sample=sample,
        horizon=horizon,
        pool=pool,
        central=central,
        draws=tuple(draws),
        failures=tuple(failures),
    )


def require_horizon(view: Case, horizon: str) -> None:
    """Raise `InputError` unless case.toml names the horizon."""
    if horizon not in view.meta.horizons:
        raise InputError(
            "unknown horizon",
            where="option horizon",
            got=horizon,
            expected="one of " + ", ".join(view.meta.horizons),
            fix="choose one that case.toml names",
        )


def solve_draw(pool: SolverPool, view: Case, values: Values, horizon: str) -> Solved:
    """Return one draw's world at the horizon, solved."""
    return solve_world(pool, build_world(view, values, horizon=horizon))


@frozen(eq=False)
class _Keyed:
    """A case that is compared by what it holds, so that an answer can be kept for it."""

    case: Case = field()

    def __hash__(self) -> int:
        return hash((self.case.name, self.case.digest))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.case.digest == other.case.digest


@lru_cache(maxsize=6)
def _kept(keyed: _Keyed, request: Request, horizon: str) -> Baseline:
    return make_baseline(take_sample(keyed.case, request), horizon)


def baseline(case: Case, request: Request, horizon: str) -> Baseline:
    """Return the base of a case; the last few are kept, so a second question is quick.

    Keeping them changes no answer: a base depends on the contents of the case, the request and
    the horizon alone (C5).
    """
    return _kept(_Keyed(case), request, horizon)

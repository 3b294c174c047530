"""Verdicts on experiments, each with its reason; a verdict is reported as it comes out (C16)."""

from __future__ import annotations

from attrs import frozen

from suasion.crisis.estimates import Estimate
from suasion.crisis.experiments import ExperimentResult

HOLDS = "holds"
REDUNDANT = "holds redundantly"
FAILS = "fails"
VACUOUS = "vacuous"
CONTRAST = "contrast only"
ABSENT = "not represented"
STATUSES = (HOLDS, REDUNDANT, FAILS, VACUOUS, CONTRAST, ABSENT)
"""The last two are declared for a row that has no experiment; no experiment comes to them."""

SHARE = 2 / 3
"""Least share of the draws with any effect that must have the expected sign."""
LEFT = 1 / 4
"""Less than this share of the effect may survive the ablation."""
UNDEFINED = 1 / 2
"""An experiment with nothing to measure in more than this share of its draws fails."""


@frozen(kw_only=True)
class Verdict:
    """What an experiment says of its mechanism."""

    id: str
    status: str
    """One of `STATUSES`."""
    reason: str
    is_settled: bool = True
    """Whether the interval of the share left keeps clear of a quarter; else more draws help."""
    carriers: tuple[str, ...] = ()
    """Other mechanisms whose ablation takes a quarter or more of the effect."""


def judge(result: ExperimentResult, carriers: tuple[str, ...] | None = None) -> Verdict:
    """Return the verdict on an experiment.

    Model
        *fails* where the interval of the effect does not lie on the expected side of zero, or
        less than two thirds of the draws have the sign, or the reversed treatment's interval
        does not lie on the other side, or more than half of the draws had nothing to measure.
        Else *vacuous* where the graph without the declared edges leaves no way from treatment
        to metric: the ablation could only come out one way. Else *holds* where the ablation
        leaves less than a quarter of the effect, or turns it round (then what is left works
        against it, and the reason says so); else *holds redundantly*.

    Parameters
    ----------
    result : ExperimentResult
    carriers : tuple of str, optional
        What else carries the effect, from `suasion.crisis.ablation_matrix`; None where that
        was not asked.
    """
    failure = _failure(result)
    if failure:
        return Verdict(id=result.id, status=FAILS, reason=failure)
    if not result.plan.connected:
        return Verdict(id=result.id, status=VACUOUS, reason=_vacuous(result))
    settled = not result.left.low <= LEFT <= result.left.high
    status = HOLDS if result.left.mean < LEFT else REDUNDANT
    reason = _survival(result.left, carriers)
    named = (carriers or ()) if status == REDUNDANT else ()
    if not settled:
        reason += "; the interval of that share holds a quarter, so more draws may turn this"
    return Verdict(id=result.id, status=status, reason=reason, is_settled=settled, carriers=named)


def _failure(result: ExperimentResult) -> str:
    """Return the first condition that is not met, or an empty text."""
    sign, expected = result.plan.sign, result.plan.experiment.expected
    if result.undefined > UNDEFINED * result.draws or result.draws - result.undefined < 2:
        return f"in {result.undefined} of {result.draws} draws there was nothing to measure"
    if not result.n_moved:
        return "the treatment changes the metric in no draw"
    if not result.effect.has_sign(sign):
        side = "on the other side of zero" if result.effect.has_sign(-sign) else "around zero"
        return f"the interval of the effect lies {side}: {_span(result.effect)}, not {expected}"
    if result.draw_share < SHARE:
        return f"only {result.draw_share:.0%} of the draws have the sign {expected}"
    if not result.reverse_effect.has_sign(-sign):
        return f"the reversed treatment does not reverse it: {_span(result.reverse_effect)}"
    return ""


def _vacuous(result: ExperimentResult) -> str:
    reason = "without its edges nothing leads from the treatment to the metric"
    left = result.ablated_effect
    if left.low > 0.0 or left.high < 0.0:
        reason += f"; what is left ({_span(left)}) goes by what no edge shows, such as attention"
    return reason


def _survival(left: Estimate, carriers: tuple[str, ...] | None) -> str:
    if left.mean >= LEFT:
        return f"{_percent(left)} of the effect survives its ablation; {_who(carriers)}"
    if left.mean <= -LEFT:
        return f"the ablation turns the effect round ({_percent(left)}): the rest works against it"
    return f"the ablation leaves {_percent(left)} of the effect"


def _who(carriers: tuple[str, ...] | None) -> str:
    if carriers is None:
        return "what carries it was not looked for"
    if not carriers:
        return "no other mechanism of the list carries a quarter of it alone"
    return f"{', '.join(carriers)} carries it too"


def _percent(found: Estimate) -> str:
    return f"{found.mean:.0%} ({found.low:.0%} to {found.high:.0%})"


def _span(found: Estimate) -> str:
    return f"{found.mean:.3g} ({found.low:.3g} to {found.high:.3g})"

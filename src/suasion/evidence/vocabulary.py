"""The words in which statements are classed, and which rows of an account are results."""

from __future__ import annotations

MODALITIES = (
    "observed",
    "asserted",
    "alleged",
    "disputed",
    "denied",
    "predicted",
    "conditional",
    "unverified",
    "computed",
)
"""The speaker's wording. `unverified`: general knowledge that nobody checked; `computed`:
follows from the statements in `derived_from`."""

KINDS = (
    "causal",
    "conditional",
    "demand",
    "evaluation",
    "event",
    "fact",
    "interest",
    "lever",
    "offer",
    "prediction",
    "preference",
    "quantity",
)
"""What sort of sentence a statement is."""

_RESULTS = ("net leverage", "need of", "coercive options left")


def is_result(row: str) -> bool:
    """Tell whether a row of a comparison of accounts is a result of the model.

    Such rows ("net leverage", the "need" rows, "coercive options left") are claims to be
    compared with what comes out, never inputs (design section 4).

    Examples
    --------
    >>> is_result("Russian need of Baku (0-1)"), is_result("Azerbaijani resolve")
    (True, False)
    """
    lowered = row.lower()
    return any(words in lowered for words in _RESULTS)

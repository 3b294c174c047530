"""One request for each account that a command names."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from suasion.questions.sampling import Request

SHARED = "shared"
"""Name on the command line of the figures that all accounts share."""


def by_account(request: Request, names: Sequence[str]) -> list[Request]:
    """Return the request under each account, each once; `shared` is under none.

    Examples
    --------
    >>> [one.account for one in by_account(Request(), ["shared", "kop", "kop"])]
    [None, 'kop']
    """
    return [
        evolve(request, account=None if name == SHARED else name) for name in dict.fromkeys(names)
    ]

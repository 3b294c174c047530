"""The class of an event code: verbal or material, cooperation or conflict."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from suasion.events.stream import CLASSES

CAMEO = re.compile(r"(0[1-9]|1\d|20)\d{0,2}")
VERBAL_COOPERATION, MATERIAL_COOPERATION, VERBAL_CONFLICT, MATERIAL_CONFLICT = CLASSES
LAST_ROOT = ((5, VERBAL_COOPERATION), (8, MATERIAL_COOPERATION), (13, VERBAL_CONFLICT))
"""The last CAMEO root of each class; roots after these are material conflict."""
PLOVER = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), VERBAL_COOPERATION),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), MATERIAL_COOPERATION),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), VERBAL_CONFLICT),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), MATERIAL_CONFLICT),
}
SYMMETRIC = frozenset(("040", "041", "044", "046", "057", "CONSULT"))
"""Codes of events that both sides do: consult, telephone, meet elsewhere, negotiate, sign."""
INVERSE = {"043": "042", "CONSULT-host": "CONSULT-visit"}
"""Codes that say the same as another with the sides turned: to host is to be visited."""


def find_class(code: str, system: str) -> str | None:
    """Return the class of a code, or None where it is no code of the system.

    Parameters
    ----------
    code : str
        The code as text: `010` and `10` are two codes.
    system : str
        `cameo`, `plover` or `acled`.

    Examples
    --------
    >>> find_class("010", "cameo"), find_class("10", "cameo"), find_class("7", "cameo")
    ('verbal_cooperation', 'verbal_conflict', None)
    >>> find_class("ASSAULT-aerial", "plover"), find_class("Armed clash", "acled")
    ('material_conflict', 'material_conflict')
    """
    if system == "plover":
        return PLOVER.get(code.split("-", 1)[0])
    if system == "acled":
        code = _nearest_cameo().get(code, "")
    if not CAMEO.fullmatch(code):
        return None
    root = int(code[:2])
    return next((name for last, name in LAST_ROOT if root <= last), MATERIAL_CONFLICT)


@cache
def _nearest_cameo() -> dict[str, str]:
    table = files("suasion.events.scales").joinpath("acled_nearest_cameo.csv").read_text("utf-8")
    return {row["code"]: row["cameo"] for row in csv.DictReader(table.splitlines())}


def mirror_of(code: str) -> str | None:
    """Return the code under which both sides of an event are one, None where it has one side.

    Examples
    --------
    >>> mirror_of("040"), mirror_of("043"), mirror_of("042"), mirror_of("190")
    ('040', '042', '042', None)
    """
    if code in SYMMETRIC or (code.startswith("CONSULT-") and code not in INVERSE):
        return code
    return INVERSE.get(code) or (code if code in INVERSE.values() else None)

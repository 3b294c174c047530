"""Scales as data files: a code, its weight, and nothing hidden.

Two published tables of CAMEO weights agree on 271 codes and differ on five, so a scale is an
input with a name and a version, and every result says which it used. Shipped scales stand in
`scales.csv` with their sources; any other is a CSV file with the columns `code` and `weight`.
"""

from __future__ import annotations

import csv
import hashlib
import math
from functools import cache
from importlib.resources import files
from pathlib import Path

from attrs import field, frozen

from suasion.errors import InputError

PUBLISHED_SLIP = "ACCUSE"
"""The PLOVER type whose published weight has the wrong sign: above zero, its modes below."""


@frozen(kw_only=True)
class Scale:
    """Weights of event codes, under a name and a version."""

    name: str
    version: str
    source: str
    weights: dict[str, float] = field(factory=dict, repr=False)
    """Empty where each row of the file brings its own intensity."""
    corrections: tuple[str, ...] = ()
    """What was corrected on reading, in words."""

    @property
    def label(self) -> str:
        """Return name and version, as results carry them."""
        return f"{self.name} {self.version}"

    @property
    def is_of_rows(self) -> bool:
        """Return whether the intensity is that of the row and not of a table."""
        return not self.weights

    def weigh(self, code: str) -> float | None:
        """Return the weight of a code, or of the nearest code above it; None where there is none.

        `1246` falls back on `124` and then `12`; `ACCUSE-allege` on `ACCUSE`.

        Examples
        --------
        >>> scale = load_scale("cameo-goldstein-gdelt")
        >>> scale.weigh("036"), scale.weigh("1246") == scale.weigh("124"), scale.weigh("99")
        (4.0, True, None)
        """
        for step in parents(code):
            if step in self.weights:
                return self.weights[step]
        return None


def parents(code: str) -> tuple[str, ...]:
    """Return a code and those above it, the nearest first.

    Examples
    --------
    >>> parents("0311"), parents("ACCUSE-allege")
    (('0311', '031', '03'), ('ACCUSE-allege', 'ACCUSE'))
    """
    if code.isdigit():
        return tuple(code[:length] for length in range(len(code), 1, -1))
    return (code, code.split("-", 1)[0]) if "-" in code and code.isascii() else (code,)


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    text = files("suasion.events.scales").joinpath("scales.csv").read_text("utf-8")
    return {row["name"]: row for row in csv.DictReader(text.splitlines())}


def list_scales() -> tuple[str, ...]:
    """Return the names of the shipped scales.

    Examples
    --------
    >>> "plover" in list_scales()
    True
    """
    return tuple(sorted(_catalogue()))


def load_scale(name: str) -> Scale:
    """Return a shipped scale by its name, or one of your own by the path of a CSV file.

    Parameters
    ----------
    name : str
        A name of `list_scales`, or a path that ends in `.csv` to a table with the columns `code`
        and `weight`.

    Returns
    -------
    Scale
        Weights by code. Where ACCUSE weighs more than zero and all its modes less, the sign of
        ACCUSE is turned, and `corrections` says so.

    Raises
    ------
    InputError
        No such scale or file, a column is missing, a code stands twice, or a weight is no number.

    Examples
    --------
    >>> icews, gdelt = load_scale("cameo-goldstein-icews"), load_scale("cameo-goldstein-gdelt")
    >>> icews.weights["016"], gdelt.weights["016"]
    (-5.0, 3.4)
    """
    if name.lower().endswith(".csv"):
        return _own_scale(Path(name))
    row = _catalogue().get(name)
    if row is None:
        raise InputError(
            "there is no such scale",
            where="option --scale",
            got=name,
            expected=f"one of {', '.join(list_scales())}, or a CSV file",
            fix="write the name of a scale, or a file with the columns code and weight",
        )
    weights: dict[str, float] = {}
    if row["file"]:
        text = files("suasion.events.scales").joinpath(row["file"]).read_text("utf-8")
        weights = _read_weights(text, row["file"])
    return Scale(name=name, version=row["version"], source=row["source"], weights=weights)


def _own_scale(path: Path) -> Scale:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _bad_table(str(path), f"the file cannot be read: {error}") from None
    weights = _read_weights(text, str(path))
    weights, corrections = turn_slip(weights)
    return Scale(
        name=path.stem,
        version=hashlib.blake2b(text.encode(), digest_size=4).hexdigest(),
        source=f"own table {path.name}",
        weights=weights,
        corrections=corrections,
    )


def _read_weights(text: str, where: str) -> dict[str, float]:
    reader = csv.DictReader(text.splitlines())
    if not {"code", "weight"} <= set(reader.fieldnames or ()):
        raise _bad_table(where, f"columns {', '.join(reader.fieldnames or ()) or 'none'}")
    weights: dict[str, float] = {}
    for row in reader:
        code, weight = (row["code"] or "").strip(), _number(row["weight"])
        if not code or code in weights or weight is None:
            got = "twice" if code in weights else f"{row['weight']!r}"
            raise _bad_table(f"{where}, row {reader.line_num}", f"code {code!r}: {got}")
        weights[code] = weight
    if not weights:
        raise _bad_table(where, "no codes")
    return weights


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def turn_slip(weights: dict[str, float]) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return the weights with the sign of ACCUSE turned where it is a slip, and what was done.

    Examples
    --------
    >>> turn_slip({"ACCUSE": 3.0, "ACCUSE-allege": -2.0})[0]["ACCUSE"]
    -3.0
    >>> turn_slip({"ACCUSE": -3.0, "ACCUSE-allege": -2.0})[1]
    ()
    """
    modes = [w for code, w in weights.items() if code.startswith(f"{PUBLISHED_SLIP}-")]
    published = weights.get(PUBLISHED_SLIP, 0.0)
    if published <= 0 or not modes or max(modes) >= 0:
        return weights, ()
    note = (
        f"{PUBLISHED_SLIP} weighs {published:+g} in the table while all its modes weigh less than "
        f"zero: read as {-published:+g}"
    )
    return {**weights, PUBLISHED_SLIP: -published}, (note,)


def _bad_table(where: str, got: str) -> InputError:
    return InputError(
        "the table of a scale cannot be read",
        where=where,
        got=got,
        expected="a CSV file with the columns code and weight, each code once, weights as numbers",
        fix="correct the table",
    )

"""The steps that clean an import: options with defaults, each with a line in the account.

Reports are not events, and which rows count as one event is a choice. Each choice is named here
and travels with the stream.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import asdict, field, frozen
from attrs.validators import in_, instance_of, optional

from suasion.errors import InputError

CHOICES: dict[str, tuple[str, ...]] = {
    "duplicates": ("drop", "keep"),
    "reports": ("actors", "countries", "off"),
    "mirrored": ("drop", "keep"),
    "lag": ("off", "a number of days"),
    "root": ("off", "only"),
    "third-parties": ("drop", "keep"),
    "unscaled": ("drop", "keep"),
    "undirected": ("listed", "both", "drop"),
}
"""What may be written for each step; the first is the default."""


def _choice(name: str) -> str:
    choices = CHOICES[name]
    return field(default=choices[0], validator=in_(choices))


@frozen(kw_only=True)
class Steps:
    """How an import cleans rows; the defaults are those of the command."""

    duplicates: str = _choice("duplicates")
    """`drop`: of rows with the same event number, day, actors and code, only the first stays."""
    reports: str = _choice("reports")
    """`actors`: rows of one day with the same code and the same named actors are one event with
    several reports; `countries`: the same with the two countries; `off`: each row is an event."""
    mirrored: str = _choice("mirrored")
    """`drop`: of a symmetric event written in both directions the row that came first stays."""
    lag: int | None = field(default=None, validator=optional(instance_of(int)))
    """Most days between event and report; None: any."""
    root: str = _choice("root")
    """`only`: GDELT rows that are not root events are dropped."""
    third_parties: str = _choice("third-parties")
    """`keep`: rows between one country of a dyad and any other country stay too."""
    unscaled: str = _choice("unscaled")
    """`keep`: rows whose code is not on the scale stay, without an intensity."""
    undirected: str = _choice("undirected")
    """What becomes of rows without direction (ACLED): `listed`: once, as listed; `both`: in both
    directions; `drop`: not at all."""

    def to_plain(self) -> dict[str, str]:
        """Return each step with its setting, as the account and the stream show it."""
        plain = {name.replace("_", "-"): value for name, value in asdict(self).items()}
        return {name: "off" if value is None else str(value) for name, value in plain.items()}


def parse_steps(texts: Iterable[str]) -> Steps:
    """Return the steps that texts such as `lag=30,mirrored=keep` describe.

    Parameters
    ----------
    texts : iterable of str
        Each a list of `step=setting`, split by commas; steps left out keep their default.

    Returns
    -------
    Steps
        The settings of all steps.

    Raises
    ------
    InputError
        An unknown step, or a setting that the step does not take (C1).

    Examples
    --------
    >>> parse_steps(["lag=30,mirrored=keep"]).lag
    30
    """
    chosen: dict[str, str | int | None] = {}
    for part in [piece.strip() for text in texts for piece in text.split(",") if piece.strip()]:
        name, _, setting = (word.strip() for word in part.partition("="))
        if name not in CHOICES:
            raise _bad_step(part, f"one of {', '.join(CHOICES)}")
        chosen[name.replace("-", "_")] = _setting(part, name, setting)
    return Steps(**chosen)  # type: ignore[arg-type]


def _setting(part: str, name: str, setting: str) -> str | int | None:
    if name == "lag":
        if setting == "off":
            return None
        if setting.isdecimal() and setting.isascii():
            return int(setting)
    elif setting in CHOICES[name]:
        return setting
    raise _bad_step(part, f"{name}= {', '.join(CHOICES[name])}")


def _bad_step(got: str, expected: str) -> InputError:
    return InputError(
        "a step of the import cannot be read",
        where="option --steps",
        got=got,
        expected=expected,
        fix="write step=setting, such as lag=30; several with commas",
    )

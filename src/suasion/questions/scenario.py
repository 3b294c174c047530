"""A scenario: named changes to a case, asked as one question.

Scenarios come from options of the command line, from a scenario file (TOML) or from the
case's table `scenarios`; all give the same record. Nothing in them is executed (C12).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from suasion.errors import InputError


@frozen(kw_only=True)
class Withholding:
    """One lever pulled: sender, lever (or group, arc or supplier), share withheld."""

    sender: str
    what: str
    strength: float | None = None

    @property
    def text(self) -> str:
        """Return it as the command line writes it."""
        share = "" if self.strength is None else f"@{100 * self.strength:g}%"
        return f"{self.sender}:{self.what}{share}"


@frozen(kw_only=True)
class Tax:
    """A charge per unit that a sender lays on what a lever acts on."""

    sender: str
    what: str
    charge: str

    @property
    def text(self) -> str:
        """Return it as the command line writes it."""
        return f"{self.sender}:{self.what}={self.charge}"


@frozen(kw_only=True)
class Ban:
    """A label that a buyer or a bloc of buyers no longer takes."""

    banning: str
    market: str
    label: str

    @property
    def text(self) -> str:
        """Return it as the command line writes it."""
        return f"{self.banning}:{self.market}:{self.label}"


@frozen(kw_only=True)
class Scenario:
    """Named changes to a case; the empty scenario changes nothing."""

    name: str = "scenario"
    title: str = ""
    withholdings: tuple[Withholding, ...] = ()
    taxes: tuple[Tax, ...] = ()
    builds: tuple[str, ...] = ()
    bans: tuple[Ban, ...] = ()
    origin_rule: str | None = None
    settings: Mapping[str, str] = field(factory=dict)
    """Figures set, as address -> quantity in text."""
    contracts: bool = True

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is changed."""
        changed = self.withholdings or self.taxes or self.builds or self.bans or self.settings
        return not changed and self.origin_rule is None and self.contracts


def make_scenario(
    *,
    name: str = "scenario",
    title: str = "",
    withhold: Sequence[str] = (),
    tax: Sequence[str] = (),
    build: Sequence[str] = (),
    ban: Sequence[str] = (),
    origin_rule: str | None = None,
    set: Sequence[str] | Mapping[str, str] = (),
    contracts: bool = True,
) -> Scenario:
    """Return the scenario that the options describe.

    Parameters
    ----------
    name, title : str
        What it is called; the name is that of its file.
    withhold : sequence of 'SENDER:LEVER' or 'SENDER:LEVER@80%'
    tax : sequence of 'SENDER:LEVER=10 USD/t'
    build : sequence of build ids
    ban : sequence of 'BUYER:MARKET:LABEL'
    origin_rule : 'label', 'contract' or 'net-export', optional
    set : sequence of 'ADDRESS=QUANTITY', or a mapping
    contracts : bool
        False solves the markets as if nobody had a contract.

    Returns
    -------
    Scenario
        A frozen record for `what_if`; with no options the scenario that changes nothing.

    Raises
    ------
    InputError
        Where an option does not have the form above (C1).

    Examples
    --------
    >>> from suasion import make_scenario
    >>> scenario = make_scenario(withhold=["AZE:western-branch@80%"], build=["rasht-astara"])
    >>> scenario.withholdings[0].strength, scenario.builds
    (0.8, ('rasht-astara',))
    """
    _require_once(withhold)
    pairs = set.items() if isinstance(set, Mapping) else (_split_setting(text) for text in set)
    return Scenario(
        name=name,
        title=title,
        withholdings=tuple(parse_withholding(text) for text in withhold),
        taxes=tuple(_parse_tax(text) for text in tax),
        builds=tuple(build),
        bans=tuple(_parse_ban(text) for text in ban),
        origin_rule=origin_rule,
        settings=dict(pairs),
        contracts=contracts,
    )


def _require_once(withhold: Sequence[str]) -> None:
    names = [text.partition("@")[0].strip() for text in withhold]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                "a lever is withheld more than once",
                where="scenario, withhold",
                got=name,
                expected="each lever once",
                fix="name it once, with the whole share withheld",
            )


def parse_withholding(text: str) -> Withholding:
    """Return the withholding that 'SENDER:LEVER@SHARE%' names."""
    head, has_share, share_text = text.partition("@")
    sender, colon, what = head.partition(":")
    if not colon or not sender.strip() or not what.strip():
        raise _malformed("withholding", text, "SENDER:LEVER, or SENDER:LEVER@80%")
    strength = _parse_share(share_text, text) if has_share else None
    return Withholding(sender=sender.strip(), what=what.strip(), strength=strength)


def _parse_share(share_text: str, text: str) -> float:
    body = share_text.strip()
    try:
        value = float(body[:-1]) / 100.0 if body.endswith("%") else float(body)
    except ValueError:
        raise _malformed("share withheld", text, "@80% or @0.8: a share of capacity") from None
    if not 0.0 <= value <= 1.0:
        raise _malformed("share withheld", text, "@0% to @100% (or @0 to @1): a share of capacity")
    return value


def _parse_tax(text: str) -> Tax:
    head, equals, charge = text.partition("=")
    sender, colon, what = head.partition(":")
    if not (equals and colon and sender.strip() and what.strip() and charge.strip()):
        raise _malformed("tax", text, "SENDER:LEVER=QUANTITY, as in AZE:western-branch=10 USD/t")
    return Tax(sender=sender.strip(), what=what.strip(), charge=charge.strip())


def _parse_ban(text: str) -> Ban:
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != 3 or not all(parts):
        raise _malformed("ban", text, "BUYER:MARKET:LABEL, as in EU:gas:RUS")
    return Ban(banning=parts[0], market=parts[1], label=parts[2])


def _split_setting(text: str) -> tuple[str, str]:
    address, equals, quantity = text.partition("=")
    if not (equals and address.strip() and quantity.strip()):
        raise _malformed("setting", text, "ADDRESS=QUANTITY, as in gas_swap_volume=5 bcm/yr")
    return address.strip(), quantity.strip()


def _malformed(noun: str, text: str, expected: str) -> InputError:
    return InputError(
        f"the {noun} cannot be read",
        where="scenario",
        got=text,
        expected=expected,
        fix="write it in that form",
    )

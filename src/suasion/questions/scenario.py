"""A scenario: named changes to a case, asked as one question.

Scenarios come from options of the command line, from a scenario file (TOML) or from the
case's table `scenarios`; all give the same record. Nothing in them is executed (C12).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

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


_KEYS = {"title", "withhold", "tax", "build", "ban", "origin_rule", "set", "contracts"}


def read_scenario(path: Path) -> Scenario:
    """Return the scenario in a TOML file, such as `whatif --save` writes.

    Parameters
    ----------
    path : Path
        A text file with the keys title, withhold, tax, build, ban, origin_rule, set, contracts.

    Returns
    -------
    Scenario
        Named after the file.

    Raises
    ------
    InputError
        There is no such file, or it holds something else (C1).

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from suasion import read_scenario
    >>> path = Path(tempfile.mkdtemp()) / "closure.toml"
    >>> _ = path.write_text('withhold = ["AZE:western-branch"]', encoding="utf-8")
    >>> read_scenario(path).name
    'closure'
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            "there is no such scenario file", where=str(path), fix="check the name of the file"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            "the scenario file cannot be read",
            where=str(path),
            got=str(error),
            expected="a text file in TOML",
            fix="mend the line named, or write the file anew with --save",
        ) from None
    return _from_mapping(data, path)


def _from_mapping(data: Mapping[str, Any], path: Path) -> Scenario:
    unknown = sorted(data.keys() - _KEYS)
    lists = ("withhold", "tax", "build", "ban")
    wrong = [key for key in lists if not _is_text_list(data.get(key, []))]
    settings = data.get("set", {})
    if not isinstance(settings, dict) or not all(isinstance(v, str) for v in settings.values()):
        wrong.append("set")
    if unknown or wrong:
        raise InputError(
            "the scenario file has keys that cannot be used",
            where=str(path),
            got=", ".join(unknown + wrong),
            expected="withhold, tax, build, ban as lists of text; set as a table of text; "
            "title, origin_rule as text; contracts as true or false",
            fix="mend or remove those keys",
        )
    return make_scenario(
        name=path.stem,
        title=str(data.get("title", "")),
        origin_rule=data.get("origin_rule"),
        set=settings,
        contracts=bool(data.get("contracts", True)),
        **{key: data.get(key, []) for key in lists},
    )


def _is_text_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def render_scenario(scenario: Scenario) -> str:
    """Return the scenario as the text of a TOML file that `read_scenario` reads back."""
    lines = [f"title = {_quoted(scenario.title or scenario.name)}"]
    lists = {
        "withhold": [item.text for item in scenario.withholdings],
        "tax": [item.text for item in scenario.taxes],
        "build": list(scenario.builds),
        "ban": [item.text for item in scenario.bans],
    }
    for key, items in lists.items():
        if items:
            lines.append(f"{key} = [{', '.join(_quoted(item) for item in items)}]")
    if scenario.origin_rule is not None:
        lines.append(f"origin_rule = {_quoted(scenario.origin_rule)}")
    if not scenario.contracts:
        lines.append("contracts = false")
    if scenario.settings:
        lines.append("[set]")
        lines += [f"{_quoted(k)} = {_quoted(v)}" for k, v in scenario.settings.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'

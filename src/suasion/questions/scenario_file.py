"""Scenario files: TOML that `whatif --save` writes and `whatif --scenario` reads."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from suasion.errors import InputError
from suasion.questions.scenario import Scenario, make_scenario

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

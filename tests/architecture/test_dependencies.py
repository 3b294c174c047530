"""What the package imports is declared, and what is declared is imported."""

from __future__ import annotations

import ast
import re
import sys
import tomllib

from tests.architecture.sources import PACKAGE, SOURCE, Module, imports, modules
from tests.conftest import ROOT

DISTRIBUTIONS = {"attr": "attrs", "coopgame": "coopgame-py", "vl_convert": "vl-convert-python"}
"""Where the name that is imported is not that of the distribution."""
USED_BY_OTHERS = frozenset({"vl-convert-python"})
"""Declared for a library that finds it by itself: altair draws PNG and SVG with it."""


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {re.split(r"[^\w-]", line, maxsplit=1)[0].lower() for line in project["dependencies"]}


def _imported(module: Module) -> dict[str, str]:
    """Return the distributions that a module imports, each with the place."""
    found = {}
    for node, name in imports(module):
        top = name.split(".")[0]
        if top != PACKAGE and top not in sys.stdlib_module_names:
            found[DISTRIBUTIONS.get(top, top.replace("_", "-").lower())] = module.place(node)
    return found


def test_what_is_imported_is_declared() -> None:
    missing = {
        f"{place}: {name}"
        for module in modules()
        for name, place in _imported(module).items()
        if name not in _declared()
    }
    assert not missing, "not in the dependencies of pyproject.toml:\n" + "\n".join(sorted(missing))


def test_what_is_declared_is_imported() -> None:
    used = {name for module in modules() for name in _imported(module)}
    assert _declared() - used - USED_BY_OTHERS == set()


def test_an_undeclared_import_is_caught() -> None:
    module = Module(
        name=f"{PACKAGE}.cli.planted",
        path=SOURCE / PACKAGE / "cli" / "planted.py",
        lines=1,
        tree=ast.parse("from click.exceptions import ClickException"),
    )
    assert set(_imported(module)) - _declared() == {"click"}

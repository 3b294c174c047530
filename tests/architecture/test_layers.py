"""Imports follow the arrows of the design, section 3."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.sources import (
    EDGES,
    FACADE,
    LAYERS,
    PACKAGE,
    SOURCE,
    Module,
    allowed,
    imports,
    modules,
)


def _module(layer: str, text: str) -> Module:
    return Module(
        name=f"{PACKAGE}.{layer}.planted",
        path=SOURCE / PACKAGE / layer / "planted.py",
        lines=len(text.splitlines()),
        tree=ast.parse(text),
    )


def _wrong_arrows(module: Module) -> list[str]:
    if module.layer in EDGES | FACADE:
        return []
    may = allowed(module.layer)
    found = []
    for node, name in imports(module):
        parts = name.split(".")
        if parts[0] != PACKAGE:
            continue
        target = parts[1] if len(parts) > 1 else "__init__"
        if target not in may:
            found.append(
                f"{module.place(node)}: {module.layer} imports {name}; "
                f"it may import {', '.join(sorted(may))}"
            )
    return found


def test_every_package_has_its_row() -> None:
    unknown = {module.layer for module in modules()} - set(LAYERS) - EDGES - FACADE
    assert not unknown, f"not in section 3 of the design: {sorted(unknown)}"


def test_the_table_has_no_cycle() -> None:
    for layer in LAYERS:
        below = {name for lower in LAYERS[layer] for name in allowed(lower)}
        assert layer not in below, f"{layer} reaches itself"


def test_nothing_imports_upwards() -> None:
    found = [line for module in modules() for line in _wrong_arrows(module)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        ("flows", "from suasion.cases import load_case"),
        ("world", "import suasion.report.page"),
        ("evidence", "from suasion.world.markets import Arc"),
        ("schema", "from suasion import load_case"),
        ("compute", "def run():\n    from suasion.cli import main"),
    ],
)
def test_an_upward_import_is_caught(layer: str, text: str) -> None:
    assert _wrong_arrows(_module(layer, text))


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        ("dependence", "from suasion.world.markets import Arc"),
        ("crisis", "from suasion.flows import solve_market"),
        ("flows", "from suasion.flows.program import compile_market"),
    ],
)
def test_a_downward_import_passes(layer: str, text: str) -> None:
    assert not _wrong_arrows(_module(layer, text))

"""The modules of the package, read as syntax trees; nothing is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from attrs import frozen

from tests.conftest import ROOT

SOURCE = ROOT / "src"
PACKAGE = "suasion"
LAYERS: dict[str, frozenset[str]] = {
    "errors": frozenset(),
    "quantities": frozenset({"errors"}),
    "streams": frozenset({"errors"}),
    "evidence": frozenset({"errors", "quantities", "streams"}),
    "world": frozenset({"evidence"}),
    "schema": frozenset({"errors", "quantities", "streams"}),
    "cases": frozenset({"schema", "world"}),
    "flows": frozenset({"world"}),
    "dependence": frozenset({"flows"}),
    "questions": frozenset(
        {"cases", "dependence", "games", "bargains", "events", "crisis", "compute"}
    ),
    "games": frozenset({"flows"}),
    "bargains": frozenset({"world", "games"}),
    "events": frozenset({"world"}),
    "crisis": frozenset({"dependence", "bargains", "events"}),
    "comparison": frozenset({"questions"}),
    "forecasts": frozenset({"comparison"}),
    "runs": frozenset({"forecasts"}),
    "compute": frozenset({"errors", "quantities", "streams"}),
}
"""Section 3 of the design: what each package may import, besides what those may import.

`questions` was added by decision 0003; it asks the crisis model too since decision 0008. `runs`,
the main job, was set above all that answers a question by decision 0009.
"""
EDGES = frozenset({"report", "web", "cli"})
FACADE = frozenset({"__init__", "__main__"})
"""Edges and the facade may import everything; nothing below imports them."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@frozen(kw_only=True)
class Module:
    """One module of the package."""

    name: str
    path: Path
    lines: int
    tree: ast.Module

    @property
    def layer(self) -> str:
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else "__init__"

    def place(self, node: ast.AST) -> str:
        """Return file and line, as a terminal links them."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


@frozen(kw_only=True)
class Definition:
    """A class or function with its size."""

    kind: str
    name: str
    lines: int
    place: str


@cache
def modules() -> tuple[Module, ...]:
    """Return all modules of the package, sorted by name."""
    return tuple(_read(path) for path in sorted((SOURCE / PACKAGE).rglob("*.py")))


def _read(path: Path) -> Module:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    text = path.read_text("utf-8")
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name=name, path=path, lines=len(text.splitlines()), tree=ast.parse(text))


def allowed(layer: str) -> frozenset[str]:
    """Return all layers that a layer may import: its own arrows and those they lead to."""
    reached = {layer}
    waiting = [layer]
    while waiting:
        for below in LAYERS.get(waiting.pop(), frozenset()) - reached:
            reached.add(below)
            waiting.append(below)
    return frozenset(reached)


def imports(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Yield each absolute import as (node, dotted name); `from a import b` counts as a.b."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"


def definitions(module: Module) -> Iterator[Definition]:
    """Yield every class and function; a function's size is that of its body, less docstring."""
    yield from _definitions(module, module.tree, "")


def _definitions(module: Module, parent: ast.AST, prefix: str) -> Iterator[Definition]:
    for node in ast.iter_child_nodes(parent):
        if not isinstance(node, Function | ast.ClassDef):
            yield from _definitions(module, node, prefix)
            continue
        name = f"{prefix}{node.name}"
        kind = "class" if isinstance(node, ast.ClassDef) else "function"
        yield Definition(
            kind=kind,
            name=f"{module.name}:{name}",
            lines=_size(node),
            place=module.place(node),
        )
        yield from _definitions(module, node, f"{name}.")


def _size(node: Function | ast.ClassDef) -> int:
    end = node.end_lineno or node.lineno
    if isinstance(node, ast.ClassDef):
        return end - node.lineno + 1
    body = node.body
    if ast.get_docstring(node) is not None:
        body = body[1:]
    return end - body[0].lineno + 1 if body else 0


def dotted(node: ast.AST) -> str:
    """Return the dotted name that an expression spells, or an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = dotted(node.value)
        return f"{head}.{node.attr}" if head else ""
    return ""

"""Forms that no module may take: each rule with a planted breach that it must catch."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.architecture.exceptions import excepted
from tests.architecture.sources import (
    EDGES,
    PACKAGE,
    SOURCE,
    Function,
    Module,
    dotted,
    imports,
    modules,
)

NAMES = frozenset(
    {"utils", "util", "helpers", "helper", "manager", "managers", "handler", "handlers"}
    | {"base", "data", "common", "misc"}
)
CLOCKS = frozenset({"date.today", "datetime.now", "datetime.utcnow", "datetime.today"})

Rule = Callable[[Module], Iterator[tuple[ast.AST, str]]]


def _relative_import(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield node, "relative import; write it from the root of the package"


def _name_of_module(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for part in module.name.split("."):
        if part in NAMES:
            yield module.tree, f"'{part}' says nothing; name it after its chief noun or verb"


def _name_of_function(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, Function) and node.name.startswith("do_"):
            yield node, f"'{node.name}' says nothing; name the verb"


def _import_in_function(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for function in ast.walk(module.tree):
        if isinstance(function, Function):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node, f"import inside {function.name}; move it to the top"


def _unnamed_randomness(module: Module) -> Iterator[tuple[ast.AST, str]]:
    if module.layer == "streams":
        return
    for node, name in imports(module):
        if name.split(".")[0] in {"random", "secrets"} or (
            name.startswith("numpy.random") and not name.endswith(".Generator")
        ):
            yield node, f"{name}: pass a stream of suasion.streams"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if name.startswith(("np.random.", "numpy.random.")) or name == "uuid.uuid4":
                yield node, f"{name}(): differs from run to run; pass a stream of suasion.streams"


def _print(module: Module) -> Iterator[tuple[ast.AST, str]]:
    if module.layer == "cli":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func) == "print":
            yield node, "print outside cli; return the text"


def _clock(module: Module) -> Iterator[tuple[ast.AST, str]]:
    if module.layer in EDGES:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = ".".join(dotted(node.func).split(".")[-2:])
            if name in CLOCKS:
                yield node, f"{name}(): the day is an argument (C4), not the machine's clock"


def _assertion(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assert):
            yield node, "assert vanishes under -O; raise an error of suasion.errors"


def _swallowed_failure(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        cleans_up = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        caught = dotted(node.type) if node.type else "BaseException"
        if caught == "BaseException" and not cleans_up:
            yield node, "catches everything, interrupts too; name the errors"
        elif caught == "Exception" and module.layer not in EDGES and not cleans_up:
            yield node, "catches every error; name those that can happen"
        if all(isinstance(step, ast.Pass | ast.Continue) for step in node.body):
            yield node, "swallows a failure; record it in the result or raise (C8)"


def _set_order(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.For | ast.comprehension):
            loop = node.iter
            if isinstance(loop, ast.Set | ast.SetComp) or (
                isinstance(loop, ast.Call) and dotted(loop.func) in {"set", "frozenset"}
            ):
                yield loop, "order of a set differs from run to run; sort it (C5)"


RULES: dict[str, Rule] = {
    "relative-import": _relative_import,
    "module-name": _name_of_module,
    "function-name": _name_of_function,
    "local-import": _import_in_function,
    "randomness": _unnamed_randomness,
    "print": _print,
    "clock": _clock,
    "assert": _assertion,
    "swallowed-failure": _swallowed_failure,
    "set-order": _set_order,
}

PLANTED = {
    "relative-import": ("flows", "from .program import compile_market"),
    "function-name": ("flows", "def do_it(): ..."),
    "local-import": ("cases", "def read():\n    import polars"),
    "randomness": ("flows", "import numpy as np\nx = np.random.default_rng()"),
    "print": ("report", "print('done')"),
    "clock": ("cases", "from datetime import date\nx = date.today()"),
    "assert": ("cases", "def read(row):\n    assert row"),
    "swallowed-failure": ("flows", "try:\n    x = 1\nexcept ValueError:\n    pass"),
    "set-order": ("flows", "for x in {1, 2}: y = x"),
}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_no_module_breaks(rule: str) -> None:
    found = [
        f"{module.place(node)}: {problem}"
        for module in modules()
        if not excepted(rule, module.name)
        for node, problem in RULES[rule](module)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("rule", sorted(PLANTED))
def test_a_breach_is_caught(rule: str) -> None:
    layer, text = PLANTED[rule]
    module = Module(
        name=f"{PACKAGE}.{layer}.planted",
        path=SOURCE / PACKAGE / layer / "planted.py",
        lines=1,
        tree=ast.parse(text),
    )
    assert list(RULES[rule](module))


def test_a_module_named_utils_is_caught() -> None:
    module = Module(
        name=f"{PACKAGE}.flows.utils",
        path=SOURCE / PACKAGE / "flows" / "utils.py",
        lines=1,
        tree=ast.parse(""),
    )
    assert list(RULES["module-name"](module))

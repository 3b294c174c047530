"""Everything public is documented, and what is generated is current."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import pkgutil
import re

import pytest

import suasion
from tests.architecture.sources import Function, Module, modules
from tests.conftest import ROOT
from tests.docs.examples import DOCS, FLAGS, blocks, commands, pages
from tests.docs.generated import (
    PAGES,
    bibliography,
    cli_commands,
    page_path,
    page_text,
    parameters,
)

SECTIONS = ("Parameters", "Returns", "Raises", "Examples")
"""What the docstring of a function that `import suasion` offers must have, in this order."""
CITED = re.compile(r"\[([A-Z][A-Za-z]+\d{4}[a-z]?(?:; [A-Z][A-Za-z]+\d{4}[a-z]?)*)\]")
WORDS = re.split(
    r",\s+",
    """case, source, statement, speaker, modality, credence, account, actor, commodity, node,
    arc, label, consent, supplier, consumer, contract, market, payoff, tie, lever, withholding,
    hurt, cost, horizon, build, scenario, event, move, scale, grievance, trust, audience,
    condition, issue, option, stake, bundle, deal, disagreement point, holdable, path, outlook,
    mechanism, ablation, prediction, criterion, observable, as-of day, draw, run, ensemble""",
)
"""Section 2 of the design."""


def _all_text() -> str:
    return "\n".join(page.read_text("utf-8") for page in pages())


@pytest.mark.parametrize("name", sorted(PAGES))
def test_generated_page_is_current(name: str) -> None:
    path = page_path(name)
    assert path.exists(), f"{name} is missing: python -m tests.docs.refresh"
    assert path.read_text("utf-8") == page_text(name), (
        f"{name} is out of date: python -m tests.docs.refresh"
    )


@pytest.mark.parametrize("command", sorted(cli_commands()))
def test_command_says_what_it_does(command: str) -> None:
    found = cli_commands()[command]
    assert found.help
    for written, _, help_text in parameters(found):
        assert len(help_text) > 5, f"suasion {command}: {written} says nothing of itself"


@pytest.mark.parametrize("command", sorted(cli_commands()))
def test_command_is_shown_in_an_example(command: str) -> None:
    shown = [
        example.text
        for page in pages()
        for block in blocks(page.read_text("utf-8"))
        if block.kind == "console"
        for example in commands(block)
    ]
    readme = (ROOT / "README.md").read_text("utf-8")
    assert any(text.startswith(f"suasion {command}") for text in shown) or (
        f"suasion {command} " in readme
    )


def test_every_option_is_explained_outside_the_generated_page() -> None:
    written = "\n".join(
        page.read_text("utf-8") for page in pages() if page.name != "command-line.md"
    )
    missing = {
        option
        for command in cli_commands().values()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help" and option not in written
    }
    assert not missing, f"no page shows what these are for: {sorted(missing)}"


@pytest.mark.parametrize("word", WORDS)
def test_word_is_in_the_glossary(word: str) -> None:
    text = (DOCS / "reference" / "glossary.md").read_text("utf-8")
    defined = re.findall(r"^### (.*)$", text, re.MULTILINE)
    defined += re.findall(r"^(\S[^\n]*)\n:   ", text, re.MULTILINE)
    words = {part.strip() for line in defined for part in re.split(r",| and ", line)}
    assert word in words


def _public(module: Module) -> list[tuple[ast.AST, str]]:
    """Return the public classes and functions of a module without a docstring."""
    found: list[tuple[ast.AST, str]] = []
    for node in module.tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                found.append((node, node.name))
            if isinstance(node, ast.ClassDef):
                found += [
                    (part, f"{node.name}.{part.name}")
                    for part in node.body
                    if isinstance(part, Function)
                    and not part.name.startswith("_")
                    and not ast.get_docstring(part)
                    and not _is_protocol(node)
                ]
    return found


def _is_protocol(node: ast.ClassDef) -> bool:
    return any(getattr(parent, "id", "") == "Protocol" for parent in node.bases)


def test_every_public_name_has_a_docstring() -> None:
    found = [f"{m.place(node)}: {name}" for m in modules() for node, name in _public(m)]
    found += [f"{m.name}: the module" for m in modules() if not ast.get_docstring(m.tree)]
    assert not found, "\n".join(found)


def _functions() -> list[str]:
    return [name for name in sorted(suasion.__all__) if inspect.isfunction(getattr(suasion, name))]


@pytest.mark.parametrize("name", _functions())
def test_a_function_of_the_package_has_the_full_docstring(name: str) -> None:
    text = inspect.getdoc(getattr(suasion, name)) or ""
    places = [text.find(f"{section}\n{'-' * len(section)}") for section in SECTIONS]
    takes_nothing = not inspect.signature(getattr(suasion, name)).parameters
    needless = {"Parameters", "Raises"} if takes_nothing else set()
    missing = [s for s, at in zip(SECTIONS, places, strict=True) if at < 0 and s not in needless]
    assert not missing, f"suasion.{name} has no section {', '.join(missing)}"
    found = [at for at in places if at >= 0]
    assert found == sorted(found), f"suasion.{name}: the order is {', '.join(SECTIONS)}"
    signature = inspect.signature(getattr(suasion, name))
    for parameter in signature.parameters:
        assert re.search(rf"\b{parameter}\b.* : |\b{parameter} :", text), (
            f"suasion.{name}: parameter {parameter} is not described"
        )


@pytest.mark.parametrize("name", [m.name for m in modules()])
def test_examples_in_docstrings_run(name: str) -> None:
    if name.endswith("__main__"):
        pytest.skip("running it starts the command line")
    result = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)
    assert result.failed == 0


def test_every_module_is_in_the_installed_package() -> None:
    found = {info.name for info in pkgutil.walk_packages(suasion.__path__, "suasion.")}
    written = {module.name for module in modules()} - {"suasion"}
    assert written == found


def test_every_source_cited_is_listed_and_every_source_listed_is_cited() -> None:
    source = "\n".join(module.path.read_text("utf-8") for module in modules())
    text = re.sub(r"\n+", " ", _all_text())
    cited = {
        key
        for group in CITED.findall(text + re.sub(r"\s+", " ", source))
        for key in group.split("; ")
    }
    listed = set(bibliography())
    assert cited - listed == set(), "add these to docs/references.bib"
    assert listed - cited == set(), "nothing cites these"


def test_every_convention_cited_is_written_down() -> None:
    written = (DOCS / "design" / "conventions.md").read_text("utf-8")
    known = set(re.findall(r"^## (C\d+)$", written, re.MULTILINE))
    assert known == {f"C{number}" for number in range(1, 17)}
    for module in modules():
        cited = set(re.findall(r"\bC(?:[1-9]|1\d)\b", module.path.read_text("utf-8")))
        assert cited <= known, f"{module.name} cites {sorted(cited - known)}"

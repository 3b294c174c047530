"""Pages of the reference that are written from the program itself, so that they cannot part."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import typer

import suasion
from suasion.cli.main import make_app
from suasion.schema.describe import describe
from tests.docs.examples import DOCS

NOTE = "<!-- written by `python -m tests.docs.refresh`; do not edit -->\n"
ENTRY = re.compile(r"@(\w+)\{(\w+),\n(.*?)\n\}", re.DOTALL)
FIELD = re.compile(r"^\s*(\w+)\s*=\s*\{(.*)\},?$", re.MULTILINE)
EXIT_CODES = "Exit codes are the same for all commands: see [exit codes and errors](exit-codes.md)."


def cli_commands() -> dict[str, Any]:
    """Return the commands of `suasion` in the order in which they are registered."""
    return dict(_flat(typer.main.get_command(make_app())))


def _flat(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the commands of a group and of the groups in it, by what is typed."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _flat(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def parameters(command: Any) -> Iterator[tuple[str, str, str]]:
    """Yield each argument and option as (how it is written, default, what it does)."""
    kinds = _kinds(command)
    for parameter in command.params:
        if parameter.name == "help":
            continue
        written, default = parameter.metavar or parameter.name.upper(), ""
        if parameter.opts[0].startswith("-"):
            written = ", ".join([*parameter.opts, *parameter.secondary_opts])
            if kinds[parameter.name] is not bool:
                written += f" {parameter.metavar or METAVARS.get(kinds[parameter.name], 'TEXT')}"
                default = "" if parameter.default is None else str(parameter.default)
        help_text = parameter.help or ""
        if parameter.multiple and "repeated" not in help_text:
            help_text = f"{help_text.rstrip('.')}; may be repeated."
        yield written, default, help_text


METAVARS = {int: "N", float: "X", Path: "FILE"}


def _kinds(command: Any) -> dict[str, type]:
    """Return the type of each parameter of a command, less `None` and lists."""
    hints = get_type_hints(inspect.unwrap(command.callback))
    return {
        parameter: next((kind for kind in (get_args(hint) or (hint,)) if kind in METAVARS), hint)
        for parameter, hint in hints.items()
    }


def command_line_page() -> str:
    """Return the page on the command line."""
    lines = ["# Command line", "", NOTE, EXIT_CODES, ""]
    for name, command in cli_commands().items():
        rows = list(parameters(command))
        lines += [f"## suasion {name}", "", inspect.cleandoc(command.help or ""), ""]
        arguments = " ".join(row[0] for row in rows if not row[0].startswith("-"))
        options = " [OPTIONS]" if any(row[0].startswith("-") for row in rows) else ""
        lines += ["```text", f"suasion {name} {arguments}".rstrip() + options, "```", ""]
        if rows:
            lines += ["| | default | |", "|---|---|---|"]
            lines += [
                f"| `{written}` | {f'`{default}`' if default else ''} | {_cell(text)} |"
                for written, default, text in rows
            ]
            lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


def python_page() -> str:
    """Return the page on what `import suasion` offers."""
    lines = ["# Python", "", NOTE]
    lines += ["What `import suasion` offers; everything else may change between versions.", ""]
    for name in sorted(suasion.__all__):
        thing = getattr(suasion, name)
        if not callable(thing):
            continue
        lines += [f"## {name}", "", "```text", f"{name}{_signature(thing)}", "```", ""]
        lines += ["```text", inspect.getdoc(thing) or "", "```", ""]
    return "\n".join(lines)


def _signature(thing: Callable[..., object]) -> str:
    signature = inspect.signature(thing)
    one_line = _unquoted(str(signature))
    if len(one_line) < 80:
        return one_line
    parts: list[str] = []
    for parameter in signature.parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and "*" not in parts:
            parts.append("*")
        parts.append(_unquoted(str(parameter)))
    returns = one_line.rpartition(" -> ")
    body = "".join(f"    {part},\n" for part in parts)
    return f"(\n{body})" + (f" -> {returns[2]}" if returns[1] else "")


def _unquoted(signature: str) -> str:
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", signature)


def bibliography() -> dict[str, dict[str, str]]:
    """Return the entries of references.bib by key."""
    text = (DOCS / "references.bib").read_text("utf-8")
    return {
        key: {"kind": kind, **dict(FIELD.findall(body))} for kind, key, body in ENTRY.findall(text)
    }


def references_page() -> str:
    """Return the page of sources cited."""
    lines = ["# Sources cited", "", NOTE]
    lines += ["Keys in square brackets, in these pages and in docstrings, refer to this list.", ""]
    for key, entry in sorted(bibliography().items()):
        place = ", ".join(
            entry[name]
            for name in ("journal", "booktitle", "institution", "publisher")
            if name in entry
        )
        volume = entry.get("volume", "") + (f"({entry['number']})" if "number" in entry else "")
        detail = ", ".join(part for part in (volume, entry.get("pages", "")) if part)
        who = entry["author"].replace(" and ", "; ")
        title = entry["title"] + ("" if entry["title"].endswith("?") else ".")
        detail = f" {detail.replace('--', '-')}" if detail else ""
        lines += [key, f":   {who} ({entry['year']}). {title} {place}{detail}.", ""]
    return "\n".join(lines)


PAGES: dict[str, Callable[[], str]] = {
    "reference/case-format.md": describe,
    "reference/command-line.md": command_line_page,
    "reference/python.md": python_page,
    "reference/references.md": references_page,
}


def page_path(name: str) -> Path:
    """Return where a generated page lies."""
    return DOCS / name


def page_text(name: str) -> str:
    """Return a generated page as it should stand."""
    return PAGES[name]().rstrip("\n") + "\n"

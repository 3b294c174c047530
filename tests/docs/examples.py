"""The examples of the documentation: how they are found, run, and compared.

A page is run from top to bottom in one empty folder and one Python namespace.

- ```python  with `>>>`: a doctest; otherwise executed as it stands.
- ```console : each `$ suasion ...` runs through the command line, in this process; `$ ls` and
  `$ cat` run as they are. Lines below a command are what it prints; `...` stands for anything.
  `<!-- exit: 2 -->` before the fence says which exit code the last command ends with.
- ```csv / ```toml title="my-case/parameters.csv" : written to that file;
  title="add to my-case/parameters.csv" : added at its end;
  title="change my-case/parameters.csv" : each line takes the place of that with its first cell.
- ```text, ```json, ```bash : shown only.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve, field, frozen, mutable

from suasion.cli.main import run_app
from tests.conftest import ROOT

DOCS = ROOT / "docs"
KINDS = frozenset({"python", "console", "csv", "toml", "text", "json", "bash", "bibtex"})
FENCE = re.compile(
    r"(?P<exit><!-- exit: (?P<code>\d+) -->\n\s*)?"
    r"^(?P<indent>[ ]*)(?P<ticks>`{3,})(?P<kind>\w*)(?P<attributes>[^\n`]*)\n"
    r"(?P<body>.*?)"
    r"^(?P=indent)(?P=ticks)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
TITLE = re.compile(r'title="([^"]*)"')
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
WIDTH = "100"


@frozen(kw_only=True)
class Block:
    """One fenced block of a page."""

    kind: str
    body: str
    line: int
    span: tuple[int, int]
    title: str = ""
    exit_code: int = 0


@frozen(kw_only=True)
class Command:
    """One command of a console block with the output that the page shows."""

    text: str
    shown: str
    exit_code: int = 0


@frozen(kw_only=True)
class Printed:
    """What a command printed and how it ended."""

    output: str
    exit_code: int


@mutable(kw_only=True)
class Session:
    """Where a page runs: a folder and a namespace that its blocks share."""

    folder: Path
    names: dict[str, object] = field(factory=dict)


def pages() -> list[Path]:
    """Return the README and every page of the documentation."""
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def blocks(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page in order."""
    for match in FENCE.finditer(text):
        indent = match["indent"]
        body = "".join(
            line.removeprefix(indent) for line in match["body"].splitlines(keepends=True)
        )
        title = TITLE.search(match["attributes"])
        yield Block(
            kind=match["kind"],
            body=body,
            line=text.count("\n", 0, match.start("ticks")) + 1,
            span=match.span("body"),
            title=title[1] if title else "",
            exit_code=int(match["code"] or 0),
        )


def commands(block: Block) -> list[Command]:
    """Return the commands of a console block; a trailing backslash continues one."""
    found: list[Command] = []
    continues = False
    for line in block.body.splitlines():
        if continues:
            found[-1] = evolve(found[-1], text=f"{found[-1].text} {line.strip().rstrip(chr(92))}")
            continues = line.endswith("\\")
        elif line.startswith("$ "):
            found.append(Command(text=line[2:].rstrip("\\").strip(), shown=""))
            continues = line.endswith("\\")
        elif found:
            found[-1] = evolve(found[-1], shown=f"{found[-1].shown}{line}\n")
        else:
            raise ValueError(f"line {block.line}: a console block begins with '$ '")
    if found:
        found[-1] = evolve(found[-1], exit_code=block.exit_code)
    return found


def run_command(session: Session, command: Command) -> Printed:
    """Run one command in the session's folder, without a screen and in plain text."""
    words = shlex.split(command.text)
    with contextlib.chdir(session.folder):
        if words[0] == "suasion":
            return _run_suasion(words)
        if words[0] == "ls":
            names = sorted(path.name for path in Path(*words[1:]).iterdir())
            return Printed(output="".join(f"{name}\n" for name in names), exit_code=0)
        if words[0] == "cat":
            return Printed(output=Path(words[1]).read_text("utf-8"), exit_code=0)
    raise ValueError(f"a console example may run suasion, ls and cat, not '{words[0]}'")


def _run_suasion(words: list[str]) -> Printed:
    output = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("COLUMNS", WIDTH), ("NO_COLOR", "1"), ("TERM", "dumb")):
            patch.setenv(name, value)
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            code = run_app(words[1:])
    return Printed(output=output.getvalue(), exit_code=code)


def matches(shown: str, printed: str) -> bool:
    """Return whether the output is what the page shows; `...` stands for anything."""
    if not shown.strip():
        return True
    return doctest.OutputChecker().check_output(shown.rstrip() + "\n", tidy(printed), FLAGS)


def tidy(printed: str) -> str:
    """Return output as a page shows it: no trailing blanks, no blank lines at its ends."""
    lines = [line.rstrip() for line in printed.splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


def run_block(session: Session, block: Block) -> None:
    """Run one block; `AssertionError` where it does not do what the page says."""
    if block.title and block.kind in {"csv", "toml"}:
        _write(session, block)
    elif block.kind == "console":
        for command in commands(block):
            _check(session, command)
    elif block.kind == "python":
        _run_python(session, block)


def _check(session: Session, command: Command) -> None:
    printed = run_command(session, command)
    assert printed.exit_code == command.exit_code, (
        f"$ {command.text}\nends with {printed.exit_code}, not {command.exit_code}\n"
        f"{printed.output}"
    )
    assert matches(command.shown, printed.output), (
        f"$ {command.text}\nshown:\n{command.shown}\nprinted:\n{tidy(printed.output)}\n"
        "refresh the pages with: python -m tests.docs.refresh"
    )


def _write(session: Session, block: Block) -> None:
    verb, _, name = block.title.rpartition(" ")
    target = session.folder / name
    if not verb:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(block.body, "utf-8")
        return
    assert target.is_file(), f"'{block.title}': there is no such file"
    lines = target.read_text("utf-8").splitlines()
    if verb == "add to":
        lines += block.body.splitlines()
    elif verb == "change":
        for line in block.body.splitlines():
            first = line.split(",")[0] + ","
            at = [number for number, old in enumerate(lines) if old.startswith(first)]
            assert len(at) == 1, f"'{block.title}': {len(at)} lines begin with '{first}'"
            lines[at[0]] = line
    else:
        raise AssertionError(f"'{block.title}': a title is FILE, add to FILE or change FILE")
    target.write_text("\n".join(lines) + "\n", "utf-8")


def _run_python(session: Session, block: Block) -> None:
    with contextlib.chdir(session.folder), warnings.catch_warnings():
        warnings.simplefilter("error")
        if ">>>" not in block.body:
            exec(compile(block.body, f"<line {block.line}>", "exec"), session.names)
            return
        test = doctest.DocTestParser().get_doctest(
            block.body, session.names, "example", None, block.line
        )
        report = io.StringIO()
        runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
        runner.run(test, out=report.write, clear_globs=False)
        session.names.update(test.globs)
        assert runner.failures == 0, report.getvalue()

"""Refresh the documentation: `python -m tests.docs.refresh [--examples]`.

Writes the generated pages anew. With `--examples` every page is run, and where a console example
shows an output that is no longer right, or only `...`, what is printed now takes its place; so
for the answers of doctests that are no longer right. An
output that ends in `...` keeps its number of lines; `...12` is filled with twelve lines and `...`.
Read the difference before you commit it: `...` in other places is lost.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT
from tests.docs.examples import (
    FLAGS,
    Block,
    Session,
    blocks,
    commands,
    matches,
    pages,
    run_block,
    run_command,
    tidy,
)
from tests.docs.generated import PAGES, page_path, page_text

TO_FILL = re.compile(r"\.\.\.(\d*)")


def refresh_examples(page: Path) -> bool:
    """Write the outputs of a page's console examples anew; return whether any changed."""
    text = page.read_text("utf-8")
    pieces: list[str] = []
    at = 0
    with tempfile.TemporaryDirectory() as folder:
        session = Session(folder=Path(folder))
        for block in blocks(text):
            start, end = block.span
            if block.kind == "console":
                pieces += [text[at:start], _rewritten(session, block)]
            elif block.kind == "python" and ">>>" in block.body:
                pieces += [text[at:start], _rewritten_doctest(session, block)]
            else:
                run_block(session, block)
                continue
            at = end
    changed = "".join([*pieces, text[at:]])
    if changed != text:
        page.write_text(changed, "utf-8")
    return changed != text


def _rewritten(session: Session, block: Block) -> str:
    """Return the block with the outputs that are wrong replaced."""
    body = block.body
    for command in commands(block):
        printed = run_command(session, command)
        assert printed.exit_code == command.exit_code, f"$ {command.text}\n{printed.output}"
        asked = TO_FILL.fullmatch(command.shown.strip())
        if asked or not matches(command.shown, printed.output):
            output = _shortened(tidy(printed.output), command.shown, asked)
            body = body.replace(command.shown, output, 1)
    return body


def _rewritten_doctest(session: Session, block: Block) -> str:
    """Return the block with the answers that are wrong replaced; a traceback is left alone."""
    body = block.body
    for example in doctest.DocTestParser().get_examples(block.body):
        printed = io.StringIO()
        code = compile(example.source, "<example>", "single")
        with contextlib.chdir(session.folder), contextlib.redirect_stdout(printed):
            exec(code, session.names)
        output = printed.getvalue()
        if not doctest.OutputChecker().check_output(example.want, output, FLAGS):
            source = "".join(
                f"{'...' if number else '>>>'} {line}".rstrip(" ") + "\n"
                for number, line in enumerate(example.source.splitlines())
            )
            body = body.replace(source + example.want, source + output, 1)
    return body


def _shortened(output: str, shown: str, asked: re.Match[str] | None) -> str:
    kept = shown.strip().splitlines()
    n_lines = int(asked[1] or 0) if asked else (len(kept) - 1 if kept[-1:] == ["..."] else 0)
    lines = output.splitlines()
    if not n_lines or n_lines >= len(lines):
        return output
    return "\n".join([*lines[:n_lines], "..."]) + "\n"


def main() -> None:
    """Refresh what is out of date and name it."""
    for name in PAGES:
        path, wanted = page_path(name), page_text(name)
        if not path.exists() or path.read_text("utf-8") != wanted:
            path.write_text(wanted, "utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    if "--examples" in sys.argv[1:]:
        for page in pages():
            name = page.relative_to(ROOT)
            try:
                if refresh_examples(page):
                    sys.stdout.write(f"{name}\n")
            except Exception as error:
                sys.stdout.write(f"{name}: left alone, {type(error).__name__}: {error}\n")


if __name__ == "__main__":
    main()

"""Refresh the documentation: `python -m tests.docs.refresh [--examples]`.

Writes the generated pages anew. With `--examples` every page is run, and where a console example
shows an output that is no longer right, or only `...`, what is printed now takes its place. Read
the difference before you commit it: `...` within such an output is lost.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT
from tests.docs.examples import (
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


def refresh_examples(page: Path) -> bool:
    """Write the outputs of a page's console examples anew; return whether any changed."""
    text = page.read_text("utf-8")
    pieces: list[str] = []
    at = 0
    with tempfile.TemporaryDirectory() as folder:
        session = Session(folder=Path(folder))
        for block in blocks(text):
            if block.kind != "console":
                run_block(session, block)
                continue
            start, end = block.span
            pieces += [text[at:start], _rewritten(session, block)]
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
        is_wrong = not matches(command.shown, printed.output)
        if is_wrong or command.shown.strip() == "...":
            body = body.replace(command.shown, tidy(printed.output), 1)
    return body


def main() -> None:
    """Refresh what is out of date and name it."""
    for name in PAGES:
        path, wanted = page_path(name), page_text(name)
        if not path.exists() or path.read_text("utf-8") != wanted:
            path.write_text(wanted, "utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    if "--examples" in sys.argv[1:]:
        for page in pages():
            if refresh_examples(page):
                sys.stdout.write(f"{page.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()

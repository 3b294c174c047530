"""The answer in a few lines, each number a link to where it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import frozen

from suasion.errors import ComputationError
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput, ShownFigure

_PLACE = re.compile(r"\{([^{}]+)\}")


@frozen(kw_only=True)
class Piece:
    """A stretch of words, or a figure among them."""

    text: str = ""
    figure: ShownFigure | None = None


def split_sentence(text: str, figures: Mapping[str, ShownFigure]) -> tuple[Piece, ...]:
    """Return the words and figures of a sentence in order.

    Raises
    ------
    ComputationError
        The sentence names a figure that it was not given (C2).
    """
    pieces = []
    for i, part in enumerate(_PLACE.split(text)):
        if i % 2 == 0:
            pieces.append(Piece(text=part))
        elif part in figures:
            pieces.append(Piece(figure=figures[part]))
        else:
            raise ComputationError(
                f"a sentence of the answer names an unknown figure '{part}'",
                where=f"answer line '{text[:60]}'",
                got=part,
                expected=", ".join(sorted(figures)) or "no figure at all",
                avoided="the page would have shown a hole instead of a number",
                fix="give the figure with the line",
                rule="C2",
            )
    return tuple(piece for piece in pieces if piece.text or piece.figure)


def build(view: ReportInput) -> Context | None:
    """Return the lines as words and figures."""
    if not view.answers:
        return None
    return {"lines": [split_sentence(line.text, line.figures) for line in view.answers]}


SECTION = Section(id="answer", title="The answer", template="answer.html", build=build)

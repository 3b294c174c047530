"""Where two accounts part, in sentences, and how many outcomes each two part on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from suasion.comparison.partings import TOLD, WORTH_NAMING
from suasion.report.accounts.shares import difference_figure
from suasion.report.accounts.words import Parting, PartingWords
from suasion.report.mechanisms.cards import Row, finite
from suasion.report.sections.answer import Piece, split_sentence
from suasion.report.view import AnswerLine, ReportInput, ShownFigure


@frozen(kw_only=True)
class ToldParting:
    """One outcome on which two accounts clearly part."""

    result: str
    pieces: Sequence[Piece]


@frozen(kw_only=True)
class PairCell:
    """One cell of the matrix of accounts: on how many outcomes two part clearly."""

    pair: str
    """Empty on the diagonal, and where nothing tells the two apart."""
    count: int
    label: str
    tone: int
    """Shade, 0 to 9."""


def tell_pair(words: PartingWords, pair: str) -> list[ToldParting]:
    """Return a sentence for each outcome on which the two clearly part, the clearest first."""
    return [
        ToldParting(result=one.result, pieces=_pieces(words, one))
        for one in words.by_pair[pair]
        if one.is_clear
    ]


def _pieces(words: PartingWords, one: Parting) -> Sequence[Piece]:
    first, second = words.account(one.first), words.account(one.second)
    more, less = (second, first) if one.difference > 0.0 else (first, second)
    named = named_groups(one)
    figures = {"gap": difference_figure(words, one, is_size=True)}
    figures |= {f"s{at}": _share_figure(words, one, row) for at, row in enumerate(named)}
    parts = [f"{{s{at}}} from \u201c{_plain(row['group'])}\u201d" for at, row in enumerate(named)]
    told = "; ".join(parts) or "many groups add, none of them much"
    text = f"{more} expects more than {less}, by {{gap}}. From {first} to {second}: {told}."
    return split_sentence(text, figures)


def named_groups(one: Parting) -> list[Row]:
    """Return the groups worth naming, the largest first."""
    least = WORTH_NAMING * abs(one.difference)
    ordered = sorted(one.groups, key=lambda row: -abs(finite(row, "share") or 0.0))
    return [row for row in ordered[:TOLD] if abs(finite(row, "share") or 0.0) >= least]


def _share_figure(
    words: PartingWords, one: Parting, row: Row, *, is_size: bool = False
) -> ShownFigure:
    """Return a group's share, turned round where the size of the difference is told."""
    values = [finite(row, name) for name in ("share", "low", "high")]
    if is_size and one.difference < 0.0:
        value, low, high = (None if part is None else -part for part in values)
        values = [value, high, low]
    error = words.figure(one, "", (finite(row, "standard_error"),))
    note = f"Standard error over draws: {error.full}."
    return words.figure(one, f"{row['group']}: share", values, note)


def _plain(text: object) -> str:
    return str(text).replace("{", "(").replace("}", ")")


def count_partings(words: PartingWords) -> Mapping[str, Sequence[PairCell]]:
    """Return for each account the outcomes on which it parts from each other one."""
    counts = {
        frozenset(pair.split(" ")): (pair, sum(one.is_clear for one in own))
        for pair, own in words.by_pair.items()
    }
    most = max((count for _, count in counts.values()), default=0)
    return {
        one: [_cell(words, counts, one, other, most) for other in words.compared]
        for one in words.compared
    }


def _cell(
    words: PartingWords,
    counts: Mapping[frozenset[str], tuple[str, int]],
    one: str,
    other: str,
    most: int,
) -> PairCell:
    pair, count = counts.get(frozenset((one, other)), ("", 0))
    return PairCell(
        pair=pair if one != other else "",
        count=count,
        label=f"{words.account(one)} and {words.account(other)} part clearly on {count} of "
        f"{len(words.results)} outcomes",
        tone=round(9 * count / most) if most else 0,
    )


def answer_line(view: ReportInput) -> Iterator[AnswerLine]:
    """Yield where the accounts part, in one sentence; nothing where nobody asked."""
    words = PartingWords(view)
    if not words.all:
        return
    apart = [pair for pair, own in words.by_pair.items() if any(one.is_clear for one in own)]
    opening = (
        f"Of {len(words.by_pair)} pairs of accounts {len(apart)} part clearly on at least one of "
        f"{len(words.results)} outcomes"
    )
    one = words.clearest
    if not one.is_clear:
        yield AnswerLine(text=f"{opening}: no difference stands out from the draws.")
        return
    figures, most = {"gap": difference_figure(words, one, is_size=True)}, ""
    for row in named_groups(one)[:1]:
        figures["share"] = _share_figure(words, one, row, is_size=True)
        most = f", of which {{share}} from \u201c{_plain(row['group'])}\u201d"
    title = f"{words.both(one)} on \u201c{_plain(one.result)}\u201d"
    yield AnswerLine(text=f"{opening}; most clearly {title}, by {{gap}}{most}.", figures=figures)

"""The error family: one template, rendered the same on every edge (convention C1).

A `Fault` is one thing that is wrong in a case, with the place, what was got, what was
expected and how to mend it. Faults are collected and reported together. A
`SuasionError` is raised where work cannot go on; its class decides the exit code.
"""

from __future__ import annotations

from attrs import frozen

EXIT_DONE = 0
EXIT_INPUT = 2
EXIT_COMPUTATION = 3
EXIT_INTERRUPTED = 130


@frozen(kw_only=True)
class Fault:
    """One thing that is wrong in the input, and how to mend it."""

    file: str
    row: int | None
    """Line of the file as a spreadsheet counts it (the header is 1); None: the whole file."""
    column: str | None
    problem: str
    got: str
    expected: str
    fix: str

    @property
    def where(self) -> str:
        """Return the place as words: file, row and column."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


class SuasionError(Exception):
    """Root of the errors that suasion raises; each names place, value and remedy."""

    exit_code = EXIT_COMPUTATION

    def __init__(
        self,
        problem: str,
        *,
        where: str = "",
        got: str = "",
        expected: str = "",
        avoided: str = "",
        fix: str = "",
        rule: str = "C1",
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.where = where
        self.got = got
        self.expected = expected
        self.avoided = avoided
        self.fix = fix
        self.rule = rule

    def __str__(self) -> str:
        fields = (
            ("where", self.where),
            ("got", self.got),
            ("expected", self.expected),
            ("instead", self.avoided),
            ("fix", self.fix),
            ("rule", f"{self.rule} (docs/design/conventions)" if self.rule else ""),
        )
        lines = [self.problem]
        lines += [f"  {name + ':':<10}{value}" for name, value in fields if value]
        return "\n".join(lines)


class InputError(SuasionError):
    """The input is at fault: exit code 2."""

    exit_code = EXIT_INPUT


class CaseError(InputError):
    """A case has faults; all of them are carried along."""

    def __init__(self, case: str, faults: tuple[Fault, ...]) -> None:
        count = len(faults)
        noun = "fault" if count == 1 else "faults"
        super().__init__(
            f"case '{case}' has {count} {noun}",
            where=faults[0].where if faults else case,
            got=faults[0].got if faults else "",
            expected=faults[0].expected if faults else "",
            fix=f"run 'suasion check {case}' for all of them",
        )
        self.faults = faults


class ComputationError(SuasionError):
    """The input is sound but no answer was found: exit code 3."""

    exit_code = EXIT_COMPUTATION


class CertificateError(ComputationError):
    """A solved market does not satisfy its certificate (convention C7)."""

"""What can be agreed: issues, their options, and which options go together.

A bundle takes one option of each issue. It is known by its code, a mixed-radix number: the
last issue turns fastest, each digit being the place of the option within its issue.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.errors import InputError

Ints = npt.NDArray[np.int64]
MOST_BUNDLES = 10**10
"""Above this an enumeration would take hours; the menu must be cut."""


@frozen(kw_only=True, eq=False)
class Menu:
    """Issues with their options; options are numbered through, issue by issue."""

    issues: tuple[str, ...]
    options: tuple[str, ...]
    first: Ints
    """Number of the first option of each issue, and behind them the number of options."""
    status_quo: Ints
    """Option of each issue that holds without a deal."""
    conflicts: Ints
    """Pairs of options that cannot be chosen together, shape (pairs, 2)."""

    @property
    def issue_of(self) -> Ints:
        """Return the issue of each option."""
        return np.repeat(np.arange(len(self.issues)), np.diff(self.first))

    @property
    def n_bundles(self) -> int:
        """Return how many bundles there are, those that conflicts rule out included."""
        return math.prod(int(size) for size in np.diff(self.first))

    def option(self, name: str) -> int:
        """Return the number of an option.

        Raises
        ------
        InputError
            There is no such option.
        """
        if name not in self.options:
            raise InputError(
                f"there is no option '{name}'",
                where="suasion.bargains.Menu",
                got=name,
                expected="one of " + ", ".join(self.options),
                fix="correct the name",
            )
        return self.options.index(name)

    def choices(self, codes: Ints) -> Ints:
        """Return the option that each bundle takes of each issue, shape (bundles, issues)."""
        rest = np.array(codes, dtype=np.int64)
        chosen = np.empty((rest.size, len(self.issues)), dtype=np.int64)
        for issue in range(len(self.issues) - 1, -1, -1):
            size = self.first[issue + 1] - self.first[issue]
            chosen[:, issue] = self.first[issue] + rest % size
            rest //= size
        return chosen

    def codes(self, choices: Ints) -> Ints:
        """Return the codes of bundles given by their options, shape (bundles, issues)."""
        found = np.zeros(len(choices), dtype=np.int64)
        for issue in range(len(self.issues)):
            size = self.first[issue + 1] - self.first[issue]
            found = found * size + (choices[:, issue] - self.first[issue])
        return found

    def bundle(self, names: Iterable[str]) -> Ints:
        """Return the bundle that changes these options alone, as its options by issue."""
        chosen = self.status_quo.copy()
        for number in (self.option(name) for name in names):
            chosen[self.issue_of[number]] = number
        return chosen

    def changed(self, choices: Ints) -> tuple[str, ...]:
        """Return the options of one bundle that differ from what holds without a deal."""
        return tuple(self.options[one] for one in choices[choices != self.status_quo])

    def allowed(self, choices: Ints) -> npt.NDArray[np.bool_]:
        """Return which bundles take no two options that conflict."""
        fine = np.ones(len(choices), dtype=np.bool_)
        of = self.issue_of
        for one, other in self.conflicts.tolist():
            fine &= (choices[:, of[one]] != one) | (choices[:, of[other]] != other)
        return fine


def make_menu(
    issues: Mapping[str, Sequence[str]],
    status_quo: Mapping[str, str],
    *,
    requires: Iterable[tuple[str, str]] = (),
    excludes: Iterable[tuple[str, str]] = (),
) -> Menu:
    """Return the menu of issues with their options.

    Parameters
    ----------
    issues : mapping of str to sequence of str
        Options by issue, at least two each; names of options are unique.
    status_quo : mapping of str to str
        The option of each issue that holds without a deal.
    requires : iterable of (option, option)
        The first can be chosen only with the second.
    excludes : iterable of (option, option)
        The two cannot be chosen together.

    Raises
    ------
    InputError
        An issue with one option, a name that stands twice or is unknown, a status quo that its
        own constraints rule out, more bundles than can be enumerated (C1).

    Examples
    --------
    >>> menu = make_menu(
    ...     {"gate": ["open", "shut"], "gas": ["none", "some", "much"]},
    ...     {"gate": "open", "gas": "none"},
    ...     requires=[("much", "open")],
    ... )
    >>> menu.n_bundles, menu.allowed(menu.choices(np.arange(6))).tolist()
    (6, [True, True, True, True, True, False])
    """
    options = tuple(name for names in issues.values() for name in names)
    _check_names(issues, status_quo, options)
    menu = Menu(
        issues=tuple(issues),
        options=options,
        first=np.cumsum([0, *(len(names) for names in issues.values())]).astype(np.int64),
        status_quo=np.array([options.index(status_quo[name]) for name in issues], dtype=np.int64),
        conflicts=_conflicts(issues, options, requires, excludes),
    )
    _check_menu(menu)
    return menu


def _conflicts(
    issues: Mapping[str, Sequence[str]],
    options: tuple[str, ...],
    requires: Iterable[tuple[str, str]],
    excludes: Iterable[tuple[str, str]],
) -> Ints:
    """Return conflicts; an option that requires another conflicts with that one's rivals."""
    pairs = {tuple(sorted((_place(options, a), _place(options, b)))) for a, b in excludes}
    for low, high in pairs:
        if low == high:
            raise _wrong("an option excludes itself", options[low], "two options")
    for one, needed in requires:
        at, wanted = _place(options, one), _place(options, needed)
        own = next(names for names in issues.values() if needed in names)
        if one in own:
            raise _wrong("an option requires one of its own issue", one, "an option of another")
        rivals = (options.index(name) for name in own)
        pairs |= {tuple(sorted((at, rival))) for rival in rivals if rival not in (wanted, at)}
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def _place(options: tuple[str, ...], name: str) -> int:
    if name not in options:
        raise _wrong("a constraint names an unknown option", name, "options of the menu")
    return options.index(name)


def _check_names(
    issues: Mapping[str, Sequence[str]], status_quo: Mapping[str, str], options: tuple[str, ...]
) -> None:
    if not issues:
        raise _wrong("there is nothing to bargain over", "no issue", "at least one issue")
    if len(set(options)) != len(options):
        twice = sorted({name for name in options if options.count(name) > 1})
        raise _wrong("an option stands twice", ", ".join(twice), "a name of its own for each")
    for issue, names in issues.items():
        if len(names) < 2:
            raise _wrong(
                f"issue '{issue}' has {len(names)} options", ", ".join(names), "two or more"
            )
        if status_quo.get(issue) not in names:
            got = str(status_quo.get(issue))
            raise _wrong(f"issue '{issue}' has no status quo", got, "one of its options")


def _check_menu(menu: Menu) -> None:
    if not menu.allowed(menu.status_quo[None, :])[0]:
        held = [menu.options[one] for one in menu.status_quo]
        raise _wrong(
            "what holds without a deal is ruled out by its own constraints",
            ", ".join(held),
            "options of the status quo that can stand together",
        )
    if menu.n_bundles > MOST_BUNDLES:
        sizes = " x ".join(str(size) for size in np.diff(menu.first))
        raise InputError(
            f"{menu.n_bundles:.3g} bundles are too many to score",
            where="suasion.bargains.make_menu",
            got=f"{sizes} = {menu.n_bundles}",
            expected=f"at most {MOST_BUNDLES:.0e}; they are streamed, so memory is no bound",
            fix="leave out issues or options; ten options fewer can mean a thousandth of the time",
        )


def _wrong(problem: str, got: str, expected: str) -> InputError:
    return InputError(
        problem,
        where="suasion.bargains.make_menu",
        got=got,
        expected=expected,
        fix="correct the issues, options or constraints",
    )

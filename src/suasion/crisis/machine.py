"""The compiled rule, one step at a time: for rates and likelihoods along a given path."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
from attrs import field, frozen

from suasion.crisis.checking import require_known
from suasion.crisis.compiling import compile_model
from suasion.crisis.loop_arrays import Work, make_work
from suasion.crisis.model import CrisisModel, CrisisNumbers, Floats
from suasion.crisis.number_checks import check_numbers
from suasion.crisis.program import Cut, Figures, Program, load_numbers


@frozen(kw_only=True, eq=False)
class Machine:
    """A model and numbers of a draw, ready to be asked state by state.

    A state is an array in the order of the program; none is changed in place.
    """

    model: CrisisModel
    program: Program
    figures: Figures
    work: Work
    places: dict[str, int]
    """Where each move stands in the program."""
    attention: Floats
    """[moves in the order of the program]: attention of the decider, per day; 0 for others."""
    loop: Any = field(factory=lambda: import_module("suasion.crisis.kernel_entries"))

    def start(self) -> Floats:
        """Return the state at the start of the first day."""
        x = np.zeros(len(self.work.x))
        self.loop.start(x, self.program.code, self.figures)
        return x

    def after(self, state: Floats, move: str, size: float = 1.0) -> Floats:
        """Return the state after a move."""
        require_known(move, list(self.places), "move", "a record of moves")
        x = state.copy()
        self.loop.act(x, self.places[move], size, self.program.code, self.figures)
        return x

    def next_day(self, state: Floats, day: int) -> Floats:
        """Return the state at the start of the day after `day`."""
        x = state.copy()
        self.loop.pass_day(x, day, self.program.code, self.figures, self.work)
        return x

    def rates(self, state: Floats) -> Floats:
        """Return the rate of each move in a state, per day, in the order of the model.

        Model
            attention_i P(move | state): occasions are a Poisson process, and each is used for a
            move with its chance.
        """
        found = np.zeros(len(self.model.moves))
        self.loop.all_chances(state.copy(), self.program.code, self.figures, self.work, found)
        rates = np.zeros(len(found))
        rates[self.program.move_rows] = found * self.attention
        return rates


def make_machine(model: CrisisModel, numbers: CrisisNumbers) -> Machine:
    """Return the machine of a model and one draw of numbers; InputError if they are not sound."""
    program = compile_model(model, Cut())
    check_numbers(model, numbers)
    none = np.zeros((1, 0))
    figures = load_numbers(program, model, numbers, none, none)
    attention = np.zeros(len(model.moves))
    for decider, (first, last) in enumerate(program.code.deciders):
        moves = program.code.nests[first:last]
        if len(moves):
            attention[moves[0, 0] : moves[-1, 1]] = figures.attention[decider]
    return Machine(
        model=model,
        program=program,
        figures=figures,
        work=make_work(program, figures),
        places={model.moves[row].id: at for at, row in enumerate(program.move_rows)},
        attention=attention,
    )

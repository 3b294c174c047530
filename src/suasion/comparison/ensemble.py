"""Accounts x draws x paths of a crisis, kept on disk as tables that other programs read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path

import polars as pl
from attrs import asdict, evolve, frozen

from suasion.cases import Case
from suasion.comparison.ensemble_columns import FAILURES
from suasion.comparison.ensemble_draws import Arrays, run_ensemble_chunk
from suasion.comparison.ensemble_files import Block, EnsembleFiles, plan_blocks, write_file
from suasion.comparison.ensemble_folder import (
    Manifest,
    join_ensemble,
    sole_writer,
    write_manifest,
)
from suasion.comparison.ensemble_plan import (
    DEFAULT_DRAWS,
    EnsemblePlan,
    EnsembleRequest,
    plan_ensemble,
)
from suasion.comparison.ensemble_summary import (
    EnsembleAccountRow,
    EnsembleOutcomeRow,
    count_rows,
    mean_outcomes,
)
from suasion.compute import SerialExecutor
from suasion.errors import ComputationError
from suasion.questions.sampling import Request

IN_FLIGHT = 64
"""Blocks handed over and not yet written, at most: what bounds the memory."""
Progress = Callable[[str, float], None]


@frozen(kw_only=True)
class EnsembleAnswer:
    """An ensemble on disk and what it comes to."""

    manifest: Manifest
    folder: str
    blocks_before: int
    """Blocks that were there already."""
    accounts: tuple[EnsembleAccountRow, ...]
    outcomes: tuple[EnsembleOutcomeRow, ...]


def write_ensemble(
    case: Case,
    folder: Path,
    request: Request | None = None,
    asked: EnsembleRequest | None = None,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> EnsembleAnswer:
    """Return what an ensemble comes to, after writing what of it is not yet in the folder.

    Use it to look for what goes with what over all draws and paths; for the answer to a
    question, `compute_outlook` and `compute_accounts` are enough.

    Model
        Paths are those of `compute_outlook` under the same request: draws and random numbers
        depend on seed, account and number of the draw alone. So a longer ensemble begins with
        the shorter one, and what a killed run left is taken up again.

    Parameters
    ----------
    case : Case
    folder : Path
        New, empty, or with this ensemble begun. More draws and more accounts than it holds
        extend it.
    request : Request, optional
        As-of day, seed and draws (40); its account is not read.
    asked : EnsembleRequest, optional
        Accounts, days, paths of each draw, moves made from outside.
    executor : Executor, optional
        Where draws are done; tables are the same on each, and this process alone writes (C5).
    progress : callable, optional
        Told what is being done, and the share that is done.

    Returns
    -------
    EnsembleAnswer
        Rows by account, and the mean of each outcome with its error over draws.

    Raises
    ------
    InputError
        No crisis on that day, an unknown account or move, no draw or path, a horizon out of
        range, a folder with something else (C1).
    ComputationError
        The disk is full, or no draw at all has an optimum; what is written stays (C13).
    """
    plan = plan_ensemble(case, request or Request(draws=DEFAULT_DRAWS), asked or EnsembleRequest())
    join_ensemble(folder, plan.manifest, plan.order)
    with sole_writer(folder):
        # Asked again: until the folder was ours alone, another run may have begun one there.
        found = join_ensemble(folder, plan.manifest, plan.order)
        return _Writing(
            plan=evolve(plan, manifest=found),
            files=EnsembleFiles(
                folder=folder,
                columns=plan.columns,
                addresses=plan.task.addresses,
                paths=found.paths,
            ),
            progress=progress or _silent,
        ).run(executor or SerialExecutor())


def _silent(_what: str, _share: float) -> None:
    """Tell nobody."""


@frozen(kw_only=True, eq=False)
class _Writing:
    """A run that writes what is missing."""

    plan: EnsemblePlan
    files: EnsembleFiles
    progress: Progress

    def run(self, executor: Executor) -> EnsembleAnswer:
        """Write the blocks that are missing; return what the whole comes to."""
        folder, manifest = self.files.folder, self.plan.manifest
        self.progress("looking what is there", 0.0)
        blocks = plan_blocks(manifest.accounts, manifest.draws)
        missing = self.files.missing(blocks)
        before = len(blocks) - len(missing)
        write_manifest(folder, evolve(manifest, blocks=len(blocks), blocks_done=before))
        self._describe()
        for done, _ in enumerate(self._written(missing, executor), start=before + 1):
            self.progress("draws", done / len(blocks))
        whole = evolve(manifest, blocks=len(blocks), blocks_done=len(blocks))
        write_manifest(folder, whole)
        return self._answer(whole, before)

    def _describe(self) -> None:
        """Write what the columns and the figures are."""
        folder = self.files.folder
        columns = pl.DataFrame([asdict(one) for one in self.plan.columns])
        for name, table in (("columns", columns), ("figures", self.plan.described)):
            write_file(folder, folder / f"{name}.csv", table.write_csv().encode())

    def _written(self, blocks: Sequence[Block], executor: Executor) -> Iterator[Block]:
        """Hand over blocks and write them as they are done; yield each that is written."""
        tasks = {name: self.plan.task_of(name) for name in self.plan.manifest.accounts}
        waiting: dict[Future[list[Arrays]], Block] = {}
        try:
            for block in blocks:
                task = tasks[block.account]
                future = executor.submit(run_ensemble_chunk, task, block.begin, block.end)
                waiting[future] = block
                yield from self._collect(waiting, IN_FLIGHT)
            yield from self._collect(waiting, 0)
        finally:
            for future in waiting:
                future.cancel()

    def _collect(self, waiting: dict[Future[list[Arrays]], Block], most: int) -> Iterator[Block]:
        """Write the blocks that are done, and wait until at most so many are left."""
        while waiting:
            over = len(waiting) > most
            done, _ = wait(waiting, timeout=None if over else 0.0, return_when=FIRST_COMPLETED)
            if not done:
                return
            for future in sorted(done, key=lambda one: waiting[one].name):
                block = waiting.pop(future)
                self.files.write(block, future.result())
                yield block

    def _answer(self, manifest: Manifest, before: int) -> EnsembleAnswer:
        folder, names = self.files.folder, manifest.accounts
        accounts = count_rows(folder, names)
        if not any(row.rows for row in accounts):
            raise ComputationError(
                "no draw of the ensemble could be solved",
                where=str(folder / FAILURES),
                got=f"{manifest.draws} draws of {len(names)} accounts, none with paths",
                expected="at least one draw with an optimum, that does not feed on itself",
                fix="read the reasons there; look at the intervals of the market figures",
            )
        return EnsembleAnswer(
            manifest=manifest,
            folder=str(folder),
            blocks_before=before,
            accounts=accounts,
            outcomes=mean_outcomes(folder, names, self.plan.columns),
        )

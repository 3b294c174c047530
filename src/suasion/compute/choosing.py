"""Which executor a request comes to: this process, several, or a cluster."""

from __future__ import annotations

from concurrent.futures import Executor

from suasion.compute.executors import SerialExecutor, usable_processors
from suasion.compute.processes import ProcessExecutor
from suasion.errors import InputError


def make_executor(workers: int | None = None, cluster: str | None = None) -> Executor:
    """Return an executor of so many processes, or of a Dask cluster.

    None takes one worker for each processor that this process may use; one means this process.
    Results are the same on each.

    Raises
    ------
    InputError
        Fewer than one worker; both a number of workers and a cluster (C1).
    """
    if cluster is not None:
        raise InputError(
            "clusters are not offered yet",
            where="option --cluster",
            got=cluster,
            expected="no cluster",
            fix="use --workers",
        )
    count = usable_processors() if workers is None else workers
    if count < 1:
        raise InputError(
            "the number of workers is below one",
            where="option --workers",
            got=str(count),
            expected="1 (this process) or more",
            fix="leave it out, or give a number such as 2",
        )
    if count == 1:
        return SerialExecutor()
    return ProcessExecutor(count)

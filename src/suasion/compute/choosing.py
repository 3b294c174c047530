"""Which executor a request comes to: this process, several, or a cluster."""

from __future__ import annotations

from concurrent.futures import Executor

from suasion.compute.cluster import ClusterExecutor
from suasion.compute.executors import SerialExecutor, usable_processors
from suasion.compute.processes import ProcessExecutor
from suasion.errors import InputError


def make_executor(workers: int | None = None, cluster: str | None = None) -> Executor:
    """Return an executor of so many processes, or of the workers of a Dask cluster.

    Results are the same on each (C5), so the choice is one of speed. Use it in a `with` block,
    which ends processes and contact.

    Parameters
    ----------
    workers : int, optional
        Processes of this machine; by default one for each processor that this process may use.
        One means this process.
    cluster : str, optional
        Address of a Dask scheduler, tcp://HOST:PORT; its workers then do the chunks.

    Returns
    -------
    Executor
        A `SerialExecutor`, `ProcessExecutor` or `ClusterExecutor`.

    Raises
    ------
    InputError
        Fewer than one worker; both a number of workers and a cluster; an address that cannot be
        read; the extra 'cluster' is not installed (C1).
    ComputationError
        Nobody answers at the address, there are no workers, or they run other versions (C5).

    Examples
    --------
    >>> from suasion.compute import make_executor
    >>> with make_executor(workers=1) as executor:
    ...     list(executor.map(abs, [-1, 2]))
    [1, 2]
    """
    if cluster is not None:
        if workers is not None:
            raise _both(workers, cluster)
        return ClusterExecutor(cluster)
    count = usable_processors() if workers is None else workers
    if count < 1:
        raise InputError(
            "the number of workers is below one",
            where="option --workers",
            got=str(count),
            expected="1 (this process) or more",
            fix="leave it out, or give a number such as 2",
        )
    return SerialExecutor() if count == 1 else ProcessExecutor(count)


def _both(workers: int, cluster: str) -> InputError:
    return InputError(
        "both processes of this machine and a cluster were asked for",
        where="options --workers and --cluster",
        got=f"--workers {workers} and --cluster {cluster}",
        expected="one of them",
        fix="leave one out; a cluster has as many workers as were started for it",
    )

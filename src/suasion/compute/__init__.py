"""Where work runs: in this process, in several of this machine, or on a Dask cluster."""

from suasion.compute.choosing import make_executor
from suasion.compute.cluster import ClusterExecutor
from suasion.compute.executors import SerialExecutor
from suasion.compute.processes import ProcessExecutor

__all__ = ["ClusterExecutor", "ProcessExecutor", "SerialExecutor", "make_executor"]

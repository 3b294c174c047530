"""Where work runs: in this process, in several of this machine, or on a Dask cluster."""

from suasion.compute.choosing import make_executor
from suasion.compute.executors import SerialExecutor

__all__ = ["SerialExecutor", "make_executor"]

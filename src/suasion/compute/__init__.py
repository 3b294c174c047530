"""Where work runs: in this process or in several of this machine, behind one interface."""

from suasion.compute.executors import SerialExecutor, make_executor

__all__ = ["SerialExecutor", "make_executor"]

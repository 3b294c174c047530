"""What an import of event files loads, and how much memory its process takes."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import suasion.events
from tests.event_files import make_file

HEAVY = ("altair", "duckdb", "numba", "scipy", "statsmodels")
"""Compilers, statistics and charts: 100 MB together, and none of them cuts out a dyad."""
PEAK_MB = 160
"""Polars, numpy and typer alone take about 90 MB by making and writing a table of few rows, and
all together 104 MB were seen; numba, scipy and altair loaded beside them, it were 210 MB. The room
above is for machines with more processors, for each of which polars holds some memory."""
STATUS = Path("/proc/self/status")
IMPORT = """
import sys
from suasion.cli.main import run_app
code = run_app(sys.argv[2:])
loaded = [name for name in sys.argv[1].split(",") if name in sys.modules]
print("loaded:", *loaded, file=sys.stderr)
try:
    lines = open("/proc/self/status").read().splitlines()
except OSError:
    lines = []
print("peak:", *[line.split()[1] for line in lines if line.startswith("VmHWM")], file=sys.stderr)
sys.exit(code)
"""


def _command(*arguments: str) -> dict[str, list[str]]:
    """Return what a process that runs one command says of itself."""
    line = [sys.executable, "-c", IMPORT, ",".join(HEAVY), *arguments]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    found = (text.partition(":") for text in done.stderr.splitlines())
    return {name: rest.split() for name, _, rest in found}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("memory")
    file, out = folder / "events.tsv", folder / "stream.parquet"
    file.write_bytes(make_file("gdelt1-58", seed=0, n_events=400).text)
    return _command("events", "import", str(file), "--dyad", "RUS-AZE", "--out", str(out))


def test_extracting_a_dyad_loads_no_compiler_statistics_or_charts(
    told: dict[str, list[str]],
) -> None:
    assert told["loaded"] == []


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells the peak of a process")
def test_extracting_a_dyad_takes_little_memory(told: dict[str, list[str]]) -> None:
    assert int(told["peak"][0]) / 1e3 < PEAK_MB


def test_a_command_that_needs_more_loads_it() -> None:
    assert "altair" in _command("events", "describe", "--help")["loaded"]


@pytest.mark.parametrize("name", suasion.events.__all__)
def test_each_name_of_the_package_can_be_had(name: str) -> None:
    thing = getattr(suasion.events, name)
    assert thing.__name__ == name
    # A module of the same name would take the place of the function once it is loaded.
    assert not isinstance(thing, type(suasion))
    assert getattr(import_module(thing.__module__), name) is thing


def test_a_name_that_is_not_there_is_missed() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = suasion.events.nothing

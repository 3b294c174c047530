"""Event files against polars: one dyad out of millions of rows, and a full import to Parquet.

    python -m benchmarks.import_events [--rows 2000000] [--repeats 3] [--file FILE]

The file is made up: 58 columns as of GDELT 1.0, about 430 bytes a row, countries as uneven as in
the news. Every measurement is a process of its own; ours and polars take turns; importing the
libraries is not timed. Printed are the least seconds on the clock and of all processors, the
ratio to ours by the clock, and two figures of memory: the peak of the process, and how far it
rises above what the process held before the work began.

1. One dyad: `import_events` for RUS-AZE against polars' `scan_csv`, a filter on the two columns
   of countries, and `collect` (all columns, as a filter gives them; and the columns needed only).
   Checked first: the same rows by day, source, target and code, with all steps that merge off.
2. Everything: `import_events` and `write_stream` for all dyads in memory, the same in bounds
   (`import_to_file`), and `import_folder`, against
   polars reading all 58 columns and writing them to Parquet, in one piece (`read_csv`,
   `write_parquet`) and streamed (`scan_csv`, `sink_parquet`). Checked first: the same number of
   rows between two countries. polars writes what it read; ours also merges, weighs and accounts.
3. The command `suasion events import` for one dyad as a process, from its start: seconds and peak
   of all that it loads, beside a process in which polars makes and writes a table of one row.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from attrs import frozen

from suasion.events import ImportRequest, Wanted, import_events, parse_steps, write_stream
from suasion.events.dyads import Dyad
from suasion.events.importing import import_folder, import_to_file

COUNTRIES = [
    "USA",
    "GBR",
    "RUS",
    "CHN",
    "FRA",
    "DEU",
    "IND",
    "ISR",
    "UKR",
    "AUS",
    "CAN",
    "IRN",
    "TUR",
    "PAK",
    "JPN",
    "SYR",
    "IRQ",
    "KOR",
    "PRK",
    "EGY",
    "SAU",
    "AFG",
    "ITA",
    "ESP",
    "NGA",
    "PSE",
    "POL",
    "MEX",
    "BRA",
    "ZAF",
    "PHL",
    "GRC",
    "YEM",
    "LBN",
    "QAT",
    "VEN",
    "ARM",
    "AZE",
    "GEO",
    "KAZ",
]
CODES = [
    "010",
    "020",
    "036",
    "040",
    "042",
    "043",
    "046",
    "051",
    "057",
    "061",
    "071",
    "090",
    "100",
    "111",
    "112",
    "130",
    "141",
    "163",
    "172",
    "173",
    "190",
    "193",
]
COLUMNS = [f"c{number}" for number in range(58)]
ALL_ROWS = "duplicates=keep,reports=off,mirrored=keep"
DYAD = Dyad(first="RUS", second="AZE")


HEADING = ("seconds", "CPU s", "to ours", "peak MB", "rise MB")


@frozen(kw_only=True)
class Run:
    """What one run of one method took."""

    seconds: float
    cpu: float
    peak_mb: float
    rise_mb: float


def make_file(path: Path, n_rows: int) -> None:
    """Write the file; about 840 MB for two million rows."""
    chance = random.Random(0)
    weights = [1 / (rank + 1) for rank in range(len(COUNTRIES))]
    first, last = date(2023, 1, 1), 365
    days = [(first + timedelta(days=number)).strftime("%Y%m%d") for number in range(last)]
    ends = chance.choices(COUNTRIES, weights, k=2 * n_rows)
    with path.open("w", encoding="utf-8") as stream:
        for number in range(n_rows):
            source, target = ends[2 * number : 2 * number + 2]
            day = days[number * last // n_rows]
            stream.write(_row(number, day, source, target, chance.choice(CODES), chance))


def _row(number: int, day: str, source: str, target: str, code: str, chance: random.Random) -> str:
    place = "4\tMoscow, Moskva, Russia\tRS\tRS48\t55.7522\t37.6156\t-2960561"
    actors = "\t".join(
        f"{country}GOV\tGOVERNMENT OF {country}\t{country}\t\t\t\t\tGOV\t\t"
        for country in (source, target)
    )
    mentions = chance.randrange(1, 30)
    return (
        f"{410_000_000 + number}\t{day}\t{day[:6]}\t{day[:4]}\t2023.{number % 9999:04d}\t{actors}\t"
        f"{number & 1}\t{code}\t{code}\t{code[:2]}\t1\t1.9\t{mentions}\t1\t{mentions}\t"
        f"{chance.uniform(-9, 5):.12f}\t{place}\t{place}\t{place}\t{day}\t"
        f"https://www.example-{number % 997}.com/world/2023/a-slug-of-some-length-{number:012d}\n"
    )


def our_dyad(path: Path, steps: str = "") -> pl.DataFrame:
    """Return the events of the dyad."""
    wanted = Wanted(dyads=(DYAD,), steps=parse_steps([steps]))
    return import_events([path], ImportRequest(wanted=wanted)).frame


def _scan(path: Path) -> pl.LazyFrame:
    schema = dict.fromkeys(COLUMNS, pl.String)
    return pl.scan_csv(path, separator="\t", has_header=False, quote_char=None, schema=schema)


def _of_dyad() -> pl.Expr:
    ends = ((DYAD.first, DYAD.second), (DYAD.second, DYAD.first))
    return pl.any_horizontal((pl.col("c7") == a) & (pl.col("c17") == b) for a, b in ends)


def polars_dyad(path: Path) -> pl.DataFrame:
    """Return all columns of the rows of the dyad."""
    return _scan(path).filter(_of_dyad()).collect()


def polars_dyad_needed(path: Path) -> pl.DataFrame:
    """Return the columns that a stream needs of the rows of the dyad."""
    return _scan(path).filter(_of_dyad()).select("c0", "c1", "c7", "c17", "c26", "c30").collect()


def our_import(path: Path) -> int:
    """Import all dyads in memory and write one Parquet file."""
    stream = import_events([path])
    write_stream(stream, path.with_suffix(".ours"))
    return stream.frame.height


def our_file(path: Path) -> int:
    """Import all dyads into one Parquet file by way of partitions, as the command does."""
    return import_to_file([path], ImportRequest(), path.with_suffix(".ours")).account.rows_out


def our_folder(path: Path) -> int:
    """Import all dyads into partitions, in memory that does not grow."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        return import_folder([path], None, Path(folder) / "out", "month").account.rows_out


def polars_import(path: Path) -> None:
    """Read all columns and write them."""
    schema = dict.fromkeys(COLUMNS, pl.String)
    frame = pl.read_csv(path, separator="\t", has_header=False, quote_char=None, schema=schema)
    frame.write_parquet(path.with_suffix(".polars"))


def polars_stream(path: Path) -> None:
    """Read all columns and write them, streamed."""
    _scan(path).sink_parquet(path.with_suffix(".polars"))


TASKS: dict[str, dict[str, Callable[[Path], object]]] = {
    "one dyad": {
        "suasion": our_dyad,
        "polars, all columns": polars_dyad,
        "polars, needed columns": polars_dyad_needed,
    },
    "everything": {
        "suasion": our_import,
        "suasion, in bounds": our_file,
        "suasion, partitions": our_folder,
        "polars, in one piece": polars_import,
        "polars, streamed": polars_stream,
    },
}


def check_equal(path: Path) -> str:
    """Return what both find; stop where they do not find the same rows."""
    columns = ["day", "source", "target", "code"]
    ours = our_dyad(path, ALL_ROWS).select(columns).sort(columns)
    day = pl.col("c1").str.to_date("%Y%m%d").alias("day")
    theirs = polars_dyad(path).select(day, source="c7", target="c17", code="c26").sort(columns)
    if not ours.equals(theirs):
        raise SystemExit(f"not the same rows: {ours.height} and {theirs.height}")
    between = _scan(path).filter(pl.col("c7") != pl.col("c17")).select(pl.len()).collect().item()
    request = ImportRequest(wanted=Wanted(steps=parse_steps([ALL_ROWS])))
    if import_events([path], request).frame.height != between:
        raise SystemExit("not the same number of rows between two countries")
    return f"equal: {theirs.height:,} rows of the dyad, {between:,} between two countries"


def _memory_mb(name: str) -> float:
    """Return VmRSS or VmHWM of this process; unlike `ru_maxrss` it starts anew with a process."""
    status = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name)) / 1e3


def _measure(task: str, method: str, path: Path) -> Run:
    held = _memory_mb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", "utf-8")
    begin, busy = time.perf_counter(), time.process_time()
    TASKS[task][method](path)
    seconds, cpu = time.perf_counter() - begin, time.process_time() - busy
    peak = _memory_mb("VmHWM")
    return Run(seconds=seconds, cpu=cpu, peak_mb=peak, rise_mb=peak - held)


PEAK = """
import sys
from pathlib import Path
status = Path("/proc/self/status").read_text("utf-8")
sys.stderr.write(next(row.split()[1] for row in status.splitlines() if row.startswith("VmHWM")))
"""
PROCESSES = {
    "suasion events import": "import sys; from suasion.cli.main import run_app\n"
    "run_app(['events', 'import', sys.argv[1], '--dyad', 'RUS-AZE', '--out', sys.argv[2]])",
    "polars, a table of one row": "import sys; import polars as pl\n"
    "pl.DataFrame({'a': [1]}).select(pl.col('a') + 1).write_parquet(sys.argv[2])",
}


def run_processes(path: Path, repeats: int) -> None:
    """Print the least seconds and peak of each process."""
    print(f"\n{'process':<26}{'seconds':>10}{'peak MB':>10}")
    for name, program in PROCESSES.items():
        seconds, peaks = [], []
        line = [sys.executable, "-c", program + PEAK, str(path), str(path.with_suffix(".process"))]
        for _ in range(repeats):
            begin = time.perf_counter()
            done = subprocess.run(line, capture_output=True, text=True, check=True)
            seconds.append(time.perf_counter() - begin)
            peaks.append(int(done.stderr.split()[-1]) / 1e3)
        print(f"{name:<26}{min(seconds):>10.2f}{min(peaks):>10.0f}")


def _alone(function: Callable[..., object], *arguments: object) -> object:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def run(path: Path, repeats: int) -> None:
    """Print the figures of both tasks."""
    print(_alone(check_equal, path))
    for task, methods in TASKS.items():
        found: dict[str, list[Run]] = {method: [] for method in methods}
        for _ in range(repeats):
            for method in methods:
                found[method].append(_alone(_measure, task, method, path))
        least = {method: min(run.seconds for run in runs) for method, runs in found.items()}
        print(f"\n{task:<26}" + "".join(f"{name:>10}" for name in HEADING))
        for method, runs in found.items():
            figures = (
                f"{least[method]:.2f}",
                f"{min(run.cpu for run in runs):.2f}",
                f"{least[method] / least['suasion']:.2f}",
                f"{min(run.peak_mb for run in runs):.0f}",
                f"{min(run.rise_mb for run in runs):.0f}",
            )
            print(f"{method:<26}" + "".join(f"{figure:>10}" for figure in figures))


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description="Event files against polars")
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--file", type=Path, help="keep the file here, or take the one there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder) / "events.csv"
        if not path.exists():
            make_file(path, options.rows)
        print(f"{path.stat().st_size / 1e6:,.0f} MB")
        run(path, options.repeats)
        run_processes(path, options.repeats)


if __name__ == "__main__":
    main()

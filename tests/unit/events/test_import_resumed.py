"""A folder import that was interrupted goes on: nothing is lost, nothing is double."""

from __future__ import annotations

import pytest

from suasion.compute import make_executor
from suasion.errors import InputError
from suasion.events import ImportRequest, Wanted, import_events, import_folder, read_stream
from suasion.events.importing import folder as folder_module
from suasion.events.importing import import_to_file
from tests.event_files import make_file


@pytest.fixture
def daily(tmp_path):
    place = tmp_path / "daily"
    place.mkdir()
    for seed in range(4):
        (place / f"{seed}.csv").write_bytes(make_file("gdelt2", seed).text)
    return place


def _same(out, stream):
    found = read_stream(out)
    assert found.account == stream.account
    assert found.frame.equals(stream.frame)
    assert found.frame["source_row"].n_unique() == found.frame.height


@pytest.mark.parametrize("step", ["spool_table", "write_batch"])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_interrupted_import_goes_on(step, after, daily, tmp_path, monkeypatch):
    real, done = getattr(folder_module, step), []

    def interrupted(*arguments):
        if len(done) == after:
            raise KeyboardInterrupt
        done.append(arguments)
        real(*arguments)

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(folder_module, step, interrupted)
        with pytest.raises(KeyboardInterrupt):
            import_folder([daily], None, out, "day")
    with pytest.raises(InputError, match="not a stream"):
        read_stream(out)
    again = []

    def counted(*arguments):
        again.append(arguments)
        real(*arguments)

    monkeypatch.setattr(folder_module, step, counted)
    import_folder([daily], None, out, "day")
    assert not {str(arguments[0]) for arguments in done} & {str(one[0]) for one in again}
    _same(out, import_events([daily]))
    assert not (out / ".import").exists()


def test_an_interruption_in_the_middle_of_a_table_doubles_nothing(daily, tmp_path, monkeypatch):
    out, calls = tmp_path / "out", []
    monkeypatch.setattr("suasion.events.importing.spooling.ROWS_A_PART", 10)
    monkeypatch.setattr("suasion.events.importing.reading.CUT_AT_ONCE", 4000)
    real = folder_module.spool_table.__globals__["_write_part"]

    def stopped(*arguments):
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setitem(folder_module.spool_table.__globals__, "_write_part", stopped)
        with pytest.raises(KeyboardInterrupt):
            import_folder([daily], None, out, "month")
    import_folder([daily], None, out, "month")
    _same(out, import_events([daily]))


def test_an_import_that_is_done_is_not_done_again(daily, tmp_path, monkeypatch):
    out = tmp_path / "out"
    first = import_folder([daily], None, out, "month")
    monkeypatch.setattr(folder_module, "spool_table", None)
    assert import_folder([daily], None, out, "month").account == first.account


def test_another_import_does_not_go_into_the_same_folder(daily, tmp_path):
    out = tmp_path / "out"
    import_folder([daily], None, out, "month")
    for request, by in ((ImportRequest(scale="file"), "month"), (None, "day")):
        with pytest.raises(InputError, match="cannot take this import"):
            import_folder([daily], request, out, by)
    (daily / "5.csv").write_bytes(make_file("gdelt2", 5).text)
    with pytest.raises(InputError, match="cannot take this import"):
        import_folder([daily], None, out, "month")


def test_processes_give_the_same_as_one(daily, tmp_path):
    with make_executor(2) as executor:
        import_folder([daily], None, tmp_path / "out", "month", executor=executor)
    _same(tmp_path / "out", import_events([daily]))


def test_one_file_by_way_of_partitions_is_the_same(daily, tmp_path, monkeypatch):
    held = tmp_path / "held.parquet"
    import_to_file([daily], ImportRequest(), held)
    monkeypatch.setattr("suasion.events.importing.large.HELD", 0)
    large = tmp_path / "large.parquet"
    import_to_file([daily], ImportRequest(), large)
    assert read_stream(large).account == read_stream(held).account
    assert read_stream(large).frame.equals(read_stream(held).frame)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["daily", "held.parquet", large.name]


def test_days_of_a_folder_are_read_apart(daily, tmp_path):
    out = tmp_path / "out"
    import_folder([daily], ImportRequest(wanted=Wanted()), out, "day")
    whole = read_stream(out).frame
    day = whole["day"][whole.height // 2]
    part = read_stream(out, since=day, until=day).frame
    assert part.equals(whole.filter(whole["day"] == day))

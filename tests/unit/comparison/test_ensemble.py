"""The ensemble on disk: what its tables hold, what is taken up again, what is refused."""

from __future__ import annotations

import csv
import errno
import json
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from attrs import evolve

from suasion.cases import load_case, new_case
from suasion.comparison import EnsembleRequest, ensemble_draws, ensemble_files, write_ensemble
from suasion.comparison.ensemble_columns import path_columns, short_name
from suasion.comparison.ensemble_files import plan_blocks, write_file
from suasion.comparison.ensemble_folder import sole_writer
from suasion.comparison.observations import Observation, read_observations
from suasion.comparison.voi_draws import LookTask, run_look_chunk
from suasion.errors import ComputationError, InputError
from suasion.questions.crisis_draws import CrisisTask, ready_crisis
from suasion.questions.outlook_draws import OutlookTask, run_outlook_chunk
from suasion.questions.outlook_injections import read_injections
from suasion.questions.sampling import Request, take_sample
from tests.tables import add

DRAWS, PATHS, DAYS = 7, 3, 60
REQUEST = Request(draws=DRAWS)
ASKED = EnsembleRequest(paths=PATHS, days=DAYS)
ACCOUNTS = ["shared", "tolan", "averin"]


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return load_case(new_case("toy", tmp_path_factory.mktemp("cases")))


@pytest.fixture(scope="module")
def whole(case, tmp_path_factory):
    """A whole ensemble; tests copy it before they change it."""
    folder = tmp_path_factory.mktemp("ensembles") / "whole"
    return write_ensemble(case, folder, REQUEST, ASKED)


@pytest.fixture
def copied(whole, tmp_path):
    return Path(shutil.copytree(whole.folder, tmp_path / "copy"))


def contents(folder) -> dict[str, bytes]:
    """Return every file of a folder by its path."""
    files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def table(folder, name="paths", account=None) -> pl.DataFrame:
    found = pl.read_parquet(Path(folder) / name / "**/*.parquet", hive_partitioning=True)
    kept = found if account is None else found.filter(pl.col("account") == account)
    return kept.sort(["account", "draw", *(["path"] if name == "paths" else [])])


def crisis_task(case, account, days=DAYS) -> CrisisTask:
    request = evolve(REQUEST, account=None if account == "shared" else account)
    return CrisisTask(case=case, request=request, days=days)


def outcome_columns(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name.startswith("outcome_")]


def by_draw(frame: pl.DataFrame, names: list[str]) -> np.ndarray:
    """Return columns as [draws, columns, paths]."""
    values = frame.select(names).to_numpy().astype(float)
    return values.reshape(-1, PATHS, len(names)).transpose(0, 2, 1)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_outcomes_acts_and_tension_are_those_of_the_outlook(case, whole, account):
    task = OutlookTask(crisis=crisis_task(case, account), paths=PATHS, seed=case.meta.seed)
    expected = run_outlook_chunk(task, 0, DRAWS)
    frame = table(whole.folder, account=account)
    assert frame.height == DRAWS * PATHS
    outcomes = by_draw(frame, outcome_columns(frame))
    assert outcomes.tolist() == [one["outcomes"].tolist() for one in expected]
    moves = ready_crisis(task.crisis).crisis.model.moves
    for name in [name for name in frame.columns if name.startswith("acts_")]:
        own = [
            at for at, move in enumerate(moves) if name == f"acts_{move.actor}_{move.klass}".lower()
        ]
        counted = [one["counts"][:, own].sum(axis=1).tolist() for one in expected]
        assert by_draw(frame, [name])[:, 0].tolist() == counted
    tension = np.array([one["observables"][0] for one in expected])
    found = by_draw(frame, ["tension_end", "tension_peak"])
    assert found[:, 0] == pytest.approx(tension[:, :, -1])
    assert found[:, 1] == pytest.approx(tension[:, :, 1:].max(axis=2))


def test_acts_made_from_outside_change_the_paths_as_in_the_outlook(case, tmp_path):
    text = "cut:ARD@3"
    asked = EnsembleRequest(paths=PATHS, days=DAYS, inject=(text,), accounts=("shared",))
    write_ensemble(case, tmp_path / "hit", Request(draws=2), asked)
    crisis = crisis_task(case, "shared")
    injections = read_injections(ready_crisis(crisis).crisis, [text], DAYS)
    task = OutlookTask(crisis=crisis, paths=PATHS, seed=case.meta.seed, injections=injections)
    frame = table(tmp_path / "hit")
    expected = [one["outcomes"].tolist() for one in run_outlook_chunk(task, 0, 2)]
    assert by_draw(frame, outcome_columns(frame)).tolist() == expected
    manifest = json.loads((tmp_path / "hit/ensemble.json").read_text())
    assert manifest["injections"] == ["cut:ARD>BEL/ard-valve@3*1"]


@pytest.mark.parametrize("account", ["shared", "averin"])
def test_observations_are_those_of_the_value_of_information(case, whole, account):
    view = take_sample(case, Request(draws=0)).view
    crisis = ready_crisis(crisis_task(case, account)).crisis
    observations = read_observations(crisis.model, view.rows("observations"))
    reach = max(one.last_day + 1 for one in observations)
    assert reach > DAYS, "the observations must look beyond the horizon for this to tell"
    task = LookTask(
        crisis=crisis_task(case, account, reach),
        observations=observations,
        paths=PATHS,
        seed=case.meta.seed,
    )
    frame = table(whole.folder, account=account)
    found = by_draw(frame, [f"seen_{short_name(one.id)}" for one in observations])
    expected = np.array([one["seen"] for one in run_look_chunk(task, 0, DRAWS)])
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_figures_are_the_draws_and_only_those_that_vary(case, whole, account):
    asked = crisis_task(case, account).request
    sample = take_sample(case, asked)
    frame = table(whole.folder, "figures", account)
    assert frame.height == DRAWS * whole.manifest.figures
    for draw, address, value in frame.select("draw", "address", "value").iter_rows():
        assert value == sample.draws[draw][address]
    varied = {
        address
        for address in sample.draws[0]
        if len({draw[address] for draw in sample.draws}) > 1 and "@" not in address
    }
    kept = set(frame["address"])
    cells_of_parameters = {one for one in varied - kept if one.count(".") == 2}
    assert varied - kept <= cells_of_parameters
    described = pl.read_csv(Path(whole.folder) / "figures.csv")
    assert set(described["address"]) == kept


def test_columns_are_described_in_their_order(whole):
    with (Path(whole.folder) / "columns.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for name in ("paths", "figures", "failures"):
        frame = table(whole.folder, name)
        described = [row["name"] for row in rows if row["table"] == name]
        assert described == [column for column in frame.columns if column != "account"]
        assert all(row["title"] for row in rows)
    assert list(whole.manifest.columns) == [r["name"] for r in rows if r["table"] == "paths"]
    assert len(set(whole.manifest.columns)) == len(whole.manifest.columns)


def test_polars_reads_it_as_one_table_with_its_accounts(whole):
    lazy = pl.scan_parquet(Path(whole.folder) / "paths/**/*.parquet", hive_partitioning=True)
    frame = lazy.group_by("account").len().collect()
    assert dict(frame.iter_rows()) == dict.fromkeys(ACCOUNTS, DRAWS * PATHS)
    types = set(table(whole.folder).select(pl.exclude("account")).dtypes)
    assert types == {pl.Int32, pl.UInt8, pl.Float64}


def test_duckdb_reads_it_and_takes_the_same_means(whole):
    duckdb = pytest.importorskip("duckdb", reason="duckdb comes with the extra [test]")
    with duckdb.connect() as base:
        told = base.execute(
            f"select account, avg(outcome_hostile_acts), avg(outcome_any_deed) "
            f"from '{whole.folder}/paths/**/*.parquet' group by account"
        ).fetchall()
    means = {(row.account, row.column): row.mean for row in whole.outcomes}
    assert len(told) == len(ACCOUNTS)
    for account, acts, deed in told:
        assert acts == pytest.approx(means[account, "outcome_hostile_acts"])
        assert deed == pytest.approx(means[account, "outcome_any_deed"])


def test_errors_are_those_over_draws(whole):
    row = next(one for one in whole.outcomes if one.column == "outcome_friendly_acts")
    frame = table(whole.folder, account=row.account)
    means = by_draw(frame, [row.column])[:, 0].mean(axis=1)
    assert row.mean == pytest.approx(means.mean())
    assert row.standard_error == pytest.approx(means.std(ddof=1) / np.sqrt(DRAWS))
    assert row.standard_error > 0.0


def test_the_same_again_does_nothing(case, copied, monkeypatch):
    before = contents(copied)

    def refuse(*_):
        raise AssertionError("a block was done again")

    monkeypatch.setattr("suasion.comparison.ensemble.run_ensemble_chunk", refuse)
    answer = write_ensemble(case, copied, REQUEST, ASKED)
    assert answer.blocks_before == answer.manifest.blocks == 6
    assert contents(copied) == before


def test_more_draws_and_more_accounts_extend_it_to_the_same_tables(case, tmp_path):
    for draws, accounts in ((3, ("tolan",)), (6, ("shared",)), (11, ())):
        asked = evolve(ASKED, accounts=accounts)
        grown = write_ensemble(case, tmp_path / "grown", Request(draws=draws), asked)
    assert grown.manifest.accounts == tuple(ACCOUNTS)
    write_ensemble(case, tmp_path / "once", Request(draws=11), ASKED)
    assert contents(tmp_path / "grown") == contents(tmp_path / "once")


@pytest.mark.parametrize("name", ["paths", "figures", "failures"])
@pytest.mark.parametrize("harm", ["cut", "holed", "gone"])
def test_a_file_that_is_not_whole_is_written_again(case, whole, copied, name, harm):
    before = contents(whole.folder)
    place = copied / name / "account=tolan" / "draws-00000-00004.parquet"
    good = place.read_bytes()
    half = len(good) // 2
    if harm == "gone":
        place.unlink()
    else:
        place.write_bytes(good[:half] + (b"" if harm == "cut" else bytes(len(good) - half)))
    answer = write_ensemble(case, copied, REQUEST, ASKED)
    assert answer.blocks_before == answer.manifest.blocks - 1
    assert contents(copied) == before


def test_a_note_that_cannot_be_read_has_its_block_done_again(case, whole, copied):
    (copied / "blocks/account=tolan/draws-00000-00004.json").write_bytes(b"\xff{")
    assert write_ensemble(case, copied, REQUEST, ASKED).blocks_before == 5
    assert contents(copied) == contents(whole.folder)


@pytest.mark.parametrize(
    ("request_", "asked", "told"),
    [
        (Request(draws=DRAWS, seed=4), ASKED, "seed: 7 there, 4 asked"),
        (REQUEST, evolve(ASKED, days=61), "days: 60 there, 61 asked"),
        (REQUEST, evolve(ASKED, paths=4), "paths: 3 there, 4 asked"),
        (REQUEST, evolve(ASKED, inject=("cut:ARD@3",)), "injections: none there"),
        (Request(draws=DRAWS, as_of=date(2024, 9, 30)), ASKED, "as_of: 2024-12-31 there"),
        (Request(draws=DRAWS - 1), ASKED, "6 draws asked, 7 there"),
    ],
)
def test_another_ensemble_is_refused_and_says_in_what_it_differs(
    case, whole, request_, asked, told
):
    before = contents(whole.folder)
    with pytest.raises(InputError) as caught:
        write_ensemble(case, Path(whole.folder), request_, asked)
    assert told in caught.value.got
    assert contents(whole.folder) == before


def test_an_ensemble_of_another_case_or_version_is_refused(case, copied):
    place = copied / "ensemble.json"
    held = json.loads(place.read_text())
    for name, value in (("digest", "0" * 64), ("versions", ["suasion 0.0.1"])):
        place.write_text(json.dumps(held | {name: value}))
        with pytest.raises(InputError, match="another ensemble") as caught:
            write_ensemble(case, copied, REQUEST, ASKED)
        assert name in caught.value.got


@pytest.mark.parametrize("text", ["", "[]", "3", "{}", '{"format": "other"}', "\x00"])
def test_a_manifest_that_is_not_ours_is_refused(case, copied, text):
    (copied / "ensemble.json").write_text(text)
    with pytest.raises(InputError, match="holds no ensemble"):
        write_ensemble(case, copied, REQUEST, ASKED)


def test_folders_with_other_things_files_and_places_that_are_not_there(case, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/mine.txt").write_text("mine")
    with pytest.raises(InputError, match="holds no ensemble"):
        write_ensemble(case, tmp_path / "notes", REQUEST, ASKED)
    assert [one.name for one in (tmp_path / "notes").iterdir()] == ["mine.txt"]
    with pytest.raises(InputError, match="is a file"):
        write_ensemble(case, tmp_path / "notes/mine.txt", REQUEST, ASKED)
    with pytest.raises(InputError, match="has no place"):
        write_ensemble(case, tmp_path / "no/where", REQUEST, ASKED)


def test_two_runs_do_not_write_to_one_folder(case, copied):
    with (
        sole_writer(copied),
        pytest.raises(InputError, match="another run writes"),
    ):
        write_ensemble(case, copied, REQUEST, ASKED)
    write_ensemble(case, copied, REQUEST, ASKED)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("at", [1, 5, 12, 20, 28])
def test_a_full_disk_leaves_whole_files_and_the_same_command_goes_on(
    case, whole, tmp_path, monkeypatch, code, at
):
    folder, count = tmp_path / "full", [0]

    def sync(_):
        count[0] += 1
        if count[0] == at:
            raise OSError(code, "No room")

    with monkeypatch.context() as patch:
        patch.setattr(ensemble_files.os, "fsync", sync)
        with pytest.raises(ComputationError) as caught:
            write_ensemble(case, folder, REQUEST, ASKED)
    assert str(folder) in caught.value.fix
    assert "No room" in caught.value.got
    left, good = contents(folder), contents(whole.folder)
    assert len(left) == at - 1
    for name in left.keys() - {"ensemble.json"}:
        assert left[name] == good[name]
    write_ensemble(case, folder, REQUEST, ASKED)
    assert contents(folder) == good


def test_a_folder_that_cannot_be_made_is_refused(case, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(InputError, match="cannot be written"):
        write_ensemble(case, tmp_path / "shut", REQUEST, ASKED)


def test_writing_replaces_and_leaves_nothing_beside(tmp_path):
    write_file(tmp_path, tmp_path / "a/b", b"one")
    write_file(tmp_path, tmp_path / "a/b", b"two")
    assert contents(tmp_path) == {"a/b": b"two"}


def test_draws_that_fail_or_explode_are_rows_and_are_left_out(case, whole, tmp_path, monkeypatch):
    feeds, numbers = ensemble_draws._feeds_itself, type(ready_crisis(crisis_task(case, "tolan")))

    def explode(task, ready, place):
        return place == 2 or feeds(task, ready, place)

    usual = numbers.numbers

    def fail(self, place):
        if place == 6:
            raise ComputationError("no optimum there")
        return usual(self, place)

    monkeypatch.setattr(ensemble_draws, "_feeds_itself", explode)
    monkeypatch.setattr(numbers, "numbers", fail)
    answer = write_ensemble(case, tmp_path / "few", REQUEST, evolve(ASKED, accounts=("tolan",)))
    row = answer.accounts[0]
    assert (row.rows, row.draws, row.failed, row.explosive) == (5 * PATHS, 5, 1, 1)
    failures = table(tmp_path / "few", "failures").select("draw", "kind").rows()
    assert failures == [(2, "explosive"), (6, "failed")]
    assert "no optimum" in table(tmp_path / "few", "failures")["reason"][1]
    kept = table(whole.folder, account="tolan").filter(~pl.col("draw").is_in([2, 6]))
    assert table(tmp_path / "few").equals(kept)
    figures = table(tmp_path / "few", "figures")
    assert figures["draw"].n_unique() == DRAWS, "figures of draws left out say why"


def test_an_ensemble_without_any_path_says_where_the_reasons_are(case, tmp_path, monkeypatch):
    monkeypatch.setattr(ensemble_draws, "_feeds_itself", lambda *_: True)
    with pytest.raises(ComputationError, match="no draw") as caught:
        write_ensemble(case, tmp_path / "none", Request(draws=2), ASKED)
    assert caught.value.where.endswith("failures")
    assert table(tmp_path / "none", "failures").height == 6


def test_an_account_may_not_take_the_name_of_what_all_share(tmp_path):
    folder = new_case("toy", tmp_path)
    add(folder, "accounts", "tolan", id="shared")
    with pytest.raises(InputError, match="called 'shared'"):
        write_ensemble(load_case(folder), tmp_path / "e", REQUEST, ASKED)


def test_an_account_that_sets_nothing_is_the_shared_figures_where_it_is_named(tmp_path):
    folder = new_case("toy", tmp_path)
    add(folder, "accounts", "tolan", id="mute")
    silent = load_case(folder)
    asked = evolve(ASKED, accounts=("mute", "shared"))
    write_ensemble(silent, tmp_path / "e", Request(draws=2), asked)
    mute, shared = (table(tmp_path / "e", account=name) for name in ("mute", "shared"))
    assert mute.drop("account").equals(shared.drop("account"))
    by_default = write_ensemble(silent, tmp_path / "all", Request(draws=1), ASKED)
    assert by_default.manifest.accounts == tuple(ACCOUNTS)


@pytest.mark.parametrize("draws", [1, 4, 5, 6, 13])
def test_blocks_hold_each_draw_once_and_longer_plans_the_same_files(draws):
    blocks = plan_blocks(("a", "b/c"), draws)
    for account in ("a", "b/c"):
        own = [at for one in blocks if one.account == account for at in range(one.begin, one.end)]
        assert own == list(range(draws))
    names = [one.name for one in blocks]
    assert len(set(names)) == len(names)
    assert set(names) <= {one.name for one in plan_blocks(("a", "b/c"), draws + 7)}
    assert all(name.count("/") == 1 for name in names), "an id is one folder"


def test_names_of_columns_are_short_and_each_there_once(case):
    crisis = ready_crisis(crisis_task(case, "shared")).crisis
    twins = [
        Observation(id=name, title=name, text="", conditions=())
        for name in ("see-it", "see it", "SEE_IT", "видно!", "x" * 90)
    ]
    names = [one.name for one in path_columns(crisis, twins) if one.name.startswith("seen_")]
    assert names == [
        "seen_see_it",
        "seen_see_it_2",
        "seen_see_it_3",
        "seen_видно",
        f"seen_{'x' * 40}",
    ]


@pytest.mark.parametrize(
    ("request_", "asked", "told"),
    [
        (Request(draws=0), ASKED, "needs a draw"),
        (REQUEST, evolve(ASKED, paths=0), "needs a path"),
        (REQUEST, evolve(ASKED, days=0), "needs a day"),
        (REQUEST, evolve(ASKED, days=4000), "too many days"),
        (REQUEST, evolve(ASKED, accounts=("nobody",)), "no account 'nobody'"),
        (REQUEST, evolve(ASKED, inject=("dance:ARD@3",)), "unknown move"),
        (REQUEST, evolve(ASKED, inject=("cut:ARD@60",)), "outside the outlook"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_a_folder_is_made(
    case, tmp_path, request_, asked, told
):
    with pytest.raises(InputError, match=told):
        write_ensemble(case, tmp_path / "new", request_, asked)
    assert not (tmp_path / "new").exists()


def test_c4_a_later_fact_changes_nothing_as_of_an_earlier_day(tmp_path):
    day = date(2024, 9, 30)
    folder = new_case("toy", tmp_path)
    asked = Request(draws=3, as_of=day)
    write_ensemble(load_case(folder), tmp_path / "e1", asked, ASKED)
    late = {"date_start": "2024-09-20", "date_end": "2024-09-20", "known_from": "2024-12-20"}
    add(folder, "events", "E1", id="E99", **late)
    add(folder, "account_map", "AM-3", id="AM-3", value="0.9 +- 0.05", known_from="2024-12-20")
    add(folder, "observations", "blame", id="late", known_from="2024-12-20")
    planted = load_case(folder)
    again = write_ensemble(planted, tmp_path / "e1", asked, ASKED)
    assert again.blocks_before == again.manifest.blocks, "a later fact makes another ensemble"
    write_ensemble(planted, tmp_path / "e2", asked, ASKED)
    assert contents(tmp_path / "e1") == contents(tmp_path / "e2")
    write_ensemble(planted, tmp_path / "now", Request(draws=1), ASKED)
    assert "seen_late" in table(tmp_path / "now").columns, "and the plant is seen later"


def test_what_a_killed_run_left_half_written_goes_away(case, copied):
    (copied / ".unfinished").mkdir()
    (copied / ".unfinished/draws-00000-00004.parquet").write_bytes(b"half")
    write_ensemble(case, copied, REQUEST, ASKED)
    assert not (copied / ".unfinished").exists()

"""Bad input to the importers: no crash, every row accounted for, a message that says what to do."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from suasion.cli.main import run_app
from suasion.errors import InputError
from suasion.events import ImportRequest, Wanted, import_events
from suasion.events.dyads import Dyad
from suasion.events.importing import blocks, opening
from tests.event_files import FORMATS, make_file, write_row

RUS_AZE = ImportRequest(wanted=Wanted(dyads=(Dyad(first="RUS", second="AZE"),)))
REQUESTS = (ImportRequest(), RUS_AZE)
TABBED = [name for name in FORMATS if name != "acled"]


def _write(tmp_path: Path, text: bytes, name: str = "events.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(text)
    return path


def _balanced(stream):
    account = stream.account
    assert account.rows_in == account.rows_out + sum(account.dropped.values())
    assert account.rows_out == stream.frame.height
    return account


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_ends_in_the_middle_of_a_row(name, request_, tmp_path):
    file = make_file(name, 0)
    whole = _balanced(import_events([_write(tmp_path, file.text)], request_))
    cut = _balanced(import_events([_write(tmp_path, file.text[:-30], "cut.txt")], request_))
    assert cut.rows_in == whole.rows_in
    assert cut.rows_out == whole.rows_out


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_truncated_gzip_gives_what_came_before_and_says_so(name, request_, tmp_path):
    packed = gzip.compress(make_file(name, 0, n_events=400).text)
    path = _write(tmp_path, packed[: len(packed) * 2 // 3], "x.gz")
    stream = import_events([path], request_)
    account = _balanced(stream)
    assert account.rows_in > 300
    assert account.notes["files that end in the middle"] == 1
    assert any("ends in the middle" in warning for warning in stream.warnings)


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_that_are_no_text(name, tmp_path):
    file = make_file(name, 0)
    path = _write(tmp_path, file.text.replace(b"Azerbaijan", b"Azer\xff\x00baijan"))
    account = _balanced(import_events([path]))
    assert account.rows_in == len(file.rows)


@pytest.mark.parametrize("name", TABBED)
def test_windows_line_ends_blank_lines_and_a_mark_at_the_beginning(name, tmp_path):
    file = make_file(name, 0)
    text = b"\xef\xbb\xbf" + file.text.replace(b"\n", b"\r\n") + b"\r\n\n"
    stream = import_events([_write(tmp_path, text)])
    assert stream.frame.height == len(file.events)
    assert stream.account.dropped["blank line"] == 2
    assert stream.account.rows_in == len(file.rows) + 2


def test_a_quote_that_never_closes_costs_one_row(tmp_path):
    file = make_file("acled", 0)
    rows = list(file.rows)
    rows.insert(len(rows) // 2, b'AZE1,2018-07-01,"never closed\n')
    stream = import_events([_write(tmp_path, file.header + b"".join(rows))])
    assert _balanced(stream).dropped["damaged: quotes that do not close"] >= 1
    assert stream.frame.height >= len(file.events) * 9 // 10


def test_a_line_without_end_is_dropped_and_the_rest_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "LONGEST_LINE", 5000)
    file = make_file("icews", 0)
    text = file.header + file.rows[0] + b"x" * (3 << 20) + b"\n" + b"".join(file.rows[1:])
    stream = import_events([_write(tmp_path, text)], RUS_AZE)
    assert _balanced(stream).rows_in == len(file.rows) + 1
    assert len(stream.frame) == len(file.of_dyad())
    last = stream.frame["source_row"].str.split(":").list.last().cast(int).max()
    assert last <= len(file.rows) + 2


def test_numbers_with_commas_are_not_guessed_at(tmp_path):
    file = make_file("icews", 0)
    day = date(2018, 6, 2)
    row = write_row("icews", 1, day=day, source="RUS", target="AZE", code="036", who=1)
    fields = row.split(b"\t")
    fields[7] = b"-7,5"
    text = file.text + b"\t".join(fields)
    stream = import_events([_write(tmp_path, text)], ImportRequest(scale="file"))
    assert _balanced(stream).dropped["damaged: intensity is not a number"] == 1
    assert _balanced(import_events([_write(tmp_path, text)])).rows_in == len(file.rows) + 1


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize("packed", ["zip", "gzip", "zip that lies"])
def test_a_bomb_is_refused_before_it_fills_the_machine(packed, tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "ALWAYS_ALLOWED", 1 << 20)
    row = make_file("icews", 0)
    bomb = row.header + row.rows[0] + b"x" * (50 << 20)
    path = tmp_path / "bomb"
    if packed == "gzip":
        path.write_bytes(gzip.compress(bomb))
    else:
        _zip(path, {"events.csv": bomb})
    if packed == "zip that lies":
        size = len(bomb).to_bytes(4, "little")
        path.write_bytes(path.read_bytes().replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises(InputError, match=r"far too much|cannot be read"):
        import_events([path])


@pytest.mark.parametrize(
    "text",
    [
        b"PK\x03\x04 not a zip",
        b"\x1f\x8b not a gzip",
        b"BZh91AY",
        b"PAR1",
        b"\xff\xfeE\x00",
        b"a,b\n1,2\n",
    ],
    ids=["zip", "gzip", "bzip2", "parquet", "utf-16", "table"],
)
def test_what_is_no_event_file_is_refused_with_a_remedy(text, tmp_path):
    with pytest.raises(InputError) as caught:
        import_events([_write(tmp_path, text)])
    assert caught.value.fix
    assert caught.value.where


def test_a_packed_file_with_flipped_bits_is_refused(tmp_path):
    packed = bytearray(gzip.compress(make_file("icews", 0).text))
    packed[-6] ^= 255
    with pytest.raises(InputError, match="cannot be read"):
        import_events([_write(tmp_path, bytes(packed))])


def test_an_empty_file_gives_no_rows_and_a_warning(tmp_path):
    empty = _write(tmp_path, b"", "empty.csv")
    stream = import_events([empty], ImportRequest(format="icews"))
    assert stream.account.rows_in == 0
    assert stream.warnings == ("empty.csv: the file is empty",)
    with pytest.raises(InputError, match="empty"):
        import_events([empty])
    full = _write(tmp_path, make_file("icews", 0).text, "full.csv")
    assert import_events([empty, full]).frame.height == 40


@pytest.mark.parametrize("name", FORMATS)
def test_the_wrong_format_is_told_from_the_right_one(name, tmp_path):
    path = _write(tmp_path, make_file(name, 0).text)
    right = name.split("-")[0]
    for wrong in {"gdelt1", "gdelt2", "icews", "polecat", "acled"} - {right}:
        with pytest.raises(InputError) as caught:
            import_events([path], ImportRequest(format=wrong))
        assert right in str(caught.value)


def test_two_formats_in_one_import_are_refused(tmp_path):
    for name in ("icews", "acled"):
        _write(tmp_path, make_file(name, 0).text, name)
    with pytest.raises(InputError, match="several formats"):
        import_events([tmp_path])


def test_a_file_named_twice_is_refused(tmp_path):
    path = _write(tmp_path, make_file("icews", 0).text)
    with pytest.raises(InputError, match="no such event file") as caught:
        import_events([path, tmp_path])
    assert "twice" in str(caught.value)


def test_a_damaged_header_is_read_by_position(tmp_path):
    file = make_file("polecat", 0)
    header = file.header.replace(b"Event Date", b"vent Dat").replace(b"Actor Country", b"Actor Cou")
    header = header.rstrip(b"\n") + b"\t\t\t\n"
    rows = [row.rstrip(b"\n") + b"\t\t\n" if at % 3 else row for at, row in enumerate(file.rows)]
    stream = import_events([_write(tmp_path, header + b"".join(rows))])
    assert stream.frame.height == len(file.events)
    assert "header is damaged" in stream.warnings[0]


def test_a_header_with_a_name_too_many_is_read_by_position(tmp_path):
    file = make_file("polecat", 0)
    header = file.header.replace(b"\tEvent Mode", b"\tHeadline\tEvent Mode")
    stream = import_events([_write(tmp_path, header + b"".join(file.rows))])
    assert stream.frame.height == len(file.events)


COMMANDS = {
    "no such file": ("nowhere.csv",),
    "no such dyad": ("FILE", "--dyad", "RUS-XXX"),
    "half a dyad": ("FILE", "--dyad", "RUS"),
    "no such format": ("FILE", "--from", "gdelt3"),
    "no such day": ("FILE", "--since", "2018-02-31"),
    "no such step": ("FILE", "--steps", "magic=on"),
    "no such setting": ("FILE", "--steps", "lag=soon"),
    "no such scale": ("FILE", "--scale", "richter"),
    "no such table": ("FILE", "--scale", "nowhere.csv"),
    "no such place": ("FILE", "--place", "Atlantis"),
    "no such period": ("FILE", "--by", "fortnight", "--out", "FOLDER"),
    "no folder": ("FILE", "--by", "day"),
    "output is a folder": ("FILE", "--out", "FOLDER"),
    "output has no folder": ("FILE", "--out", "FOLDER/a/b.parquet"),
    "folder has other files": ("FILE", "--by", "day", "--out", "FOLDER"),
    "not every file is one": ("FOLDER",),
    "no workers": ("FILE", "--workers", "0"),
}


@pytest.mark.parametrize("case", sorted(COMMANDS))
def test_a_wrong_command_ends_with_a_message_and_exit_code_2(case, tmp_path, capsys):
    file = _write(tmp_path, make_file("icews", 0).text)
    _write(tmp_path, b"not an event file", "zzz.txt")
    named = {"FILE": str(file), "FOLDER": str(tmp_path)}
    words = [
        word.replace("FOLDER", str(tmp_path)) if word.startswith("FOLDER") else word
        for word in COMMANDS[case]
    ]
    code = run_app(["events", "import", *(named.get(word, word) for word in words)])
    said = capsys.readouterr()
    assert code == 2, said
    assert "Traceback" not in said.err
    assert said.err.startswith("error: ")


def test_the_account_is_printed_as_json(tmp_path, capsys):
    file = make_file("gdelt2", 0)
    path, out = _write(tmp_path, file.text), tmp_path / "stream.parquet"
    code = run_app(["events", "import", str(path), "--json", "--out", str(out)])
    found = json.loads(capsys.readouterr().out)
    assert code == 0
    assert found["rows_in"] == len(file.rows) == found["rows_out"] + sum(found["dropped"].values())
    assert (found["format"], found["scale"]) == ("gdelt2", "cameo-goldstein-gdelt 1")
    assert found["rows_out"] == len(file.events)
    assert out.exists()


def test_a_folder_of_zips_reads_every_member(tmp_path):
    first, second = make_file("icews", 0), make_file("icews", 1)
    folder = tmp_path / "in"
    folder.mkdir()
    _zip(folder / "both.zip", {"a.csv": first.text, "b/c.csv": second.text, "__MACOSX/a": b"x"})
    stream = import_events([folder])
    assert stream.account.rows_in == len(first.rows) + len(second.rows)
    assert stream.frame["source_row"].str.starts_with("both.zip/").all()


def test_a_stream_of_bytes_that_stops_is_read_to_its_end():
    text = io.BytesIO(b"a\n" * 3 + b"b" * 100)
    assert b"".join(block for block, _ in blocks.read_blocks(text, 4)) == text.getvalue()

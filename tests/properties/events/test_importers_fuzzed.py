"""Whatever is done to a file, an import ends with a balanced account or a clear refusal."""

from __future__ import annotations

import gzip
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.events import ImportRequest, Wanted, import_events, parse_steps
from suasion.events.dyads import Dyad
from suasion.events.importing import reading
from tests.event_files import FORMATS, make_file

WANTED = (
    Wanted(),
    Wanted(dyads=(Dyad(first="RUS", second="AZE"),)),
    Wanted(
        dyads=(Dyad(first="RUS", second="AZE"), Dyad(first="TUR", second="AUT")),
        steps=parse_steps(["third-parties=keep,lag=3,root=only,reports=countries"]),
    ),
)
FILES = {name: make_file(name, 0, n_events=12) for name in FORMATS}
JUNK = (
    b"\t",
    b'"',
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xc3",
    b",",
    b"\xef\xbb\xbf",
    b"RUS\tAZE",
    b"\x85",
)


def _damage(text: bytes, chance: random.Random) -> bytes:
    """Return the text with some bytes cut, doubled, moved or replaced."""
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(text) or 1)
        end = min(len(text), at + chance.randrange(1, 80))
        text = chance.choice(
            [
                text[:at] + chance.choice(JUNK) * chance.randrange(1, 4) + text[at:],
                text[:at] + text[end:],
                text[:end] + text[at:],
                text[:at] + bytes(chance.randrange(256) for _ in range(5)) + text[end:],
            ]
        )
    return text[: chance.randrange(len(text) + 1)] if chance.random() < 0.1 else text


def _check(path, request):
    try:
        stream = import_events([path], request)
    except InputError:
        return None
    account = stream.account
    assert account.rows_in == account.rows_out + sum(account.dropped.values())
    assert account.rows_out == stream.frame.height
    assert stream.frame["reports"].sum() <= account.rows_in
    return stream


@pytest.mark.parametrize("name", FORMATS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**9), wanted=st.sampled_from(WANTED), packed=st.booleans())
def test_damaged_files_balance_or_are_refused(name, seed, wanted, packed, tmp_path):
    chance = random.Random(seed)
    text = _damage(FILES[name].text, chance)
    if packed:
        text = gzip.compress(text)
        text = text[: chance.randrange(20, len(text) + 1)]
    path = tmp_path / "events"
    path.write_bytes(text)
    _check(path, ImportRequest(wanted=wanted))
    _check(path, ImportRequest(wanted=wanted, format=name.split("-")[0]))


@pytest.mark.parametrize("name", FORMATS)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**9), size=st.integers(1, 3000))
def test_blocks_of_any_size_give_the_same(name, seed, size, tmp_path):
    path = tmp_path / "events"
    path.write_bytes(_damage(FILES[name].text, random.Random(seed)))
    wanted = [ImportRequest(wanted=one) for one in WANTED]
    whole = [_check(path, request) for request in wanted]
    with pytest.MonkeyPatch.context() as patch:
        for constant in ("SEARCHED_AT_ONCE", "CUT_AT_ONCE", "FOUND_AT_ONCE"):
            patch.setattr(reading, constant, size)
        pieces = [_check(path, request) for request in wanted]
    for first, second in zip(whole, pieces, strict=True):
        assert (first is None) == (second is None)
        if first is not None:
            assert first.account == second.account
            assert first.frame.equals(second.frame)


@pytest.mark.parametrize("name", FORMATS)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**9))
def test_searching_and_cutting_everything_find_the_same_events(name, seed, tmp_path):
    path = tmp_path / "events"
    path.write_bytes(_damage(FILES[name].text, random.Random(seed)))
    everything = _check(path, ImportRequest(wanted=WANTED[0]))
    dyad = _check(path, ImportRequest(wanted=WANTED[1]))
    if everything is None or dyad is None:
        assert everything is dyad
        return
    frame = everything.frame
    both = frame["source"].is_in(["RUS", "AZE"]) & frame["target"].is_in(["RUS", "AZE"])
    assert frame.filter(both).equals(dyad.frame)
    assert everything.account.rows_in == dyad.account.rows_in

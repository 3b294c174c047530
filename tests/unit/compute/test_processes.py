"""Processes that die are replaced; what they did is done again, and nothing is lost or hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import CancelledError

import pytest

from suasion.compute import ProcessExecutor, make_executor
from suasion.errors import ComputationError, InputError
from tests.conftest import ROOT
from tests.unit.compute import chunks


@pytest.fixture(scope="module")
def pair():
    with ProcessExecutor(2) as executor:
        yield executor


def test_two_processes_work_at_once(pair):
    futures = [pair.submit(chunks.sleep, 0.3, at) for at in range(4)]
    assert [future.result() for future in futures] == [0, 1, 2, 3]
    assert len({pair.submit(chunks.pid).result() for _ in range(4)}) <= 2


def test_a_worker_that_dies_once_is_replaced(pair, tmp_path):
    lost = pair.submit(chunks.die_once, str(tmp_path / "mark"), "done again")
    others = [pair.submit(chunks.sleep, 0.01, at) for at in range(6)]
    assert lost.result(timeout=20) == "done again"
    assert [future.result(timeout=20) for future in others] == list(range(6))


def test_a_chunk_that_always_kills_is_given_up_and_hurts_no_other(pair):
    lost = pair.submit(chunks.die)
    others = [pair.submit(chunks.sleep, 0.01, at) for at in range(6)]
    with pytest.raises(ComputationError, match="died 3 times") as found:
        lost.result(timeout=30)
    assert "signal 9" in found.value.got
    assert "fewer --workers" in found.value.fix
    assert [future.result(timeout=20) for future in others] == list(range(6))


def test_a_worker_that_leaves_is_told_by_its_code(pair):
    with pytest.raises(ComputationError) as found:
        pair.submit(chunks.leave, 7).result(timeout=30)
    assert found.value.got == "the last one ended with exit code 7"


def test_a_worker_killed_between_chunks_is_not_missed(pair):
    first = pair.submit(chunks.pid).result()
    os.kill(first, signal.SIGKILL)
    time.sleep(0.1)
    pids = {pair.submit(chunks.pid).result(timeout=20) for _ in range(3)}
    assert first not in pids


def test_errors_come_home_whole(pair):
    with pytest.raises(InputError) as found:
        pair.submit(chunks.refuse).result()
    assert (found.value.where, found.value.got, found.value.fix) == ("here", "this", "so")
    assert "refuse" in found.value.__notes__[0]
    with pytest.raises(InputError, match="case 'toy' has 1 fault") as found:
        pair.submit(chunks.refuse_case).result()
    assert found.value.got == "g"


def test_what_cannot_be_sent_is_an_error_of_its_chunk_alone(pair):
    for future in (pair.submit(lambda: None), pair.submit(chunks.return_unsendable)):
        with pytest.raises(Exception, match=r"pickle|local object"):
            future.result()
    assert pair.submit(pow, 2, 5).result() == 32


def test_a_large_record_is_read_once_by_each_process(pair):
    loads = [chunks.Load(text=os.urandom(200_000)) for _ in range(3)]
    found = [pair.submit(chunks.count_reads, one, at) for at in range(4) for one in loads]
    read: dict[int, int] = {}
    for pid, reads, size in (future.result() for future in found):
        read[pid] = max(read.get(pid, 0), reads)
        assert size in range(200_000, 200_004)
    assert all(1 <= reads <= 3 for reads in read.values())


def test_more_large_records_than_are_kept_come_right():
    loads = [chunks.Load(text=bytes([at]) * 100_000) for at in range(20)]
    with ProcessExecutor(1) as executor:
        rounds = [[executor.submit(len_of_first, one) for one in loads] for _ in range(2)]
        for found in rounds:
            assert [future.result() for future in found] == list(range(20))


def len_of_first(load):
    return load.text[0]


def test_an_error_in_the_block_ends_what_is_under_way():
    begin = time.perf_counter()
    executor = ProcessExecutor(1)
    under_way, waiting = (executor.submit(chunks.sleep, 60) for _ in range(2))
    while not under_way.running():
        time.sleep(0.01)
    with pytest.raises(ZeroDivisionError), executor:
        raise ZeroDivisionError
    assert time.perf_counter() - begin < 15
    with pytest.raises(ComputationError, match="stopped"):
        under_way.result()
    with pytest.raises(CancelledError):
        waiting.result()


def test_nothing_is_taken_after_the_end():
    executor = ProcessExecutor(1)
    executor.shutdown()
    with pytest.raises(RuntimeError, match="after shutdown"):
        executor.submit(pow, 2, 2)


def test_what_waits_can_be_cancelled():
    with ProcessExecutor(1) as executor:
        first = executor.submit(chunks.sleep, 0.3, "done")
        second = executor.submit(chunks.sleep, 60)
        assert second.cancel()
        assert first.result() == "done"


SCRIPT = """
    from suasion.compute import ProcessExecutor
    from tests.unit.compute import chunks

    if __name__ == "__main__":
        with ProcessExecutor(2) as executor:
            print(*(executor.submit(chunks.pid).result() for _ in range(2)), flush=True)
            futures = [executor.submit(chunks.sleep, 60) for _ in range(8)]
            {then}
"""


def _script(tmp_path, then):
    path = tmp_path / "script.py"
    path.write_text(textwrap.dedent(SCRIPT).format(then=then))
    return subprocess.Popen(
        [sys.executable, str(path)],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def _require_gone(pids):
    for _ in range(100):
        if all(_gone(pid) for pid in pids):
            return
        time.sleep(0.1)
    raise AssertionError(f"still there: {pids}")


def test_ctrl_c_ends_soon_and_only_the_first_process_says_so(tmp_path):
    running = _script(tmp_path, "[future.result() for future in futures]")
    pids = [int(word) for word in running.stdout.readline().split()]
    time.sleep(0.5)
    os.killpg(running.pid, signal.SIGINT)
    _, told = running.communicate(timeout=20)
    assert told.count("KeyboardInterrupt") == 1
    _require_gone(pids)


def test_workers_do_not_outlive_a_killed_run(tmp_path):
    running = _script(tmp_path, "[future.result() for future in futures]")
    pids = [int(word) for word in running.stdout.readline().split()]
    running.kill()
    running.communicate()
    assert pids
    _require_gone(pids)


@pytest.mark.parametrize("workers", [0, -2])
def test_fewer_than_one_worker_is_refused(workers):
    with pytest.raises(InputError, match="below one"):
        make_executor(workers)


def test_ctrl_c_is_heard_although_waits_were_made_to_go_on():
    """As some libraries do: a signal that does not end the wait of the main thread."""
    program = textwrap.dedent(
        """
        import os, signal, threading, time
        from suasion.compute import ProcessExecutor
        from tests.unit.compute import chunks

        if __name__ == "__main__":
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.siginterrupt(signal.SIGINT, False)
            threading.Timer(2.0, os.kill, (os.getpid(), signal.SIGINT)).start()
            begun = time.monotonic()
            try:
                with ProcessExecutor(1) as executor:
                    executor.submit(chunks.sleep, 30.0, 1).result()
            except KeyboardInterrupt:
                print(time.monotonic() - begun)
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert float(done.stdout) < 15.0

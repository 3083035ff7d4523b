"""Two runs that notice each other on one mailbox."""

import pytest

from pytest_m365.live.errors import Busy
from pytest_m365.live.lease import LASTS, RENEWED, Lease
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.sweep import Asked, of_run, sweep
from pytest_m365.live.way import Way
from tests.plugin.live.world import RUN, Time, Twin, message

OTHER = "2611300700wxyz"


@pytest.fixture
def time(twin: Twin) -> Time:
    return Time(twin.tenant)


@pytest.fixture
def rhythm(time: Time) -> Rhythm:
    return Rhythm(clock=time.clock, sleep=time.sleep)


def lease(way: Way, twin: Twin, time: Time, run: str = RUN, process: int = 0) -> Lease:
    return Lease(way, twin.user, run, process, now=time.now)


def folders(twin: Twin) -> set[str]:
    with twin.mailbox.lock:
        return {folder.display_name for folder in twin.mailbox.folders.distinguished("msgfolderroot").children}


def test_another_run_is_noticed(way: Way, twin: Twin, time: Time, rhythm: Rhythm) -> None:
    first, second = lease(way, twin, time, OTHER), lease(way, twin, time)
    assert first.take(0, rhythm) == []
    (holder,) = second.take(0, rhythm)
    assert holder.run == OTHER
    assert str(holder).startswith(f"the run {OTHER} has used this mailbox since ")
    assert [each.run for each in first.others()] == [RUN]
    first.release()
    assert "pytest-m365" in folders(twin)
    second.release()
    assert "pytest-m365" not in folders(twin)


def test_its_end_is_waited_for(way: Way, twin: Twin, time: Time, rhythm: Rhythm) -> None:
    lease(way, twin, time, OTHER).take(0, rhythm)
    mine = lease(way, twin, time)
    assert len(mine.take(20, rhythm)) == 1
    assert sum(time.slept) == 20
    # A run that died lets go when its lease is over.
    assert mine.take(LASTS.total_seconds(), rhythm) == []
    assert sum(time.slept) <= LASTS.total_seconds() + 15


def test_a_run_that_lives_says_so_now_and_then(way: Way, twin: Twin, time: Time, rhythm: Rhythm) -> None:
    first, second = lease(way, twin, time, OTHER), lease(way, twin, time)
    first.take(0, rhythm)
    asked = twin.asked()
    first.renew()
    assert twin.asked() == asked
    for _ in range(4):
        time.sleep(RENEWED.total_seconds())
        first.renew()
    (holder,) = second.others()
    assert (holder.until - holder.since) == 4 * RENEWED + LASTS
    assert len(twin.mailbox.messages("pytest-m365")) == 1


def test_a_worker_takes_back_its_own_alone(way: Way, twin: Twin, time: Time, rhythm: Rhythm) -> None:
    first, second = lease(way, twin, time), lease(way, twin, time, process=1)
    first.take(0, rhythm)
    second.take(0, rhythm)
    ids = {
        each.mime().partition(b"Message-ID: ")[2].partition(b"\r\n")[0] for each in twin.mailbox.messages("pytest-m365")
    }
    assert len(ids) == 2
    first.release()
    assert [each.process for each in lease(way, twin, time, OTHER).others()] == [1]
    second.release()
    assert "pytest-m365" not in folders(twin)


def test_a_folder_that_another_process_has_removed_is_made_again(
    way: Way, twin: Twin, time: Time, rhythm: Rhythm
) -> None:
    mine, other = lease(way, twin, time), twin.way(way.name)
    mine.take(0, rhythm)
    mine.release()
    mine.take(0, rhythm)
    # As the last of another run does, which finds it empty; this one's connection has seen it there.
    mine.release()
    mine.take(0, rhythm)
    other.remove(other.after("pytest-m365", None))
    other.remove_folder("pytest-m365")
    time.sleep(RENEWED.total_seconds())
    mine.renew()
    assert len(twin.mailbox.messages("pytest-m365")) == 1
    other.close()


def test_workers_of_one_run_are_no_others(way: Way, twin: Twin, time: Time, rhythm: Rhythm) -> None:
    lease(way, twin, time).take(0, rhythm)
    assert lease(way, twin, time).take(60, rhythm) == []
    assert time.slept == []


def test_one_without_a_lease_releases_nothing(way: Way, twin: Twin, time: Time) -> None:
    never = lease(way, twin, time)
    assert never.others() == []
    never.release()
    assert twin.mailbox.messages() == []


def test_one_that_could_not_be_taken_is_taken_later(
    way: Way, twin: Twin, time: Time, rhythm: Rhythm, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = lease(way, twin, time, OTHER), lease(way, twin, time)
    with monkeypatch.context() as patched:
        patched.setattr(way, "put", _busy)
        with pytest.raises(Busy):
            mine.take(0, rhythm)
    mine.renew()
    assert [each.run for each in other.others()] == [OTHER]


def _busy(*_: object, **__: object) -> None:
    raise Busy("imap", "putting a message", "NO Request is throttled.", 299)


def test_what_is_no_lease_is_none(way: Way, twin: Twin, time: Time, rhythm: Rhythm) -> None:
    mine = lease(way, twin, time)
    mine.take(0, rhythm)
    for subject in ("A live run uses this mailbox, process 0, since yesterday until tomorrow", "Something else"):
        twin.mailbox.deliver(message(subject), folder="pytest-m365")
    assert mine.others() == []
    mine.release()
    assert len(twin.mailbox.messages("pytest-m365")) == 2


def test_one_that_was_left_is_swept(way: Way, twin: Twin, time: Time, rhythm: Rhythm) -> None:
    lease(way, twin, time).take(0, rhythm)
    assert sweep(way, twin.user, Asked(of_run(RUN)))[0].removed.messages == 1
    assert "pytest-m365" not in folders(twin)

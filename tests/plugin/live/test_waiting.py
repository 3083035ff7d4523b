"""Absence, and what waits say; the rest is tested with the mailbox."""

from collections.abc import Callable, Iterator

import pytest

from pytest_m365.live.mailbox import LiveMailbox
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.waiting import GRACE
from pytest_m365.live.way import Way
from tests.plugin.live.world import TAG, Time, Twin, message


@pytest.fixture
def time(twin: Twin) -> Time:
    return Time(twin.tenant)


@pytest.fixture
def opened(way: Way, twin: Twin, time: Time) -> Iterator[Callable[..., LiveMailbox]]:
    mailboxes = []

    def open_with(send: Callable[[bytes], bool] | None) -> LiveMailbox:
        rhythm = Rhythm(clock=time.clock, sleep=time.sleep)
        mailboxes.append(LiveMailbox(way, twin.user, TAG, rhythm=rhythm, send=send, now=time.now))
        return mailboxes[-1]

    yield open_with
    for mailbox in mailboxes:
        mailbox.close()


def by_mail(twin: Twin, mailbox: LiveMailbox, subject: str) -> None:
    twin.send(message(subject, to=mailbox.address, sender=twin.user, tag=None))


def test_absence_is_what_is_not_there_behind_a_sentinel(
    opened: Callable[..., LiveMailbox], twin: Twin, time: Time
) -> None:
    mailbox = opened(twin.send)
    mailbox.wait_for("Never", none_within=5)
    assert time.slept[-1] == GRACE
    assert mailbox.notes == [
        "none_within: no message with the subject 'Never' in Inbox 10 s after a sentinel, sent by SMTP"
    ]
    # Neither the test nor the next one meets it.
    assert mailbox.messages() == mailbox.messages("sentitems") == []
    assert twin.mailbox.messages() == []
    mailbox.remove()
    assert twin.mailbox.messages("sentitems") == []


def test_what_is_slower_than_the_fakes_time_is_found_all_the_same(
    opened: Callable[..., LiveMailbox], twin: Twin
) -> None:
    mailbox = opened(twin.send)
    twin.tenant.faults.late(seconds=40)
    by_mail(twin, mailbox, "Late")
    with pytest.raises(AssertionError, match="no message with the subject 'Late' was to come to Inbox of alice"):
        mailbox.wait_for("Late", none_within=0.5)


def test_what_is_there_already_is_said_at_once(opened: Callable[..., LiveMailbox], twin: Twin, time: Time) -> None:
    mailbox = opened(twin.send)
    mailbox.deliver(subject="There")
    with pytest.raises(AssertionError, match=r"there is 'There' from sender@example.com$"):
        mailbox.wait_for("There", none_within=5)
    assert time.slept == []


def test_a_sentinel_in_junk_has_come(opened: Callable[..., LiveMailbox], twin: Twin) -> None:
    mailbox = opened(twin.send)
    twin.tenant.faults.junk()
    mailbox.wait_for("Never", none_within=5)
    assert twin.mailbox.messages("junkemail") == []


def test_without_a_sentinel_nothing_is_said(opened: Callable[..., LiveMailbox]) -> None:
    mailbox = opened(lambda mime: True)
    with pytest.raises(TimeoutError, match="cannot be said: a message of our own, sent by SMTP, has not come in 120 s"):
        mailbox.wait_for("Never", none_within=5)


def test_where_nothing_sends_it_is_put_there_and_that_is_said(opened: Callable[..., LiveMailbox]) -> None:
    mailbox = opened(None)
    mailbox.wait_for("Never", folder="drafts", none_within=5)
    assert f"put there by {mailbox.way.name.upper()}, which says nothing of mail that is on its way" in mailbox.notes[0]
    assert mailbox.messages("drafts") == []


def test_absence_of_a_sent_copy_waits_for_the_sentinels(
    opened: Callable[..., LiveMailbox], twin: Twin, time: Time
) -> None:
    mailbox = opened(twin.send)
    twin.tenant.faults.late_sent_copy(seconds=20)
    mailbox.wait_for("Never", folder="sentitems", none_within=1)
    assert sum(time.slept) >= 20 + GRACE
    twin.tenant.faults.clear()


def test_a_message_that_comes_twice_is_two(opened: Callable[..., LiveMailbox], twin: Twin) -> None:
    mailbox = opened(twin.send)
    twin.tenant.faults.duplicate()
    by_mail(twin, mailbox, "Twice")
    assert len(mailbox.wait_for("Twice", count=2)) == 2
    with pytest.raises(TimeoutError, match=r"Only 0 of 2 messages with the subject 'Twice'"):
        mailbox.wait_for("Twice", count=2, timeout=0)


def test_what_is_moved_into_a_folder_is_new_there(opened: Callable[..., LiveMailbox], twin: Twin) -> None:
    mailbox = opened(twin.send)
    mailbox.deliver(subject="Moved")
    assert mailbox.wait_for("Moved")
    (item,) = twin.mailbox.messages()
    with twin.mailbox.lock:
        twin.mailbox.items.move([item], twin.mailbox.folders.distinguished("deleteditems"))
    assert mailbox.messages() == []
    assert mailbox.wait_for("Moved", folder="Deleted Items").mime().startswith(b"X-Pytest-M365")


def test_a_demand_that_makes_no_sense_is_refused_as_on_the_fake(opened: Callable[..., LiveMailbox]) -> None:
    mailbox = opened(None)
    with pytest.raises(ValueError, match="count=0"):
        mailbox.wait_for("x", count=0)
    with pytest.raises(ValueError, match="takes 0 seconds or more"):
        mailbox.wait_for("x", timeout=-1)
    with pytest.raises(TypeError, match="is no mark of"):
        mailbox.wait_for("x", since=5)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="did you mean"):
        mailbox.wait_for("x", sendr="alice")  # type: ignore[call-overload]

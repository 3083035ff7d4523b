"""The live mailbox by both ways: what a test sees of it, and what it leaves."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from fakeserver.tenant.places import Place
from pytest_m365.live.errors import Unavailable
from pytest_m365.live.mailbox import LiveMailbox
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.tags import Tag
from pytest_m365.live.way import Way
from pytest_m365.mailbox import Mailbox
from tests.plugin.live.world import RUN, TAG, Time, Twin, message


@pytest.fixture
def time(twin: Twin) -> Time:
    return Time(twin.tenant)


@pytest.fixture
def rhythm(time: Time) -> Rhythm:
    return Rhythm(clock=time.clock, sleep=time.sleep)


@pytest.fixture
def mailbox(way: Way, twin: Twin, time: Time, rhythm: Rhythm) -> Iterator[LiveMailbox]:
    twin.mailbox.deliver(message("Of before", tag=None))
    mailbox = LiveMailbox(way, twin.user, TAG, rhythm=rhythm, send=twin.send, now=time.now)
    yield mailbox
    mailbox.close()


def subjects(mailbox: LiveMailbox, folder: str = "inbox") -> list[str]:
    return [each.subject for each in mailbox.messages(folder)]


def test_it_is_a_mailbox_of_the_tests_own(mailbox: LiveMailbox, twin: Twin) -> None:
    seen: Mailbox = mailbox
    assert seen.user == twin.user
    assert seen.address == f"alice+m365t-{RUN}-1@{twin.target.domain}"
    assert seen.messages() == []
    assert twin.mailbox.user == twin.mailbox.address


def test_what_is_delivered_is_as_the_test_wrote_it(mailbox: LiveMailbox) -> None:
    found = mailbox.deliver(subject="Prüfung", body="Hallo", sender="Robin <robin@example.com>")
    assert (found.subject, found.sender, found.recipients) == ("Prüfung", "robin@example.com", [mailbox.address])
    assert repr(found) == "<Message 'Prüfung' from robin@example.com in Inbox>"
    assert b"X-Pytest-M365: " + RUN.encode() + b"/1/" in found.mime()
    assert b"@pytest-m365.invalid>\r\n" in found.mime()
    assert mailbox.wait_for("Prüfung") is found


def test_it_shows_what_the_fake_shows(mailbox: LiveMailbox, twin: Twin) -> None:
    given = EmailMessage()
    given["Subject"], given["To"] = "Whole", mailbox.address
    given.set_content("<p>Good <b>day</b></p>", subtype="html")
    given.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="invoice.pdf")
    given.add_attachment(b"...", maintype="image", subtype="png")
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    given.add_attachment(inner)
    live, fake = mailbox.deliver(given, is_read=True), twin.mailbox.messages()[-1]
    assert (live.body, live.html) == (fake.body, fake.html)
    assert live.body.strip() == "Good day"
    shown = [(each.name, each.content_type, each.content) for each in live.attachments]
    assert shown == [(each.name, each.content_type, each.content) for each in fake.attachments]
    assert [name for name, _, _ in shown] == ["invoice.pdf", "unnamed.png", "Inner"]
    assert "%PDF" not in repr(live.attachments)
    assert live.is_read is fake.is_read is True
    twin.mailbox.items.set_flags(fake, fake.flags._replace(seen=False))
    assert live.is_read is False


def test_a_message_keeps_its_own_header(mailbox: LiveMailbox) -> None:
    given = EmailMessage()
    given["Subject"], given["To"], given["Message-ID"] = "Own", "others@example.com", "<own@example.com>"
    given.set_content("Body")
    whole = mailbox.deliver(given).mime()
    assert whole.count(b"Message-ID:") == 1
    assert whole.count(b"\r\nTo: others@example.com\r\n") == 1
    assert [each.recipients for each in mailbox.messages()] == [["others@example.com"]]


def test_line_ends_become_those_of_mail(mailbox: LiveMailbox) -> None:
    mime = mailbox.deliver(b"Subject: Unix\n\nBody\n").mime()
    assert mime.endswith(b"\r\n\r\nBody\r\n")
    # Microsoft Graph's header is the service's own.
    assert mailbox.way.name == "graph" or mime.endswith(b"Subject: Unix\r\n\r\nBody\r\n")


def test_delivered_when_and_read_as_told(mailbox: LiveMailbox, twin: Twin) -> None:
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    mailbox.deliver(subject="Old", is_read=True, received_at=moment)
    item = twin.mailbox.messages()[-1]
    assert (item.flags.seen, item.received_at, item.message.date) == (True, moment, moment)
    with pytest.raises(ValueError, match="received_at"):
        mailbox.deliver(subject="Naive", received_at=datetime(2024, 5, 6))


def test_others_mail_is_not_seen(mailbox: LiveMailbox, twin: Twin) -> None:
    twin.mailbox.deliver(message("Somebody's", tag=None))
    twin.mailbox.deliver(message("Another test's", tag=Tag(RUN, 2)))
    twin.mailbox.deliver(message("To the test", to=mailbox.address, tag=None))
    assert subjects(mailbox) == ["To the test"]


def test_mail_by_smtp_comes_to_the_tests_address(mailbox: LiveMailbox, twin: Twin) -> None:
    twin.send(message("By mail", to=mailbox.address, sender=twin.user, tag=None))
    assert mailbox.wait_for("By mail", sender="alice", recipient=mailbox.address).subject == "By mail"
    assert subjects(mailbox, "Sent Items") == ["By mail"]


def test_a_wait_returns_each_once(mailbox: LiveMailbox) -> None:
    mailbox.deliver(subject="One")
    mailbox.deliver(subject="One")
    first, second = mailbox.wait_for("One"), mailbox.wait_for("One")
    assert first is not second
    with pytest.raises(TimeoutError, match="2 such messages had been returned by an earlier wait_for"):
        mailbox.wait_for("One", timeout=0)


def test_a_mark_makes_what_comes_later_new(mailbox: LiveMailbox) -> None:
    mailbox.deliver(subject="One")
    since = mailbox.mark()
    with pytest.raises(TimeoutError, match="1 such message had come before the mark"):
        mailbox.wait_for("One", since=since, timeout=0)
    mailbox.deliver(subject="One")
    later = mailbox.wait_for("One", since=since)
    assert mailbox.wait_for("One", since=since, count=1) == [later]
    with pytest.raises(ValueError, match="is a mark of"):
        mailbox.wait_for("One", since=type(since)("elsewhere", 0))


def test_a_wait_asks_ever_more_rarely_and_never_searches(mailbox: LiveMailbox, twin: Twin, time: Time) -> None:
    twin.tenant.faults.late(seconds=30)
    twin.send(message("Late", to=mailbox.address, sender=twin.user, tag=None))
    before = twin.asked()
    assert mailbox.wait_for("Late").subject == "Late"
    assert time.slept == [1, 2, 3, 5, 8, 13]
    asked = twin.asked_since(before)
    assert asked["SEARCH"] == asked["FindItem"] == asked["ListFolderMessages"] == 0
    # An EXAMINE for each look, and a FETCH once something is there.
    assert asked["EXAMINE"] + asked["SyncFolderItems"] + asked["ListChangedMessages"] == 7
    assert asked["FETCH"] + asked["GetItem"] + asked["GetMessage"] == 1


def test_a_tests_own_time_is_multiplied(mailbox: LiveMailbox, time: Time) -> None:
    with pytest.raises(TimeoutError, match=r"in 48 s; it is empty"):
        mailbox.wait_for("Never", timeout=2)
    assert sum(time.slept) == 48


def test_a_wait_in_vain_says_what_came_instead(mailbox: LiveMailbox, twin: Twin) -> None:
    twin.tenant.faults.junk()
    twin.send(message("Wanted", to=mailbox.address, sender=twin.user, tag=None))
    twin.mailbox.deliver(message("To the plain address", to=twin.user, tag=None))
    mailbox.deliver(subject="Wantde")
    with pytest.raises(TimeoutError) as raised:
        mailbox.wait_for("Wanted", timeout=0)
    said = str(raised.value)
    assert "Nearly: 'Wantde' is nearly the subject." in said
    assert "Other folders: 1 in Junk Email, 1 in Sent Items." in said
    assert said.count("What fits was found in Junk Email") == said.count("What fits") == 1
    assert f"1 came that are not this test's, as they are neither to {mailbox.address}" in said
    assert f"'To the plain address' to {twin.user}" in said
    assert "Get-MessageTraceV2 -MessageId" in said


def test_the_spam_level_of_what_is_in_junk_is_told(mailbox: LiveMailbox, twin: Twin) -> None:
    twin.mailbox.deliver(
        message("Spam", to=mailbox.address, tag=None, more="X-Forefront-Antispam-Report: CIP:1.2.3.4;SCL:5;SFV:SPM"),
        folder="junkemail",
    )
    (found,) = mailbox.messages("junkemail")
    # The fake's own field stands first, and says -1.
    assert found.verdict in ("Junk Email, SCL 5", "Junk Email, SCL -1")


def test_all_of_the_test_is_removed_and_nothing_else(mailbox: LiveMailbox, twin: Twin) -> None:
    twin.send(message("By mail", to=mailbox.address, sender=twin.user, tag=None))
    lost = message("Lost", to=mailbox.address, sender=twin.user, tag=None)
    with twin.target.open_smtp() as sender:
        sender.sendmail(twin.user, [f"nobody@{twin.target.domain}"], lost)
    twin.mailbox.wait_for(predicate=lambda each: "Undeliverable" in each.subject)
    for folder in ("inbox", "junkemail", "drafts", "deleteditems"):
        mailbox.deliver(subject="Made", folder=folder)
        twin.mailbox.deliver(message("Theirs", tag=None), folder=folder)
    assert mailbox.remove().messages == 2 + 2 + 4
    assert mailbox.remove().messages == 0
    left = [
        each.subject
        for folder in ("inbox", "junkemail", "sentitems", "drafts", "deleteditems")
        for each in twin.mailbox.messages(folder)
    ]
    assert left == ["Of before", *["Theirs"] * 4]


def test_what_cannot_be_removed_is_told_and_not_raised(mailbox: LiveMailbox, twin: Twin) -> None:
    mailbox.deliver(subject="Stays")
    twin.tenant.policies.imap_expunge = False
    place: Place = "graph" if mailbox.way.name == "graph" else "ews"
    operation = "PermanentlyDeleteMessage" if place == "graph" else "DeleteItem"
    with twin.tenant.faults.refuse(place, operation, reason="FolderAccessDenied"):
        errors = mailbox.remove().errors
    assert len(errors) == 1
    assert errors[0].startswith("removing mail from Inbox: ")
    twin.tenant.policies.imap_expunge = True
    assert mailbox.remove().messages == 1


def test_files_are_loaded(mailbox: LiveMailbox, tmp_path: Path) -> None:
    (tmp_path / "Invoices").mkdir()
    (tmp_path / "Invoices" / "one.eml").write_bytes(b"Subject: One\n\nBody\n")
    (tmp_path / "two.eml").write_bytes(b"Subject: Two\n\nBody\n")
    loaded = mailbox.load(tmp_path)
    assert len(loaded) == 2
    assert subjects(mailbox) == ["Two"]
    assert subjects(mailbox, "Invoices") == ["One"]
    (tmp_path / "team.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    with pytest.raises(NotImplementedError, match="m365_fake"):
        mailbox.load(tmp_path)


def test_a_mailbox_that_is_throttled_for_too_long_is_unavailable(mailbox: LiveMailbox, twin: Twin, time: Time) -> None:
    for place in ("imap", "ews", "graph"):
        twin.tenant.faults.throttle(place, times=None, retry_after=299.609)
    with pytest.raises(Unavailable, match=r"299609|299\.609|ErrorServerBusy|300") as raised:
        mailbox.wait_for("Never")
    assert "not tried again" in raised.value.__notes__[0]
    assert time.slept == []


def test_what_is_in_a_folder_that_a_client_has_made(mailbox: LiveMailbox, twin: Twin) -> None:
    """Another one was removed by the client itself."""
    for path in ("Mine", "Gone"):
        mailbox.ledger.note_folder(path)
        twin.mailbox.add_folder(path)
    assert mailbox.way.folders()
    twin.mailbox.deliver(message("Inside"), folder="Mine")
    with twin.mailbox.lock:
        twin.mailbox.folders.delete(twin.mailbox.folders.named("Gone"))
    removed = mailbox.remove()
    assert (removed.errors, removed.messages) == ([], 1)
    assert {"Mine", "Gone"} == set(removed.folders)

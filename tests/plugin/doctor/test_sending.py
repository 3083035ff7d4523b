"""Sending: one message, found and removed; what else is in the mailbox stays as it was."""

import imaplib
import re
from collections.abc import Callable, Iterator

import pytest

from pytest_m365 import Target
from pytest_m365.doctor.context import Time
from pytest_m365.doctor.result import Verdict
from pytest_m365.live import folder_names
from pytest_m365.live.ews_session import EwsMissing
from pytest_m365.live.message import LiveMessage
from tests.plugin.doctor.programs import imap_signed_in
from tests.plugin.doctor.situation import Clock, Examined, Situation

FOLDERS = ("INBOX", '"Sent Items"', '"Junk Email"', '"Deleted Items"', "Drafts")


@pytest.fixture
def imap(m365: Target, situation: Situation) -> Iterator[imaplib.IMAP4_SSL]:
    with imap_signed_in(m365.token("IMAP.AccessAsUser.All"), m365.username) as imap:
        yield imap


def contents(imap: imaplib.IMAP4_SSL) -> dict[str, list[bytes]]:
    """Return what each folder has: UIDs, flags and sizes."""
    found = {}
    for folder in FOLDERS:
        imap.select(folder, readonly=True)
        _, answer = imap.uid("FETCH", "1:*", "(UID FLAGS RFC822.SIZE)")
        found[folder] = [re.sub(rb"^\d+ ", b"", line) for line in answer if isinstance(line, bytes)]
    return found


def sent(situation: Situation, *protocols: str, **changes: str) -> Examined:
    return situation.as_user(protocols=[*protocols, "imap", "smtp"], sends=True, **changes)


@pytest.mark.parametrize("in_junk", [False, True])
def test_nothing_else_is_touched(situation: Situation, imap: imaplib.IMAP4_SSL, in_junk: bool) -> None:
    for number in range(3):
        situation.m365.mailbox.deliver(subject=f"foreign {number}", sender="boss@contoso.com")
    imap.select("INBOX")
    imap.store("1", "+FLAGS", r"(\Deleted)")
    imap.store("2", "+FLAGS", r"(\Seen \Flagged)")
    before = contents(imap)
    if in_junk:
        situation.tenant.faults.junk()
    [result] = sent(situation).of("sending")
    assert result.verdict is (Verdict.MISSING if in_junk else Verdict.OK)
    assert contents(imap) == before
    assert len(before["INBOX"]) == 3


def test_it_is_ours_by_address_message_id_and_field(situation: Situation) -> None:
    situation.tenant.faults.late(seconds=7200)
    sent(situation)
    situation.tenant.clock.advance(7300)
    [message] = situation.m365.mailbox.messages()
    mime = message.mime().decode()
    assert re.search(r"To: alice\+m365t-\d{10}[a-z2-7]{4}-1@contoso", mime)
    assert re.search(r"Message-ID: <m365t\.\d{14}\.\d{10}[a-z2-7]{4}\.1\.1@pytest-m365\.invalid>", mime)
    assert "X-Pytest-M365: " in mime


def test_junk_is_said_with_the_services_verdict(situation: Situation) -> None:
    situation.tenant.faults.junk()
    [result] = sent(situation).of("sending")
    assert result.answer.startswith("found in Junk Email after ")
    assert result.diagnosis is not None
    assert result.diagnosis.rows == (45,)


def test_what_never_arrives_is_said_with_its_message_id(situation: Situation) -> None:
    situation.tenant.faults.late(seconds=7200)
    [result] = sent(situation).of("sending")
    assert "not arrived within 30 s, and not in Junk Email either: <m365t." in result.said
    assert result.diagnosis is not None
    assert "Get-MessageTraceV2 -MessageId <m365t." in result.diagnosis.causes[0].fix


def test_a_report_is_read_and_removed(situation: Situation, imap: imaplib.IMAP4_SSL) -> None:
    before = contents(imap)
    situation.tenant.faults.full_for()
    [result] = sent(situation).of("sending")
    assert result.said == "it came back"
    assert "5.2.2" in result.answer
    assert contents(imap) == before


def test_without_smtp_it_is_skipped(situation: Situation) -> None:
    situation.tenant.policies.smtp_auth = False
    [result] = sent(situation).of("sending")
    assert result.verdict is Verdict.SKIPPED
    assert result.said == "it takes SMTP to send and IMAP or EWS to look; not open: SMTP"


def test_it_is_not_sent_unless_asked_for(situation: Situation) -> None:
    assert situation.as_user(protocols=["imap", "smtp"]).of("sending") == []


def test_a_slow_delivery_is_waited_for(situation: Situation) -> None:
    situation.tenant.faults.late(seconds=7)
    clock = Clock()
    clock.meanwhile = lambda: situation.tenant.clock.advance(clock.slept[-1])
    time = Time(clock.now, clock.sleep)
    [result] = situation.as_user(protocols=["imap", "smtp"], sends=True, time=time).of("sending")
    assert result.verdict is Verdict.OK
    assert re.fullmatch(r"arrived after \d+ s, as IMAP shows it, and was removed", result.said)
    assert len(clock.slept) > 1


def test_a_late_copy_in_sent_items_is_removed_too(situation: Situation, imap: imaplib.IMAP4_SSL) -> None:
    before = contents(imap)
    situation.tenant.faults.late_sent_copy(seconds=2)
    clock = Clock()
    clock.meanwhile = lambda: situation.tenant.clock.advance(clock.slept[-1])
    time = Time(clock.now, clock.sleep)
    [result] = situation.as_user(protocols=["imap", "smtp"], sends=True, time=time).of("sending")
    assert result.verdict is Verdict.OK
    situation.tenant.clock.advance(60)
    assert contents(imap) == before


#: What the service does to the mailbox, and by what the message is looked for.
@pytest.mark.parametrize(
    ("order", "by"),
    [
        (lambda at: at.tenant.people.localize_folders(at.user, "de-DE"), "IMAP"),
        (lambda at: at.user.set(imap=False), "EWS"),
        (lambda at: (at.user.set(imap=False), at.tenant.people.localize_folders(at.user, "sv-SE")), "EWS"),
    ],
    ids=["localized folders", "IMAP off", "IMAP off and localized folders"],
)
@pytest.mark.parametrize("in_junk", [False, True])
def test_each_way_sees_where_it_is_and_removes_it(
    situation: Situation, order: Callable[[Situation], object], by: str, in_junk: bool
) -> None:
    situation.tenant.policies.imap_special_use = False
    order(situation)
    if in_junk:
        situation.tenant.faults.junk()
    examined = sent(situation, "ews")
    [result] = examined.of("sending")
    if in_junk:
        assert re.fullmatch(r"found in Junk Email after \d+ s, and removed \(Junk Email(, SCL \d)?\)", result.answer)
        assert examined.failed("sending").rows == (45,)
    else:
        assert re.fullmatch(rf"arrived after \d+ s, as {by} shows it, and was removed", result.said), result
    box = situation.tenant.mailbox(situation.user)
    assert not [box.messages(folder) for folder in ("inbox", "junkemail", "sentitems") if box.messages(folder)]


def test_the_application_looks_by_ews(situation: Situation) -> None:
    situation.user.set(imap=False)
    [result] = situation.as_app(protocols=["smtp", "ews"], sends=True).of("sending")
    assert result.verdict is Verdict.OK, result


def test_the_environment_says_by_what(situation: Situation) -> None:
    [result] = sent(situation, "ews", M365_MAILBOX_VIA="ews").of("sending")
    assert "as EWS shows it" in result.said
    [result] = sent(situation, M365_MAILBOX_VIA="ews").of("sending")
    assert result.said == "it takes SMTP to send and EWS to look; not open: EWS"


def test_a_junk_folder_of_an_unknown_name_is_not_said_to_be_empty(situation: Situation) -> None:
    situation.tenant.policies.imap_special_use = False
    situation.tenant.people.localize_folders(situation.user, "sv-SE")
    situation.patch.delitem(folder_names._BY_NAME, "skräppost")
    situation.tenant.faults.junk()
    [result] = sent(situation).of("sending")
    assert "M365_FOLDER_JUNK" in result.said
    assert "not in Junk Email" not in result.said
    [result] = sent(situation, M365_FOLDER_JUNK="Skräppost").of("sending")
    assert result.answer.startswith("found in Junk Email")


def test_an_automatic_reply_is_no_report(situation: Situation) -> None:
    situation.tenant.faults.late(seconds=7200)
    clock = Clock()

    def reply() -> None:
        clock.meanwhile = lambda: None
        [copy] = situation.m365.mailbox.messages("sentitems")
        about = re.search(r"Message-ID: (\S+)", copy.mime().decode())
        assert about is not None
        head = f"In-Reply-To: {about[1]}\r\nSubject: Automatic reply\r\nFrom: boss@contoso.com"
        situation.m365.mailbox.deliver(f"{head}\r\n\r\nAway\r\n".encode())

    clock.meanwhile = reply
    time = Time(clock.now, clock.sleep)
    [result] = situation.as_user(protocols=["imap", "smtp"], sends=True, time=time).of("sending")
    assert result.said.startswith("not arrived within 30 s"), result


def test_a_service_that_asks_for_patience_has_it(situation: Situation) -> None:
    situation.tenant.faults.throttle("imap", "STATUS", times=1, retry_after=3)
    clock = Clock()
    time = Time(clock.now, clock.sleep)
    [result] = situation.as_user(protocols=["imap", "smtp"], sends=True, time=time).of("sending")
    assert result.verdict is Verdict.OK, result
    assert 3 in clock.slept


def test_a_connection_that_shows_nothing_is_closed(situation: Situation) -> None:
    situation.tenant.faults.throttle("imap", "STATUS", times=99, retry_after=3600)
    [result] = sent(situation).of("sending")
    assert "Request is throttled" in result.answer
    assert [each.operation for each in situation.tenant.journal.entries if each.protocol == "IMAP"][-1] == "LOGOUT"
    assert situation.m365.mailbox.messages("sentitems") == []


def test_a_report_that_somebody_has_moved_meanwhile(situation: Situation) -> None:
    def gone(message: LiveMessage) -> bytes:
        raise folder_names.gone(message.subject, "inbox")

    situation.tenant.faults.full_for()
    situation.patch.setattr(LiveMessage, "mime", gone)
    [result] = sent(situation).of("sending")
    assert result.verdict is Verdict.MISSING
    assert "Inbox" in result.answer


def test_without_exchangelib_it_is_said_how_it_comes(situation: Situation) -> None:
    def missing(*_arguments: object, **_options: object) -> None:
        raise EwsMissing

    situation.patch.setattr("pytest_m365.live.by_ews.EwsSession", missing)
    [result] = sent(situation, "ews", M365_MAILBOX_VIA="ews").of("sending")
    assert result.verdict is Verdict.SKIPPED
    assert "pip install pytest-m365[exchangelib]" in result.said
    # Nothing was sent that nobody could have removed.
    assert situation.m365.mailbox.messages("sentitems") == []

"""The mailbox is moved to another database while programs are in it: UIDVALIDITY is another one afterwards."""

import imaplib
import poplib
import smtplib
from typing import Any

import pytest
from imapclient import IMAPClient

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Mailbox, Target


def uid_validity(imap: imaplib.IMAP4_SSL, folder: str = "INBOX") -> int:
    """Return what STATUS says of a folder."""
    [line] = imap.status(folder, "(UIDVALIDITY)")[1]
    return int(line.decode().partition("UIDVALIDITY ")[2].partition(")")[0])


def test_uids_of_a_run_are_worthless_in_its_middle(m365: Target, m365_fake: Tenant, m365_mailbox: Mailbox) -> None:
    for number in range(3):
        m365_mailbox.deliver(subject=f"Message {number}")
    moved = m365_fake.faults.moved("FETCH", nth=2)
    with m365.open_imap() as imap:
        before = uid_validity(imap)
        imap.select("INBOX")
        assert imap.uid("FETCH", "1", "(FLAGS)")[0] == "OK"
        with pytest.raises(imaplib.IMAP4.abort, match=r"Connection closed\. 14"):
            imap.uid("FETCH", "2", "(FLAGS)")
    with m365.open_imap() as imap:
        assert uid_validity(imap) > before
        assert imap.select("INBOX") == ("OK", [b"3"])
        assert imap.uid("SEARCH", "ALL")[1] == [b"1 2 3"]
    assert moved.taken == 1


def test_every_folder_has_another_one_and_none_that_was(m365_fake: Tenant) -> None:
    box = m365_fake.mailbox("alice")

    def validities() -> list[int]:
        return [folder.uid_validity for folder in box.folders.below()]

    before = validities()
    m365_fake.people.move_mailbox(box.address)
    moved = validities()
    assert len({*before, *moved}) == 2 * len(before)
    snapshot = m365_fake.snapshot()
    m365_fake.people.move_mailbox(box.address)
    m365_fake.restore(snapshot)
    assert not {*validities()} & {*before}


def test_who_idles_is_told_at_once(m365: Target, m365_fake: Tenant) -> None:
    with IMAPClient(*m365.imap, ssl_context=m365.ssl_context(), timeout=60) as client:
        client.oauth2_login(m365.username, m365.token("IMAP.AccessAsUser.All"))
        client.select_folder("INBOX")
        client.idle()
        m365_fake.people.move_mailbox(m365.username)
        assert client.idle_check(timeout=60) == [(b"BYE", b"Connection", b"closed.", 14)]
    m365_fake.journal.assert_refused("MailboxMovedMeanwhile", "imap", times=1)


def test_what_was_ordered_happens_to_who_idles(m365: Target, m365_fake: Tenant) -> None:
    with IMAPClient(*m365.imap, ssl_context=m365.ssl_context(), timeout=60) as client:
        client.oauth2_login(m365.username, m365.token("IMAP.AccessAsUser.All"))
        before = client.select_folder("INBOX")[b"UIDVALIDITY"]
        client.idle()
        m365_fake.faults.moved()
        assert client.idle_check(timeout=60) == [(b"BYE", b"Connection", b"closed.", 14)]
    with m365.open_imap() as imap:
        assert uid_validity(imap) > before


def test_pop3_ends_and_deletes_nothing(
    m365: Target, m365_fake: Tenant, m365_mailbox: Mailbox, m365_pop3: poplib.POP3_SSL
) -> None:
    m365_mailbox.deliver(subject="Here")
    m365_fake.people.move_mailbox(m365.username)
    with pytest.raises(poplib.error_proto, match="Connection is closed"):
        m365_pop3.stat()
    with m365.open_pop3() as pop3:
        assert pop3.stat()[0] == 1


def test_ews_and_smtp_go_on(
    m365: Target, m365_fake: Tenant, m365_mailbox: Mailbox, m365_ews: Any, m365_smtp: smtplib.SMTP
) -> None:
    inbox = m365_ews.inbox.id
    m365_fake.people.move_mailbox(m365.username)
    m365_smtp.sendmail(m365.username, [m365.username], "Subject: Hi\r\n\r\n.")
    assert [item.subject for item in m365_ews.inbox.all()] == ["Hi"]
    m365_ews.inbox.refresh()
    assert m365_ews.inbox.id == inbox


def test_where_no_mailbox_is_open_nothing_moves(m365_fake: Tenant) -> None:
    with pytest.raises(ValueError, match="this fault cannot happen at CAPABILITY"):
        m365_fake.faults.moved("CAPABILITY")

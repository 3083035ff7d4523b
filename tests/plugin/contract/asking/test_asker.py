"""What asks leaves nothing behind, touches nothing that is not its own, and knows what is private."""

import imaplib
from contextlib import suppress

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.pool import Pool
from pytest_m365.contract.leaks import Private
from pytest_m365.contract.promises.everything import PROMISES
from pytest_m365.contract.promises.ews_asks import INBOX, get_folder
from pytest_m365.contract.terms import NotAsked
from pytest_m365.target import Target


def folders(client: imaplib.IMAP4_SSL) -> list[bytes]:
    return sorted(line for line in client.list()[1] if isinstance(line, bytes))


def test_its_folders_go_with_all_that_is_in_them(m365: Target, m365_imap: imaplib.IMAP4_SSL) -> None:
    before = folders(m365_imap)
    asker = Asker(m365, Pool(), Private())
    asker.in_folder(asker.text(), asker.text())
    assert asker.ews_folder
    assert len(folders(m365_imap)) == len(before) + 2
    asker.close()
    assert folders(m365_imap) == before
    assert list(m365.mailbox.messages("deleteditems")) == []


def test_its_folder_goes_although_the_connection_has_gone(m365: Target, m365_imap: imaplib.IMAP4_SSL) -> None:
    before = folders(m365_imap)
    asker = Asker(m365, Pool(), Private())
    asker.in_folder(asker.text()).whole("LOGOUT")
    asker.close()
    assert folders(m365_imap) == before


@pytest.mark.parametrize("protocol", ["EWS", "IMAP", "POP3", "SMTP", "Mailbox"])
def test_foreign_mail_stays_as_it_is(
    m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL, protocol: str
) -> None:
    """Whatever is asked: a message that is \\Deleted and one that nobody has read, and every folder of the mailbox."""
    for subject in ("deleted", "unread"):
        m365.mailbox.deliver(subject=subject)
    m365_imap.select("INBOX")
    m365_imap.store("1", "+FLAGS", r"(\Deleted)")
    m365_imap.unselect()
    before = folders(m365_imap)
    pool = Pool()
    for promise in PROMISES:
        if promise.protocol == protocol:
            asker = Asker(m365, pool, Private())
            # Of a tenant that is not as the promise needs it.
            with suppress(NotAsked):
                promise.ask.perform(asker)
            asker.close()
    assert folders(m365_imap) == before
    m365_imap.select("INBOX", readonly=True)
    found = [line for line in m365_imap.fetch("1:2", "(UID FLAGS)")[1] if isinstance(line, bytes)]
    assert found == [rb"1 (UID 1 FLAGS (\Deleted))", rb"2 (UID 2 FLAGS ())"]
    assert [message.subject for message in m365.mailbox.messages()][:2] == ["deleted", "unread"]


def test_what_it_uses_is_private(asker: Asker, m365: Target) -> None:
    token = asker.token("IMAP.AccessAsUser.All")
    assert asker.private.values[m365.tenant_id] == "tenant id"
    assert asker.private.values[m365.domain] == "domain"
    assert asker.private.values[m365.mailbox.address.lower()] == "address"
    assert {token, m365.daemon_app.client_secret} <= asker.private.secrets
    assert m365.public_app.client_id.lower() in asker.private.values


def test_an_app_only_run_asks_nothing_about_users(asker: Asker) -> None:
    asker.acts_as_app = True
    assert asker.ews(get_folder(INBOX)).lines() == ["200 NoError"]
    assert asker.imap().tagged("NOOP") == ["OK NOOP completed."]
    with pytest.raises(NotAsked, match="signs in as an application"):
        asker.user_token("IMAP.AccessAsUser.All")


def test_without_an_application_nothing_is_asked_about_one(asker: Asker) -> None:
    asker.target.daemon_app = None  # type: ignore[assignment]
    with pytest.raises(NotAsked, match="no application that acts by itself"):
        asker.app_token()


@pytest.mark.m365(imap=False)
def test_where_nobody_is_let_in_it_is_tried_once(asker: Asker, m365_fake: Tenant) -> None:
    for _ in range(2):
        with pytest.raises(NotAsked, match="IMAP lets nobody in"):
            asker.in_folder()


def test_a_message_has_the_marks_of_its_test(asker: Asker) -> None:
    text = asker.text("Hello", more="X-More: 1\r\n")
    assert text.split("\r\n\r\n")[1] == "Hello.\r\n"
    assert asker.last_message_id in text
    assert f"To: {asker.mailbox.address}\r\n" in text
    assert "X-Pytest-M365: contract/0/" in text
    assert asker.text() != text

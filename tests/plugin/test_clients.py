"""The clients that the fixtures give: signed in, closed afterwards, and plain about a refusal."""

import imaplib
import poplib
import smtplib
from typing import Any

import pytest

from pytest_m365 import FakeServer, Target, clients
from pytest_m365.fake import fake_target


def test_imap_is_signed_in_and_logged_out(m365: Target, m365_imap: imaplib.IMAP4_SSL) -> None:
    assert m365_imap.state == "AUTH"
    with m365.open_imap() as client:
        assert client.select("INBOX") == ("OK", [b"0"])
    assert client.state == "LOGOUT"


def test_pop3_quits_so_that_deletions_count(m365: Target) -> None:
    m365.mailbox.deliver(subject="Goes", body="…")
    with m365.open_pop3() as client:
        client.dele(1)
    assert list(m365.mailbox.messages()) == []


def test_smtp_has_started_tls(m365: Target, m365_smtp: smtplib.SMTP) -> None:
    assert m365_smtp.noop()[0] == 250
    assert not m365_smtp.has_extn("starttls")


def test_ews_is_an_account(m365: Target, m365_ews: Any) -> None:
    m365.mailbox.deliver(subject="Hi", body="…")
    assert [item.subject for item in m365_ews.inbox.all()] == ["Hi"]


def test_a_test_may_hang_up_itself(m365: Target) -> None:
    with m365.open_imap() as imap:
        imap.logout()
    with m365.open_pop3() as pop3:
        pop3.quit()
    with m365.open_smtp() as smtp:
        smtp.quit()


def test_what_exchangelib_keeps_open_is_closed_with_the_test(m365_server: FakeServer) -> None:
    from exchangelib.protocol import CachingProtocol

    with fake_target(m365_server, {}) as target, target.open_ews() as account:
        assert account.inbox.total_count == 0
        assert CachingProtocol._protocol_cache
    assert not CachingProtocol._protocol_cache


@pytest.mark.parametrize(
    ("opens", "error"),
    [
        ("imap", imaplib.IMAP4.error),
        ("pop3", poplib.error_proto),
        ("smtp", smtplib.SMTPAuthenticationError),
    ],
)
def test_a_refusal_is_the_clients_own_exception(m365: Target, opens: str, error: type[Exception]) -> None:
    client = getattr(clients, opens)
    with pytest.raises(error), client(getattr(m365, opens), m365.ssl_context(), m365.username, "no token"):
        pass

"""The clients that the fixtures give: signed in, closed afterwards, and plain about a refusal."""

import imaplib
import poplib
import smtplib
import socket
from contextlib import closing
from typing import Any

import jwt as pyjwt
import pytest

from fakeserver.tenant import refusals
from pytest_m365 import FakeServer, Target, Tenant, clients
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


@pytest.mark.parametrize("reset", [True, False])
def test_pop3_leaves_no_socket_open_where_the_connection_fails(m365: Target, m365_fake: Tenant, reset: bool) -> None:
    # A socket that is left open is a ResourceWarning, which fails this test.
    m365_fake.faults.down("pop3", reset=reset)
    with pytest.raises((OSError, poplib.error_proto)):
        clients.Pop3(*m365.pop3, context=m365.ssl_context(), timeout=10)
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        clients.Pop3("127.0.0.1", port, timeout=10)


# --- as any application ----------------------------------------------------------------------------------------------


def test_a_public_application_signs_in_the_mailboxes_user(m365: Target, m365_fake: Tenant) -> None:
    app = m365_fake.register_app("Reader", public=True, delegated=["IMAP.AccessAsUser.All", "POP.AccessAsUser.All"])
    bob = m365_fake.add_user("bob")
    with m365.open_imap(app=app) as imap, m365.open_pop3("bob", app=app) as pop3:
        assert imap.select("INBOX") == ("OK", [b"0"])
        assert pop3.stat() == (0, 0)
    signed_in = {(entry.by, entry.client_id) for entry in m365_fake.journal.entries if entry.by}
    assert {client for _, client in signed_in} == {app.client_id}
    assert bob.upn in {by for by, _ in signed_in}
    claims = pyjwt.decode(m365.token("IMAP.AccessAsUser.All", app=app), options={"verify_signature": False})
    assert (claims["appid"], claims["scp"]) == (app.client_id, "IMAP.AccessAsUser.All")


def test_an_application_by_itself_opens_a_mailbox(m365: Target, m365_fake: Tenant) -> None:
    roles = ["IMAP.AccessAsApp", "POP.AccessAsApp", "SMTP.SendAsApp", "full_access_as_app"]
    app = m365_fake.register_app("Nightly import", secret=True, application=roles)
    sales = m365_fake.add_shared_mailbox("sales")
    m365_fake.rights.add_mailbox_permission("sales", app)
    with m365.open_imap(app=app, mailbox="sales") as imap, m365.open_pop3("sales", app=app) as pop3:
        assert imap.select("INBOX") == ("OK", [b"0"])
        assert pop3.stat() == (0, 0)
    with m365.open_smtp("sales", app=app) as smtp:
        smtp.sendmail(sales.address, [m365.mailbox.address], b"Subject: Hi\r\n\r\nHi\r\n")
    with m365.open_ews("sales", app=app) as account:
        assert account.inbox.all().count() == 0
    assert m365.mailbox.wait_for("Hi").sender == sales.address
    claims = pyjwt.decode(m365.app_token(app=app), options={"verify_signature": False})
    assert (claims["appid"], set(claims["roles"])) == (app.client_id, set(roles))


def test_the_targets_own_applications_are_known_as_well(m365: Target) -> None:
    with m365.open_imap(app=m365.daemon_app) as client:
        assert client.select("INBOX") == ("OK", [b"0"])
    with m365.open_imap(app=m365.public_app) as client:
        assert client.select("INBOX") == ("OK", [b"0"])


def test_what_an_application_may_not_is_refused_as_to_a_program(m365: Target, m365_fake: Tenant) -> None:
    app = m365_fake.register_app("Sender", public=True, delegated=["SMTP.Send"])
    daemon = m365_fake.register_app("Nightly import", secret=True, application=["IMAP.AccessAsApp"])
    with pytest.raises(refusals.ConsentMissing), m365.open_imap(app=app):
        pass
    with (
        m365.open_imap(app=daemon) as client,
        pytest.raises(imaplib.IMAP4.error, match="authenticated but not connected"),
    ):
        client.select()
    assert m365_fake.journal.refusals[-1].refusal.name == "MailboxAccessDenied"


def test_another_tenants_application_is_no_application(m365: Target, m365_server: FakeServer) -> None:
    other = m365_server.new_tenant()
    try:
        with pytest.raises(LookupError, match=r"has no application <Application .*, and tenant.register_app\("):
            m365.token(app=other.public_app)
        with pytest.raises(LookupError, match="has no application"), m365.open_imap(app=other.daemon_app):
            pass
    finally:
        m365_server.drop_tenant(other)

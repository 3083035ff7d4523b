"""What a target offers to a test: addresses, tokens, clients."""

import imaplib
import socket
import ssl

import pytest

from pytest_m365 import Target, Tenant
from tests.tokens import claims_of


def test_addresses_are_those_of_the_tenant(m365: Target, m365_fake: Tenant) -> None:
    assert m365.kind == "fake"
    assert m365.tenant_id == m365_fake.tenant_id
    assert m365.authority.endswith(f"/{m365.tenant_id}")
    assert m365.token_url == f"{m365.authority}/oauth2/v2.0/token"
    assert m365.ews_url.endswith("/EWS/Exchange.asmx")
    assert m365.graph_url == f"{m365.authority.rpartition('/')[0]}/v1.0"
    assert m365.mailbox.address == m365.username == f"alice@{m365.domain}"


@pytest.mark.parametrize("protocol", ["imap", "pop3"])
def test_the_authority_file_verifies_the_servers(m365: Target, protocol: str) -> None:
    where = getattr(m365, protocol)
    context = ssl.create_default_context(cafile=m365.ca_file)
    with socket.create_connection(where) as plain, context.wrap_socket(plain, server_hostname=where.host) as connection:
        assert connection.version() in ("TLSv1.2", "TLSv1.3")


def test_a_token_speaks_for_the_tests_user(m365: Target) -> None:
    found = claims_of(m365.token("IMAP.AccessAsUser.All", "SMTP.Send"))
    assert found["upn"] == m365.username
    assert set(str(found["scp"]).split()) == {"IMAP.AccessAsUser.All", "SMTP.Send"}


def test_a_token_without_scopes_has_all_that_are_consented(m365: Target) -> None:
    scopes = set(str(claims_of(m365.token())["scp"]).split())
    assert scopes >= {"EWS.AccessAsUser.All", "IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send"}


def test_a_token_for_another_mailbox_speaks_for_its_user(m365: Target, m365_fake: Tenant) -> None:
    bob = m365_fake.add_user("bob")
    assert claims_of(m365.token(mailbox=bob.address))["upn"] == bob.upn
    assert claims_of(m365.token(mailbox=m365_fake.mailbox(bob.address)))["upn"] == bob.upn
    with pytest.raises(LookupError, match=r"has no user carol@.*; it has"):
        m365.token(mailbox=f"carol@{m365.domain}")


def test_addresses_are_compared_without_case(m365: Target, m365_fake: Tenant) -> None:
    carol = m365_fake.add_user("Carol.Danvers", aliases=["CD"])
    for address in (carol.upn, carol.upn.lower(), "cd", f"Cd@{m365.domain.upper()}"):
        assert claims_of(m365.token(mailbox=address))["oid"] == carol.object_id


def test_a_name_will_do_for_an_address(m365: Target, m365_fake: Tenant) -> None:
    bob = m365_fake.add_user("bob")
    assert claims_of(m365.token(mailbox="bob"))["upn"] == bob.upn


def test_a_shared_mailbox_is_opened_by_the_tests_user(m365: Target, m365_fake: Tenant) -> None:
    sales = m365_fake.add_shared_mailbox("sales", members=[m365.username])
    m365_fake.mailbox(sales).deliver(subject="For sale")
    assert claims_of(m365.token(mailbox=sales.address))["upn"] == m365.username
    with m365.open_imap("sales") as client:
        assert client.select("INBOX") == ("OK", [b"1"])
    with m365.open_smtp("sales") as sender:
        sender.sendmail(sales.address, [m365.username], b"Subject: As sales\r\n\r\n")
    assert m365.mailbox.wait_for("As sales")


def test_a_shared_mailbox_without_permission_stays_shut(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.add_shared_mailbox("sales")
    with m365.open_imap("sales") as client, pytest.raises(imaplib.IMAP4.error, match="not connected"):
        client.select("INBOX")


def test_an_app_token_has_roles_and_no_user(m365: Target) -> None:
    found = claims_of(m365.app_token())
    assert "full_access_as_app" in found["roles"]
    assert "upn" not in found
    with pytest.raises(TypeError, match="give an application as app="):
        m365.app_token(m365.daemon_app)  # type: ignore[arg-type]


def test_msal_signs_in_both_applications(m365: Target) -> None:
    scope = "https://outlook.office.com/IMAP.AccessAsUser.All"
    user = m365.msal_public().acquire_token_by_username_password(m365.username, m365.password, [scope])
    assert claims_of(user["access_token"])["upn"] == m365.username
    app = m365.msal_daemon().acquire_token_for_client(["https://outlook.office365.com/.default"])
    assert claims_of(app["access_token"])["appid"] == m365.daemon_app.client_id


def test_clients_open_another_mailbox_by_its_owner(m365: Target, m365_fake: Tenant) -> None:
    bob = m365_fake.add_user("bob")
    m365_fake.deliver(bob.address, "Subject: For bob\r\n\r\n.")
    with m365.open_imap(bob.address) as client:
        assert client.select("INBOX") == ("OK", [b"1"])
    with m365.open_pop3(bob.address) as client:
        assert client.stat()[0] == 1

import base64

import pytest

from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant
from tests.protocols.smtp.client import ALICE, TRACE, SmtpClient

SUCCESS = "235 2.7.0 Authentication successful"
UNSUCCESSFUL = f"535 5.7.3 Authentication unsuccessful {TRACE}"


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_xoauth2_in_one_step(client: SmtpClient) -> None:
    assert client.says(f"AUTH XOAUTH2 {client.xoauth2()}") == SUCCESS


def test_xoauth2_in_two_steps(client: SmtpClient) -> None:
    assert client.says("auth xoauth2") == "334 "
    assert client.says(client.xoauth2()) == SUCCESS


def test_giving_up_is_a_failure(client: SmtpClient) -> None:
    client.says("AUTH XOAUTH2")
    assert client.says("*") == UNSUCCESSFUL
    client.says("AUTH LOGIN")
    assert client.says("*") == UNSUCCESSFUL
    client.says("AUTH LOGIN")
    client.says(b64(ALICE))
    assert client.says("*") == UNSUCCESSFUL
    client.says("AUTH XOAUTH2")
    assert client.says("A" * 20_000) == UNSUCCESSFUL
    client.signs_in()


@pytest.mark.parametrize("response", ["=", "AAAA", "not base64!", b64("user=a\x01auth=Bearer \x01\x01"), "%"])
def test_what_cannot_be_read_is_a_failure(client: SmtpClient, response: str) -> None:
    assert client.says(f"AUTH XOAUTH2 {response}") == UNSUCCESSFUL


@pytest.mark.parametrize("mechanism", ["PLAIN AGEAYg==", "OAUTHBEARER", "NTLM", "", "CRAM-MD5"])
def test_other_mechanisms_are_not_offered(client: SmtpClient, mechanism: str) -> None:
    assert client.says(f"AUTH {mechanism}") == f"504 5.7.4 Unrecognized authentication type {TRACE}"
    client.signs_in()


def test_tokens_that_open_no_mailbox(client: SmtpClient, tenant: Tenant) -> None:
    app, alice = tenant.public_app, tenant.user("alice")
    scopes = ("SMTP.Send",)
    tokens = {
        "garbage": "eyJhbGciOi.garbage.x",
        "scope": tenant.mint(app, alice, scopes=("IMAP.AccessAsUser.All",)),
        "audience": tenant.mint(app, alice, scopes=scopes, aud="https://graph.microsoft.com"),
        "expired": tenant.mint(app, alice, scopes=scopes, exp=int(tenant.clock.time()) - 3600),
        "other mailbox": tenant.token(app, tenant.user("bob"), *scopes),
    }
    for token in tokens.values():
        assert client.says(f"AUTH XOAUTH2 {client.xoauth2(token=token)}") == UNSUCCESSFUL
    assert {entry.refusal.name for entry in tenant.journal.refusals if entry.refusal} == {
        "TokenMalformed",
        "ScopeMissing",
        "AudienceWrong",
        "TokenExpired",
        "MailboxAccessDenied",
    }


def test_an_application_needs_its_registration_in_exchange(client: SmtpClient, tenant: Tenant) -> None:
    daemon = tenant.daemon_app
    response = client.xoauth2(ALICE, token=tenant.app_token(daemon))
    daemon.exchange_object_id = None
    assert client.says(f"AUTH XOAUTH2 {response}") == UNSUCCESSFUL
    tenant.rights.register_in_exchange(daemon)
    assert client.says(f"AUTH XOAUTH2 {response}") == SUCCESS


def test_the_switches_of_tenant_and_mailbox(client: SmtpClient, tenant: Tenant) -> None:
    text = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the {}. "
    text += f"Visit https://aka.ms/smtp_auth_disabled for more information. {TRACE}"
    alice = tenant.user("alice")
    response = client.xoauth2()
    alice.smtp_auth = False
    assert client.says(f"AUTH XOAUTH2 {response}") == text.format("Mailbox")
    alice.smtp_auth = None
    tenant.policies.smtp_auth = False
    assert client.says(f"AUTH XOAUTH2 {response}") == text.format("Tenant")
    alice.smtp_auth = True
    assert client.says(f"AUTH XOAUTH2 {response}") == SUCCESS


def test_a_user_without_a_mailbox(client: SmtpClient, tenant: Tenant) -> None:
    tenant.add_user("carol", mailbox=False)
    carol = "carol@contoso.onmicrosoft.com"
    assert client.says(f"AUTH XOAUTH2 {client.xoauth2(carol)}") == f"550 5.2.1 Mailbox cannot be accessed {TRACE}"


@pytest.mark.parametrize("initial", [True, False])
def test_login_is_refused_while_basic_authentication_is_off(client: SmtpClient, tenant: Tenant, initial: bool) -> None:
    password = tenant.user("alice").password
    if initial:
        assert client.says(f"AUTH LOGIN {b64(ALICE)}") == "334 UGFzc3dvcmQ6"
    else:
        assert client.says("AUTH LOGIN") == "334 VXNlcm5hbWU6"
        assert client.says(b64(ALICE)) == "334 UGFzc3dvcmQ6"
    assert client.says(b64(str(password))) == (
        f"535 5.7.139 Authentication unsuccessful, basic authentication is disabled. {TRACE}"
    )


def test_login_works_where_basic_authentication_is_on(client: SmtpClient, tenant: Tenant, message: bytes) -> None:
    tenant.policies.basic_auth = True
    client.says(f"AUTH LOGIN {b64(ALICE)}")
    assert client.says(b64("wrong")) == (
        f"535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. {TRACE}"
    )
    client.says(f"AUTH LOGIN {b64(ALICE)}")
    assert client.says(b64(str(tenant.user("alice").password))) == SUCCESS
    assert client.submits(message).startswith("250 2.0.0 OK")


def test_a_shared_mailbox_is_named_by_user(cloud: Cloud, client: SmtpClient, tenant: Tenant, message: bytes) -> None:
    tenant.add_shared_mailbox("office", members=["alice"])
    office = "office@contoso.onmicrosoft.com"
    token = tenant.token(tenant.public_app, tenant.user("alice"), "SMTP.Send")
    assert client.says(f"AUTH XOAUTH2 {client.xoauth2(office, token=token)}") == SUCCESS
    assert client.submits(message.replace(ALICE.encode(), office.encode()), office).startswith("250 2.0.0 OK")
    assert len(tenant.mailbox(office).messages("sentitems")) == 1


def test_nobody_elses_secret_is_in_the_journal(client: SmtpClient, cloud: Cloud, tenant: Tenant) -> None:
    response = client.xoauth2(token="eyJhbGciOi.secret.x")
    client.says(f"AUTH XOAUTH2 {response}")
    client.says(f"AUTH LOGIN {b64(ALICE)}")
    client.says(b64("hunter2"))
    for said in (str(tenant.journal), str(cloud.journal)):
        assert "secret" not in said
        assert "hunter2" not in said
        assert b64("hunter2") not in said


def test_a_refused_token_gets_a_challenge_where_that_is_asked_for(client: SmtpClient, tenant: Tenant) -> None:
    tenant.policies.sasl_failure_challenge = True
    for response in (client.xoauth2(token="garbage"), "junk"):
        assert client.says(f"AUTH XOAUTH2 {response}").startswith("334 eyJzdGF0dXMiOiI0M")
        assert client.says("") == UNSUCCESSFUL
    assert client.says("AUTH XOAUTH2") == "334 "
    assert client.says("*") == UNSUCCESSFUL
    client.signs_in()


def test_a_challenge_is_no_answer_to_note(client: SmtpClient, cloud: Cloud) -> None:
    before = len(cloud.journal.entries)
    assert client.says("AUTH LOGIN").startswith("334 ")
    assert len(cloud.journal.entries) == before


def test_a_response_may_be_any_octets(client: SmtpClient) -> None:
    assert client.says(b"AUTH XOAUTH2 \xff\xfe").startswith("535 5.7.3 Authentication unsuccessful")
    assert client.says("NOOP") == "250 2.0.0 OK"

"""Whom the caller of EWS acts for: an application names a mailbox in the SOAP header, a user may not."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.soap.names import TYPES
from tests.protocols.ews.client import GET_INBOX, Ews, envelope, fault_of

IMPERSONATE = "<t:ExchangeImpersonation><t:ConnectingSID><t:{0}>{1}</t:{0}></t:ConnectingSID></t:ExchangeImpersonation>"


@pytest.fixture
def app_token(ews: Ews) -> str:
    token: str = ews.tenant.mint(app=ews.tenant.daemon_app, roles=("full_access_as_app",))
    return token


def test_an_application_must_impersonate(ews: Ews, app_token: str) -> None:
    assert fault_of(ews.post(envelope(GET_INBOX), app_token)) == (
        "ErrorInvalidExchangeImpersonationHeaderData",
        "ExchangeImpersonation SOAP header must be present for this type of OAuth token.",
    )


def test_a_user_must_not(ews: Ews) -> None:
    header = IMPERSONATE.format("PrimarySmtpAddress", ews.bob.address)
    assert fault_of(ews.post(envelope(GET_INBOX, header=header), ews.token(ews.alice))) == (
        "ErrorInvalidExchangeImpersonationHeaderData",
        "ExchangeImpersonation SOAP header must not exist for this type of OAuth token.",
    )


@pytest.mark.parametrize("kind", ["PrincipalName", "PrimarySmtpAddress", "SmtpAddress"])
def test_an_application_opens_the_mailbox_it_names(ews: Ews, app_token: str, kind: str) -> None:
    response = ews.post(envelope(GET_INBOX, header=IMPERSONATE.format(kind, ews.bob.address)), app_token)
    assert response.status == 200
    assert ews.tenant.mailbox("bob").folders.distinguished("inbox").folder_id in response.body.decode()


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("<t:ExchangeImpersonation/>", "ErrorInvalidExchangeImpersonationHeaderData"),
        (IMPERSONATE.format("SmtpAddress", ""), "ErrorInvalidExchangeImpersonationHeaderData"),
        (IMPERSONATE.format("SmtpAddress", "nobody@contoso.onmicrosoft.com"), "ErrorNonExistentMailbox"),
    ],
)
def test_an_impersonation_of_nobody(ews: Ews, app_token: str, header: str, code: str) -> None:
    assert fault_of(ews.post(envelope(GET_INBOX, header=header), app_token))[0] == code


def test_every_form_of_the_header_names_the_same_mailbox(ews: Ews, app_token: str) -> None:
    ews.tenant.people.add_alias(ews.bob, "bobby")
    named = {
        "PrincipalName": ews.bob.upn.upper(),
        "SID": ews.bob.sid,
        "PrimarySmtpAddress": ews.bob.address.upper(),
        "SmtpAddress": "bobby@contoso.onmicrosoft.com",
    }
    for kind, value in named.items():
        response = ews.post(envelope(GET_INBOX, header=IMPERSONATE.format(kind, value)), app_token)
        assert response.status == 200, kind
        assert ews.tenant.mailbox("bob").folders.distinguished("inbox").folder_id in response.body.decode(), kind
    for kind, code in (("PrincipalName", "ErrorInvalidUserPrincipalName"), ("SID", "ErrorInvalidUserSid")):
        refused = ews.post(
            envelope(GET_INBOX, header=IMPERSONATE.format(kind, "bobby@contoso.onmicrosoft.com")), app_token
        )
        assert fault_of(refused)[0] == code


def test_an_alias_is_no_primary_address_and_the_fault_has_that(ews: Ews, app_token: str) -> None:
    ews.tenant.people.add_alias(ews.bob, "bobby")
    header = IMPERSONATE.format("PrimarySmtpAddress", "bobby@contoso.onmicrosoft.com")
    response = ews.post(envelope(GET_INBOX, header=header), app_token)
    assert fault_of(response)[0] == "ErrorNonPrimarySmtpAddress"
    values = etree.fromstring(response.body).findall(f".//{{{TYPES}}}Value")
    assert [(value.get("Name"), value.text) for value in values] == [("Primary", ews.bob.address)]


def test_a_mailbox_that_has_moved(ews: Ews, app_token: str) -> None:
    ews.alice.mailbox_state = "moved"
    answer = ews(GET_INBOX)
    assert (answer.status, answer.codes) == (200, ["ErrorNonExistentMailbox"])
    header = IMPERSONATE.format("SmtpAddress", ews.alice.address)
    assert fault_of(ews.post(envelope(GET_INBOX, header=header), app_token))[0] == "ErrorNonExistentMailbox"
    ews.alice.mailbox_state = "not_provisioned"
    assert ews(GET_INBOX).codes == ["ErrorMissingEmailAddress"]

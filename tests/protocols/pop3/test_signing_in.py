import base64

import pytest

from fakeserver.protocols.pop3.signing_in import CAPABILITIES
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.protocols.pop3.client import Connect, Pop3Client

FAILED = ["-ERR Authentication failure: unknown user name or bad password."]


def test_capabilities(stranger: Pop3Client) -> None:
    assert stranger.says("CAPA") == ["+OK", "TOP", "UIDL", "SASL PLAIN XOAUTH2", "USER", "."]
    assert stranger.sign_in().session.receive(b"CAPA\r\n") == CAPABILITIES


def test_xoauth2_on_one_line_is_a_protocol_error(stranger: Pop3Client) -> None:
    assert stranger.says(b"AUTH XOAUTH2 " + stranger.blob()) == ["-ERR Protocol error. Connection is closed. 10"]
    assert stranger.session.closed


def test_xoauth2_on_one_line_works_where_it_is_allowed(connect: Connect) -> None:
    client = connect(one_line_auth=True)
    assert client.says(b"AUTH XOAUTH2 " + client.blob()) == ["+OK User successfully authenticated."]


@pytest.mark.parametrize("response", ["*", "", "no base64", "bm90IHhvYXV0aDI=", " *", "* "])
def test_a_bad_response_fails_and_may_be_tried_again(stranger: Pop3Client, response: str) -> None:
    stranger.says("AUTH XOAUTH2")
    assert stranger.says(response) == FAILED
    stranger.sign_in()


def test_passwords_are_refused_in_their_own_words(stranger: Pop3Client, alice: User) -> None:
    assert stranger.says(f"USER {alice.upn}") == ["+OK"]
    assert stranger.says(f"PASS {alice.password}") == ["-ERR Logon failure: unknown user name or bad password."]
    assert stranger.says("AUTH PLAIN") == ["+ "]
    assert stranger.says(base64.b64encode(f"\0{alice.upn}\0{alice.password}".encode())) == FAILED


def test_passwords_work_where_the_policy_allows_them(stranger: Pop3Client, tenant: Tenant, alice: User) -> None:
    tenant.policies.basic_auth = True
    stranger.says(f"USER {alice.upn}")
    assert stranger.says(f"PASS {alice.password}")[0].startswith("+OK")
    assert stranger.says("STAT") == ["+OK 0 0"]


def test_a_token_for_another_protocol_or_mailbox_is_refused(stranger: Pop3Client, tenant: Tenant, alice: User) -> None:
    token = tenant.mint(tenant.public_app, alice, ("https://outlook.office.com/IMAP.AccessAsUser.All",))
    bob = tenant.add_user("bob")
    for blob in (stranger.blob(token), stranger.blob(address=bob.address), stranger.blob(address="x@nowhere.example")):
        stranger.says("AUTH XOAUTH2")
        assert stranger.says(blob) == FAILED


def test_the_journal_has_no_secret(stranger: Pop3Client, tenant: Tenant, alice: User) -> None:
    stranger.says(f"USER {alice.upn}")
    stranger.says(f"PASS {alice.password}")
    stranger.sign_in().says("RETR 1")
    told = [(entry.asked, entry.answered) for entry in tenant.journal.entries]
    assert (f"PASS: password of {alice.upn}", "-ERR Logon failure: unknown user name or bad password.") in told
    assert ("RETR 1", "-ERR The specified message is out of range.") in told
    assert str(alice.password) not in str(tenant.journal)


def test_a_tenants_switch_takes_xoauth2_on_one_line(connect: Connect, tenant: Tenant) -> None:
    tenant.policies.pop_one_line_auth = True
    client = connect()
    assert client.says(b"AUTH XOAUTH2 " + client.blob()) == ["+OK User successfully authenticated."]


def test_a_refused_token_gets_a_challenge_where_that_is_asked_for(stranger: Pop3Client, tenant: Tenant) -> None:
    tenant.policies.sasl_failure_challenge = True
    for response in (stranger.blob("garbage"), b"junk"):
        assert stranger.says("AUTH XOAUTH2") == ["+ "]
        assert stranger.says(response)[0].startswith("+ eyJzdGF0dXMiOiI0M")
        assert stranger.says("") == FAILED
    stranger.sign_in()

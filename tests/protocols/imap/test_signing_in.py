import base64
import json

import pytest

from fakeserver.protocols.imap import ImapSession
from fakeserver.protocols.imap.style import ImapStyle
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.protocols.imap.client import Connect, ImapClient
from tests.world import World

FAILED = ["a NO AUTHENTICATE failed."]
NOT_CONNECTED = "User is authenticated but not connected."


def test_the_two_step_form_gets_an_empty_challenge(stranger: ImapClient) -> None:
    assert stranger.says("a AUTHENTICATE XOAUTH2") == ["+ "]
    assert stranger.says(stranger.blob()) == ["a OK AUTHENTICATE completed."]


@pytest.mark.parametrize(
    "blob",
    [
        b"=",
        b"not-base64",
        base64.b64encode(b"user=alice@contoso.onmicrosoft.com\x01auth=Bearer garbage\x01\x01"),
        base64.b64encode(b"auth=Bearer x\x01\x01"),
    ],
)
def test_a_bad_response_fails_at_once_without_a_challenge(stranger: ImapClient, blob: bytes) -> None:
    assert stranger.says(b"a AUTHENTICATE XOAUTH2 " + blob) == FAILED
    assert stranger.says("b AUTHENTICATE XOAUTH2") == ["+ "]
    assert stranger.says(blob) == ["b NO AUTHENTICATE failed."]
    assert stranger.says(b"c AUTHENTICATE XOAUTH2 " + stranger.blob()) == ["c OK AUTHENTICATE completed."]


def test_a_token_without_the_scope_or_for_another_resource_fails(
    stranger: ImapClient, tenant: Tenant, alice: User
) -> None:
    for scope in ("https://outlook.office.com/POP.AccessAsUser.All", "https://graph.microsoft.com/Mail.Read"):
        token = tenant.mint(tenant.public_app, alice, (scope,))
        assert stranger.says(b"a AUTHENTICATE XOAUTH2 " + stranger.blob(token)) == FAILED


def test_a_second_sign_in_is_a_matter_of_state(imap: ImapClient) -> None:
    assert imap.says("a AUTHENTICATE XOAUTH2") == ["a BAD Command received in Invalid state."]


def test_other_mechanisms_are_not_there(stranger: ImapClient) -> None:
    for mechanism in ("OAUTHBEARER", "GSSAPI", "LOGIN"):
        assert stranger.says(f"a AUTHENTICATE {mechanism}") == FAILED


def test_a_client_that_gives_up_hears_bad(stranger: ImapClient) -> None:
    for mechanism in ("XOAUTH2", "PLAIN"):
        assert stranger.says(f"a AUTHENTICATE {mechanism}") == ["+ "]
        assert stranger.says("*") == ["a BAD AUTHENTICATE failed."]
    stranger.sign_in()


@pytest.mark.parametrize("around", [b" %b", b"%b ", b"\t%b", b"%b {3}"])
def test_a_response_stands_alone_on_its_line(stranger: ImapClient, around: bytes) -> None:
    stranger.says("a AUTHENTICATE XOAUTH2")
    assert stranger.says(around % stranger.blob()) == FAILED
    stranger.says("a AUTHENTICATE XOAUTH2")
    assert stranger.says(around % b"*") == FAILED


def test_passwords_are_refused_while_basic_authentication_is_off(stranger: ImapClient, alice: User) -> None:
    plain = base64.b64encode(f"\0{alice.upn}\0{alice.password}".encode())
    assert stranger.says(b"a AUTHENTICATE PLAIN " + plain) == FAILED
    assert stranger.says(f'a LOGIN {alice.upn} "{alice.password}"') == ["a NO LOGIN failed."]


def test_passwords_work_where_the_policy_allows_them(stranger: ImapClient, tenant: Tenant, alice: User) -> None:
    tenant.policies.basic_auth = True
    assert stranger.says(f'a LOGIN {alice.upn} "wrong"') == ["a NO LOGIN failed."]
    assert stranger.says(f'a LOGIN {alice.upn} "{alice.password}"') == ["a OK LOGIN completed."]
    assert stranger.says("b SELECT INBOX")[-1] == "b OK [READ-WRITE] SELECT completed."


def test_a_mailbox_that_does_not_open_shows_only_after_the_ok(stranger: ImapClient, tenant: Tenant) -> None:
    bob = tenant.add_user("bob")
    assert stranger.says(b"a AUTHENTICATE XOAUTH2 " + stranger.blob(address=bob.address)) == [
        "a OK AUTHENTICATE completed."
    ]
    assert stranger.says("b CAPABILITY")[-1] == "b OK CAPABILITY completed."
    assert stranger.says("c NAMESPACE") == [f"c BAD {NOT_CONNECTED}"]
    assert stranger.says('d LIST "" *') == [f"d BAD {NOT_CONNECTED}", "* BYE Connection closed. 14"]
    assert stranger.session.closed


@pytest.mark.parametrize("address", ["nobody@contoso.onmicrosoft.com", "someone@elsewhere.example"])
def test_a_mailbox_that_does_not_exist_shows_the_same_way(stranger: ImapClient, address: str) -> None:
    assert stranger.says(b"a AUTHENTICATE XOAUTH2 " + stranger.blob(address=address))[0].startswith("a OK")
    assert stranger.says("b NOOP") == [f"b BAD {NOT_CONNECTED}"]
    assert stranger.says("c LOGOUT")[-1] == "c OK LOGOUT completed."


def test_imap_switched_off_shows_the_same_way(stranger: ImapClient, alice: User) -> None:
    alice.imap = False
    assert stranger.says(b"a AUTHENTICATE XOAUTH2 " + stranger.blob())[0].startswith("a OK")
    assert stranger.says("b NAMESPACE") == [f"b BAD {NOT_CONNECTED}"]


def test_a_shared_mailbox_opens_for_its_members(stranger: ImapClient, tenant: Tenant, alice: User) -> None:
    shared = tenant.add_shared_mailbox("info", members=[alice])
    tenant.deliver(shared, subject="for all of us")
    assert stranger.says(b"a AUTHENTICATE XOAUTH2 " + stranger.blob(address=shared.address))[0].startswith("a OK")
    assert stranger.says("b SELECT INBOX")[0] == "* 1 EXISTS"


@pytest.mark.parametrize(
    ("generation", "words"),
    [
        ("a", "AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT"),
        ("b", "AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT"),
        ("c", "AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT"),
    ],
)
def test_capabilities_differ_by_generation_and_grow_after_sign_in(
    connect: Connect, generation: str, words: str
) -> None:
    client = connect(style=ImapStyle(generation=generation))
    assert client.says("a CAPABILITY") == [
        f"* CAPABILITY IMAP4 IMAP4rev1 {words} CHILDREN IDLE NAMESPACE LITERAL+",
        "a OK CAPABILITY completed.",
    ]
    client.sign_in()
    assert client.says("b CAPABILITY")[0] == (
        "* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES "
        "CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE NAMESPACE LITERAL+"
    )


def test_login_is_refused_under_logindisabled_whatever_the_policy(
    connect: Connect, tenant: Tenant, world: World, alice: User
) -> None:
    tenant.policies.basic_auth = True
    world.neighbour()
    client = connect(style=ImapStyle(generation="c"))
    assert client.says(f"a LOGIN {alice.upn} {alice.password}") == ["a NO LOGIN failed."]
    (entry,) = tenant.journal.refusals
    assert entry.refusal.facts == {"protocol": "IMAP", "user": alice.upn}
    assert (entry.refusal.name, entry.user, entry.asked) == (
        "LoginNotOffered", alice.upn, f"LOGIN: password of {alice.upn}",
    )  # fmt: skip


def test_login_under_logindisabled_meets_the_faults_of_whom_it_names(
    connect: Connect, tenant: Tenant, world: World, alice: User
) -> None:
    of_another = world.neighbour().faults.throttle("imap", "LOGIN")
    tenant.faults.throttle("imap", "LOGIN", user=alice)
    client = connect(style=ImapStyle(generation="c"))
    assert client.says(f"a LOGIN {tenant.add_user('bob').upn} x") == ["a NO LOGIN failed."]
    (said,) = client.says(f"b LOGIN {alice.upn} x")
    assert said.startswith("b NO Request is throttled.")
    assert client.says(f"c LOGIN {alice.upn} x") == ["c NO LOGIN failed."]
    assert not of_another.taken


def test_id_noop_and_logout(stranger: ImapClient) -> None:
    assert stranger.says('a ID ("name" "test")') == [
        '* ID ("name" "Microsoft.Exchange.Imap4.Imap4Server" "version" "15.20")',
        "a OK ID completed.",
    ]
    assert stranger.says("b NOOP") == ["b OK NOOP completed."]
    assert stranger.says("c LOGOUT") == [
        "* BYE Microsoft Exchange Server IMAP4 server signing off.",
        "c OK LOGOUT completed.",
    ]
    assert stranger.session.closed


def test_the_journal_knows_why_and_no_secret(stranger: ImapClient, tenant: Tenant, alice: User) -> None:
    token = tenant.mint(tenant.public_app, alice, ("https://outlook.office.com/POP.AccessAsUser.All",))
    stranger.says(b"a AUTHENTICATE XOAUTH2 " + stranger.blob(token))
    stranger.says(f"b LOGIN {alice.upn} {alice.password}")
    refused = [entry.refusal.name for entry in tenant.journal.refusals if entry.refusal]
    assert refused == ["ScopeMissing", "BasicAuthDisabled"]
    by_token, by_password = tenant.journal.entries
    assert by_token.asked.startswith("AUTHENTICATE XOAUTH2: a token with aud=https://outlook.office")
    assert by_token.answered == "NO AUTHENTICATE failed."
    assert (by_password.asked, by_password.answered) == (f"LOGIN: password of {alice.upn}", "NO LOGIN failed.")
    text = str(tenant.journal)
    assert token not in text
    assert str(alice.password) not in text


def test_the_newest_tenants_generation_speaks_before_sign_in_and_the_visits_after(
    connect: Connect, tenant: Tenant, world: World
) -> None:
    client = connect()
    newest = world.neighbour()
    newest.policies.imap_generation = "c"
    assert "LOGINDISABLED" in client.says("a CAPABILITY")[0]
    tenant.policies.imap_generation = "rev2"
    client.sign_in()
    assert "ENABLE IMAP4rev2" in client.says("b CAPABILITY")[0]


def test_rev2_is_not_enabled_and_knows_no_lsub(imap: ImapClient, tenant: Tenant) -> None:
    assert imap.says("a ENABLE IMAP4rev2") == ["a BAD Command Error. 10"]
    assert imap.says('b LSUB "" %')[-1] == "b OK LSUB completed."
    tenant.policies.imap_generation = "rev2"
    assert imap.says("c ENABLE CONDSTORE IMAP4REV2") == ["c NO ENABLE failed."]
    (refused,) = tenant.journal.refusals
    assert refused.refusal.name == "ExtensionNotPerformed"
    assert refused.refusal.facts == {"name": "IMAP4rev2"}
    assert imap.says("d ENABLE CONDSTORE") == ["* ENABLED", "d OK ENABLE completed."]
    assert imap.says("e ENABLE") == ["e BAD Command Argument Error. 11"]
    assert imap.says('f LSUB "" %') == ["f BAD Command Error. 10"]
    imap.select()
    assert imap.says("g ENABLE IMAP4rev2") == ["g BAD Command received in Invalid state."]
    assert imap.says("h UID SEARCH ALL")[-1] == "h OK SEARCH completed."


def test_a_refused_token_gets_a_challenge_where_that_is_asked_for(stranger: ImapClient, tenant: Tenant) -> None:
    tenant.policies.sasl_failure_challenge = True
    told = stranger.says(b"a AUTHENTICATE XOAUTH2 " + stranger.blob("garbage"))
    assert len(told) == 1
    assert json.loads(base64.b64decode(told[0].removeprefix("+ "))) == {
        "status": "401",
        "schemes": "Bearer",
        "scope": "https://outlook.office365.com/IMAP.AccessAsUser.All",
    }
    assert stranger.says("") == ["a NO AUTHENTICATE failed."]
    assert stranger.says("b AUTHENTICATE XOAUTH2") == ["+ "]
    assert stranger.says("junk")[0].startswith("+ ey")
    assert stranger.says("") == ["b NO AUTHENTICATE failed."]
    assert stranger.says("c AUTHENTICATE PLAIN AGEAYg==") == ["c NO AUTHENTICATE failed."]
    stranger.sign_in()


def test_a_response_that_is_too_long_answers_its_command(stranger: ImapClient) -> None:
    assert stranger.says("a AUTHENTICATE XOAUTH2") == ["+ "]
    assert stranger.says("x" * 100_000) == ["a BAD Command Error. 10"]
    stranger.sign_in()


def test_a_policy_about_networks_sees_where_the_client_is(cloud: Cloud, tenant: Tenant, alice: User) -> None:
    tenant.policies.basic_auth = True
    tenant.sign_ins.add_conditional_access("not from there", networks={"203.0.113.0/24"})
    for peer, answer in (("203.0.113.7", b"a NO LOGIN failed.\r\n"), ("127.0.0.1", b"a OK LOGIN completed.\r\n")):
        session = ImapSession(cloud, peer=peer)
        session.greeting()
        assert session.receive(f"a LOGIN {alice.upn} {alice.password}\r\n".encode()) == answer


def test_a_user_name_may_be_any_octets(stranger: ImapClient, tenant: Tenant) -> None:
    assert stranger.says(b"a LOGIN {2+}\r\n\xff\xfe x") == ["a NO LOGIN failed."]
    assert stranger.says(b"b NOOP") == ["b OK NOOP completed."]

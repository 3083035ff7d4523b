"""What a test asks of the journal, on a tenant whose programs have done something."""

import re

import pytest

from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.journal.journal import Journal
from fakeserver.tenant.refusals import CredentialMissing, Explanation, RoleMissing, TokenExpired, explained
from fakeserver.tenant.tenant import Tenant
from tests.tenant.journal.noted import ALICE, BOB
from tests.world import World


@pytest.fixture
def tenant() -> Tenant:
    world = World.of("alice", "bob")
    app = world.tenant.public_app.client_id
    note = world.tenant.journal.add
    note("IMAP", "AUTHENTICATE", "OK", by=ALICE, user=ALICE, operation="AUTHENTICATE", client_id=app)
    note("IMAP", "FETCH 1", "OK", by=ALICE, user=ALICE, operation="FETCH", client_id=app)
    note("IMAP", "nothing", "BYE")
    note("POP3", "AUTH", "-ERR", explained(TokenExpired()), user=BOB, operation="AUTH", client_id=app)
    note("EWS", "FindItem", "403", explained(RoleMissing()), operation="FindItem", client_id="another")
    return world.tenant


def said(error: pytest.ExceptionInfo[AssertionError]) -> str:
    return str(error.value)


# --- what was asked ---


def test_requests_are_found_by_protocol_operation_user_and_application(tenant: Tenant) -> None:
    journal = tenant.journal
    assert [one.asked for one in journal.requests()] == ["AUTHENTICATE", "FETCH 1", "AUTH", "FindItem"]
    assert [one.asked for one in journal.requests("imap")] == ["AUTHENTICATE", "FETCH 1"]
    assert [one.asked for one in journal.requests("IMAP", "fetch")] == ["FETCH 1"]
    assert [one.asked for one in journal.requests(user="bob")] == ["AUTH"]
    assert [one.asked for one in journal.requests(user=tenant.user("bob"))] == ["AUTH"]
    assert [one.asked for one in journal.requests("imap", "FETCH", user="bob")] == []
    assert Journal().requests(user=tenant.user("bob")) == []
    for app in (tenant.public_app, tenant.public_app.name.lower(), tenant.public_app.client_id.upper()):
        assert len(journal.requests(app=app)) == 3


def test_refusals_are_found_by_name_and_by_kind(tenant: Tenant) -> None:
    journal = tenant.journal
    assert [one.refusal.name for one in journal.refused()] == ["TokenExpired", "RoleMissing"]
    assert [one.asked for one in journal.refused("TokenExpired")] == ["AUTH"]
    assert [one.asked for one in journal.refused("AuthenticationRefused")] == ["AUTH"]
    assert journal.refused("TokenExpired", "imap") == []
    assert [one.asked for one in journal.refused("TokenExpired", "pop3", "AUTH")] == ["AUTH"]
    assert journal.refused("TokenExpired", "pop3", "STAT") == []


def test_with_a_mark_only_what_comes_after_it_counts(tenant: Tenant) -> None:
    journal = tenant.journal
    mark = journal.mark()
    assert journal.requests(since=mark) == []
    journal.add("IMAP", "NOOP", "OK")
    assert [one.asked for one in journal.requests(since=mark)] == ["NOOP"]
    with pytest.raises(TypeError, match=r"since='now' is no mark of a journal; take one by journal.mark\(\)"):
        journal.requests(since="now")  # type: ignore[arg-type]


def test_an_operation_that_is_usually_not_noted_is_known_once_it_is(tenant: Tenant) -> None:
    tenant.journal.add("IMAP", "connect", "BYE", operation="connect")
    tenant.journal.add("EWS", "FindTags", "ErrorInvalidOperation", operation="FindTags")
    assert len(tenant.journal.assert_asked("imap", "connect")) == 1
    assert len(tenant.journal.assert_asked("ews", "findtags")) == 1


def test_what_named_no_tenant_before_is_another_tenants() -> None:
    cloud, first, second = Cloud(), Tenant(), Tenant("fabrikam.example")
    cloud.notes.limit = 1
    cloud.add(first)
    for number in range(3):
        cloud.notes.add("IMAP", f"NOOP {number}", "OK", operation="NOOP")
    cloud.add(second)
    second.journal.assert_not_asked("imap")
    assert [one.asked for one in first.journal.requests("imap")] == ["NOOP 2"]
    with pytest.raises(AssertionError, match="older ones are gone"):
        first.journal.assert_not_asked("smtp")
    first.journal.clear()
    first.journal.assert_not_asked("imap")
    cloud.notes.add("IMAP", "NOOP 3", "OK", operation="NOOP")
    assert [one.asked for one in first.journal.requests("imap")] == ["NOOP 3"]


def test_what_named_no_tenant_is_found_too() -> None:
    cloud, tenant = Cloud(), Tenant()
    cloud.add(tenant)
    tenant.journal.add("EWS", "before", "200")
    cloud.journal.add("EWS", "POST", "401", explained(CredentialMissing()))
    tenant.journal.add("EWS", "after", "200")
    assert [one.asked for one in tenant.journal.requests("ews")] == ["before", "POST", "after"]
    assert [one.asked for one in tenant.journal.entries] == ["before", "after"]
    cloud.remove(tenant)
    assert [one.asked for one in tenant.journal.requests("ews")] == ["before", "after"]


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda j: j.requests("imop"), "there is no place 'imop'; did you mean 'imap'?"),
        (lambda j: j.requests("imap", "FECTH"), "imap has no operation 'FECTH'; did you mean 'FETCH'?"),
        (lambda j: j.requests("imap", "connect"), "imap has no operation 'connect'; there are: APPEND, "),
        (lambda j: j.requests("ews", "Xyz"), "ews has no operation 'Xyz'; there are: "),
        (lambda j: j.requests(operation="FETCH"), "operation='FETCH' belongs to a protocol: name that first"),
        (lambda j: j.refused("TokenExpird"), "there is no refusal 'TokenExpird'; did you mean 'TokenExpired'?"),
        (lambda j: j.requests(user="alcie"), "no user 'alcie'; there are: alice@"),
        (lambda j: j.requests(app="Contoso Mial"), "no application 'Contoso Mial'; did you mean 'Contoso Mail'?"),
        (lambda j: j.assert_not_asked(usr="alice"), "the journal takes no 'usr'; did you mean 'user'?"),
        (lambda j: j.requests(op="FETCH"), "the journal takes no 'op'; did you mean 'operation'?"),
        (lambda j: Journal().requests(user="alice"), "nobody is known here"),
        (lambda j: j.assert_reffused(), "'Journal' object has no attribute 'assert_reffused'"),
    ],
)
def test_a_name_that_is_unknown_is_refused(tenant: Tenant, ask: object, error: str) -> None:
    assert callable(ask)
    with pytest.raises((ValueError, TypeError, AttributeError)) as refused:
        ask(tenant.journal)
    assert error in str(refused.value)


# --- assertions ---


def test_assert_refused_returns_what_it_finds(tenant: Tenant) -> None:
    assert [one.asked for one in tenant.journal.assert_refused("TokenExpired", "pop3", times=1)] == ["AUTH"]


def test_assert_refused_says_what_was_refused_instead(tenant: Tenant) -> None:
    with pytest.raises(AssertionError) as failed:
        tenant.journal.assert_refused("TokenExpired", protocol="imap")
    assert said(failed).startswith("TokenExpired on IMAP did not come; refused was: TokenExpired, RoleMissing:\n  ")
    with pytest.raises(AssertionError, match=r"^TokenExpired STAT on POP3 did not come; refused was"):
        tenant.journal.assert_refused("TokenExpired", "pop3", "STAT")
    assert "POP3: AUTH -> -ERR" in said(failed)
    with pytest.raises(AssertionError, match=r"^a refusal on SMTP did not come; refused was: TokenExpired, RoleMiss"):
        tenant.journal.assert_refused(protocol="smtp")


def test_assert_refused_counts(tenant: Tenant) -> None:
    with pytest.raises(AssertionError, match=r"TokenExpired was to come 2 times and came once:\n  .*POP3: AUTH -> "):
        tenant.journal.assert_refused("TokenExpired", times=2)


def test_where_nothing_was_refused_it_says_what_was_asked() -> None:
    journal = Journal()
    journal.add("IMAP", "NOOP", "OK", operation="NOOP")
    with pytest.raises(AssertionError) as failed:
        journal.assert_refused("TokenExpired")
    assert said(failed).startswith(
        "TokenExpired did not come, and nothing was refused at all; asked was IMAP NOOP:\n  "
    )


def test_where_nothing_was_asked_it_says_what_to_do() -> None:
    with pytest.raises(AssertionError) as failed:
        Journal().assert_asked("imap")
    assert said(failed) == (
        "nothing on IMAP was asked: the program asked nothing here at all; is it given the addresses of m365, or led "
        "here by m365_redirect?"
    )


def test_assert_asked_says_what_was_asked_instead(tenant: Tenant) -> None:
    assert len(tenant.journal.assert_asked("imap", "FETCH", times=1)) == 1
    with pytest.raises(AssertionError, match=r"^nothing on IMAP by bob@\S+ was asked; asked was IMAP AUTHENTICATE, "):
        tenant.journal.assert_asked("imap", user="bob")
    with pytest.raises(AssertionError) as failed:
        tenant.journal.assert_asked("imap", "IDLE")
    assert said(failed).startswith("no IDLE on IMAP was asked; asked was IMAP AUTHENTICATE, IMAP FETCH, POP3 AUTH, ")
    with pytest.raises(AssertionError, match="FETCH on IMAP was to be asked 2 times and was asked once:"):
        tenant.journal.assert_asked("imap", "FETCH", times=2)
    with pytest.raises(AssertionError, match="anything on IMAP was to be asked once and was asked 2 times:"):
        tenant.journal.assert_asked("imap", times=1)


def test_assert_not_asked_shows_what_was(tenant: Tenant) -> None:
    tenant.journal.assert_not_asked("smtp")
    tenant.journal.assert_not_asked("imap", "IDLE")
    with pytest.raises(AssertionError) as failed:
        tenant.journal.assert_not_asked("imap")
    assert said(failed).startswith("nothing on IMAP was to be asked, and it was, 2 times:\n  ")


def test_assert_not_refused_explains(tenant: Tenant) -> None:
    tenant.journal.assert_not_refused(protocol="imap")
    tenant.journal.assert_not_refused("TokenExpired", "pop3", "STAT")
    with pytest.raises(AssertionError) as failed:
        tenant.journal.assert_not_refused(protocol="pop3")
    assert said(failed).startswith("nothing on POP3 was to be refused, and there is TokenExpired:\n  ")
    line, reason, *more = said(failed).splitlines()[1:]
    assert re.fullmatch(r"  \S+ POP3: AUTH -> -ERR", line)
    assert reason.startswith("      TokenExpired: ")
    assert more[0].startswith("        rule: exp")


def test_a_client_may_ask_without_a_credential_first() -> None:
    journal = Journal()
    journal.add("EWS", "POST", "401", explained(CredentialMissing()))
    with pytest.raises(AssertionError):
        journal.assert_not_refused()
    journal.add("EWS", "FindItem", "NoError", by=ALICE)
    journal.assert_not_refused()


def test_an_assertion_shows_no_secret(tenant: Tenant) -> None:
    secret = tenant.daemon_app.client_secret
    tenant.journal.add("OAuth", f"POST scope={secret}", "400", operation="token")
    with pytest.raises(AssertionError) as failed:
        tenant.journal.assert_not_asked("token")
    assert str(secret) not in said(failed)


def test_an_error_of_a_protocol_is_asked_for_by_its_own_name_once_it_is_there() -> None:
    journal = Journal()
    with pytest.raises(ValueError, match="there is no refusal 'AADSTS90002'"):
        journal.assert_not_refused("AADSTS90002")
    journal.add("OAuth", "POST", "400", Explanation("AADSTS90002", "no such tenant"), operation="token")
    [found] = journal.assert_refused("AADSTS90002", "token")
    assert found.answered == "400"
    with pytest.raises(ValueError, match="did you mean 'AADSTS90002'"):
        journal.refused("AADSTS90003")


def test_a_misspelt_refusal_is_suggested_whatever_was_noted(tenant: Tenant) -> None:
    with pytest.raises(ValueError, match="did you mean 'MailboxFull'"):
        tenant.journal.refused("MailboxFul")


@pytest.mark.parametrize(("misspelt", "meant"), [("protocl", "protocol"), ("operatoin", "operation"), ("usr", "user")])
def test_a_misspelt_keyword_suggests_the_right_one(tenant: Tenant, misspelt: str, meant: str) -> None:
    with pytest.raises(TypeError, match=f"the journal takes no '{misspelt}'; did you mean '{meant}'"):
        tenant.journal.requests(**{misspelt: "imap"})  # type: ignore[arg-type]

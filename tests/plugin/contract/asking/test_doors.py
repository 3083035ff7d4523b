"""What doors say to a token, and what shows of a mailbox by that."""

from typing import Literal

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.doors import enter, is_open, respond, said_at, token_without
from pytest_m365.contract.asking.lines import CLOSED
from pytest_m365.contract.asking.permissions import PERMISSIONS, permits, scope_of
from pytest_m365.contract.terms import NotAsked
from pytest_m365.fake import FakeTarget
from pytest_m365.live.errors import SignInRefused


@pytest.mark.parametrize("door", PERMISSIONS)
def test_each_opens_to_the_user_and_to_the_application(door: str, asker: Asker) -> None:
    assert is_open(said_at(asker, door, "user"))
    assert is_open(said_at(asker, door, "app"))


@pytest.mark.m365(imap=False, pop=False, ews=False, smtp_auth=False)
@pytest.mark.parametrize(
    ("door", "said"),
    [
        ("EWS", "(empty body)"),
        ("IMAP", "BAD User is authenticated but not connected."),
        ("POP3", "-ERR Authentication failure: unknown user name or bad password."),
    ],
)
def test_what_is_off_is_shut(door: str, said: str, asker: Asker) -> None:
    answer = said_at(asker, door, "user")
    assert (is_open(answer), answer[-1]) == (False, said)


def test_it_is_asked_once_for_each_mailbox(asker: Asker, m365: FakeTarget) -> None:
    assert is_open(said_at(asker, "IMAP", "user"))
    m365.user.set(imap=False)
    m365.tenant.add_user("bob")
    assert is_open(said_at(asker, "IMAP", "user"))
    assert not is_open(said_at(asker, "IMAP", "user", f"bob@{m365.domain}"))
    assert not is_open(enter(asker, "IMAP", asker.token_of("user", "IMAP")))


@pytest.mark.parametrize("door", PERMISSIONS)
@pytest.mark.parametrize("who", ["user", "app"])
def test_another_mailbox_opens_to_whoever_has_a_right_on_it(
    door: str, who: Literal["user", "app"], asker: Asker, m365_fake: Tenant
) -> None:
    bob = m365_fake.add_user("bob")
    token = asker.token_of(who, door)
    assert is_open(enter(asker, door, token, bob.upn)) is (who == "app")
    m365_fake.rights.add_mailbox_permission(bob, "alice")
    assert is_open(enter(asker, door, token, bob.upn))
    # That it is the other one which is opened, and not the user's own.
    m365_fake.people.remove_user(bob)
    assert not is_open(enter(asker, door, token, bob.upn))


def test_of_a_busy_service_nothing_shows(asker: Asker, m365_fake: Tenant) -> None:
    m365_fake.faults.say("smtp", "AUTH", text="432 4.3.2 Concurrent connections limit exceeded")
    with pytest.raises(NotAsked, match=r"^SMTP says nothing of the mailbox: 432 4\.3\.2"):
        said_at(asker, "SMTP", "user")
    # It was not for ever.
    assert is_open(said_at(asker, "SMTP", "user"))


def test_of_a_server_that_only_hangs_up_nothing_shows(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytest_m365.contract.asking.doors.enter", lambda *_: [CLOSED])
    with pytest.raises(NotAsked, match=r"^POP3 says nothing of the mailbox: .connection closed"):
        said_at(asker, "POP3", "user")


def test_nothing_shows_of_ews_that_is_down(asker: Asker, m365_fake: Tenant) -> None:
    m365_fake.faults.unavailable("ews", times=1)
    with pytest.raises(NotAsked, match=r"^EWS says nothing of the mailbox: "):
        said_at(asker, "EWS", "user")
    assert is_open(said_at(asker, "EWS", "user"))


def test_a_response_may_be_anything(asker: Asker) -> None:
    assert respond(asker, "IMAP", "user=a auth=Bearer") == ["NO AUTHENTICATE failed."]


@pytest.mark.parametrize("door", PERMISSIONS)
def test_a_token_without_a_scope_is_another_door_s(door: str, asker: Asker) -> None:
    token = token_without(asker, door)
    assert not permits(token, door)
    assert any(permits(token, other) for other in PERMISSIONS)


def consenting(asker: Asker, monkeypatch: pytest.MonkeyPatch, *doors: str) -> None:
    """Let the user have tokens for these doors only, each with all of their scopes."""
    scopes = [scope_of(door) for door in doors]

    def user_token(scope: str) -> str:
        if scope not in scopes:
            raise SignInRefused("signing in", "AADSTS65001: not consented", 65001)
        target = asker.target
        return target.tenant.mint(user=target.tenant.users[0], scopes=scopes)

    monkeypatch.setattr(asker, "user_token", user_token)


def test_scopes_that_are_not_consented_to_are_passed_over(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    consenting(asker, monkeypatch, "SMTP")
    assert permits(token_without(asker, "EWS"), "SMTP")
    with pytest.raises(SignInRefused, match="AADSTS65001"):
        token_without(asker, "SMTP")


def test_where_every_token_has_every_scope_there_is_none_without(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    consenting(asker, monkeypatch, "SMTP", "IMAP")
    with pytest.raises(NotAsked, match="no token is without it"):
        token_without(asker, "IMAP")

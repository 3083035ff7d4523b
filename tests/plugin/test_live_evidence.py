"""What a run has been told of its tenant excludes causes of a later failure; nothing is asked anew."""

import imaplib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pytest_m365 import Target, Tenant
from pytest_m365.diagnosis import Seen
from pytest_m365.live.access import Access, Process
from pytest_m365.live.errors import LiveError, NoWay, SignInNeeded, SignInRefused
from pytest_m365.live.paces import Paces
from pytest_m365.live.run import LiveRun
from pytest_m365.live.settings import read_settings
from pytest_m365.live.turn import Occupant, Turns
from pytest_m365.live_evidence import Evidence
from pytest_m365.live_report import SAME, section_without_target
from tests.plugin.live.conftest import environment, guard_of

__all__ = ["environment"]

Make = Callable[..., LiveRun]
NOT_CONNECTED = imaplib.IMAP4.error("EXAMINE command error: BAD [b'User is authenticated but not connected.']")


@pytest.fixture
def run_of(environment: dict[str, str], tmp_path: Path) -> Iterator[Make]:
    """Makes runs of the environment, with changes to it; a None takes a variable out."""
    made: list[LiveRun] = []

    def make(**changes: str | None) -> LiveRun:
        changed = {**environment, **changes}
        settings = read_settings({name: value for name, value in changed.items() if value is not None})
        access = Access(settings, guard_of(settings), Paces(), Process("2611300800abcd"), lambda secret: None)
        made.append(LiveRun(access, Turns(tmp_path, Occupant(1, access.process.run, "here"), print)))
        return made[-1]

    yield make
    for run in made:
        run.access.close()


@pytest.fixture
def as_app(run_of: Make) -> LiveRun:
    return run_of(M365_CLIENT_ID=None)


@pytest.fixture
def as_user(run_of: Make, m365: Target) -> LiveRun:
    as_user = {"M365_DAEMON_CLIENT_ID": None, "M365_CLIENT_SECRET": None}
    return run_of(M365_PASSWORD=m365.password, M365_ALLOW_PASSWORD="1", **as_user)


def refused(run: LiveRun, protocol: str) -> LiveError:
    assert run.probes.lost(protocol)
    error = run.probes.answers[protocol]
    assert error is not None
    return error


def first_line(run: LiveRun, failure: BaseException) -> str:
    return section_without_target(run, failure).replace("\n    ", " ").splitlines()[0]


def test_nothing_asked_is_nothing_known(as_app: LiveRun) -> None:
    seen = Evidence(as_app).of(LiveError("imap", "opening", "NO"))
    assert (seen.opened, seen.not_opened, seen.claims) == (frozenset(), frozenset(), None)
    assert seen.client_id == as_app.access.settings.daemon.client_id.lower()  # type: ignore[union-attr]


def test_imap_that_is_off_while_others_open(as_app: LiveRun, as_user: LiveRun, m365_fake: Tenant) -> None:
    m365_fake.users[0].set(imap=False)
    for run, other in ((as_app, "pop3"), (as_user, "ews")):
        assert run.probes.lost(other) == ""
        said = first_line(run, refused(run, "imap"))
        assert said == (
            "the service or its settings, most likely: IMAP is switched off for the mailbox (ImapEnabled is $false)"
        )


def test_ews_says_nothing_of_an_applications_full_access(as_app: LiveRun, m365_fake: Tenant) -> None:
    m365_fake.users[0].set(imap=False)
    assert as_app.probes.lost("ews") == ""
    said = section_without_target(as_app, refused(as_app, "imap"))
    assert said.startswith("the service or its settings: 3 causes have this answer")
    assert "excluded: there is no mailbox of this address yet" in said


def test_the_claims_are_those_of_the_token_that_was_shown(as_app: LiveRun, m365_fake: Tenant) -> None:
    m365_fake.directory.consent.withdraw(m365_fake.daemon_app.client_id)
    assert first_line(as_app, refused(as_app, "imap")) == (
        "the service or its settings: the application's token lacks the role IMAP.AccessAsApp"
    )


def test_a_users_missing_scope_is_no_programs_matter_where_a_helper_asks(as_user: LiveRun) -> None:
    seen = Evidence(as_user).of(LiveError("imap", "opening", "NO AUTHENTICATE failed."))
    assert seen.user == ""
    assert as_user.probes.lost("imap") == ""
    seen = Evidence(as_user).of(LiveError("imap", "opening", "NO AUTHENTICATE failed."))
    assert (seen.user, seen.permissions) == (as_user.access.user, frozenset({"IMAP.AccessAsUser.All"}))
    said = section_without_target(as_user, LiveError("imap", "opening", "NO AUTHENTICATE failed."))
    assert "the program" not in said


def test_all_ways_that_are_shut_are_told(as_app: LiveRun, m365_fake: Tenant) -> None:
    m365_fake.users[0].set(imap=False)
    m365_fake.policies.ews_enabled = False
    m365_fake.rights.add_application_access_policy(m365_fake.daemon_app, [m365_fake.users[0]], "DenyAccess")
    with pytest.raises(NoWay) as met:
        as_app.mailboxes.choice.way()
    said = section_without_target(as_app, met.value)
    assert "answer: imap: BAD User is authenticated but not connected." in said
    assert "answer: ews: HTTP 403" in said
    assert Evidence(as_app).refused.keys() == {"imap", "ews", "graph"}


def test_a_program_that_is_told_what_the_helpers_are_told(
    as_user: LiveRun, m365_fake: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where nobody has consented to Microsoft Graph, which would be asked first.
    monkeypatch.setattr("pytest_m365.live.choice.ORDER", ("imap", "ews"))
    m365_fake.users[0].set(imap=False)
    as_user.mailboxes.choice.way().close()
    said = section_without_target(as_user, NOT_CONNECTED)
    assert said.startswith("the service or its settings, most likely: IMAP is switched off")
    assert SAME in " ".join(said.split())


def test_of_a_programs_token_nothing_is_known(as_user: LiveRun) -> None:
    assert as_user.probes.lost("imap") == ""
    seen = Evidence(as_user).of(NOT_CONNECTED)
    assert (seen.claims, seen.client_id) == (None, "")
    assert {one.protocol for one in seen.opened} == {"imap"}
    said = section_without_target(as_user, NOT_CONNECTED)
    # The mailbox is there, and IMAP is on.
    assert "excluded: IMAP is switched off for the mailbox" in said
    assert "IMAP has opened the mailbox before" in " ".join(said.split())
    assert "excluded: there is no mailbox of this address yet" in said


@pytest.mark.parametrize(
    ("user", "known"),
    [("", ("client_credentials", "")), ("alice@contoso.onmicrosoft.com", ("refresh_token", None))],
)
def test_who_was_to_be_signed_in(run_of: Make, user: str, known: tuple[str, str | None]) -> None:
    run = run_of(M365_SIGN_IN="user", M365_CLIENT_SECRET="x8Q~" + "x" * 36)
    seen: Seen = Evidence(run).of(SignInRefused("signing in", "AADSTS7000215: wrong", 7000215, user))
    assert (seen.grant, seen.secret_form) == known


def test_another_user_who_is_to_sign_in(run_of: Make, m365: Target, m365_fake: Tenant) -> None:
    bob = m365_fake.add_user("bob").mailbox.user
    run = run_of(M365_USERNAMES=f"{m365.username},{bob}", M365_USERNAME=None)
    with pytest.raises(SignInNeeded) as met:
        run.access.sign_in.user_token([], bob)
    assert Evidence(run).of(met.value).mailbox == bob
    assert f"login --user {bob}`" in section_without_target(run, met.value)


def test_a_sign_in_that_a_person_mends(as_user: LiveRun) -> None:
    said = first_line(as_user, SignInNeeded("signing in", "AADSTS65001: not consented", 65001, as_user.access.user))
    assert said.startswith("the service or its settings: ")

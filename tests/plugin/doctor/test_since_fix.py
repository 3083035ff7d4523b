"""What fails is asked again until it turns, sparingly; nobody sleeps."""

import re

import pytest

from pytest_m365.doctor.context import Time
from pytest_m365.doctor.since_fix import LONGEST, ask_until_it_turns, in_words
from pytest_m365.doctor.walk import walk
from tests.plugin.doctor.situation import Clock, Situation


@pytest.fixture
def clock() -> Clock:
    return Clock()


def asked_again(
    situation: Situation, clock: Clock, limit: float = 4 * 3600, **changes: object
) -> tuple[bool, list[str]]:
    """Walk as the application, and ask again; return whether all turned, and what was told."""
    told: list[str] = []
    without = {"M365_CLIENT_ID": None, "M365_PASSWORD": None, "M365_ALLOW_PASSWORD": None}
    context = situation.context(time=Time(clock.now, clock.sleep), **{**without, **changes})  # type: ignore[arg-type]
    with context:
        return ask_until_it_turns(context, walk(context), told.append, limit), told


def test_a_setting_that_bites_later(situation: Situation, clock: Clock) -> None:
    situation.tenant.policies.smtp_auth = False

    def change() -> None:
        if len(clock.slept) == 4:
            situation.tenant.policies.smtp_auth = True

    clock.meanwhile = change
    turned, told = asked_again(situation, clock, protocols=["smtp"])
    assert turned
    # The pauses grow, so that the service is asked less and less often.
    assert clock.slept == sorted(clock.slept)
    assert clock.slept[0] == pytest.approx(120, abs=1)
    assert told[-1].startswith("smtp alice@contoso.onmicrosoft.com as the application: works after ")
    assert told[-1].endswith("asked 4 times: signs in")


def test_a_permission_comes_with_a_new_token(situation: Situation, clock: Clock) -> None:
    app = situation.tenant.register_app("Growing", application=["full_access_as_app"])
    situation.tenant.rights.add_mailbox_permission("*", app)

    def consent() -> None:
        app.application = situation.daemon.application
        situation.tenant.applications.grant_admin_consent(app)

    clock.meanwhile = consent
    turned, told = asked_again(
        situation, clock, protocols=["imap"], M365_DAEMON_CLIENT_ID=app.client_id, M365_CLIENT_SECRET=app.client_secret
    )
    assert turned
    assert len(clock.slept) == 1
    assert re.search(r"works after 1\d s, asked 1 times", told[-1])


def test_what_is_kept_by_asking_is_asked_seldom(situation: Situation, clock: Clock) -> None:
    """RBAC's cache lives as long as it is asked: half an hour of silence is the shortest way."""
    bob = situation.tenant.add_user("bob")
    app = situation.tenant.register_app("Scoped", application=[])
    situation.tenant.rights.assign_role(app, "Application EWS.AccessAsApp", [bob])
    changes = {"M365_DAEMON_CLIENT_ID": app.client_id, "M365_CLIENT_SECRET": app.client_secret}
    turned, told = asked_again(situation, clock, protocols=["ews"], limit=3 * 3600, **changes)
    assert not turned
    assert min(clock.slept) >= 1799
    assert max(clock.slept) <= LONGEST + 1
    assert told[-1].endswith(f"no change after 3 h 00 min, asked {len(clock.slept)} times")


def test_another_answer_is_told(situation: Situation, clock: Clock) -> None:
    situation.tenant.policies.smtp_auth = False

    def change() -> None:
        situation.user.smtp_auth = len(clock.slept) > 1

    clock.meanwhile = change
    turned, told = asked_again(situation, clock, protocols=["smtp"])
    assert turned
    assert "says something else" in told[1]
    assert "disabled for the Mailbox" in told[1]


def test_the_same_a_minute_later_is_no_busy_server(situation: Situation, clock: Clock) -> None:
    situation.user.imap = False
    turned, told = asked_again(situation, clock, limit=1800, protocols=["imap", "pop3"])
    assert not turned
    # Row 4 is out, which is told as another gist; and from then on it stays.
    assert sum("says something else" in line for line in told) == 1


def test_the_limit_ends_it(situation: Situation, clock: Clock) -> None:
    situation.tenant.policies.smtp_auth = False
    turned, told = asked_again(situation, clock, limit=600, protocols=["smtp"])
    assert not turned
    assert sum(clock.slept) <= 600
    assert "no change after 10 min" in told[-1]


def test_where_nothing_failed_nothing_is_asked(situation: Situation, clock: Clock) -> None:
    assert asked_again(situation, clock, protocols=["smtp"]) == (True, [])
    assert clock.slept == []


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 s"), (119, "119 s"), (120, "2 min"), (3600, "60 min"), (7500, "2 h 05 min")]
)
def test_spans(seconds: float, words: str) -> None:
    assert in_words(seconds) == words

"""Each of the twin's moods is had while it runs, and seen by a program that finds it by the real service's names."""

from collections.abc import Iterator

import pytest

from tests.live.programs import run
from tests.live.twin import Twin

#: Mood -> an order to the twin, who asks, and what they are told.
REFUSED = {
    "EWS off": ("tenant.policies.ews_enabled = False", "requests", "403 False"),
    "EWS off for the mailbox": ("user.ews = False", "requests", "403 False"),
    "IMAP off": ("user.imap = False", "imap", "User is authenticated but not connected."),
    "SMTP AUTH off": (
        "tenant.policies.smtp_auth = False",
        "smtp",
        "SmtpClientAuthentication is disabled",
    ),
    "no consent": ("tenant.directory.consent.withdraw(tenant.public_app.client_id)", "msal", "AADSTS65001"),
    "no role": ("tenant.directory.consent.withdraw(tenant.daemon_app.client_id)", "daemon", "None"),
    "expired secret": ("tenant.faults.refuse('token', reason='SecretExpired')", "daemon", "AADSTS7000222"),
    "throttled with NO": (
        "tenant.faults.throttle('imap', 'FETCH', retry_after=299.91)",
        "imap",
        "Suggested Backoff Time: 299910 milliseconds",
    ),
    "throttled with BAD": (
        "tenant.faults.throttle('imap', 'EXAMINE', retry_after=299.91, closes=True)",
        "imap",
        "Suggested Backoff Time: 299910 milliseconds",
    ),
    "throttled in disguise": ("tenant.faults.not_connected()", "imap", "User is authenticated but not connected."),
    "throttled on EWS": ("tenant.faults.throttle('ews', 'GetFolder', retry_after=300)", "requests", "500 False"),
    "throttled on SMTP": ("tenant.faults.throttle('smtp', 'DATA')", "smtp", "4.3.2"),
    "throttled at Entra ID": ("tenant.faults.throttle('token', times=None)", "msal", "AADSTS"),
    "a server that is away": ("tenant.faults.unavailable('imap')", "imap", "Server Unavailable. 15"),
    "a token that ends in mid-run": (
        "tenant.faults.refuse('imap', 'FETCH', reason='TokenExpired')",
        "imap",
        "FETCH failed",
    ),
    "UIDVALIDITY in mid-run": ("tenant.faults.moved('FETCH')", "uid validity", "Connection closed. 14 True"),
    "a clock 90 s off": ("tenant.faults.wrong_clock('keys', seconds=90)", "clock", "9"),
    "nothing can be deleted": ("tenant.mailbox(user).recoverable_items_full = True", "expunge", "EXPUNGE failed."),
    "localized folders": ("tenant.people.localize_folders(user, 'de-DE')", "list", "Gel&APY-schte Elemente"),
}


@pytest.fixture(scope="module")
def started() -> Iterator[Twin]:
    with Twin() as twin:
        twin.do("_ = tenant.deliver(user, subject='Seen')\nbefore = tenant.snapshot()")
        yield twin


@pytest.fixture
def twin(restored: Twin) -> Twin:
    return restored


@pytest.mark.slow
@pytest.mark.parametrize("mood", REFUSED)
def test_what_a_program_is_told(mood: str, twin: Twin) -> None:
    order, ask, told = REFUSED[mood]
    twin.do(order)
    assert told in run(ask, twin.environment)


#: Mood -> an order to the twin, and where mail from alice to herself is then, by folder.
DELIVERED = {
    "at once": ("pass", {"inbox": 1, "sentitems": 1}),
    "slow": ("tenant.faults.late(seconds=60)", {"sentitems": 1}),
    "twice": ("tenant.faults.duplicate()", {"inbox": 2, "sentitems": 1}),
    "in Junk Email": ("tenant.faults.junk()", {"junkemail": 1, "sentitems": 1}),
    "no copy yet": ("tenant.faults.late_sent_copy(seconds=60)", {"inbox": 1}),
    "quarantined": ("tenant.faults.quarantine()", {"sentitems": 1}),
}
COUNT = "{id: len(box.messages(id)) for id in ('inbox', 'junkemail', 'sentitems') if box.messages(id)}"


@pytest.mark.parametrize("mood", DELIVERED)
def test_what_becomes_of_mail(mood: str, twin: Twin) -> None:
    order, places = DELIVERED[mood]
    twin.do(f"box = tenant.mailbox(user)\nbox.items.delete(box.messages())\n{order}")
    assert run("smtp", twin.environment) == "sent"
    assert twin.do(COUNT) == places
    twin.do("tenant.clock.advance(minutes=2)")
    later = {"inbox", "sentitems"} if mood in ("slow", "no copy yet") else set(places)
    assert set(twin.do(COUNT)) == later


def test_mail_that_comes_back(twin: Twin) -> None:
    twin.do("tenant.faults.bounce(code='5.7.236')")
    assert run("smtp", twin.environment, "carol@example.com") == "sent"
    assert twin.do("tenant.mailbox(user).messages()[-1].subject") == "Undeliverable: Sent"
    assert twin.do("len(tenant.outbound)") == 0


def test_consent_is_given_and_an_old_token_served(twin: Twin) -> None:
    twin.do("tenant.directory.consent.withdraw(tenant.daemon_app.client_id)")
    twin.do("tenant.faults.stale_consent()\ntenant.applications.grant_admin_consent(tenant.daemon_app)")
    assert run("daemon", twin.environment) == "None"
    twin.do("tenant.clock.advance(hours=1)")
    assert "IMAP.AccessAsApp" in run("daemon", twin.environment)


def test_a_setting_that_bites_after_minutes(twin: Twin) -> None:
    twin.do("user.imap = False\ntenant.later.do(lambda: user.set(imap=True), minutes=20)")
    assert "not connected" in run("imap", twin.environment)
    twin.do("tenant.clock.advance(minutes=20)")
    assert run("imap", twin.environment) == "Subject: Seen"


def test_a_secret_with_a_line_end(twin: Twin) -> None:
    environment = twin.environment
    environment["M365_CLIENT_SECRET"] += "\n"
    assert "AADSTS7000215" in run("daemon", environment)


def test_mime_that_is_written_anew(twin: Twin) -> None:
    twin.do("tenant.policies.rewrite_mime = True")
    run("smtp", twin.environment)
    head = twin.do("tenant.mailbox(user).messages('sentitems')[0].mime().decode().splitlines()")
    assert head.index("Subject: Sent") < head.index("X-Pytest-M365: run")


def test_another_run_at_work(twin: Twin) -> None:
    environment = twin.environment
    assert run("expunge", environment).startswith("('OK'")
    assert twin.do("_ = tenant.deliver(user, subject='Of another run')\nlen(tenant.mailbox(user).messages())") == 1
    assert run("imap", environment) == "Subject: Of another run"

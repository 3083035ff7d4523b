"""Live runs against a tenant in its moods: they pass where patience helps, and say whose matter it is where not."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.certificates import KeyAndCertificate
from tests.live.github import IMMUTABLE, ISSUER, NAMED, GitHub, Job
from tests.live.project import Project
from tests.live.test_live_run import SAME, SAME_TESTS, folders
from tests.live.twin import Twin

#: a program that sends to itself, as most tests of programs are
SENDS = """
def test_it(m365_mailbox, m365):
    with m365.open_smtp() as client:
        to, user = m365_mailbox.address, m365_mailbox.user
        client.sendmail(user, [to], f"From: {user}\\r\\nTo: {to}\\r\\nSubject: Sent\\r\\n\\r\\nBody\\r\\n")
    assert m365_mailbox.wait_for("Sent", timeout=TIMEOUT).sender == user
    assert m365_mailbox.wait_for("Sent", "sentitems", timeout=TIMEOUT).sender == user
""".replace("TIMEOUT", "0.5")


def slow_but(cases: Iterable[str], *quick: str) -> list[Any]:
    """Return cases to parametrize with, of which these are run each time."""
    return [case if case in quick else pytest.param(case, marks=pytest.mark.slow) for case in cases]


@pytest.fixture
def twin(restored: Twin) -> Twin:
    return restored


@pytest.fixture
def project(twin: Twin, tmp_path: Path) -> Project:
    project = Project(tmp_path, twin)
    project.write(SENDS)
    return project


#: Mood -> an order to the twin, after which the test passes all the same.
BORNE = {
    "late": "tenant.faults.late(seconds=1)",
    "twice": "tenant.faults.duplicate()",
    "a late copy in Sent Items": "tenant.faults.late_sent_copy(seconds=1)",
    "throttled by NO": "tenant.faults.throttle('imap', 'FETCH', times=2, retry_after=0.1)",
    "throttled by BAD": "tenant.faults.throttle('imap', 'EXAMINE', times=1, retry_after=0.1, closes=True)",
    "throttled at sign-in": "tenant.faults.throttle('token', times=1, retry_after=0.1)",
    "a connection that breaks": "tenant.faults.drop('imap', after='FETCH')",
    "a server that hangs up": "tenant.faults.bye('imap')",
    "UIDVALIDITY in mid-run": "tenant.faults.moved('FETCH')",
    "a clock 90 s off": "tenant.faults.wrong_clock('token', seconds=90)",
    "MIME that is written anew": "tenant.policies.rewrite_mime = True",
    "localized folders": "tenant.people.localize_folders(user, 'de-DE')\ntenant.policies.imap_special_use = False",
    "EWS off": "tenant.policies.ews_enabled = False",
}


@pytest.mark.parametrize(
    "mood", slow_but(BORNE, "late", "throttled by NO", "UIDVALIDITY in mid-run", "localized folders")
)
def test_what_is_borne(mood: str, twin: Twin, project: Project) -> None:
    twin.do(BORNE[mood])
    ran = project.run()
    assert (ran.returncode, ran.count("passed")) == (0, 1), ran
    assert sum(folders(twin).values()) == 0


#: Mood -> an order to the twin, changes to the environment, and what the first line of the section and the rest say.
TOLD: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "in Junk Email": ("tenant.faults.junk()", {}, "the service or its settings", "fix: Add the sender to the safe"),
    "quarantined": ("tenant.faults.quarantine()", {}, "the service or its settings, most", "Get-MessageTraceV2"),
    "throttled for long": (
        "tenant.faults.throttle('imap', 'STATUS', times=None, retry_after=299.91)", {"M365_MAILBOX_VIA": "imap"},
        "the service or its settings", "Suggested Backoff Time: 299910 milliseconds",
    ),
    "away": (
        "tenant.faults.unavailable('imap')",
        {"M365_MAILBOX_VIA": "imap"},
        "the service or its settings",
        "Server Unavailable. 15",
    ),
    "an expired secret": (
        "tenant.faults.refuse('token', reason='SecretExpired')", {}, "the service or its settings", "AADSTS7000222",
    ),
    "no role": (
        "tenant.directory.consent.withdraw(tenant.daemon_app.client_id)", {}, "the service or its settings",
        "AUTHENTICATE failed",
    ),
    "EWS off": (
        "tenant.policies.ews_enabled = False", {"M365_MAILBOX_VIA": "ews"}, "the service or its settings", "403",
    ),
    "neither IMAP nor EWS": (
        "user.imap = False\nuser.ews = False", {}, "the service or its settings", "authenticated but not connected",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mood", slow_but(TOLD, "in Junk Email", "throttled for long"))
def test_what_is_told(mood: str, twin: Twin, project: Project) -> None:
    order, environment, first, told = TOLD[mood]
    project.ini["m365_live_timeout"] = "2"
    twin.do(order)
    ran = project.run(**environment)
    assert ran.returncode == 1, ran
    lines = ran.output.splitlines()
    section = next(number for number, line in enumerate(lines) if line.strip("- ") == "m365")
    assert lines[section + 1].startswith(first), ran
    assert told in ran.output, ran


def test_what_cannot_be_removed_is_named(twin: Twin, project: Project) -> None:
    twin.do("tenant.mailbox(user).recoverable_items_full = True")
    ran = project.run()
    assert ran.count("passed") == 1, ran
    assert "still there:" in ran.output, ran


@pytest.mark.slow
def test_a_setting_that_bites_while_tests_run(twin: Twin, project: Project) -> None:
    """IMAP is switched on in the meantime: this run goes by EWS, the next by IMAP."""
    twin.do("user.imap = False\ntenant.later.do(lambda: user.set(imap=True), 3600)")
    assert "reached by ews" in project.run("--m365-require=ews").output or folders(twin) == {}
    twin.do("tenant.clock.advance(3700)")
    ran = project.run("--m365-require=imap")
    assert ran.returncode == 0, ran


def test_a_secret_with_a_line_end(twin: Twin, project: Project) -> None:
    secret = twin.environment["M365_CLIENT_SECRET"]
    ran = project.run(M365_CLIENT_SECRET=f"{secret}\r\n")
    assert ran.returncode == 0, ran
    assert secret not in ran.output


@pytest.mark.parametrize("subject", slow_but([NAMED, IMMUTABLE], IMMUTABLE))
def test_on_github_actions(subject: str, twin: Twin, project: Project, tmp_path: Path) -> None:
    trusted = tmp_path / "trusted.pem"
    trusted.write_text(Path(twin.environment["REQUESTS_CA_BUNDLE"]).read_text())
    github = GitHub(KeyAndCertificate.new(), trusted)
    github.job = Job(has_immutable_subject=subject == IMMUTABLE)
    order = "tenant.applications.trust_issuer(tenant.daemon_app, issuer, subject, [key])"
    twin.do(order, issuer=ISSUER, subject=subject, key=github.public_key)
    with github.serving():
        project.environment.update(github.environment, REQUESTS_CA_BUNDLE=str(trusted))
        ran = project.run(M365_CLIENT_SECRET=None)
    assert ran.returncode == 0, ran
    assert "by GitHub Actions' token" in ran.output
    assert len(github.asked) >= 1


def test_a_mailbox_that_somebody_uses(twin: Twin, project: Project) -> None:
    """5,000 messages in all states: nothing of them changes, in content, flags, folder or UID."""
    twin.do("fill(tenant.mailbox(user.address), 5000)")
    before = twin.do("content(tenant.mailbox(user.address))")
    project.write(SAME_TESTS)
    project.ini["m365_live_timeout"] = "60"
    ran = project.run()
    # POP3 shows the whole inbox, and the test takes the last one.
    assert (ran.returncode, ran.count("passed")) == (0, SAME), ran
    after = twin.do("content(tenant.mailbox(user.address))")
    # What the tests had made is where everything goes that is removed for good.
    assert [each for each in after if not each[0].startswith("Recoverable Items")] == before
    verbs = set(twin.do("sorted({e.operation for e in tenant.journal.entries if e.protocol == 'IMAP'})"))
    assert "CLOSE" not in verbs

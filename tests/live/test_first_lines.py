"""The first line of a failed live test's section is as definite as the doctor is, who asks by every protocol."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

import pytest

from pytest_m365.diagnosis.columns import WIDTH
from tests.live.project import LIMIT, Project
from tests.live.twin import Twin

SERVICE = "the service or its settings"


@dataclass(frozen=True)
class Met:
    """A tenant that is not as the tests need it, and what their run says of it."""

    order: str
    #: of the failed test's section
    first: str
    #: fixtures of the test, the last of which fails
    uses: str = "m365_mailbox"
    arguments: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    #: as whom the run acts
    is_user: bool = False
    #: whether the doctor sees more than the run has: it says another cause then, of the same
    is_less: bool = False


CASES = {
    "IMAP off, and POP3 opens": Met(
        "user.imap = False",
        f"{SERVICE}, most likely: IMAP is switched off for the mailbox (ImapEnabled is $false)",
        "m365_pop3, m365_imap",
        ("--m365-require=imap",),
    ),
    "IMAP off, as a user, and EWS opens": Met(
        "user.imap = False",
        f"{SERVICE}, most likely: IMAP is switched off for the mailbox (ImapEnabled is $false)",
        "m365_mailbox, m365_imap",
        ("--m365-require=imap",),
        is_user=True,
    ),
    # Which opens for an application without FullAccess as well.
    "IMAP off, as an application, and EWS opens": Met(
        "user.imap = False",
        f"{SERVICE}: 3 causes have this answer, and nothing seen tells them apart",
        "m365_mailbox, m365_imap",
        ("--m365-require=imap",),
        is_less=True,
    ),
    "EWS off": Met(
        "tenant.policies.ews_enabled = False",
        f"{SERVICE}: 5 causes have this answer, and nothing seen tells them apart",
        "m365_mailbox, m365_ews",
        ("--m365-require=ews",),
    ),
    "SMTP AUTH off": Met(
        "tenant.policies.smtp_auth = False",
        f"{SERVICE}: authenticated SMTP is off for the tenant, and the mailbox follows it",
        "m365_mailbox, m365_smtp",
        ("--m365-require=smtp",),
    ),
    "no consent": Met(
        "tenant.directory.consent.withdraw(tenant.daemon_app.client_id)",
        f"{SERVICE}: the application's token lacks the role IMAP.AccessAsApp",
    ),
    "no consent of a user's": Met(
        "tenant.directory.consent.withdraw(tenant.public_app.client_id)",
        f"{SERVICE}: neither the user nor an admin has consented to these permissions (AADSTS65001)",
        is_user=True,
    ),
    "an expired secret": Met(
        "tenant.faults.refuse('token', reason='SecretExpired', times=None)",
        f"{SERVICE}: the client secret has expired (AADSTS7000222)",
    ),
}
QUICK = ("IMAP off, and POP3 opens", "no consent", "an expired secret")


@pytest.fixture
def twin(restored: Twin) -> Twin:
    return restored


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in CASES]
)
def test_the_first_line(name: str, twin: Twin, tmp_path: Path) -> None:
    met = CASES[name]
    project = Project(tmp_path, twin)
    project.write(f"def test_it({met.uses}): pass\n")
    project.environment |= acts_as(twin, is_user=met.is_user) | met.environment
    twin.do(met.order)
    ran = project.run(*met.arguments)
    assert ran.returncode == 1, ran
    lines = ran.output.splitlines()
    start = next(number for number, line in enumerate(lines) if line.strip("- ") == "m365")
    section = list(takewhile(lambda line: not line.startswith("==="), lines[start + 1 :]))
    assert " ".join(" ".join(section[:3]).split()).startswith(met.first), ran
    assert all(len(line) <= WIDTH or "https://" in line for line in section), ran
    verdicts = doctors_verdicts(project)
    assert (met.first in verdicts) is not met.is_less, verdicts


def acts_as(twin: Twin, *, is_user: bool) -> dict[str, str | None]:
    """Return changes to the environment: a run of the application alone, or of the user alone."""
    if not is_user:
        return {"M365_CLIENT_ID": None, "M365_PASSWORD": None}
    without: dict[str, str | None] = {"M365_DAEMON_CLIENT_ID": None, "M365_CLIENT_SECRET": None}
    return {**without, "M365_ALLOW_PASSWORD": "1", "M365_PASSWORD": twin.environment["M365_PASSWORD"]}


def doctors_verdicts(project: Project) -> set[str]:
    """Return what the doctor says of the same tenant, asked as the same."""
    variables = {**project.twin.environment, "XDG_STATE_HOME": str(project.folder), **project.environment}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest_m365", "doctor", "--json"],
        cwd=project.folder,
        env={name: value for name, value in variables.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    diagnoses = [result["diagnosis"] for result in json.loads(ran.stdout)["results"]]
    # A helper is told what it is told: the doctor does not know that no program is to blame.
    return {each["verdict"].replace("cannot tell: ", f"{SERVICE}: ") for each in diagnoses if each}

"""The contract is asked of a twin as a user and as an application, as most tenants are and as others are.

A twin is the same fake: that is no proof of the promises, but one of the way that they are asked on.
"""

from collections.abc import Mapping

import pytest

from pytest_m365.contract.promises.everything import PROMISES
from pytest_m365.contract.report import Outcome, read_report
from pytest_m365.contract.terms import PROTOCOLS
from tests.live.project import Project
from tests.live.test_live_moods import slow_but
from tests.live.twin import Twin

#: promises about tenants that are not as most are
SET = frozenset(promise.id for promise in PROMISES if promise.needs is not None)


def asked(project: Project, names: str, sign_in: str = "user", **environment: str) -> dict[str, Outcome]:
    """Ask promises of the twin in a run of their own; return the outcomes that its report has, by their promises."""
    led, reports = project.twin.environment, project.folder / "reports"
    who: dict[str, str] = {"M365_SIGN_IN": sign_in, "M365_PASSWORD": led["M365_PASSWORD"], "M365_ALLOW_PASSWORD": "1"}
    # Whatever day it is.
    project.write("from pytest_m365.contract import performing\n\nperforming.EWS_ENDS = '9999-12-31'\n", "conftest.py")
    suite = ("--pyargs", "pytest_m365.contract", f"--m365-contract-report={reports}", "-k", names)
    ran = project.run(*suite, **who, **environment)
    assert ran.count("failed") == ran.count("error") == 0, ran
    written = (reports / "contract-live.json").read_text()
    private = {led[name] for name in led if name.startswith("M365_") and name != "M365_REDIRECTS"}
    assert not private & set(written.split('"'))
    return read_report(reports / "contract-live.json").by_id()


def held(outcomes: Mapping[str, Outcome]) -> set[str]:
    return {name for name, outcome in outcomes.items() if outcome.verdict == "holds"}


def usual(outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """Return the outcomes of promises about tenants as most are."""
    return {name: outcome for name, outcome in outcomes.items() if name not in SET}


#: a part of each protocol's: greetings, sign-ins, messages, and the token endpoint
PART = "greeting or sign-in or no-such-mailbox or item or search-subject or message-id or dele or accepted or secret"
A_USER = "the run signs in as an application, and this is about a user"


@pytest.mark.slow
def test_a_user_asks(project: Project) -> None:
    outcomes = usual(asked(project, PART, "user"))
    assert {outcome.verdict for outcome in outcomes.values()} == {"holds"}
    assert {outcome.protocol for outcome in outcomes.values()} == set(PROTOCOLS)


@pytest.mark.slow
def test_an_application_asks_what_is_not_about_a_user(project: Project) -> None:
    outcomes = usual(asked(project, PART, "app"))
    of_users = {name for name in outcomes if outcomes[name].verdict == "not asked"}
    assert {outcomes[name].reason for name in of_users} == {A_USER}
    assert of_users >= {f"{protocol}-sign-in-delegated" for protocol in ("ews", "imap", "pop3", "smtp")}
    assert held(outcomes) == outcomes.keys() - of_users
    assert {outcomes[name].protocol for name in held(outcomes)} == {*PROTOCOLS} - {"Autodiscover"}


@pytest.mark.parametrize("sign_in", slow_but(["user", "app"], "user"))
def test_what_is_not_so_is_not_asked_and_says_what(project: Project, sign_in: str) -> None:
    outcomes = asked(project, " or ".join(sorted(SET)), sign_in)
    assert outcomes.keys() >= SET
    assert {outcome.verdict for outcome in outcomes.values()} == {"not asked"}
    not_so = "it does not show that this is so here: "
    about = {
        "imap-off": f"{not_so}IMAP is off, and another protocol opens the mailbox" if sign_in == "user" else A_USER,
        "imap-off-app-only": f"{not_so}IMAP is off, and another protocol opens the mailbox",
        "token-refused-compliant-device": f"{not_so}signing in is refused as AADSTS53000",
        "pop3-other-mailbox": "the run has no second mailbox" if sign_in == "user" else A_USER,
    }
    assert {name: outcomes[name].reason for name in about} == about


OFF_BUT_EWS = """
user.imap = False
tenant.policies.smtp_auth = False
"""
OFF_BUT_IMAP = """
user.pop = user.smtp_auth = False
tenant.policies.ews_enabled = False
"""
ROLES = ("full_access_as_app", "IMAP.AccessAsApp", "POP.AccessAsApp", "SMTP.SendAsApp")
#: a daemon with some of the roles only, and what else is said of it
DAEMON = """
tenant.directory.consent.withdraw(tenant.daemon_app.client_id)
tenant.directory.consent.assign(tenant.daemon_app.client_id, "00000002-0000-0ff1-ce00-000000000000", {roles})
"""
WITHOUT_RIGHT = """
for right in ("FullAccess", "SendAs"):
    tenant.rights.remove_mailbox_permission("*", tenant.daemon_app, right)
"""
WITH_BOB = "_ = tenant.add_user('bob')\n"

#: State -> orders to the twin, who signs in, and the promises that are asked then, of those about settings.
STATES: dict[str, tuple[str, str, set[str]]] = {
    "IMAP is off, and SMTP for the tenant": (
        OFF_BUT_EWS, "user", {"imap-off", "imap-off-app-only", "smtp-off-for-tenant", "smtp-off-for-tenant-app-only"},
    ),
    "POP3 and EWS are off, and SMTP for the mailbox": (
        OFF_BUT_IMAP,
        "user",
        {"pop3-off", "pop3-off-app-only", "smtp-off-for-mailbox", "smtp-off-for-mailbox-app-only"}
        | {"ews-off", "ews-off-app-only", "ews-off-garbage"},
    ),
    "the same, for an application": (
        OFF_BUT_IMAP, "app", {"pop3-off-app-only", "smtp-off-for-mailbox-app-only", "ews-off-app-only"},
    ),
    "the list names the application": (
        "tenant.policies.ews_enabled, tenant.policies.ews_allowed_app_ids = True, (tenant.daemon_app.client_id,)",
        "user",
        # Where EWS is off for the mailbox, it is for this one too.
        {"ews-not-listed", "ews-off", "ews-off-garbage"},
    ),
    "the list names the user's": (
        "tenant.policies.ews_enabled, tenant.policies.ews_allowed_app_ids = True, (tenant.public_app.client_id,)",
        "user",
        {"ews-not-listed-app-only", "ews-off-app-only"},
    ),
    "the role for EWS alone": (
        DAEMON.format(roles=ROLES[:1]), "app", {"imap-wrong-role", "pop3-wrong-role", "smtp-wrong-role"},
    ),
    "all roles but EWS's": (DAEMON.format(roles=ROLES[1:]), "app", {"ews-wrong-role"}),
    "no role": (DAEMON.format(roles=()), "user", {"imap-no-role"}),
    "a role for SMTP": (
        DAEMON.format(roles=()) + "_ = tenant.rights.assign_role(tenant.daemon_app, 'Application SMTP.SendAsApp')",
        "user",
        {"imap-role-for-smtp", "pop3-role-for-smtp"},
    ),
    "a role for EWS": (
        DAEMON.format(roles=()) + "_ = tenant.rights.assign_role(tenant.daemon_app, 'Application EWS.AccessAsApp')",
        "app",
        {"imap-role-for-ews", "pop3-role-for-ews", "ews-role-assigned"},
    ),
    "no permission on the mailbox": (
        WITHOUT_RIGHT, "user", {"pop3-no-mailbox-permission", "smtp-no-mailbox-permission"},
    ),
    # It may send as the mailbox, and so SMTP opens; the others may be off.
    "no permission but SendAs": (
        "tenant.rights.remove_mailbox_permission('*', tenant.daemon_app, 'FullAccess')",
        "user",
        {"pop3-no-mailbox-permission"},
    ),
    "a second mailbox": (WITH_BOB, "user", {"pop3-other-mailbox", "smtp-other-mailbox"}),
    "a second mailbox, with SendAs": (
        WITH_BOB + "tenant.rights.add_mailbox_permission('bob', user, 'SendAs')", "user", {"pop3-other-mailbox"},
    ),
    "a second mailbox, with FullAccess": (
        WITH_BOB + "tenant.rights.add_mailbox_permission('bob', user)", "user", {"smtp-other-full-access"},
    ),
    "a second mailbox, for an application": (
        WITH_BOB + WITHOUT_RIGHT + "for right in ('FullAccess', 'SendAs'):\n"
        "    tenant.rights.add_mailbox_permission(user, tenant.daemon_app, right)",
        "app",
        {"smtp-other-sender-app-only"},
    ),
    "a compliant device": (
        "_ = tenant.sign_ins.add_conditional_access('Devices', grant='compliant_device')",
        "app",
        {"token-refused-compliant-device"},
    ),
    "a locked user": ("user.locked_until = tenant.clock.time() + 60", "app", {"token-refused-locked"}),
    "a public application that is disabled": (
        "tenant.public_app.enabled = False", "app", {"token-refused-app-disabled-delegated"},
    ),
}  # fmt: skip


#: asked in each state, whether it is about that or not
ALWAYS = {"imap-off", "pop3-off", "smtp-off-for", "ews-wrong-role", "imap-no-role", "smtp-no-mailbox-permission"} | {
    "smtp-other-mailbox"
}


@pytest.mark.parametrize("state", slow_but(STATES, "POP3 and EWS are off, and SMTP for the mailbox"))
def test_what_is_so_is_asked_and_holds(state: str, twin: Twin, project: Project) -> None:
    order, sign_in, expected = STATES[state]
    twin.do(order)
    user = twin.environment["M365_USERNAME"]
    if "second" in state:
        project.ini["m365_live_mailboxes"] = f"{user} bob@{user.partition('@')[2]}"
    # What is said while IMAP is tried as a way to the mailbox, which takes a while, is not what this is about.
    via = "ews" if "IMAP is off" in state else "auto"
    outcomes = asked(project, " or ".join(sorted(expected | ALWAYS)), sign_in, M365_MAILBOX_VIA=via)
    assert held(outcomes) & SET == expected
    assert [outcome for outcome in outcomes.values() if outcome.verdict == "differs"] == []


CONSENT_FOR_IMAP = """
exchange = "00000002-0000-0ff1-ce00-000000000000"
tenant.directory.consent.withdraw(tenant.public_app.client_id)
tenant.directory.consent.grant(tenant.public_app.client_id, exchange, ["IMAP.AccessAsUser.All"])
"""


def test_where_a_token_is_refused_nothing_that_needs_it_is_asked(twin: Twin, project: Project) -> None:
    twin.do(CONSENT_FOR_IMAP)
    outcomes = asked(project, "noop or wrong-scope")
    assert held(outcomes) == {"imap-noop", "ews-wrong-scope", "pop3-wrong-scope", "smtp-wrong-scope"}
    for name in ("smtp-noop", "pop3-noop"):
        assert outcomes[name].reason.startswith("AADSTS65001: The user or administrator has not consented")

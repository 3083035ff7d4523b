"""Whether a protocol is to be had: asked once, in the service's own words where it is not."""

from collections.abc import Iterator

import pytest

from pytest_m365 import Target, Tenant
from pytest_m365.live.access import Access, Process
from pytest_m365.live.errors import SignInRefused, Unavailable
from pytest_m365.live.paces import Paces
from pytest_m365.live.probe import Probes
from pytest_m365.live.settings import read_settings
from pytest_m365.live.switches import unmet
from tests.plugin.live.conftest import guard_of

PROTOCOLS = ["imap", "pop3", "smtp", "ews", "graph"]


@pytest.fixture
def access(environment: dict[str, str]) -> Iterator[Access]:
    """A live run's, as the application."""
    settings = read_settings({**environment, "M365_CLIENT_ID": ""})
    access = Access(settings, guard_of(settings), Paces(), Process("2611300800abcd", 3, 4), lambda secret: None)
    yield access
    access.close()


def test_who_a_process_is(access: Access, m365: Target) -> None:
    assert (access.user, access.is_shared, access.is_app) == (m365.username, True, True)
    assert access.domains == {m365.domain}
    assert access.login_command == f"python -m pytest_m365 login --user {m365.username}"


def test_a_sign_in_waits_no_longer_than_the_ini_file_lets_it(environment: dict[str, str], m365_fake: Tenant) -> None:
    settings, paces = read_settings(environment), Paces(timeout=1)
    access = Access(settings, guard_of(settings), paces, Process("2611300800abcd"), lambda secret: None)
    m365_fake.faults.throttle("token", retry_after=2, times=1)
    try:
        with pytest.raises(Unavailable, match="HTTP 429"):
            access.sign_in.app_token()
    finally:
        access.close()


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_what_is_open(protocol: str, access: Access) -> None:
    assert Probes(access).lost(protocol) == ""


@pytest.mark.parametrize(
    ("protocol", "switch", "said"),
    [
        ("imap", "imap", "User is authenticated but not connected"),
        ("pop3", "pop", "Authentication failure: unknown user name or bad password"),
        ("smtp", "smtp_auth", "SmtpClientAuthentication is disabled for the Mailbox"),
        ("ews", "ews", "403"),
    ],
)
def test_what_is_shut(protocol: str, switch: str, said: str, access: Access, m365_fake: Tenant) -> None:
    m365_fake.users[0].set(**{switch: False})
    probes = Probes(access, require=("pop3",))
    assert said in probes.lost(protocol)
    asked = len(m365_fake.journal.entries)
    required = protocol == "pop3"
    with pytest.raises(pytest.fail.Exception if required else pytest.skip.Exception, match=f"{protocol}"):
        probes.need(protocol)
    # Nobody is asked twice.
    assert len(m365_fake.journal.entries) == asked


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_service_that_is_busy_or_away_has_refused_nothing(protocol: str, access: Access, m365_fake: Tenant) -> None:
    probes = Probes(access)
    with m365_fake.faults.add("unavailable", protocol), pytest.raises(Unavailable):
        probes.lost(protocol)
    # That was no answer, so that it is asked again.
    assert probes.lost(protocol) == ""


def test_no_token_is_no_loss_of_a_protocol(access: Access, m365_fake: Tenant) -> None:
    m365_fake.faults.refuse("token", reason="SecretExpired")
    with pytest.raises(SignInRefused, match="AADSTS7000222"):
        Probes(access).lost("imap")


@pytest.mark.parametrize(
    ("asked", "met"),
    [
        ({}, True),
        ({"basic_auth": False}, True),
        ({"basic_auth": True}, False),
        ({"imap": True, "pop": False}, True),
        ({"imap": False}, False),
        ({"pop": True}, False),
        ({"ews_enabled": True, "smtp_auth": True}, True),
        ({"domain": "contoso.onmicrosoft.com"}, True),
        ({"domain": "fabrikam.com"}, False),
        ({"tenant_id": "11111111-2222-4333-8444-555555555555"}, False),
        ({"security_defaults": False}, False),
        ({"mfa": "none"}, False),
    ],
)
def test_what_a_marker_asks(asked: dict[str, object], met: bool, access: Access, m365_fake: Tenant) -> None:
    m365_fake.users[0].set(pop=False)
    said = unmet(access, Probes(access), asked)
    assert (said == "") is met
    assert met or next(iter(asked)) in said


def test_graph_is_shut_by_a_policy(access: Access, m365_fake: Tenant) -> None:
    m365_fake.rights.add_application_access_policy(m365_fake.daemon_app, [m365_fake.users[0]], "DenyAccess")
    assert Probes(access).lost("graph").startswith("HTTP 403 ErrorAccessDenied: Access to OData is disabled")


def test_a_tenant_without_consent_to_graph_loses_that_alone(environment: dict[str, str], m365_fake: Tenant) -> None:
    app = m365_fake.register_app("Exchange's", public=True, delegated=["IMAP.AccessAsUser.All"])
    who = {"M365_CLIENT_ID": app.client_id, "M365_DAEMON_CLIENT_ID": "", "M365_CLIENT_SECRET": ""}
    by_password = {"M365_PASSWORD": m365_fake.users[0].password or "", "M365_ALLOW_PASSWORD": "1"}
    settings = read_settings({**environment, **who, **by_password})
    access = Access(settings, guard_of(settings), Paces(), Process("2611300800abcd"), lambda secret: None)
    try:
        probes = Probes(access)
        assert probes.lost("imap") == ""
        assert probes.lost("graph").startswith("AADSTS650057: Invalid resource.")
        with pytest.raises(pytest.skip.Exception, match=r"graph is not to be had here: AADSTS650057.*require=graph"):
            probes.need("graph")
    finally:
        access.close()

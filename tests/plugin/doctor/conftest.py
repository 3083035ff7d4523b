"""The doctor on a fake."""

from pathlib import Path

import pytest

from pytest_m365 import Target, Tenant
from tests.certificates import KeyAndCertificate
from tests.plugin.doctor.situation import Situation


@pytest.fixture(scope="session")
def certificate() -> KeyAndCertificate:
    return KeyAndCertificate.new()


@pytest.fixture
def situation(
    m365: Target,
    m365_fake: Tenant,
    m365_redirect: object,
    certificate: KeyAndCertificate,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Situation:
    return Situation(m365, m365_fake, _named(m365), certificate, tmp_path, monkeypatch)


@pytest.fixture
def situation_by_address(
    m365: Target, m365_fake: Tenant, certificate: KeyAndCertificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Situation:
    """The fake by its addresses: what a project writes into the environment, with m365_live_hosts = localhost."""
    environment = _named(m365) | {
        "M365_AUTHORITY": m365.authority,
        "M365_EWS_URL": m365.ews_url,
        "M365_GRAPH_URL": m365.graph_url,
        "M365_IMAP": f"{m365.imap.host}:{m365.imap.port}",
        "M365_POP3": f"{m365.pop3.host}:{m365.pop3.port}",
        "M365_SMTP": f"{m365.smtp.host}:{m365.smtp.port}",
    }
    return Situation(m365, m365_fake, environment, certificate, tmp_path, monkeypatch)


def _named(m365: Target) -> dict[str, str]:
    return {
        "M365_TENANT_ID": m365.tenant_id,
        "M365_CLIENT_ID": m365.public_app.client_id,
        "M365_DAEMON_CLIENT_ID": m365.daemon_app.client_id,
        "M365_CLIENT_SECRET": m365.daemon_app.client_secret or "",
        "M365_USERNAME": m365.username,
        "M365_PASSWORD": m365.password,
        "M365_ALLOW_PASSWORD": "1",
    }

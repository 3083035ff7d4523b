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
    environment = {
        "M365_TENANT_ID": m365.tenant_id,
        "M365_CLIENT_ID": m365.public_app.client_id,
        "M365_DAEMON_CLIENT_ID": m365.daemon_app.client_id,
        "M365_CLIENT_SECRET": m365.daemon_app.client_secret or "",
        "M365_USERNAME": m365.username,
        "M365_PASSWORD": m365.password,
        "M365_ALLOW_PASSWORD": "1",
    }
    return Situation(m365, m365_fake, environment, certificate, tmp_path, monkeypatch)

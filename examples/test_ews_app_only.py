"""The second program: EWS as an application."""

import os
import subprocess
import sys

import ews_app_only
import pytest
from exchangelib import DELEGATE
from exchangelib.errors import ErrorInvalidExchangeImpersonationHeaderData

from pytest_m365 import Target


@pytest.fixture
def settings(m365: Target) -> ews_app_only.Settings:
    secret = m365.daemon_app.client_secret
    # On a live target whose application proves itself without one, the test skips.
    assert secret
    return ews_app_only.Settings(m365.daemon_app.client_id, secret, m365.authority, m365.ews_url)


def test_reads_a_mailbox_as_its_owner(m365: Target, settings: ews_app_only.Settings) -> None:
    m365.mailbox.deliver(subject="For the robot", body="…")
    account = ews_app_only.open_account(settings, m365.mailbox.user, ews_app_only.sign_in(settings))
    # On a live target the inbox has other mail as well.
    assert "For the robot" in ews_app_only.subjects(account)


def test_without_impersonation_the_service_says_so(m365: Target, settings: ews_app_only.Settings) -> None:
    token = ews_app_only.sign_in(settings)
    account = ews_app_only.open_account(settings, m365.mailbox.user, token, access_type=DELEGATE)
    with pytest.raises(
        ErrorInvalidExchangeImpersonationHeaderData,
        match="ExchangeImpersonation SOAP header must be present for this type of OAuth token",
    ):
        ews_app_only.subjects(account)


def test_runs_as_a_program_of_its_own(m365: Target, settings: ews_app_only.Settings) -> None:
    m365.mailbox.deliver(subject="For the robot", body="…")
    environment = {
        **os.environ,
        "CLIENT_ID": settings.client_id,
        "CLIENT_SECRET": settings.client_secret,
        "AUTHORITY": settings.authority,
        "EWS_URL": settings.ews_url,
    }
    command = [sys.executable, ews_app_only.__file__, m365.mailbox.user]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "For the robot" in run.stdout.splitlines()

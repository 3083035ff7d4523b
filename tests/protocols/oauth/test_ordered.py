"""Errors that a test orders are said in whole sentences: no text has a gap where the service has a value."""

import re

import requests

from fakeserver.tenant.faults.aadsts_codes import CODES
from fakeserver.tenant.faults.service import refusal_names
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target

#: what is left of a text around a value that is not there
GAP = re.compile(r"''|\(\)|[{}]|\bNone\b|: ?\.|, ,|named \.|scope  | on  | was  | application  ")
#: A family, whose text is of one of its kinds and names more than it knows.
FAMILY = "ApplicationRefused"


def of_entra(m365: Target) -> str:
    """Ask for a token; return the error's text without ids."""
    form = {
        "grant_type": "client_credentials",
        "client_id": m365.daemon_app.client_id,
        "client_secret": m365.daemon_app.client_secret,
        "scope": "https://outlook.office365.com/.default",
    }
    answer = requests.post(m365.token_url, data=form, timeout=60)
    assert answer.status_code >= 400
    text: str = answer.json()["error_description"]
    return re.sub(r"\[Reason - (.*?)\]", r"\1", text.partition(" Trace ID: ")[0])


def test_each_code_of_entra(m365: Target, m365_fake: Tenant) -> None:
    for code in CODES:
        with m365_fake.faults.aadsts("token", code):
            text = of_entra(m365)
        assert text.startswith(f"AADSTS{code}: ")
        assert not GAP.search(text), text


def test_each_reason_of_entra(m365: Target, m365_fake: Tenant) -> None:
    for reason in refusal_names(of_entra=True):
        with m365_fake.faults.refuse("token", reason=reason):
            text = of_entra(m365)
        assert reason == FAMILY or not GAP.search(text), text
        assert m365_fake.journal.refusals[-1].refusal.name == reason


def test_a_refresh_token_has_rested_for_90_days(m365: Target, m365_fake: Tenant) -> None:
    app, scopes = m365.msal_public(), ["https://outlook.office.com/SMTP.Send"]
    app.acquire_token_by_username_password(m365.username, m365.password, scopes)
    m365_fake.faults.dead_refresh_token()
    failed = app.acquire_token_silent_with_error(scopes, app.get_accounts()[0], force_refresh=True)
    assert failed is not None
    text = r"issued on \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.0000000Z and was inactive for 90\.00:00:00\. "
    assert re.search(text, failed["error_description"])
    assert failed["suberror"] == "bad_token"


def test_what_is_ordered_names_the_request(m365: Target, m365_fake: Tenant) -> None:
    with m365_fake.faults.aadsts("token", 700016):
        text = of_entra(m365)
    assert f"'{m365.daemon_app.client_id}' was not found in the directory '{m365_fake.organization.name}'" in text

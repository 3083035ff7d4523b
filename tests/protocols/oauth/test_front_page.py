"""What stands at `/`."""

import pytest

from tests.pages import Page
from tests.protocols.oauth.client import BASE, Entra


def test_it_says_what_this_is_and_where_the_tenants_are(entra: Entra) -> None:
    answer = entra.send("/")
    page = Page(answer.body.decode())
    assert answer.status == 200
    assert "A fake of Microsoft 365, for tests" in page.text
    assert entra.tenant.domain in page.text
    assert f"{BASE}/{entra.tenant.tenant_id}" in page.text
    assert f"{BASE}/EWS/Exchange.asmx" in page.text


def test_it_shows_no_secret(entra: Entra) -> None:
    text = entra.send("/").body.decode()
    assert entra.tenant.daemon_app.client_secret
    assert entra.tenant.daemon_app.client_secret not in text


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_it_is_read_only(entra: Entra, method: str) -> None:
    assert "AADSTS900561: The endpoint only accepts GET, HEAD requests." in entra.send("/", method=method).body.decode()

"""The address that the real service tells people to type: it leads to the fake's page as well."""

from typing import Any

import msal
import pytest
import requests

from pytest_m365 import Tenant

pytestmark = pytest.mark.usefixtures("m365_redirect")


@pytest.mark.parametrize("page", ["https://microsoft.com/devicelogin", "https://login.microsoft.com/device"])
def test_the_page_takes_a_code(m365_fake: Tenant, page: str) -> None:
    app: Any = msal.PublicClientApplication(
        m365_fake.public_app.client_id, authority=f"https://login.microsoftonline.com/{m365_fake.tenant_id}"
    )
    flow = app.initiate_device_flow(["https://outlook.office.com/IMAP.AccessAsUser.All"])
    assert flow["verification_uri"] == "https://login.microsoft.com/device"
    m365_fake.sign_ins.auto_sign_in = True
    answer = requests.post(page, {"otc": flow["user_code"]}, timeout=60)
    assert "You have signed in to the Contoso Mail application on your device." in answer.text
    assert "access_token" in app.acquire_token_by_device_flow(flow)

"""The device code flow: the device's request, the person's page, the device's polls."""

import json
from typing import Any

import pytest

from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of
from tests.world import PASSWORD

IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"


@pytest.fixture
def device(entra: Entra) -> dict[str, Any]:
    return begin(entra)


def begin(entra: Entra, version: int = 2, **form: Any) -> dict[str, Any]:
    usual = {"client_id": entra.tenant.public_app.client_id, "scope": IMAP}
    path = f"/{entra.tenant.tenant_id}/oauth2/{'v2.0/' if version == 2 else ''}devicecode"
    answer = entra.send(path, {name: value for name, value in (usual | form).items() if value})
    content: dict[str, Any] = json.loads(answer.body)
    return content


def poll(entra: Entra, device: dict[str, Any], **form: Any) -> Any:
    usual = {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "client_id": entra.tenant.public_app.client_id,
        "device_code": device.get("device_code", ""),
    }
    return entra.token(**{name: value for name, value in (usual | form).items() if value})


def test_the_devices_answer(device: dict[str, Any]) -> None:
    assert list(device) == ["user_code", "device_code", "verification_uri", "expires_in", "interval", "message"]
    assert (device["expires_in"], device["interval"]) == (900, 5)
    assert device["message"] == (
        "To sign in, use a web browser to open the page https://login.test:8443/devicelogin and enter the code "
        f"{device['user_code']} to authenticate."
    )


def test_version_1_has_a_url_and_texts(entra: Entra) -> None:
    device = begin(entra, version=1, scope="", resource="https://outlook.office365.com")
    assert device["verification_url"].endswith("/devicelogin")
    assert (device["expires_in"], device["interval"]) == ("900", "5")
    entra.tenant.sign_ins.approve_device_code(device["user_code"])
    answer = poll(entra, {}, version=1, device_code="", code=device["device_code"], grant_type="device_code")
    assert answer.json["resource"] == "https://outlook.office365.com"


@pytest.mark.parametrize(
    ("form", "code"), [({"client_id": ""}, 900144), ({"client_id": "x"}, 700016), ({"scope": ""}, 900144)]
)
def test_refused_requests(entra: Entra, form: dict[str, Any], code: int) -> None:
    assert begin(entra, **form)["error_codes"] == [code]


def test_pending(entra: Entra, device: dict[str, Any]) -> None:
    answer = poll(entra, device)
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (400, "authorization_pending", [70016])
    text = "AADSTS70016: OAuth 2.0 device flow error. Authorization is pending. Continue polling."
    assert answer.json["error_description"].startswith(text)


def test_a_person_signs_in_at_the_page(entra: Entra, device: dict[str, Any]) -> None:
    browser = entra.browser().get("/devicelogin").submit("next", otc=device["user_code"].lower())
    browser.submit("next", loginfmt=entra.alice.upn).submit("sign-in", passwd=PASSWORD)
    assert "Are you trying to sign in to Contoso Mail?" in browser.page.text
    browser.submit("continue")
    assert "You have signed in to the Contoso Mail application on your device." in browser.page.text
    answer = poll(entra, device, client_info="1")
    assert claims_of(answer.json["access_token"])["upn"] == entra.alice.upn
    assert {"refresh_token", "client_info"} <= set(answer.json)


def test_a_test_answers_in_the_persons_place(entra: Entra, device: dict[str, Any]) -> None:
    bob = entra.tenant.add_user("bob")
    entra.tenant.sign_ins.approve_device_code(device["user_code"], "bob")
    assert claims_of(poll(entra, device).json["access_token"])["upn"] == bob.upn


def test_a_code_is_redeemed_once(entra: Entra, device: dict[str, Any]) -> None:
    entra.tenant.sign_ins.approve_device_code(device["user_code"])
    assert poll(entra, device).status == 200
    answer = poll(entra, device)
    assert (answer.json["error"], answer.json["error_codes"]) == ("invalid_grant", [70000])


def test_declined_by_a_test(entra: Entra, device: dict[str, Any]) -> None:
    entra.tenant.sign_ins.decline_device_code(device["user_code"])
    answer = poll(entra, device)
    assert (answer.json["error"], answer.json["error_codes"]) == ("authorization_declined", [70018])


def test_declined_on_the_page(entra: Entra, device: dict[str, Any]) -> None:
    browser = entra.browser().get("/devicelogin").submit("next", otc=device["user_code"])
    browser.submit("next", loginfmt=entra.alice.upn).submit("sign-in", passwd=PASSWORD)
    assert "You have not signed in" in browser.submit("cancel").page.text
    assert poll(entra, device).json["error"] == "authorization_declined"


def test_a_user_who_may_not_use_the_application(entra: Entra, device: dict[str, Any]) -> None:
    entra.tenant.public_app.assignment_required = True
    browser = entra.browser().get("/devicelogin").submit("next", otc=device["user_code"])
    browser.submit("next", loginfmt=entra.alice.upn).submit("sign-in", passwd=PASSWORD)
    assert "AADSTS50105" in browser.page.text
    assert poll(entra, device).json["error_codes"] == [50105]


def test_expired(entra: Entra, device: dict[str, Any]) -> None:
    entra.tenant.clock.advance(901)
    answer = poll(entra, device)
    assert (answer.json["error"], answer.json["error_codes"]) == ("expired_token", [70020])
    page = entra.browser().get("/devicelogin").submit("next", otc=device["user_code"]).page
    assert "That code didn't work." in page.text


def test_an_unknown_code(entra: Entra) -> None:
    answer = poll(entra, {"device_code": "nonsense"})
    assert (answer.json["error"], answer.json["error_codes"]) == ("invalid_grant", [7000014])
    assert "That code didn't work." in entra.browser().get("/devicelogin").submit("next", otc="NONSENSE").page.text


def test_a_confidential_application_proves_itself_at_the_poll_alone(entra: Entra) -> None:
    app = entra.tenant.register_app("service", delegated=["IMAP.AccessAsUser.All"])
    device = begin(entra, client_id=app.client_id)
    entra.tenant.sign_ins.approve_device_code(device["user_code"])
    answer = poll(entra, device, client_id=app.client_id)
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (401, "invalid_client", [7000218])
    assert poll(entra, device, client_id=app.client_id, client_secret=app.client_secret).status == 200


def test_another_applications_code(entra: Entra, device: dict[str, Any]) -> None:
    other = entra.tenant.register_app("other", public=True)
    assert poll(entra, device, client_id=other.client_id).json["error_codes"] == [700007]


def test_slow_down_is_said_where_a_test_wants_it(entra: Entra, device: dict[str, Any]) -> None:
    entra.tenant.clock.freeze()
    for _ in range(2):
        assert poll(entra, device).json["error"] == "authorization_pending"
    entra.tenant.tokens.device_codes.slow_down = True
    assert poll(entra, device).json["error"] == "slow_down"
    entra.tenant.clock.advance(6)
    assert poll(entra, device).json["error"] == "slow_down"
    entra.tenant.clock.advance(16)
    assert poll(entra, device).json["error"] == "authorization_pending"


def test_common_polls_where_the_code_was_issued(entra: Entra, device: dict[str, Any]) -> None:
    entra.tenant.sign_ins.approve_device_code(device["user_code"])
    assert poll(entra, device, authority="common").status == 200

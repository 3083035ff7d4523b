"""The password grant."""

from typing import Any

import pytest

from tests.protocols.oauth.client import IMAP, Entra
from tests.tokens import claims_of
from tests.world import PASSWORD


def test_the_token_is_the_users(entra: Entra) -> None:
    answer = entra.password()
    token = claims_of(answer.json["access_token"])
    assert (token["upn"], token["scp"], token["amr"]) == (entra.alice.upn, "IMAP.AccessAsUser.All", ["pwd"])
    assert claims_of(answer.json["id_token"])["preferred_username"] == entra.alice.upn


@pytest.mark.parametrize(
    ("change", "error", "code", "suberror"),
    [
        ({"password": "wrong"}, "invalid_grant", 50126, None),
        ({"username": "nobody@contoso.onmicrosoft.com"}, "invalid_grant", 50034, "bad_token"),
        ({"scope": ""}, "invalid_request", 900144, None),
        ({"scope": " "}, "invalid_request", 900144, None),
        ({"scope": "https://outlook.office.com/Nonsense"}, "invalid_client", 650053, None),
        ({"scope": f"{IMAP}\t{IMAP}"}, "invalid_resource", 500011, None),
        ({"scope": f"{IMAP} https://outlook.office.com/.default"}, "invalid_scope", 70011, None),
        ({"scope": "https://a.example/x"}, "invalid_resource", 500011, None),
        (
            {"scope": "https://outlook.office.com/SMTP.Send https://graph.microsoft.com/User.Read"},
            "invalid_scope",
            28000,
            None,
        ),
        ({"client_secret": "a"}, "invalid_client", 700025, None),
    ],
)
def test_refused(entra: Entra, change: dict[str, str], error: str, code: int, suberror: str | None) -> None:
    answer = entra.password(**change)
    assert (answer.json["error"], answer.json["error_codes"]) == (error, [code])
    assert answer.json.get("suberror") == suberror


@pytest.mark.parametrize(
    ("switches", "code", "suberror"),
    [
        ({"enabled": False}, 50057, None),
        ({"password_expired": True}, 50055, "user_password_expired"),
        ({"must_change_password": True}, 50055, "user_password_expired"),
        ({"mfa": "required"}, 50076, "basic_action"),
        ({"mfa": "enrol"}, 50079, "basic_action"),
        ({"password": None}, 50056, None),
    ],
)
def test_a_user_who_may_not(entra: Entra, switches: dict[str, object], code: int, suberror: str | None) -> None:
    password = PASSWORD
    for name, value in switches.items():
        setattr(entra.alice, name, value)
    answer = entra.password(password=password)
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (400, "invalid_grant", [code])
    assert answer.json.get("suberror") == suberror


def test_mfa_names_the_resource(entra: Entra) -> None:
    entra.alice.mfa = "required"
    text = entra.password().json["error_description"]
    assert "to access '00000002-0000-0ff1-ce00-000000000000'." in text


def test_ten_wrong_passwords_lock_the_account_for_a_minute(entra: Entra) -> None:
    for _ in range(10):
        assert entra.password(password="wrong").json["error_codes"] == [50126]
    assert entra.password().json["error_codes"] == [50053]
    entra.tenant.clock.advance(61)
    assert entra.password().status == 200


def test_a_confidential_client_must_prove_itself(entra: Entra) -> None:
    app = entra.tenant.register_app("web", delegated=["IMAP.AccessAsUser.All"])
    refused = entra.password(client_id=app.client_id)
    assert (refused.status, refused.json["error_codes"]) == (401, [7000218])
    assert entra.password(client_id=app.client_id, client_secret=app.client_secret).status == 200


@pytest.mark.parametrize("consent", ["user", None])
def test_without_consent(entra: Entra, consent: Any) -> None:
    app = entra.tenant.register_app("new", public=True, delegated=["IMAP.AccessAsUser.All"], consent=consent)
    answer = entra.password(client_id=app.client_id)
    assert (answer.json["error_codes"], answer.json["suberror"]) == ([65001], "consent_required")
    assert f"with ID '{app.client_id}' named 'new'." in answer.json["error_description"]


def test_a_guest_signs_in_at_home(entra: Entra) -> None:
    guest = entra.tenant.add_user("visitor@fabrikam.example", kind="guest")
    answer = entra.password(username=guest.upn, password="x")
    assert (answer.json["error"], answer.json["error_codes"]) == ("invalid_grant", [50020])


def test_a_user_who_is_not_assigned(entra: Entra) -> None:
    entra.tenant.public_app.assignment_required = True
    assert entra.password().json["error_codes"] == [50105]

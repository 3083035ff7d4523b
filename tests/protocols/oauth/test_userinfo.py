"""UserInfo."""

import json
from typing import Any

import pytest

from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of


def ask(entra: Entra, token: str, path: str = "/oidc/userinfo", method: str = "GET") -> Any:
    answer = entra.send(path, method=method, headers={"Authorization": f"Bearer {token}"})
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_names_of_the_bearer(entra: Entra, method: str) -> None:
    answer = entra.password(scope="openid profile email").json
    status, names = ask(entra, answer["access_token"], method=method)
    assert status == 200
    assert names["sub"] == claims_of(answer["id_token"])["sub"]
    assert names["email"] == entra.alice.upn
    assert names["name"] == "Alice"
    assert names["picture"] == "https://graph.microsoft.com/v1.0/me/photo/$value"


def test_version_1(entra: Entra) -> None:
    token = entra.password(scope="openid").json["access_token"]
    assert ask(entra, token, f"/{entra.tenant.tenant_id}/openid/userinfo")[0] == 200


def test_a_token_for_exchange_is_not_for_graph(entra: Entra) -> None:
    status, document = ask(entra, entra.password().json["access_token"])
    assert (status, document["error"]["code"]) == (401, "InvalidAuthenticationToken")
    assert "Invalid audience" in document["error"]["message"]


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_no_token(entra: Entra, token: str) -> None:
    assert ask(entra, token)[0] == 401


def test_forged_and_expired(entra: Entra) -> None:
    graph = "https://graph.microsoft.com"
    good: dict[str, Any] = {"user": entra.alice, "aud": graph, "scp": "openid"}
    assert ask(entra, entra.tenant.mint(**good))[0] == 200
    assert ask(entra, entra.tenant.mint(**good, key=None))[0] == 401
    assert ask(entra, entra.tenant.mint(**good, exp=1))[0] == 401
    assert ask(entra, entra.tenant.mint(**good, tid="elsewhere"))[0] == 401
    assert ask(entra, entra.tenant.mint(**(good | {"scp": "User.Read"})))[0] == 403

"""Client assertions that are tokens of a trusted issuer."""

from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.protocols.oauth.assertions import ask, assertion, under_another_algorithm
from tests.protocols.oauth.client import Entra

ISSUER = "https://token.actions.githubusercontent.com"
SUBJECT = "repo:contoso/mailer:ref:refs/heads/main"


@pytest.fixture
def federated(entra: Entra, key: rsa.RSAPrivateKey) -> Any:
    app = entra.tenant.register_app("pipeline", application=["full_access_as_app"])
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    entra.tenant.applications.trust_issuer(app, ISSUER, SUBJECT, [public.decode()])
    return app


def of_issuer(entra: Entra, app: Any, key: rsa.RSAPrivateKey, **claims: Any) -> str:
    usual = {"iss": ISSUER, "sub": SUBJECT, "aud": "api://AzureADTokenExchange"}
    return assertion(entra, app, key, {"alg": "RS256"}, **(usual | claims))


def test_a_trusted_issuers_token(entra: Entra, federated: Any, key: rsa.RSAPrivateKey) -> None:
    assert ask(entra, federated, of_issuer(entra, federated, key)).status == 200


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sub": "repo:evil/mailer"}, 700213),
        ({"aud": "api://other"}, 700212),
        ({"aud": ["api://AzureADTokenExchange", "api://other"]}, 5002741),
        ({"exp": 1000}, 700024),
        ({"iss": "https://evil.example"}, 700211),
    ],
)
def test_an_issuers_token_that_is_not_trusted(
    entra: Entra, federated: Any, key: rsa.RSAPrivateKey, change: dict[str, Any], code: int
) -> None:
    assert ask(entra, federated, of_issuer(entra, federated, key, **change)).json["error_codes"] == [code]


@pytest.mark.parametrize("algorithm", ["ES384", "PS256", "RS512"])
def test_an_issuers_token_of_another_algorithm(
    entra: Entra, federated: Any, key: rsa.RSAPrivateKey, algorithm: str
) -> None:
    answer = ask(entra, federated, under_another_algorithm(of_issuer(entra, federated, key), algorithm))
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (400, "invalid_request", [5002738])
    assert f"'{algorithm}' is not a supported signature algorithm. " in answer.json["error_description"]
    assert "Supported signing algorithms are: 'RS256, HS256' Trace ID: " in answer.json["error_description"]


def test_an_issuers_token_by_a_shared_secret(entra: Entra, federated: Any, key: rsa.RSAPrivateKey) -> None:
    text = under_another_algorithm(of_issuer(entra, federated, key), "HS256")
    assert ask(entra, federated, text).json["error_codes"] == [700027]


def test_an_issuers_token_that_it_did_not_sign(entra: Entra, federated: Any) -> None:
    forged = of_issuer(entra, federated, rsa.generate_private_key(65537, 2048))
    assert ask(entra, federated, forged).json["error_codes"] == [700027]
    [refused] = entra.tenant.journal.refusals
    assert refused.refusal.name == "FederatedSignatureWrong"

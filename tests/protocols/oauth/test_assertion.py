"""Client assertions that a certificate signs."""

import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import jwt
import msal
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from fakeserver.tenant.clock import Clock
from pytest_m365 import Target, Tenant
from tests.certificates import KeyAndCertificate
from tests.protocols.oauth.assertions import ask, assertion, under_another_algorithm
from tests.protocols.oauth.client import BASE, Entra
from tests.tokens import claims_of

DAEMON = "https://outlook.office365.com/.default"


@pytest.fixture
def app(entra: Entra, certificate: KeyAndCertificate) -> Any:
    return entra.tenant.register_app(
        "daemon", certificate=certificate.certificate_pem, application=["full_access_as_app"]
    )


def test_ps256_with_the_new_thumbprint(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    answer = ask(entra, app, assertion(entra, app, key))
    assert claims_of(answer.json["access_token"])["appidacr"] == "2"


def test_rs256_with_the_old_thumbprint(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    header = {"alg": "RS256", "x5t": app.certificates[0].x5t, "x5t#S256": None}
    text = assertion(entra, app, key, {name: value for name, value in header.items() if value})
    assert ask(entra, app, text).status == 200


@pytest.mark.parametrize(
    "audience",
    [
        "https://login.microsoftonline.com/{tid}/oauth2/v2.0/token",
        "https://login.microsoftonline.com/{tid}/oauth2/token",
        "https://login.microsoftonline.com/{tid}/v2.0",
        "https://sts.windows.net/{tid}/",
        BASE + "/contoso.onmicrosoft.com/oauth2/v2.0/token",
    ],
)
def test_audiences_that_mean_this_tenant(entra: Entra, app: Any, key: rsa.RSAPrivateKey, audience: str) -> None:
    text = assertion(entra, app, key, aud=audience.format(tid=entra.tenant.tenant_id))
    assert ask(entra, app, text).status == 200


@pytest.mark.parametrize(
    ("change", "status", "error", "code"),
    [
        ({"aud": "https://login.microsoftonline.com/other/oauth2/v2.0/token"}, 401, "invalid_client", 700023),
        ({"aud": "https://evil.example/contoso.onmicrosoft.com/oauth2/v2.0/token"}, 401, "invalid_client", 700023),
        ({"aud": BASE + "/contoso.onmicrosoft.com/oauth2/v2.0/authorize"}, 401, "invalid_client", 700023),
        ({"aud": ["https://login.microsoftonline.com/other/oauth2/v2.0/token"]}, 401, "invalid_client", 700023),
        ({"aud": [BASE, BASE]}, 401, "invalid_client", 5002741),
        ({"aud": None}, 400, "invalid_request", 90014),
        ({"iss": None}, 400, "invalid_request", 90014),
        ({"aud": []}, 401, "invalid_client", 700023),
        ({"aud": ""}, 401, "invalid_client", 700023),
        ({"aud": 7}, 400, "invalid_request", 50027),
        ({"aud": [7]}, 400, "invalid_request", 50027),
        ({"aud": {}}, 400, "invalid_request", 50027),
        ({"aud": "https://[x"}, 401, "invalid_client", 700023),
        ({"aud": "http://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0"}, 401, "invalid_client", 700023),
        ({"aud": "ftp://login.test:8443/contoso.onmicrosoft.com/v2.0"}, 401, "invalid_client", 700023),
        ({"aud": BASE + "/contoso.onmicrosoft.com/oauth2/v2.0/token?x=1"}, 401, "invalid_client", 700023),
        ({"aud": BASE + "/contoso.onmicrosoft.com/oauth2/v2.0/token#x"}, 401, "invalid_client", 700023),
        ({"sub": "other"}, 400, "invalid_request", 50048),
        ({"iss": "other", "sub": "other"}, 401, "invalid_client", 700021),
        ({"iss": [], "sub": []}, 401, "invalid_client", 700021),
        ({"exp": 1000}, 401, "invalid_client", 700024),
        ({"nbf": 99999999999}, 401, "invalid_client", 700024),
        ({"exp": None}, 400, "invalid_request", 50027),
        ({"exp": "soon"}, 400, "invalid_request", 50027),
        ({"exp": 10**400}, 400, "invalid_request", 50027),
        ({"nbf": 10**400}, 400, "invalid_request", 50027),
        ({"jti": None}, 400, "invalid_request", 50027),
    ],
)
def test_wrong_claims(
    entra: Entra, app: Any, key: rsa.RSAPrivateKey, change: dict[str, Any], status: int, error: str, code: int
) -> None:
    answer = ask(entra, app, assertion(entra, app, key, **change))
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (status, error, [code])


def test_a_claim_that_is_missing_is_named(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    said = ask(entra, app, assertion(entra, app, key, iss=None)).json["error_description"]
    assert said.startswith("AADSTS90014: The required field 'iss' is missing from the credential.")


@pytest.mark.parametrize("change", [{"sub": "x", "iss": "x"}, {"aud": "x"}, {"exp": 1000}])
def test_the_answer_says_where_assertions_are_described(
    entra: Entra, app: Any, key: rsa.RSAPrivateKey, change: dict[str, Any]
) -> None:
    said = ask(entra, app, assertion(entra, app, key, **change)).json["error_description"]
    assert "Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-c" in said


def test_without_nbf_an_assertion_has_always_been_valid(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    assert ask(entra, app, assertion(entra, app, key, nbf=None, iat=99999999999)).status == 200
    said = ask(entra, app, assertion(entra, app, key, nbf=None, exp=1000)).json["error_description"]
    assert "assertion valid from 1970-01-01T00:00:00.0000000Z, expiry time of assertion 1970-01-01T00:16:40" in said


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512", "PS256"])
def test_algorithms_of_certificates(entra: Entra, app: Any, key: rsa.RSAPrivateKey, algorithm: str) -> None:
    assert ask(entra, app, assertion(entra, app, key, {"alg": algorithm})).status == 200


@pytest.mark.parametrize("algorithm", ["HS256", "ES256", "none", "PS512", "ps256"])
def test_algorithms_that_no_certificate_is_used_with(
    entra: Entra, app: Any, key: rsa.RSAPrivateKey, algorithm: str
) -> None:
    answer = ask(entra, app, under_another_algorithm(assertion(entra, app, key), algorithm))
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (401, "invalid_client", [5002738])
    assert answer.json["error_description"].startswith(
        f"AADSTS5002738: Invalid JWT token. '{algorithm}' is not a supported signature algorithm. Supported signing "
        "algorithms are: 'RS256,RS384,RS512,PS256' Trace ID: "
    )


@pytest.mark.parametrize("header", [{"x5t#S256": ""}, {"x5t#S256": "", "alg": "RS256"}])
def test_an_assertion_says_which_certificate_signs(
    entra: Entra, app: Any, key: rsa.RSAPrivateKey, header: dict[str, Any]
) -> None:
    answer = ask(entra, app, assertion(entra, app, key, header))
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (401, "invalid_client", [5002723])
    assert "nor keyId specified in token header." in answer.json["error_description"]


def test_a_secret_signs_no_assertion(entra: Entra, app: Any) -> None:
    """client_secret_jwt of OpenID Connect Core section 9."""
    claims = {"iss": app.client_id, "sub": app.client_id, "aud": f"{BASE}/{entra.tenant.tenant_id}/oauth2/v2.0/token"}
    text = jwt.encode(claims | {"jti": "1", "exp": int(time.time()) + 60}, "secret" * 6, "HS256")
    assert ask(entra, app, text).json["error_codes"] == [5002723]


@pytest.mark.parametrize("text", ["nonsense", "a.b.c", ".", "..", "e30.e30."])
def test_malformed(entra: Entra, app: Any, text: str) -> None:
    answer = ask(entra, app, text)
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (400, "invalid_request", [50027])
    assert answer.json["error_description"].startswith("AADSTS50027: JWT token is invalid or malformed.")


def test_what_is_critical_and_not_understood_is_refused(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    header = {"alg": "PS256", "x5t#S256": app.certificates[0].x5t_s256, "crit": ["exp"]}
    assert ask(entra, app, assertion(entra, app, key, header)).json["error_codes"] == [50027]


def test_a_thumbprint_that_is_no_text_is_refused(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    assert ask(entra, app, assertion(entra, app, key, {"x5t#S256": "\ud800"})).json["error_codes"] == [50027]


def test_a_member_that_stands_twice_is_refused(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    head, payload, signature = assertion(entra, app, key).split(".")
    twice = urlsafe_b64decode(payload + "==").replace(b"{", b'{"iss":"other",', 1)
    text = f"{head}.{urlsafe_b64encode(twice).rstrip(b'=').decode()}.{signature}"
    assert ask(entra, app, text).json["error_codes"] == [50027]


def test_signed_by_another_key(entra: Entra, app: Any) -> None:
    other = rsa.generate_private_key(65537, 2048)
    answer = ask(entra, app, assertion(entra, app, other))
    assert answer.json["error_codes"] == [700027]
    assert "did not match the expected signature value" in answer.json["error_description"]
    [refused] = entra.tenant.journal.refusals
    assert set(refused.refusal.facts) == {"application", "name", "thumbprint"}


@pytest.mark.parametrize("days", [-2, 31], ids=["made later", "expired"])
def test_a_certificate_out_of_its_time(entra: Entra, app: Any, key: rsa.RSAPrivateKey, days: int) -> None:
    """The client's own clock is right: the assertion is not at fault."""
    now = time.time() + days * 86400
    entra.tenant.clock = Clock(lambda: now)
    answer = ask(entra, app, assertion(entra, app, key, nbf=int(now), exp=int(now) + 600))
    said = answer.json["error_description"]
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (401, "invalid_client", [700027])
    assert said.startswith("AADSTS700027: The certificate with identifier used to sign the client assertion is expired")
    assert re.search(r"Found key 'Start=\d\d/\d\d/\d{4} \d\d:\d\d:\d\d, End=\d\d/\d\d/\d{4} ", said)


def test_a_certificate_runs_out_by_the_tenants_clock(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    text = assertion(entra, app, key)
    entra.tenant.clock.advance(29 * 86400)
    assert ask(entra, app, text).status == 200
    entra.tenant.clock.advance(2 * 86400)
    assert ask(entra, app, text).json["error_codes"] == [700027]
    entra.tenant.clock.advance(-100 * 86400)
    assert ask(entra, app, text).status == 200


def test_a_secret_beside_an_assertion_is_refused(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    answer = ask(entra, app, assertion(entra, app, key), client_secret="anything")
    assert (answer.json["error"], answer.json["error_codes"]) == ("invalid_request", [9002313])


def test_a_certificate_that_is_not_registered(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    answer = ask(entra, app, assertion(entra, app, key, {"x5t#S256": "AAAA"}))
    assert answer.json["error_codes"] == [700027]
    assert "is not registered on application. [Reason - The key was not found." in answer.json["error_description"]
    assert "Thumbprint of key used by client: '000000', Please" in answer.json["error_description"]


def test_the_assertions_type_must_be_named(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    text = assertion(entra, app, key)
    assert ask(entra, app, text, client_assertion_type="").json["error_codes"] == [50027]


def test_a_public_client_has_no_assertion(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    answer = ask(entra, app, assertion(entra, app, key), client_id=entra.tenant.public_app.client_id)
    assert answer.json["error_codes"] == [700025]


def test_a_moved_clock_does_not_spoil_what_the_client_signs(entra: Entra, app: Any, key: rsa.RSAPrivateKey) -> None:
    entra.tenant.clock.advance(86400)
    assert ask(entra, app, assertion(entra, app, key)).status == 200


@pytest.mark.parametrize("with_certificate", [True, False])
def test_msal_signs_its_assertion(
    m365: Target, m365_fake: Tenant, certificate: KeyAndCertificate, with_certificate: bool
) -> None:
    app = m365_fake.register_app("daemon", certificate=certificate.certificate_pem, application=["full_access_as_app"])
    credential: dict[str, Any] = {"private_key": certificate.key_pem}
    if with_certificate:
        credential["public_certificate"] = certificate.certificate_pem
    else:
        credential["thumbprint"] = certificate.thumbprint
    client = msal.ConfidentialClientApplication(
        app.client_id,
        client_credential=credential,
        authority=m365.authority,
        instance_discovery=False,
        verify=m365.ca_file,
    )
    result = client.acquire_token_for_client([DAEMON])
    assert result["expires_in"] == 3599

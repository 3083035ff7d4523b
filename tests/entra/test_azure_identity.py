"""azure-identity: the credentials that sign in at Entra ID."""

import asyncio
import gc
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jwt
import pytest

from pytest_m365 import Target, Tenant
from tests import tokens
from tests.certificates import KeyAndCertificate

identity = pytest.importorskip("azure.identity")

DAEMON = "https://outlook.office365.com/.default"
EWS = "https://outlook.office365.com/EWS.AccessAsUser.All"


@pytest.fixture
def settings(authority: str, m365: Target) -> dict[str, Any]:
    """What each credential is told: at the real name nothing but the tenant."""
    if urlsplit(authority).netloc == "login.microsoftonline.com":
        return {"tenant_id": m365.tenant_id}
    return {
        "tenant_id": m365.tenant_id,
        "authority": authority.rpartition("/")[0],
        "disable_instance_discovery": True,
    }


def claims_of(token: Any) -> dict[str, Any]:
    return tokens.claims_of(token.token)


def test_a_client_secret(m365: Target, settings: dict[str, Any]) -> None:
    app = m365.daemon_app
    with identity.ClientSecretCredential(client_id=app.client_id, client_secret=app.client_secret, **settings) as one:
        token = one.get_token(DAEMON)
        assert claims_of(token)["appid"] == app.client_id
        assert one.get_token(DAEMON).token == token.token


def test_a_client_secret_in_a_coroutine(m365: Target, settings: dict[str, Any]) -> None:
    from azure.identity.aio import ClientSecretCredential

    app = m365.daemon_app

    async def ask() -> Any:
        async with ClientSecretCredential(
            client_id=app.client_id, client_secret=app.client_secret or "", **settings
        ) as one:
            return await one.get_token(DAEMON)

    assert claims_of(asyncio.run(ask()))["appid"] == app.client_id
    with warnings.catch_warnings():
        # aiohttp before 3.12 leaves TLS connections of its client to the collector, whichever test that comes upon.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def test_a_wrong_secret(m365: Target, settings: dict[str, Any]) -> None:
    from azure.core.exceptions import ClientAuthenticationError

    app = m365.daemon_app
    with (
        identity.ClientSecretCredential(client_id=app.client_id, client_secret="wrong", **settings) as one,
        pytest.raises(ClientAuthenticationError, match="AADSTS7000215: Invalid client secret provided"),
    ):
        one.get_token(DAEMON)


@pytest.mark.parametrize("send_chain", [False, True])
def test_a_certificate(
    m365_fake: Tenant,
    certificate: KeyAndCertificate,
    certificate_file: Path,
    settings: dict[str, Any],
    send_chain: bool,
) -> None:
    app = m365_fake.register_app(
        "Certified", certificate=certificate.certificate_pem, application=["full_access_as_app"]
    )
    with identity.CertificateCredential(
        client_id=app.client_id,
        certificate_path=str(certificate_file),
        send_certificate_chain=send_chain,
        **settings,
    ) as one:
        claims = claims_of(one.get_token(DAEMON))
    assert (claims["appidacr"], claims["roles"]) == ("2", ["full_access_as_app"])


def test_a_client_assertion(m365_fake: Tenant, certificate: KeyAndCertificate, settings: dict[str, Any]) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    app = m365_fake.register_app("Federated", application=["full_access_as_app"])
    pem = certificate.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    m365_fake.applications.trust_issuer(app, "https://issuer.example", "workload", [pem])
    now = int(m365_fake.clock.time())
    claims = {"iss": "https://issuer.example", "sub": "workload", "aud": "api://AzureADTokenExchange"}
    assertion = jwt.encode({**claims, "iat": now, "exp": now + 300}, certificate.key, "RS256")
    with identity.ClientAssertionCredential(client_id=app.client_id, func=lambda: assertion, **settings) as one:
        assert claims_of(one.get_token(DAEMON))["appid"] == app.client_id


def test_a_device_code(m365: Target, m365_fake: Tenant, settings: dict[str, Any]) -> None:
    pages: list[str] = []

    def show(page: str, user_code: str, _expires_on: object) -> None:
        pages.append(page)
        m365_fake.sign_ins.approve_device_code(user_code, m365.username)

    with identity.DeviceCodeCredential(client_id=m365.public_app.client_id, prompt_callback=show, **settings) as one:
        token = one.get_token(EWS)
        assert claims_of(token)["upn"] == m365.username
        assert one.get_token(EWS).token == token.token
    assert pages[0].endswith(("/devicelogin", "/device"))


def test_an_interactive_browser(m365: Target, settings: dict[str, Any]) -> None:
    with identity.InteractiveBrowserCredential(client_id=m365.public_app.client_id, timeout=60, **settings) as one:
        record = one.authenticate(scopes=[EWS])
        assert (record.username, record.tenant_id) == (m365.username, m365.tenant_id)
        assert claims_of(one.get_token(EWS))["upn"] == m365.username


def test_on_behalf_of(m365: Target, m365_fake: Tenant, settings: dict[str, Any]) -> None:
    api = m365_fake.register_app("Middle Tier", delegated=["EWS.AccessAsUser.All"])
    scope = f"{m365_fake.applications.expose_api(api)}/access_as_user"
    front = m365_fake.register_app("Front", public=True, delegated=[scope])
    with identity.OnBehalfOfCredential(
        client_id=api.client_id,
        client_secret=api.client_secret,
        user_assertion=m365_fake.token(front, m365.username, scope),
        **settings,
    ) as one:
        claims = claims_of(one.get_token(EWS))
    assert (claims["upn"], claims["appid"]) == (m365.username, api.client_id)


def test_a_password_where_it_still_exists(m365: Target, settings: dict[str, Any]) -> None:
    kind: Callable[..., Any] | None = getattr(identity, "UsernamePasswordCredential", None)
    if kind is None:
        pytest.skip("this azure-identity has no UsernamePasswordCredential any more")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        one = kind(m365.public_app.client_id, m365.username, m365.password, **settings)
    with one:
        assert claims_of(one.get_token(EWS))["upn"] == m365.username


def test_an_authorization_code(
    m365: Target,
    m365_fake: Tenant,
    settings: dict[str, Any],
    authority: str,
    answer_of: Callable[[str], dict[str, str]],
) -> None:
    web = m365_fake.register_app(
        "Web", redirect_uris=["https://contoso.example/in"], delegated=["EWS.AccessAsUser.All"]
    )
    url = (
        f"{authority}/oauth2/v2.0/authorize?client_id={web.client_id}&response_type=code&scope={EWS}"
        "&redirect_uri=https://contoso.example/in"
    )
    with identity.AuthorizationCodeCredential(
        client_id=web.client_id,
        authorization_code=answer_of(url)["code"],
        redirect_uri="https://contoso.example/in",
        client_secret=web.client_secret,
        **settings,
    ) as one:
        assert claims_of(one.get_token(EWS))["upn"] == m365.username

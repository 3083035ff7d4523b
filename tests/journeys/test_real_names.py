"""Programs whose endpoints are fixed: the real host names lead to the fake, with certificates verified."""

import asyncio
import imaplib
import json
import os
import poplib
import smtplib
import socket
import ssl
import subprocess
import sys
import urllib.request
from typing import Any

import pytest

from fakeserver.service_names import GRAPH
from fakeserver.xoauth2 import pop3_authenticate, xoauth2
from pytest_m365 import Target, Tenant

pytestmark = pytest.mark.usefixtures("m365_redirect")

SCOPES = ["https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/EWS.AccessAsUser.All"]


@pytest.fixture
def app(m365: Target) -> Any:
    """The msal application as programs make it, instance discovery and all."""
    import msal

    authority = f"https://login.microsoftonline.com/{m365.tenant_id}"
    return msal.PublicClientApplication(m365.public_app.client_id, authority=authority)


def test_msal_signs_in_with_password_and_browser(m365: Target, app: Any) -> None:
    assert "access_token" in app.acquire_token_by_username_password(m365.username, m365.password, SCOPES)
    result = app.acquire_token_interactive(SCOPES, timeout=60, prompt="login")
    assert result.get("id_token_claims", result)["preferred_username"] == m365.username
    assert m365.browser.visited[0].startswith("https://login.microsoftonline.com/")
    assert app.acquire_token_silent(SCOPES, app.get_accounts()[0])["token_source"] == "cache"


@pytest.mark.parametrize("ending", ["", "/"])
def test_msal_signs_in_at_the_authority_that_it_has_by_itself(m365: Target, ending: str) -> None:
    import msal

    app = msal.PublicClientApplication(m365.public_app.client_id)
    assert "access_token" in app.acquire_token_interactive(SCOPES, timeout=60)
    authority = f"https://login.microsoftonline.com/{m365.tenant_id}{ending}"
    secret = msal.ConfidentialClientApplication(m365.daemon_app.client_id, m365.daemon_app.client_secret, authority)
    assert "access_token" in secret.acquire_token_for_client(["https://outlook.office365.com/.default"])


def test_mail_clients_reach_their_usual_places(m365: Target) -> None:
    trust = ssl.create_default_context()
    token, said = m365.token(), xoauth2(m365.username, m365.token())
    with smtplib.SMTP("smtp.office365.com", 587, local_hostname="localhost", timeout=60) as smtp:
        smtp.starttls(context=trust)
        smtp.ehlo()
        smtp.auth("XOAUTH2", lambda _challenge=None: said)
        smtp.sendmail(m365.username, [m365.username], "Subject: Hi\r\n\r\n.")
    with imaplib.IMAP4_SSL("outlook.office365.com", ssl_context=trust, timeout=60) as imap:
        imap.authenticate("XOAUTH2", lambda _challenge: said.encode())
        assert imap.select("INBOX") == ("OK", [b"1"])
    pop3 = poplib.POP3_SSL("outlook.office365.com", context=trust, timeout=60)
    pop3_authenticate(pop3, m365.username, token)
    assert pop3.stat()[0] == 1
    pop3.quit()


def test_exchangelib_reads_at_its_usual_place(m365: Target) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    from exchangelib.credentials import OAuth2AuthorizationCodeCredentials
    from oauthlib.oauth2 import OAuth2Token

    m365.mailbox.deliver(subject="Found", body="…")
    credentials = OAuth2AuthorizationCodeCredentials(access_token=OAuth2Token({"access_token": m365.token()}))
    config = exchangelib.Configuration(server="outlook.office365.com", credentials=credentials, auth_type="OAuth 2.0")
    account = exchangelib.Account(
        m365.username,
        config=config,
        autodiscover=False,
        access_type=exchangelib.DELEGATE,
        default_timezone=exchangelib.UTC,
    )
    assert [item.subject for item in account.inbox.all()] == ["Found"]


#: sign-in hosts of each cloud, whose documents name the host that was asked
SIGN_IN_HOSTS = (
    "login.microsoftonline.com",
    "login.windows.net",
    "login.microsoft.com",
    "sts.windows.net",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
)


@pytest.mark.parametrize("host", SIGN_IN_HOSTS)
def test_documents_name_the_host_that_was_asked(m365: Target, host: str) -> None:
    import requests

    document = requests.get(f"https://{host}/{m365.tenant_id}/v2.0/.well-known/openid-configuration", timeout=60).json()
    assert document["token_endpoint"] == f"https://{host}/{m365.tenant_id}/oauth2/v2.0/token"
    assert document["jwks_uri"].startswith(f"https://{host}/")
    assert requests.get(document["jwks_uri"], timeout=60).json()["keys"]


@pytest.mark.parametrize("host", ["login.microsoftonline.us", "login.partner.microsoftonline.cn", "login.windows.net"])
def test_msal_signs_in_at_the_other_clouds(m365: Target, host: str) -> None:
    import msal

    app = msal.PublicClientApplication(m365.public_app.client_id, authority=f"https://{host}/{m365.tenant_id}")
    assert "access_token" in app.acquire_token_by_username_password(m365.username, m365.password, SCOPES)
    (account,) = app.get_accounts()
    assert account["environment"] == host
    assert "access_token" in app.acquire_token_silent(SCOPES, account, force_refresh=True)


def test_an_authority_elsewhere_is_asked_about_at_the_usual_place(m365: Target) -> None:
    """msal asks login.microsoftonline.com about every host that it doesn't know; that one knows no others."""
    import msal

    with pytest.raises(ValueError, match="invalid_instance"):
        msal.PublicClientApplication(m365.public_app.client_id, authority=m365.authority)


def test_instance_discovery_answers_at_its_usual_place(m365: Target) -> None:
    authority = f"https://login.microsoftonline.com/{m365.tenant_id}"
    url = (
        "https://login.microsoftonline.com/common/discovery/instance?api-version=1.1"
        f"&authorization_endpoint={authority}/oauth2/v2.0/authorize"
    )
    with urllib.request.urlopen(url, timeout=60) as answer:
        document = json.load(answer)
    assert document["tenant_discovery_endpoint"] == f"{authority}/v2.0/.well-known/openid-configuration"
    assert "login.windows.net" in document["metadata"][0]["aliases"]


def test_userinfo_answers_on_graph(m365: Target, m365_fake: Tenant) -> None:
    import requests

    app = m365_fake.register_app("Who", public=True, delegated=["https://graph.microsoft.com/openid"])
    token = m365_fake.token(app, m365.username, "https://graph.microsoft.com/openid")
    url = requests.get(
        f"https://login.microsoftonline.com/{m365.tenant_id}/v2.0/.well-known/openid-configuration", timeout=60
    ).json()["userinfo_endpoint"]
    assert url == "https://graph.microsoft.com/oidc/userinfo"
    answer = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=60)
    assert (answer.status_code, answer.json()["name"]) == (200, "Alice")


@pytest.mark.parametrize("name", GRAPH)
def test_graph_answers_under_its_name_in_each_cloud(m365: Target, name: str) -> None:
    import requests

    token = m365.token(f"https://{name}/User.Read")
    answer = requests.get(f"https://{name}/v1.0/me", headers={"Authorization": f"Bearer {token}"}, timeout=60).json()
    assert answer["userPrincipalName"] == m365.username
    assert answer["@odata.context"] == f"https://{name}/v1.0/$metadata#users/$entity"


def test_autodiscover_answers_under_the_tenants_own_name(m365: Target, m365_fake: Tenant) -> None:
    import requests

    for host in (f"autodiscover.{m365_fake.domain}", "outlook.office365.com", "autodiscover-s.outlook.com"):
        url = f"https://{host}/autodiscover/autodiscover.json/v1.0/{m365.username}?Protocol=EWS"
        assert requests.get(url, timeout=60).json() == {
            "Protocol": "EWS",
            "Url": "https://outlook.office365.com/EWS/Exchange.asmx",
        }


def test_a_domain_that_comes_later_has_its_autodiscover(m365_fake: Tenant) -> None:
    import requests

    name = "autodiscover.fabrikam.example"
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo(name, 443)
    m365_fake.organization.domains.append("fabrikam.example")
    bob = m365_fake.add_user("bob@fabrikam.example")
    answer = requests.get(f"https://{name}/autodiscover/autodiscover.json/v1.0/{bob.upn}?Protocol=EWS", timeout=60)
    assert answer.json()["Url"] == "https://outlook.office365.com/EWS/Exchange.asmx"


@pytest.mark.usefixtures("collected")
def test_aiohttp_is_led_and_verifies(m365: Target) -> None:
    import aiohttp

    async def ask() -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"https://login.microsoftonline.com/{m365.tenant_id}/discovery/v2.0/keys") as answer,
        ):
            return answer.status

    assert asyncio.run(ask()) == 200


def test_what_is_not_the_services_goes_where_it_always_went() -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        where = elsewhere.getsockname()
        socket.create_connection(("localhost", where[1]), 60).close()
        elsewhere.accept()[0].close()
    with pytest.raises(ssl.SSLCertVerificationError, match=r"not valid for|Hostname mismatch"):
        _shake_hands("outlook.office365.com", "example.com")


def _shake_hands(host: str, name: str) -> None:
    with socket.create_connection((host, 443), 60) as bare:
        ssl.create_default_context().wrap_socket(bare, server_hostname=name)


def test_without_trust_in_the_fakes_authority_nobody_is_led(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(ssl.SSLCertVerificationError, match=r"self-signed|unable to get local issuer"):
        _shake_hands("outlook.office365.com", "outlook.office365.com")


@pytest.mark.parametrize("host", ["outlook.office365.com", "login.microsoftonline.com"])
def test_a_proxy_is_passed_by(m365: Target, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    import requests

    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert host in os.environ["NO_PROXY"].split(",")
    assert requests.get(f"https://{host}/{m365.tenant_id}/discovery/v2.0/keys", timeout=60).status_code == 200


def test_a_domain_that_comes_later_is_past_proxies_and_in_children(
    m365_fake: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    import requests

    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    url = "https://autodiscover.fabrikam.example/autodiscover/autodiscover.json"
    m365_fake.organization.domains.append("fabrikam.example")
    assert requests.get(url, timeout=60).status_code == 400
    code = "import socket; print(socket.create_connection(('autodiscover.fabrikam.example', 443), 60).fileno() > 0)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"True\n"
    assert "fabrikam.example" in os.environ["NO_PROXY"]
    m365_fake.organization.domains.remove("fabrikam.example")
    assert "fabrikam.example" not in os.environ["M365_REDIRECTS"]

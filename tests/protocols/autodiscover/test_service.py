"""The service: which path is which dialect, who may ask, and what everybody gets with the answer."""

import gzip
import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fakeserver.protocols.autodiscover import pox, soap
from fakeserver.protocols.autodiscover.service import MAX_BODY, AutodiscoverService
from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.world import World

POX_PATH = "/autodiscover/autodiscover.xml"
SOAP_PATH = "/autodiscover/autodiscover.svc"
GUID = "11111111-2222-4333-8444-555555555555"


class Autodiscover:
    """The service, asked by alice."""

    def __init__(self, world: World) -> None:
        self.tenant, self.alice = world.tenant, world.user()
        self.service = AutodiscoverService(world.cloud, lambda: GUID)

    def token(self) -> str:
        return self.tenant.token(self.tenant.public_app, self.alice, "EWS.AccessAsUser.All")

    def ask(
        self, path: str, body: bytes = b"", *, authorization: str | None = None, method: str = "POST", **fields: str
    ) -> HttpResponse:
        sent = f"Bearer {self.token()}" if authorization is None else authorization
        headers = [("Authorization", sent)] if sent else []
        headers += [(name.replace("_", "-"), value) for name, value in fields.items()]
        return self.service.handle(
            HttpRequest(method, path, headers=Headers(headers), body=body, base_url="https://localhost:8443")
        )


@pytest.fixture
def autodiscover(world: World) -> Autodiscover:
    return Autodiscover(world)


def pox_request(address: str) -> bytes:
    return (
        f'<Autodiscover xmlns="{pox.REQUEST}"><Request><EMailAddress>{address}</EMailAddress>'
        f"<AcceptableResponseSchema>{pox.OUTLOOK}</AcceptableResponseSchema></Request></Autodiscover>"
    ).encode()


def soap_request(address: str) -> bytes:
    return (
        f'<s:Envelope xmlns:s="{soap.SOAP}" xmlns:a="{soap.AUTODISCOVER}"><s:Header><a:RequestedServerVersion>'
        "Exchange2016</a:RequestedServerVersion></s:Header><s:Body><a:GetUserSettingsRequestMessage>"
        f"<a:Request><a:Users><a:User><a:Mailbox>{address}</a:Mailbox></a:User></a:Users><a:RequestedSettings>"
        "<a:Setting>ExternalEwsUrl</a:Setting></a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage>"
        "</s:Body></s:Envelope>"
    ).encode()


def field(response: HttpResponse, name: str) -> list[str]:
    return [value for key, value in response.headers if key.lower() == name.lower()]


@pytest.mark.parametrize("path", [POX_PATH, "/Autodiscover/Autodiscover.XML"])
def test_pox_tells_the_ews_url(autodiscover: Autodiscover, path: str) -> None:
    response = autodiscover.ask(path, pox_request(autodiscover.alice.address))
    assert response.status == 200
    assert field(response, "Content-Type") == ["text/xml; charset=utf-8"]
    assert field(response, "request-id") == [GUID]
    assert b"<EwsUrl>https://localhost:8443/EWS/Exchange.asmx</EwsUrl>" in response.body


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"nonsense", b"600"), (pox_request("nobody@contoso.onmicrosoft.com"), b"500"), (pox_request("x@y.z"), b"500")],
)
def test_pox_errors_come_with_200(autodiscover: Autodiscover, body: bytes, code: bytes) -> None:
    response = autodiscover.ask(POX_PATH, body)
    assert response.status == 200
    assert b"<ErrorCode>" + code + b"</ErrorCode>" in response.body


def test_soap_tells_the_ews_url(autodiscover: Autodiscover) -> None:
    response = autodiscover.ask(SOAP_PATH, soap_request(autodiscover.alice.address))
    assert response.status == 200
    value = etree.fromstring(response.body).findtext(f".//{{{soap.AUTODISCOVER}}}Value")
    assert value == "https://localhost:8443/EWS/Exchange.asmx"


@pytest.mark.parametrize("kind", ["application/soap+xml", "application/json", "text/xmlx"])
def test_soap_has_its_own_content_type(autodiscover: Autodiscover, kind: str) -> None:
    answer = autodiscover.ask(SOAP_PATH, soap_request(autodiscover.alice.address), Content_Type=kind)
    assert (answer.status, answer.body) == (415, b"")


def test_soap_nonsense_is_a_bad_request(autodiscover: Autodiscover) -> None:
    assert autodiscover.ask(SOAP_PATH, b"nonsense").status == 400


def test_another_tenants_mailbox_is_nobody(autodiscover: Autodiscover, world: World) -> None:
    bob = world.neighbour().add_user("bob")
    assert b"<ErrorCode>500</ErrorCode>" in autodiscover.ask(POX_PATH, pox_request(bob.address)).body
    assert b"InvalidUser" in autodiscover.ask(SOAP_PATH, soap_request(bob.address)).body


def test_an_application_may_ask_as_well(autodiscover: Autodiscover) -> None:
    token = autodiscover.tenant.app_token(autodiscover.tenant.daemon_app)
    body = pox_request(autodiscover.alice.address)
    response = autodiscover.ask(POX_PATH, body, authorization=f"Bearer {token}")
    assert b"<Action>settings</Action>" in response.body


@pytest.mark.parametrize("path", [POX_PATH, SOAP_PATH])
def test_without_a_token_both_challenges_come_and_nothing_else(autodiscover: Autodiscover, path: str) -> None:
    response = autodiscover.ask(path, authorization="")
    assert (response.status, response.body) == (401, b"")
    bearer, basic = field(response, "WWW-Authenticate")
    assert bearer.startswith('Bearer client_id="00000002-0000-0ff1-ce00-000000000000"')
    assert "error=" not in bearer
    assert basic == 'Basic Realm=""'
    assert field(response, "x-ms-diagnostics") == []


def test_a_bad_token_is_diagnosed(autodiscover: Autodiscover) -> None:
    response = autodiscover.ask(POX_PATH, authorization="Bearer nonsense")
    assert response.status == 401
    assert 'error="invalid_token"' in field(response, "WWW-Authenticate")[0]
    assert field(response, "x-ms-diagnostics")[0].startswith('2000001;reason="')
    assert field(response, "X-BackEndHttpStatus") == ["401", "401"]


def test_any_permission_of_exchange_online_will_do(autodiscover: Autodiscover) -> None:
    token = autodiscover.tenant.token(autodiscover.tenant.public_app, autodiscover.alice, "IMAP.AccessAsUser.All")
    response = autodiscover.ask(POX_PATH, pox_request("a@b.c"), authorization=f"Bearer {token}")
    assert response.status == 200


def test_a_password_gets_the_bare_challenge(autodiscover: Autodiscover) -> None:
    response = autodiscover.ask(POX_PATH, authorization="Basic YWxpY2VAY29udG9zby5vbm1pY3Jvc29mdC5jb206eA==")
    assert response.status == 401
    assert field(response, "WWW-Authenticate") == ['Basic Realm="",Basic Realm=""']


def test_version_2_asks_for_no_token(autodiscover: Autodiscover) -> None:
    request = HttpRequest(
        "GET",
        "/Autodiscover/Autodiscover.json/v1.0/alice@contoso.onmicrosoft.com",
        "Protocol=Ews",
        base_url="https://localhost:8443",
    )
    response = autodiscover.service.handle(request)
    assert json.loads(response.body) == {"Protocol": "EWS", "Url": "https://localhost:8443/EWS/Exchange.asmx"}


def test_the_plain_autodiscover_host_sends_everybody_on(autodiscover: Autodiscover) -> None:
    request = HttpRequest("GET", POX_PATH, base_url="http://autodiscover.contoso.onmicrosoft.com")
    response = autodiscover.service.handle(request)
    assert response.status == 302
    assert field(response, "Location") == ["https://autodiscover-s.outlook.com/autodiscover/autodiscover.xml"]


@pytest.mark.parametrize("path", [POX_PATH, SOAP_PATH])
def test_a_body_that_is_too_large_is_not_read(autodiscover: Autodiscover, path: str) -> None:
    request = pox_request(autodiscover.alice.address) if path == POX_PATH else soap_request(autodiscover.alice.address)
    padded = request.ljust(MAX_BODY)
    assert autodiscover.ask(path, padded).status == 200
    assert autodiscover.ask(path, padded + b" ").status == 413
    assert autodiscover.ask(path, padded + b" ", authorization="").status == 401


@pytest.mark.parametrize(
    ("token", "body", "status"),
    [
        (True, b"%b", 200),
        (True, b"cut off", 400),
        (True, gzip.compress(b"\0" * 10_000_000), 413),
        (False, gzip.compress(b"\0" * 10_000_000), 401),
    ],
    ids=["packed", "no gzip", "too large", "not let in"],
)
def test_a_packed_body_is_bounded_as_any_other(
    autodiscover: Autodiscover, token: bool, body: bytes, status: int
) -> None:
    body = body.replace(b"%b", gzip.compress(pox_request(autodiscover.alice.address)))
    headers = Headers([("Authorization", f"Bearer {autodiscover.token()}")] if token else [])
    request = HttpRequest("POST", POX_PATH, headers=headers, body=body, coding="gzip")
    assert autodiscover.service.handle(request).status == status


def test_an_unknown_path_is_not_found(autodiscover: Autodiscover) -> None:
    for path in ("nothing", "autodiscover.jsonx", "autodiscover.xml/x"):
        assert autodiscover.ask(f"/autodiscover/{path}").status == 404


def test_the_client_request_id_comes_back_on_request(autodiscover: Autodiscover) -> None:
    quiet = autodiscover.ask(POX_PATH, b"x", client_request_id="abc")
    assert field(quiet, "client-request-id") == []
    asked = autodiscover.ask(POX_PATH, b"x", client_request_id="abc", return_client_request_id="true")
    assert field(asked, "client-request-id") == ["abc"]


def test_the_journal_says_what_was_answered_and_keeps_the_token_out(autodiscover: Autodiscover) -> None:
    autodiscover.ask(POX_PATH, pox_request(autodiscover.alice.address))
    text = str(autodiscover.tenant.journal)
    assert "settings of alice@contoso.onmicrosoft.com" in text
    assert autodiscover.token() not in text


@given(
    path=st.sampled_from([POX_PATH, SOAP_PATH, "/autodiscover/autodiscover.json", "/autodiscover/"]),
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT"]),
    body=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))),
    query=st.text(max_size=60),
    address=st.text(max_size=30),
)
def test_nothing_that_a_peer_sends_is_too_much(path: str, method: str, body: bytes, query: str, address: str) -> None:
    token = f"Bearer {SHARED.token()}"
    request = HttpRequest(
        method, path, query, Headers([("Authorization", token)]), body, base_url="https://localhost:8443"
    )
    assert SHARED.service.handle(request).status in (200, 400, 404, 405, 500)
    in_path = HttpRequest("GET", f"/autodiscover/autodiscover.json/v1.0/{address}", f"Protocol={query}")
    assert SHARED.service.handle(in_path).status in (200, 400)


@given(st.text(max_size=80))
def test_no_authorization_header_is_too_much(value: str) -> None:
    request = HttpRequest("POST", POX_PATH, headers=Headers([("Authorization", value)]))
    assert SHARED.service.handle(request).status == 401


#: hypothesis runs a test many times; one tenant serves them all
SHARED = Autodiscover(World.of("alice"))


def test_the_journal_says_why_there_are_no_settings(autodiscover: Autodiscover) -> None:
    autodiscover.alice.mailbox_state = "soft_deleted"
    for path, request in ((POX_PATH, pox_request), (SOAP_PATH, soap_request)):
        autodiscover.tenant.journal.clear()
        assert autodiscover.ask(path, request(autodiscover.alice.address)).status == 200
        (refused,) = (entry.refusal for entry in autodiscover.tenant.journal.refusals)
        assert refused is not None
        assert refused.name == "MailboxSoftDeleted"


def test_a_shared_mailbox_is_told_of_and_found(autodiscover: Autodiscover) -> None:
    shared = autodiscover.tenant.add_shared_mailbox("office", ["alice"])
    own = autodiscover.ask(POX_PATH, pox_request(autodiscover.alice.address)).body.decode()
    assert f"<OwnerSmtpAddress>{shared.address}</OwnerSmtpAddress>" in own
    theirs = autodiscover.ask(POX_PATH, pox_request(shared.address)).body.decode()
    assert f"<AutoDiscoverSMTPAddress>{shared.address}</AutoDiscoverSMTPAddress>" in theirs
    assert "AlternativeMailbox" not in theirs


def test_passwords_where_they_are_taken(autodiscover: Autodiscover) -> None:
    alice = autodiscover.alice
    request = pox_request(alice.address)
    basic = "Basic " + b64encode(f"{alice.upn}:{alice.password}".encode()).decode()
    refused = autodiscover.ask(POX_PATH, request, authorization=basic)
    assert (refused.status, refused.body) == (401, b"")
    autodiscover.tenant.policies.basic_auth = True
    assert autodiscover.ask(POX_PATH, request, authorization=basic).status == 200
    wrong = "Basic " + b64encode(f"{alice.upn}:wrong".encode()).decode()
    assert autodiscover.ask(POX_PATH, request, authorization=wrong).status == 401
    alice.authentication_policy = AuthenticationPolicy(allow_basic_auth_web_services=True)
    assert autodiscover.ask(POX_PATH, request, authorization=basic).status == 401
    alice.authentication_policy = AuthenticationPolicy(allow_basic_auth_autodiscover=True)
    assert autodiscover.ask(POX_PATH, request, authorization=basic).status == 200


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("POST", 200), ("PUT", 405), ("DELETE", 405)])
def test_pox_knows_the_methods_that_ask(autodiscover: Autodiscover, method: str, status: int) -> None:
    answer = autodiscover.ask(POX_PATH, pox_request(autodiscover.alice.address), method=method)
    assert answer.status == status

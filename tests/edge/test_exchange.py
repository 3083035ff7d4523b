"""Each exchange is noted once, in the journal of the one whom it concerns, whatever the protocol."""

import base64
import http.client
import socket
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from fakeserver.edge.exchange import Exchange
from fakeserver.server import FakeServer
from fakeserver.tenant import refusals as no
from fakeserver.tenant.access.credentials import BearerToken, Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant
from tests.world import PASSWORD, World

ALICE = "alice@contoso.onmicrosoft.com"
SOAP = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
    'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header>'
    '<t:RequestServerVersion Version="Exchange2016"/></s:Header><s:Body>{}</s:Body></s:Envelope>'
)
GET_FOLDERS = SOAP.format(
    "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
    '<t:DistinguishedFolderId Id="inbox"/><t:FolderId Id="junk"/><t:DistinguishedFolderId Id="archiveroot"/>'
    "</m:FolderIds></m:GetFolder>"
)


# --- whose journal it is ---


@pytest.mark.parametrize("protocol", Protocol)
def test_nothing_shown_is_the_clouds(cloud: Cloud, tenant: Tenant, protocol: Protocol) -> None:
    exchange = Exchange(cloud, protocol.value, "POST")
    with pytest.raises(no.CredentialMissing) as refused:
        exchange.admit(protocol, None)
    exchange.answered("401", refused.value)
    (entry,) = cloud.journal.refusals
    assert (entry.protocol, entry.asked, entry.answered) == (protocol.value, "POST: no credential", "401")
    assert entry.by == ""
    assert not len(tenant.journal)


def test_a_visit_that_has_ended_says_why(cloud: Cloud, tenant: Tenant) -> None:
    exchange = Exchange(cloud, Protocol.IMAP.value, "asked")
    visitor = exchange.admit(Protocol.IMAP, BearerToken(tenant.token(tenant.public_app, "alice"), ALICE))
    visit = cloud.door.open(visitor)
    assert exchange.recheck(visit) is None
    tenant.clock.advance(7200)
    assert isinstance(exchange.recheck(visit), no.TokenExpired)
    assert not len(tenant.journal), "whoever asks says how it is answered"


def test_a_good_token_is_its_tenants_and_described_once_on_each_protocol(cloud: Cloud, tenant: Tenant) -> None:
    token = tenant.token(tenant.public_app, "alice")
    for protocol in (Protocol.EWS, Protocol.EWS, Protocol.IMAP):
        exchange = Exchange(cloud, protocol.value, "asked")
        exchange.admit(protocol, BearerToken(token))
        exchange.answered("fine")
    asked = [entry.asked for entry in tenant.journal.entries]
    assert asked[0].startswith(f"asked: token of {ALICE} by 'Contoso Mail' (")
    assert asked[1] == "asked"
    assert asked[2] == asked[0]
    assert {(entry.by, entry.user) for entry in tenant.journal.entries} == {(ALICE, ALICE)}
    assert token not in str(tenant.journal)


def test_a_remark_is_a_line_of_its_own(cloud: Cloud, tenant: Tenant) -> None:
    exchange = Exchange(cloud, "SMTP", "DATA")
    exchange.remark("nobody is there yet")
    exchange.admit(Protocol.SMTP, BearerToken(tenant.token(tenant.public_app, "alice"), ALICE))
    exchange.answered("250")
    exchange.remark("it was lost")
    assert [(entry.asked, entry.answered, entry.by) for entry in tenant.journal.entries[1:]] == [
        ("it was lost", "", ALICE)
    ]
    assert [entry.asked for entry in cloud.journal.entries] == ["nobody is there yet"]


@pytest.mark.parametrize(
    ("make", "beside", "is_the_tenants"),
    [
        (lambda t: t.mint(user="alice", aud="https://graph.microsoft.com"), None, True),
        (lambda t: "junk", None, False),
        (lambda t: "junk", ALICE, True),
        (lambda t: t.mint(user="alice", tid="11111111-2222-3333-4444-555555555555"), None, False),
        (lambda t: t.mint(user="alice", tid="11111111-2222-3333-4444-555555555555"), ALICE, True),
    ],
)
def test_a_refused_token_is_the_tenants_that_it_names_or_the_address_beside_it(
    cloud: Cloud, tenant: Tenant, make: Callable[[Tenant], str], beside: str | None, is_the_tenants: bool
) -> None:
    token = make(tenant)
    exchange = Exchange(cloud, "IMAP", "AUTHENTICATE XOAUTH2")
    with pytest.raises(no.AuthenticationRefused) as refused:
        exchange.admit(Protocol.IMAP, BearerToken(token, beside))
    exchange.answered("NO", refused.value)
    mine, other = (tenant.journal, cloud.journal) if is_the_tenants else (cloud.journal, tenant.journal)
    assert len(mine) == 1
    assert len(other) == 0
    assert mine.refusals[0].asked.startswith("AUTHENTICATE XOAUTH2: a token ")
    assert token == "junk" or token not in str(mine)


def test_a_password_is_never_noted(cloud: Cloud, tenant: Tenant) -> None:
    exchange = Exchange(cloud, "IMAP", "LOGIN")
    with pytest.raises(no.BasicAuthDisabled) as refused:
        exchange.admit(Protocol.IMAP, Password(ALICE, PASSWORD))
    exchange.answered("NO", refused.value)
    assert tenant.journal.entries[0].asked == f"LOGIN: password of {ALICE}"
    assert "Heron" not in str(tenant.journal)


def test_a_path_may_name_the_tenant(cloud: Cloud, tenant: Tenant) -> None:
    Exchange(cloud, "OAuth", "GET /keys", tenant).answered("200")
    assert [(entry.asked, entry.answered) for entry in tenant.journal.entries] == [("GET /keys", "200")]


# --- one entry for each exchange, over sockets ---


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServer]:
    with FakeServer(plain=True) as server:
        yield server


@pytest.fixture
def hosted(server: FakeServer) -> Iterator[Tenant]:
    tenant = server.new_tenant()
    tenant.add_user("alice", password=PASSWORD)
    server.cloud.journal.clear()
    yield tenant
    server.drop_tenant(tenant)


def noted(server: FakeServer, tenant: Tenant) -> list[tuple[str, str]]:
    entries = [*tenant.journal.entries, *server.cloud.journal.entries]
    return [(entry.asked.partition(":")[0], entry.answered) for entry in sorted(entries, key=lambda one: one.number)]


def converse(where: tuple[str, int], *lines: bytes) -> None:
    """Say lines, each when the last one is answered, and read to the end."""
    with socket.create_connection(where, timeout=60) as peer, peer.makefile("rb") as answers:
        answers.readline()
        for line in lines:
            peer.sendall(line + b"\r\n")
            while (answer := answers.readline()) and answer.startswith((b"* ", b"250-")):
                pass


def xoauth2(user: str, token: str) -> bytes:
    return base64.b64encode(f"user={user}\1auth=Bearer {token}\1\1".encode())


def test_imap(server: FakeServer, hosted: Tenant) -> None:
    user = hosted.user("alice").address
    bad = xoauth2(user, hosted.token(hosted.public_app, "alice", "https://outlook.office.com/POP.AccessAsUser.All"))
    good = xoauth2(user, hosted.token(hosted.public_app, "alice"))
    converse(
        server.imap,
        b"a NOOP",
        b"b AUTHENTICATE XOAUTH2 " + bad,
        b"c LOGIN x y",
        b"d AUTHENTICATE XOAUTH2",
        b"!",
        b"e AUTHENTICATE XOAUTH2 " + good,
        b"f SELECT INBOX",
        b"g SELECT nowhere",
        b"h LOGOUT",
    )
    assert noted(server, hosted) == [
        ("NOOP", "OK NOOP completed."),
        ("AUTHENTICATE XOAUTH2", "NO AUTHENTICATE failed."),
        ("LOGIN", "NO LOGIN failed."),
        ("AUTHENTICATE XOAUTH2", "NO AUTHENTICATE failed."),
        ("AUTHENTICATE XOAUTH2", "OK AUTHENTICATE completed."),
        ("SELECT INBOX", "OK [READ-WRITE] SELECT completed."),
        ("SELECT nowhere", "NO nowhere doesn't exist."),
        ("LOGOUT", "OK LOGOUT completed."),
    ]


def test_imap_where_the_mailbox_does_not_open(server: FakeServer, hosted: Tenant) -> None:
    bob = hosted.add_user("bob").address
    converse(server.imap, b"a AUTHENTICATE XOAUTH2 " + xoauth2(bob, hosted.token(hosted.public_app, "alice")))
    (entry,) = hosted.journal.refusals
    assert entry.answered == "OK AUTHENTICATE completed."
    assert entry.refusal.name == "MailboxAccessDenied"
    assert entry.refusal.token["upn"] == entry.by == hosted.user("alice").upn
    assert len(hosted.journal) == 1


def test_pop3(server: FakeServer, hosted: Tenant) -> None:
    user = hosted.user("alice").address
    good = xoauth2(user, hosted.token(hosted.public_app, "alice"))
    converse(server.pop3, b"AUTH XOAUTH2", b"junk", b"USER x", b"PASS y", b"AUTH XOAUTH2", good, b"STAT", b"QUIT")
    asked = [asked for asked, _ in noted(server, hosted)]
    assert asked == ["AUTH XOAUTH2", "USER", "PASS", "AUTH XOAUTH2", "STAT", "QUIT"]


def test_smtp(server: FakeServer, hosted: Tenant) -> None:
    user = hosted.user("alice").address
    good = xoauth2(user, hosted.token(hosted.public_app, "alice"))
    converse(
        server.smtp,
        b"EHLO x",
        b"AUTH XOAUTH2 " + xoauth2(user, "junk"),
        b"AUTH XOAUTH2",
        good,
        f"MAIL FROM:<{user}>".encode(),
        b"QUIT",
    )
    entries = noted(server, hosted)
    # EHLO, QUIT and challenges are not worth a note.
    assert [answered[:3] for _, answered in entries] == ["535", "235", "250"]


@pytest.mark.parametrize(
    ("method", "path", "body", "signed_in", "answered"),
    [
        ("POST", "/EWS/Exchange.asmx", GET_FOLDERS, "no", "401"),
        ("POST", "/EWS/Exchange.asmx", GET_FOLDERS, "badly", "403"),
        ("POST", "/EWS/Exchange.asmx", GET_FOLDERS, "yes", "ErrorInvalidIdMalformed, ErrorFolderNotFound"),
        ("POST", "/EWS/Exchange.asmx", "junk", "yes", "ErrorSchemaValidation"),
        ("POST", "/EWS/Exchange.asmx", SOAP.format("<m:Unheard/>"), "yes", "ErrorInvalidRequest"),
        ("GET", "/EWS/Exchange.asmx", "", "yes", "200"),
        ("PUT", "/EWS/Exchange.asmx", "", "yes", "405"),
        ("POST", "/autodiscover/autodiscover.xml", "junk", "no", "401"),
        ("GET", "/autodiscover/autodiscover.json", "", "no", "400"),
        ("GET", "/autodiscover/elsewhere", "", "no", "404"),
        ("GET", "/common/v2.0/.well-known/openid-configuration", "", "no", "200"),
        ("POST", "/common/oauth2/v2.0/token", "grant_type=x", "no", "400 "),
        ("OPTIONS", "/common/oauth2/v2.0/token", "", "no", "200"),
    ],
)
def test_http(
    server: FakeServer, hosted: Tenant, method: str, path: str, body: str, signed_in: str, answered: str
) -> None:
    scope = "EWS.AccessAsUser.All" if signed_in == "yes" else "https://outlook.office.com/IMAP.AccessAsUser.All"
    bearer = {"Authorization": f"Bearer {hosted.token(hosted.public_app, 'alice', scope)}"}
    sent = "text/xml" if path.startswith("/EWS") else "application/x-www-form-urlencoded"
    fields = {"Content-Type": sent} | ({} if signed_in == "no" else bearer)
    with closing(http.client.HTTPConnection(*server.http, timeout=60)) as connection:
        connection.request(method, path, body, fields)
        connection.getresponse().read()
    (entry,) = noted(server, hosted)
    assert entry[1].startswith(answered)
    if signed_in == "yes":
        assert hosted.journal.entries[0].by == hosted.user("alice").upn


# --- who, and by which permission ---


def test_who_was_refused_is_known_by_what_they_showed(cloud: Cloud, tenant: Tenant) -> None:
    app = tenant.public_app.client_id
    shown: list[tuple[Password | BearerToken, str, str]] = [
        (Password(ALICE, PASSWORD), ALICE, ""),
        (BearerToken(tenant.mint(user="alice", aud="https://graph.microsoft.com")), ALICE, app),
        (BearerToken("junk", ALICE), ALICE, ""),
    ]
    for credential, user, client_id in shown:
        exchange = Exchange(cloud, "IMAP", "AUTHENTICATE")
        with pytest.raises(no.AuthenticationRefused) as refused:
            exchange.admit(Protocol.IMAP, credential)
        exchange.answered("NO", refused.value)
        entry = tenant.journal.entries[-1]
        assert (entry.user, entry.client_id, entry.by) == (user, client_id, "")


def test_an_application_is_known_with_the_mailbox_that_it_named(cloud: Cloud, tenant: Tenant) -> None:
    exchange = Exchange(cloud, "IMAP", "AUTHENTICATE")
    exchange.admit(Protocol.IMAP, BearerToken(tenant.app_token(tenant.daemon_app), ALICE))
    exchange.answered("OK")
    assert (tenant.journal.entries[-1].user, tenant.journal.entries[-1].by) == (ALICE, "'Contoso Mail Daemon'")


def test_the_permission_that_opened_is_kept(cloud: Cloud, tenant: Tenant) -> None:
    delegated = BearerToken(tenant.token(tenant.public_app, "alice", "IMAP.AccessAsUser.All", "SMTP.Send"), ALICE)
    Exchange(cloud, "IMAP").admit(Protocol.IMAP, delegated)
    Exchange(cloud, "Autodiscover").admit(Protocol.AUTODISCOVER, delegated)
    assert tenant.journal.least_privilege().used == {"IMAP.AccessAsUser.All": ("IMAP",)}
    assert tenant.journal.least_privilege().unused == ("SMTP.Send",)

    Exchange(cloud, "EWS").admit(Protocol.EWS, BearerToken(tenant.app_token(tenant.daemon_app)))
    found = tenant.journal.least_privilege(app=tenant.daemon_app)
    assert found.used == {"full_access_as_app": ("EWS",)}
    assert found.unused == ("IMAP.AccessAsApp", "POP.AccessAsApp", "SMTP.SendAsApp")


def test_a_role_that_exchange_has_assigned_is_no_permission_of_the_token(cloud: Cloud, tenant: Tenant) -> None:
    app = tenant.register_app("Scanner", secret=True)
    tenant.rights.assign_role(app, "Application EWS.AccessAsApp")
    Exchange(cloud, "EWS").admit(Protocol.EWS, BearerToken(tenant.app_token(app)))
    assert tenant.journal.least_privilege(app=app).used == {}


def test_who_was_let_in_is_whom_a_fault_is_for() -> None:
    world = World.of("alice", "bob")
    fault = world.tenant.faults.drop("ews", user="alice")
    for name, taken in (("bob", 0), ("alice", 1)):
        exchange = Exchange(world.cloud, "EWS")
        assert exchange.operation == ""
        exchange.admit(Protocol.EWS, BearerToken(world.tenant.mint(user=name)))
        exchange.operation = "GetFolder"
        assert (exchange.meets_fault() is None, fault.taken) == (not taken, taken)

"""Tenants come and go on a server that runs; nothing is left of one that is dropped."""

import asyncio
import gc
import http.client
import imaplib
import poplib
import smtplib
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any
from urllib.parse import urlencode

import pytest

from fakeserver.server import FakeServer
from pytest_m365 import clients

SYNC = b"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
 xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><s:Body>
<SyncFolderItems><ItemShape><t:BaseShape>Default</t:BaseShape></ItemShape>
<SyncFolderId><t:DistinguishedFolderId Id="inbox"/></SyncFolderId><MaxChangesReturned>10</MaxChangesReturned>
</SyncFolderItems></s:Body></s:Envelope>"""


def test_tenants_come_and_go(server: FakeServer) -> None:
    first, second = server.new_tenant(), server.new_tenant(domain="fabrikam.com")
    assert (first.domain, second.domain) == ("contoso.onmicrosoft.com", "fabrikam.com")
    assert server.new_tenant().domain == "contoso-2.onmicrosoft.com"
    server.drop_tenant(first)
    assert first not in server.cloud.tenants
    assert server.new_tenant().domain == "contoso.onmicrosoft.com"


def use_every_protocol(server: FakeServer) -> list[weakref.ref[Any]]:
    """Make a tenant, be admitted and refused on each protocol, drop it; return what should be gone."""
    tenant = server.new_tenant()
    alice, trust = tenant.add_user("alice"), server.ssl_context()
    token, expired = tenant.token(tenant.public_app, alice), tenant.mint(user=alice, exp=1)
    message = f"From: {alice.upn}\r\nTo: {alice.upn}\r\nSubject: x\r\n\r\nhello\r\n"
    with clients.smtp(server.smtp, trust, alice.upn, token) as smtp:
        smtp.sendmail(alice.upn, [alice.upn], message)
    with clients.imap(server.imap, trust, alice.upn, token) as imap:
        imap.select()
        assert imap.fetch("1", "(RFC822)")[0] == "OK"
    with clients.pop3(server.pop3, trust, alice.upn, token) as pop3:
        pop3.retr(1)
    with pytest.raises(imaplib.IMAP4.error), clients.imap(server.imap, trust, alice.upn, expired):
        pass
    with pytest.raises(poplib.error_proto), clients.pop3(server.pop3, trust, alice.upn, expired):
        pass
    with (
        pytest.raises(smtplib.SMTPAuthenticationError),
        clients.smtp(server.smtp, trust, alice.upn, expired),
    ):
        pass
    app = tenant.daemon_app
    form = {"client_id": app.client_id, "client_secret": app.client_secret, "grant_type": "client_credentials"}
    form["scope"] = "https://outlook.office365.com/.default"
    asked = [
        ("GET", f"/{tenant.tenant_id}/oauth2/v2.0/authorize?client_id=x", b"", {}),
        ("POST", f"/{tenant.tenant_id}/oauth2/v2.0/token", urlencode(form).encode(), {}),
        ("GET", f"/autodiscover/autodiscover.json/v1.0/{alice.upn}?Protocol=EWS", b"", {}),
        ("POST", "/EWS/Exchange.asmx", SYNC, {"Authorization": f"Bearer {token}", "Content-Type": "text/xml"}),
        ("POST", "/EWS/Exchange.asmx", SYNC, {"Authorization": f"Bearer {expired}", "Content-Type": "text/xml"}),
    ]
    statuses = []
    with closing(http.client.HTTPSConnection(*server.http, context=trust, timeout=60)) as web:
        for method, path, body, headers in asked:
            web.request(method, path, body, headers)
            with web.getresponse() as response:
                response.read()
                statuses.append(response.status)
    assert statuses == [400, 200, 200, 200, 401]
    server.drop_tenant(tenant)
    return [weakref.ref(part) for part in (tenant, tenant.mailboxes, tenant.tokens, tenant.journal)]


def test_a_dropped_tenant_is_freed_though_every_protocol_has_served_it(server: FakeServer) -> None:
    remains = use_every_protocol(server)
    for _ in range(100):
        # The server's thread has the last connections to take leave of.
        server._hosting.thread.call(asyncio.sleep(0))
        gc.collect()
        if not any(part() for part in remains):
            break
    assert [part() for part in remains] == [None] * len(remains)


def test_tenants_made_by_many_threads_have_domains_of_their_own() -> None:
    server = FakeServer()
    with ThreadPoolExecutor(8) as threads:
        tenants = list(threads.map(lambda _: server.new_tenant(), range(64)))
    assert len({tenant.domain for tenant in tenants}) == len(tenants)


def test_idle_clients_of_a_dropped_tenant_are_told_and_keep_nothing_of_it(server: FakeServer) -> None:
    tenant, stays = server.new_tenant(), server.new_tenant()
    alice, bob, trust = tenant.add_user("alice"), stays.add_user("bob"), server.ssl_context()
    token = tenant.token(tenant.public_app, alice)
    with ExitStack() as connected:
        imap = connected.enter_context(clients.imap(server.imap, trust, alice.upn, token))
        idling = connected.enter_context(clients.imap(server.imap, trust, alice.upn, token))
        pop3 = connected.enter_context(clients.pop3(server.pop3, trust, alice.upn, token))
        smtp = connected.enter_context(clients.smtp(server.smtp, trust, alice.upn, token))
        other = connected.enter_context(clients.imap(server.imap, trust, bob.upn, stays.token(stays.public_app, bob)))
        idling.select()
        idling.send(b"i IDLE\r\n")
        assert idling.readline().startswith(b"+ ")
        left = weakref.ref(tenant)
        server.drop_tenant(tenant)
        del tenant, alice
        assert imap.readline() == idling.readline() == b"* BYE Connection closed. 14\r\n"
        assert pop3.file.readline() == b"-ERR Connection is closed. 14\r\n"
        assert smtp.file is not None
        assert smtp.file.readline().startswith(b"421 4.3.2 Service not available")
        gc.collect()
        assert left() is None
        assert other.noop()[0] == "OK"

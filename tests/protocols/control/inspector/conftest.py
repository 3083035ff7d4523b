"""A running fake with something in it, and one browser that all walks share."""

import imaplib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import quote

import pytest

from fakeserver.server.server import FakeServer
from fakeserver.tenant.tenant import Tenant
from tests.protocols.control.inspector.browser import Browser, chromium

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc00000000300011f36"
    "1ac50000000049454e44ae426082"
)
HTML = """<html><head><style>h1 { color: rgb(10, 20, 30); background: url(https://elsewhere.example/back.png) }</style>
<link rel="stylesheet" href="https://elsewhere.example/sheet.css"><meta http-equiv="refresh" content="0;url=https://elsewhere.example/"></head>
<body onload="top.document.title = 'taken over'"><h1>Invoice 4711</h1><p>Please <a href="https://elsewhere.example/pay">pay</a>.</p>
<img src="cid:logo@fabrikam.com" alt="logo"><img src="https://elsewhere.example/pixel.gif" width="1" height="1">
<script>top.document.title = 'taken over'</script><iframe src="https://elsewhere.example/frame"></iframe>
<form action="https://elsewhere.example/form"><input name="password"></form></body></html>"""


@dataclass(frozen=True)
class Walk:
    """The inspector of a server, open in a browser."""

    browser: Browser
    server: FakeServer
    tenant: Tenant

    def address(self, *parts: str, tenant: Tenant | None = None) -> str:
        """Return the part of an address behind #, of a tenant's view."""
        named = (tenant or self.tenant).tenant_id
        return f"#/tenants/{'/'.join(quote(part, safe='') for part in (named, *parts))}"

    def open(self, *parts: str) -> Browser:
        """Load the page anew, at a view."""
        self.browser.open(f"{self.server.base_url}/_fake/{self.address(*parts)}")
        self.browser.hears()
        return self.browser

    def see(self, *parts: str) -> Browser:
        """Go to a view as a link does."""
        self.browser.go(self.address(*parts))
        return self.browser

    @property
    def alice(self) -> str:
        """The address of the mailbox with mail in it."""
        return self.tenant.mailbox("alice").address


def invoice() -> EmailMessage:
    """Return a message with all that a message should not be allowed to do, and a picture of its own."""
    message = EmailMessage()
    message["From"] = "Billing <billing@fabrikam.com>"
    message["To"] = "alice@contoso.onmicrosoft.com"
    message["Subject"] = "Invoice 4711"
    message.set_content("Please pay.")
    message.add_alternative(HTML, subtype="html")
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    html.add_related(PIXEL, "image", "png", cid="<logo@fabrikam.com>")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="invoice.pdf")
    return message


def refused_sign_in(server: FakeServer, tenant: Tenant, name: str) -> None:
    """Let a program sign in to IMAP, and not get its mailbox."""
    token = tenant.token(tenant.public_app, name)
    user = tenant.user(name).upn
    with imaplib.IMAP4_SSL(*server.imap, ssl_context=server.ssl_context()) as imap:
        imap.authenticate("XOAUTH2", lambda _: f"user={user}\x01auth=Bearer {token}\x01\x01".encode())
        with pytest.raises(imaplib.IMAP4.error):
            imap.select()


@pytest.fixture(scope="package")
def served() -> Iterator[FakeServer]:
    with FakeServer() as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def walk(served: FakeServer, browser: Browser) -> Iterator[Walk]:
    """A tenant of the test's own. Afterwards: nothing was asked of others, and no script has failed."""
    tenant = served.new_tenant(label="test_invoices.py::test_it")
    for name in ("alice", "bob"):
        tenant.add_user(name)
    tenant.mailbox("alice").deliver(subject="Hello", sender="Carol <carol@fabrikam.com>", body="Hello Alice")
    tenant.mailbox("alice").deliver(invoice())
    browser.size(1280, 800)
    browser.prefer()
    browser.requested()
    browser.complaints()
    yield Walk(browser, served, tenant)
    asked = {address for address in browser.requested() if address.startswith(("http:", "https:", "ws:"))}
    served.drop_tenant(tenant)
    browser.driver.get("about:blank")
    assert {address for address in asked if not address.startswith(served.base_url)} == set()
    assert served.errors == []

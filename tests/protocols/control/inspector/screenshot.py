"""The pictures of docs/inspector.md: ``python -m tests.protocols.control.inspector.screenshot`` makes them."""

import imaplib
import smtplib
from email.message import EmailMessage
from pathlib import Path

from fakeserver.server.server import FakeServer
from fakeserver.tenant.tenant import Tenant
from tests.protocols.control.inspector.browser import Browser, chromium

DOCS = Path(__file__).resolve().parents[4] / "docs"
_HTML = """<div style="font-family: sans-serif; max-width: 34em"><h1 style="color: #1d3f72">Invoice 4711</h1>
<p>Dear Alice,</p><p>here is your invoice for <b>November</b>. Please <a href="https://pay.example/4711">pay</a> by the
15th.</p><table cellpadding="6" style="border-collapse: collapse; width: 100%"><tr style="background: #e9eef6"><td>
Consulting, 12 h</td><td align="right">1,440.00</td></tr><tr><td>Travel</td><td align="right">86.40</td></tr><tr style=
"font-weight: bold; border-top: 1px solid #1d3f72"><td>Total</td><td align="right">1,526.40</td></tr></table>
<img src="https://track.example/pixel.gif" width="1" height="1" alt=""></div>"""
_MAIL = (
    ("Robin Hale <robin@fabrikam.com>", "Minutes of Monday", "Find the minutes attached; two actions are yours."),
    ("Build <build@fabrikam.com>", "Nightly run 2119 passed", "1,204 tests passed in 00:07:31."),
    ("Sam Ortiz <sam@adventure-works.com>", "Re: Order 20931", "It ships on Thursday, as agreed."),
    ("Robin Hale <robin@fabrikam.com>", "Lunch?", "At twelve, the usual place."),
)


def _xoauth2(tenant: Tenant, name: str) -> str:
    token = tenant.token(tenant.public_app, name)
    return f"user={tenant.user(name).upn}\x01auth=Bearer {token}\x01\x01"


def _fill(server: FakeServer, tenant: Tenant) -> None:
    """Let mail arrive, and programs ask for it: some get it, and some do not."""
    alice = tenant.mailbox("alice")
    for sender, subject, body in _MAIL:
        alice.deliver(sender=sender, subject=subject, body=body, is_read=subject != "Re: Order 20931")
    alice.deliver(
        sender="Billing <billing@fabrikam.com>",
        subject="Invoice 4711",
        html=_HTML,
        attachments=[("invoice-4711.pdf", b"%PDF-1.7" * 9000)],
    )
    message = EmailMessage()
    message["From"], message["To"] = alice.address, tenant.mailbox("bob").address
    message["Subject"] = "Figures"
    message.set_content("The figures.")
    with smtplib.SMTP(*server.smtp) as smtp:
        smtp.starttls(context=server.ssl_context())
        smtp.ehlo()
        smtp.auth("XOAUTH2", lambda challenge=None: _xoauth2(tenant, "alice"))
        smtp.send_message(message)
    tenant.user("bob").imap = False
    for name in ("alice", "bob"):
        with imaplib.IMAP4_SSL(*server.imap, ssl_context=server.ssl_context()) as imap:
            imap.authenticate("XOAUTH2", lambda _, name=name: _xoauth2(tenant, name).encode())  # type: ignore[misc]
            try:
                imap.select()
                imap.fetch("1:*", "(FLAGS)")
            except imaplib.IMAP4.error:
                assert name == "bob"


def _take(page: Browser, name: str) -> None:
    page.run("document.activeElement.blur()")
    (DOCS / name).write_bytes(page.driver.get_screenshot_as_png())


def main() -> None:
    """Make both."""
    with FakeServer() as server, chromium() as page:
        tenant = server.new_tenant()
        for name in ("alice", "bob"):
            tenant.add_user(name)
        tenant.add_shared_mailbox("support")
        _fill(server, tenant)
        page.size(1180, 680)
        page.open(f"{server.base_url}/_fake/#/tenants/{tenant.tenant_id}/mailboxes/{tenant.mailbox('alice').address}")
        page.shown("[role=option]", "Invoice 4711").click()
        page.shown(".remarks", "1 link")
        page.driver.execute_async_script("setTimeout(arguments[0], 500)")
        _take(page, "inspector.png")
        page.prefer(color_scheme="dark")
        page.go(f"#/tenants/{tenant.tenant_id}/journal")
        page.shown("[role=option].refused").click()
        page.shown(".refusal")
        _take(page, "inspector-journal.png")


if __name__ == "__main__":
    main()

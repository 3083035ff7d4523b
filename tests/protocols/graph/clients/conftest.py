"""A mailbox as a mail program finds it, applications with Graph's permissions, and Graph's own name led to the fake."""

from datetime import UTC, datetime, timedelta

import pytest

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.exchange.mailbox import Mailbox
from pytest_m365 import Redirect, Target, Tenant

GRAPH = "https://graph.microsoft.com"
#: what a mail program asks for
PERMISSIONS = ("Mail.ReadWrite", "Mail.Send")
#: when the messages of `inbox` came, one an hour
FIRST = datetime(2026, 11, 2, 8, tzinfo=UTC)
SUBJECTS = ("Invoice 1", "Lunch", "Invoice 2")


@pytest.fixture(autouse=True)
def led(m365_redirect: Redirect) -> Redirect:
    """What leads graph.microsoft.com and login.microsoftonline.com to the fake, in this process and in others."""
    return m365_redirect


@pytest.fixture
def app(m365_fake: Tenant) -> Application:
    """A desktop program, which acts for whoever signs in."""
    wanted = [f"{GRAPH}/{name}" for name in ("User.Read", *PERMISSIONS)]
    return m365_fake.register_app("Mail by Graph", public=True, delegated=wanted)


@pytest.fixture
def reader(m365_fake: Tenant) -> Application:
    """A desktop program that may know who signs in, and nothing of mail."""
    return m365_fake.register_app("No mail by Graph", public=True, delegated=[f"{GRAPH}/User.Read"])


@pytest.fixture
def daemon(m365_fake: Tenant) -> Application:
    """A program that runs by itself, and may use every mailbox."""
    wanted = [f"{GRAPH}/{name}" for name in ("User.Read.All", *PERMISSIONS)]
    return m365_fake.register_app("Mail by Graph, by itself", secret=True, application=wanted)


@pytest.fixture
def bob(m365_fake: Tenant) -> str:
    """The address of a second user."""
    return m365_fake.add_user("bob", display_name="Bob Builder").address


@pytest.fixture
def inbox(m365_fake: Tenant, m365: Target) -> Mailbox:
    """The user's mailbox, with three messages in its inbox; the last, which is read, has an attachment."""
    mailbox = m365_fake.mailbox(m365.username)
    for number, subject in enumerate(SUBJECTS):
        mailbox.deliver(
            subject=subject,
            html=f"<p>Text of <b>{subject}</b></p>",
            sender="Carol <carol@fabrikam.com>",
            received_at=FIRST + timedelta(hours=number),
            is_read=number == 2,
            attachments=[("bill.pdf", b"%PDF-1.7")] if number == 2 else [],
        )
    return mailbox

"""What belongs to a mailbox beside its mail, by clients that we did not write: settings, categories, headers, tags."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Target, Tenant
from tests.protocols.graph.clients import sdk, test_o365, test_office365_rest
from tests.protocols.graph.clients.conftest import GRAPH

pytestmark = pytest.mark.usefixtures("collected")


@pytest.fixture
def settings(m365_fake: Tenant) -> Application:
    """A desktop program that may change settings as well."""
    names = ("User.Read", "Mail.ReadWrite", "Mail.Send", "MailboxSettings.ReadWrite")
    return m365_fake.register_app("Settings by Graph", public=True, delegated=[f"{GRAPH}/{name}" for name in names])


@pytest.fixture
def account(m365: Target, settings: Application) -> Any:
    """The user's account by O365."""
    return test_o365.signed_in(m365, settings, f"{GRAPH}/.default")


def test_an_automatic_reply_by_o365(m365: Target, m365_fake: Tenant, account: Any, bob: str) -> None:
    mailbox = account.mailbox(resource="me")
    assert mailbox.get_settings().automaticrepliessettings.status.value == "disabled"
    assert mailbox.set_automatic_reply("Away, dear colleague", "Away")
    told = mailbox.get_settings().automaticrepliessettings
    assert (told.status.value, told.internal_reply_message) == ("alwaysEnabled", "Away, dear colleague")
    with m365.open_smtp(bob) as smtp:
        smtp.sendmail(bob, [m365.username], f"From: {bob}\r\nTo: {m365.username}\r\nSubject: Hi\r\n\r\n.")
    assert "Away, dear colleague" in m365_fake.mailbox(bob).wait_for(sender=m365.username).body
    assert mailbox.set_disable_reply()
    assert mailbox.get_settings().automaticrepliessettings.status.value == "disabled"


def test_a_reply_for_some_days_by_o365(account: Any) -> None:
    mailbox = account.mailbox(resource="me")
    start, end = datetime(2030, 1, 2, 8, tzinfo=UTC), datetime(2030, 1, 9, 8, tzinfo=UTC)
    assert mailbox.set_automatic_reply("Away", "Away", start, end)
    told = mailbox.get_settings().automaticrepliessettings
    assert told.status.value == "scheduled"
    assert (told.scheduled_startdatetime, told.scheduled_enddatetime) == (start, end)


def test_categories_by_o365(account: Any) -> None:
    categories = account.outlook_categories(resource="me")
    made = categories.create_category("Invoices", "Red")
    assert (made.name, made.color.name) == ("Invoices", "RED")
    assert made.update_color("Blue")
    found = categories.get_category(made.object_id)
    assert (found.name, found.color.name) == ("Invoices", "BLUE")
    assert made.delete()
    assert "Invoices" not in [each.name for each in categories.get_categories()]


def test_an_automatic_reply_by_office365_rest(m365: Target, settings: Application, account: Any) -> None:
    graph = test_office365_rest.signed_in(m365, settings)
    start, end = datetime(2030, 1, 2, 8, tzinfo=UTC), datetime(2030, 1, 9, 8, tzinfo=UTC)
    graph.me.enable_automatic_replies_setting("scheduled", start, end, "Away").execute_query()
    told = account.mailbox(resource="me").get_settings().automaticrepliessettings
    assert (told.status.value, told.internal_reply_message) == ("scheduled", "Away")
    assert (told.scheduled_startdatetime, told.scheduled_enddatetime) == (start, end)
    graph.me.disable_automatic_replies_setting().execute_query()
    assert account.mailbox(resource="me").get_settings().automaticrepliessettings.status.value == "disabled"


def test_headers_by_o365(m365: Target, account: Any) -> None:
    message = EmailMessage()
    message["Subject"], message["X-Ticket"] = "Tagged", "4711"
    message.set_content("Text")
    m365.mailbox.deliver(message)
    mailbox = account.mailbox(resource="me")
    query = mailbox.new_query().select("subject", "internetMessageHeaders")
    (found,) = mailbox.inbox_folder().get_messages(query=query)
    assert {"name": "X-Ticket", "value": "4711"} in found.message_headers
    draft = mailbox.new_message()
    draft.subject = "With a header"
    draft.message_headers = [{"name": "x-own", "value": "mine"}]
    assert draft.save_draft()
    (saved,) = m365.mailbox.messages("drafts")
    assert b"x-own: mine\r\n" in saved.mime()


@pytest.mark.asyncio
async def test_extended_properties_by_msgraph(m365: Target, app: Application, inbox: Any) -> None:
    async with sdk.for_user(m365, app) as graph:
        size = "singleValueExtendedProperties($filter=id eq 'Integer 0x0E08')"
        query = sdk.asked(graph.me.messages, filter="subject eq 'Lunch'", expand=[size])
        (lunch,) = (await graph.me.messages.get(query)).value
        (found,) = lunch.single_value_extended_properties
        assert found.id == "Integer 0xe08"
        assert int(found.value) > 100

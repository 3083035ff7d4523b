"""Mail by msgraph-sdk, Microsoft's client for Python, signed in by azure-identity: what it reads."""

from typing import Any

import pytest

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Target
from tests.protocols.graph.clients.conftest import SUBJECTS
from tests.protocols.graph.clients.sdk import asked, by_itself, for_user

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("collected")]


async def test_who_has_signed_in(m365: Target, app: Application) -> None:
    async with for_user(m365, app) as graph:
        me = await graph.me.get()
    assert (me.user_principal_name, me.mail) == (m365.username, m365.mailbox.address)
    assert me.id
    assert me.business_phones == []
    assert me.job_title is None


async def test_an_application_by_itself_names_the_mailbox(m365: Target, daemon: Application, inbox: Any) -> None:
    async with by_itself(m365, daemon) as graph:
        user = graph.users.by_user_id(m365.username)
        page = await user.mail_folders.by_mail_folder_id("inbox").messages.get()
        assert [each.subject for each in page.value] == list(reversed(SUBJECTS))
        assert (await user.get()).user_principal_name == m365.username


async def test_folders(m365: Target, app: Application, inbox: Any) -> None:
    async with for_user(m365, app) as graph:
        listed = await graph.me.mail_folders.get(asked(graph.me.mail_folders, top=50))
        names = [each.display_name for each in listed.value]
        assert names == sorted(names)
        assert {"Inbox", "Drafts", "Sent Items", "Deleted Items", "Junk Email"} <= set(names)
        found = await graph.me.mail_folders.by_mail_folder_id("inbox").get()
        assert (found.display_name, found.total_item_count, found.unread_item_count) == ("Inbox", 3, 2)
        assert found.is_hidden is False
        (same,) = (each for each in listed.value if each.display_name == "Inbox")
        assert same.id == found.id


async def test_a_page_after_the_other(m365: Target, app: Application, inbox: Any) -> None:
    iterator = pytest.importorskip("msgraph_core.tasks.page_iterator")
    seen: list[str] = []

    def take(message: Any) -> bool:
        seen.append(message.subject)
        return True

    async with for_user(m365, app) as graph:
        messages = graph.me.mail_folders.by_mail_folder_id("inbox").messages
        first = await messages.get(asked(messages, top=2, select=["subject"], orderby=["receivedDateTime desc"]))
        assert [each.subject for each in first.value] == ["Invoice 2", "Lunch"]
        assert first.odata_next_link is not None
        await iterator.PageIterator(first, graph.request_adapter).iterate(take)
    assert seen == ["Invoice 2", "Lunch", "Invoice 1"]


async def test_filtered_and_counted(m365: Target, app: Application, inbox: Any) -> None:
    async with for_user(m365, app) as graph:
        messages = graph.me.mail_folders.by_mail_folder_id("inbox").messages
        unread = await messages.get(asked(messages, filter="isRead eq false", count=True, select=["subject", "isRead"]))
        # A list with $filter alone begins with the oldest.
        assert [(each.subject, each.is_read) for each in unread.value] == [("Invoice 1", False), ("Lunch", False)]
        assert unread.odata_count == 2
        assert unread.value[0].body is None, "it was not selected"
        named = await messages.get(asked(messages, filter="startswith(subject,'Invoice') and hasAttachments eq true"))
        assert [each.subject for each in named.value] == ["Invoice 2"]


async def test_a_message_with_its_text(m365: Target, app: Application, inbox: Any) -> None:
    async with for_user(m365, app) as graph:
        listed = await graph.me.messages.get(asked(graph.me.messages, filter="subject eq 'Lunch'"))
        by_id = graph.me.messages.by_message_id(listed.value[0].id)
        as_html = await by_id.get()
        assert as_html.body.content_type.value == "html"
        assert "<b>Lunch</b>" in as_html.body.content
        assert as_html.from_.email_address.address == "carol@fabrikam.com"
        assert as_html.from_.email_address.name == "Carol"
        assert as_html.received_date_time.isoformat() == "2026-11-02T09:00:00+00:00"
        as_text = await by_id.get(asked(by_id, prefer='outlook.body-content-type="text"'))
        assert (as_text.body.content_type.value, as_text.body.content.strip()) == ("text", "Text of Lunch")
        assert b"Subject: Lunch\r\n" in await by_id.content.get()


async def test_attachments(m365: Target, app: Application, inbox: Any) -> None:
    async with for_user(m365, app) as graph:
        listed = await graph.me.messages.get(
            asked(graph.me.messages, filter="hasAttachments eq true", expand=["attachments"])
        )
        (message,) = listed.value
        (expanded,) = message.attachments
        by_id = graph.me.messages.by_message_id(message.id).attachments
        (found,) = (await by_id.get()).value
        for each in (expanded, found, await by_id.by_attachment_id(found.id).get()):
            assert type(each).__name__ == "FileAttachment"
            assert (each.name, each.content_type, each.is_inline) == ("bill.pdf", "application/pdf", False)
            assert each.content_bytes == b"%PDF-1.7"


async def test_an_immutable_id(m365: Target, app: Application, inbox: Any) -> None:
    async with for_user(m365, app) as graph:
        default = (await graph.me.messages.get(asked(graph.me.messages, filter="subject eq 'Lunch'"))).value[0].id
        by_id = graph.me.messages.by_message_id(default)
        message = await by_id.get(asked(by_id, prefer='IdType="ImmutableId"'))
        assert message.id != default
        assert message.id.startswith("AAkALg")
        again = await graph.me.messages.by_message_id(message.id).get()
        assert again.id == default

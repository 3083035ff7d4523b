"""Attachments in requests: what is made of them, and what cannot be attached."""

from base64 import b64encode
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.new_attachments import attach as attach_read
from fakeserver.protocols.ews.request.new_items import read_attachment
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.values import Body, FileReference, TextFormat
from tests.protocols.ews.client import Ews

DESCRIBED = (
    "<t:Name>n</t:Name><t:ContentId>c@d</t:ContentId><t:ContentLocation>http://example.com/a.png</t:ContentLocation>"
    "<t:IsInline>true</t:IsInline>"
)


def attach(mailbox: Mailbox, owner: Item, given: Any) -> Attachment:
    return attach_read(mailbox, owner, read_attachment(given))


def node(name: str, content: str = "") -> Any:
    return etree.fromstring(f'<t:{name} xmlns:t="{TYPES}">{content}</t:{name}>')


@pytest.mark.parametrize(
    "content", ["<t:Name>x</t:Name><t:Content>!</t:Content>", "<t:Name>x</t:Name><t:Content>A</t:Content>"]
)
def test_an_attachment_that_is_no_base64(ews: Ews, content: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    with pytest.raises(Violation):
        attach(ews.mailbox, item, node("FileAttachment", content))
    assert item.attachments == []


def test_an_attachment_holds_one_item(ews: Ews) -> None:
    owner = ews.mailbox.deliver(subject="x")
    with pytest.raises(Violation, match="invalid child element 'Task'"):
        attach(ews.mailbox, owner, node("ItemAttachment", "<t:Name>n</t:Name><t:Message/><t:Task/>"))
    assert owner.attachments == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("FileAttachment", f"<t:Content>{b64encode(b'x').decode()}</t:Content>"), ("ItemAttachment", "<t:Message/>")],
)
def test_files_and_items_keep_what_they_say_about_themselves(ews: Ews, name: str, content: str) -> None:
    drafts = ews.mailbox.folders.distinguished("drafts")
    owner = ews.mailbox.items.add(drafts, "IPM.Note", {"body": Body(TextFormat.HTML, "<p>x</p>")})
    made = attach(ews.mailbox, owner, node(name, DESCRIBED + content))
    shown = ("c@d", "http://example.com/a.png", True)
    assert (made.content_id, made.content_location, made.is_inline) == shown
    # The message says it too, so that it is there once the message has been sent.
    (part,) = Message(owner.mime()).attachment_parts
    assert (part.content_id, part.header("Content-Location"), part.disposition) == (*shown[:2], "inline")
    (read,) = ews.mailbox.items.add_mime(owner.folder, owner.mime()).attachments
    assert (read.content_id, read.content_location, read.is_inline) == shown


@pytest.mark.parametrize("name", ["MeetingMessage", "MeetingRequest", "MeetingResponse", "MeetingCancellation"])
def test_a_message_about_a_meeting_cannot_be_attached(ews: Ews, name: str) -> None:
    owner = ews.mailbox.deliver(subject="x")
    with pytest.raises(EwsError, match="ErrorInvalidItemForOperationCreateItemAttachment"):
        attach(ews.mailbox, owner, node("ItemAttachment", f"<t:Name>n</t:Name><t:{name}/>"))
    assert owner.attachments == []


def test_an_item_attachment_without_an_item_is_refused(ews: Ews) -> None:
    owner = ews.mailbox.deliver(subject="x")
    with pytest.raises(EwsError, match="ErrorMissingItemForCreateItemAttachment"):
        attach(ews.mailbox, owner, node("ItemAttachment", "<t:Name>n</t:Name>"))
    assert owner.attachments == []


def in_new_item(attachment: str) -> str:
    return (
        "<m:CreateItem MessageDisposition='SaveOnly'><m:Items><t:Message><t:Subject>s</t:Subject>"
        f"<t:Attachments>{attachment}</t:Attachments></t:Message></m:Items></m:CreateItem>"
    )


def to_draft(ews: Ews, attachment: str) -> str:
    draft = ews.mailbox.items.add(ews.mailbox.folders.distinguished("outbox"), "IPM.Note", {"subject": "s"})
    parent = f'<m:ParentItemId Id="{draft.item_id}"/>'
    return f"<m:CreateAttachment>{parent}<m:Attachments>{attachment}</m:Attachments></m:CreateAttachment>"


def test_a_file_elsewhere_is_attached_without_its_octets(ews: Ews) -> None:
    link = "<t:Name>a</t:Name><t:AttachLongPathName>https://files.example/a</t:AttachLongPathName>"
    attachment = f"<t:FileAttachment/><t:ReferenceAttachment>{link}</t:ReferenceAttachment>"
    for request in (in_new_item(attachment), to_draft(ews, attachment)):
        assert ews(request).codes[0] == "NoError"
    for folder in ("drafts", "outbox"):
        _, named = ews.mailbox.messages(folder)[0].attachments
        assert (named.reference, named.content) == (FileReference("https://files.example/a"), b"")
    # A message in MIME has no place for it.
    assert b"files.example" not in ews.mailbox.messages("drafts")[0].mime()


@pytest.mark.parametrize(
    ("attachment", "said"),
    [
        ("<t:FileAttachment><t:Nmae>a</t:Nmae></t:FileAttachment>", "invalid child element 'Nmae'"),
        ("<t:FileAttachment Id='a'/>", "The 'Id' attribute is not declared"),
        ("<t:ItemAttachment><t:Content>YQ==</t:Content></t:ItemAttachment>", "invalid child element 'Content'"),
        ("<t:LinkAttachment/>", "invalid child element 'LinkAttachment'"),
        (
            "<t:ItemAttachment><t:Message><t:Attachments><t:FileAttachment><t:Nmae/></t:FileAttachment></t:Attachments>"
            "</t:Message></t:ItemAttachment>",
            "invalid child element 'Nmae'",
        ),
    ],
)
def test_what_an_attachment_does_not_have_is_refused(ews: Ews, attachment: str, said: str) -> None:
    for request in (in_new_item(attachment), to_draft(ews, attachment)):
        answer = ews(request)
        assert answer.value("faultcode") == "a:ErrorSchemaValidation"
        assert said in answer.value("faultstring")
    assert ews.mailbox.messages("drafts") == []


def test_what_has_no_name_has_an_empty_one(ews: Ews) -> None:
    owner = ews.mailbox.deliver(subject="x")
    attach(ews.mailbox, owner, node("FileAttachment", "<t:Content>eA==</t:Content>"))
    attach(ews.mailbox, owner, node("ItemAttachment", "<t:Message><t:Subject>inside</t:Subject></t:Message>"))
    assert [made.name for made in owner.attachments] == ["", ""]

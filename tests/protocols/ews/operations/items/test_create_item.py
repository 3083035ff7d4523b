"""CreateItem: saved, sent or both; what is refused."""

from base64 import b64encode
from typing import Any

import pytest

from fakeserver.protocols.ews.soap.names import t
from fakeserver.tenant.exchange.attachments import attachment_id
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import get_item


def request(item: str, disposition: str | None = "SaveOnly", folder: str = "", attributes: str = "") -> str:
    given = f' MessageDisposition="{disposition}"' if disposition else ""
    saved = f'<m:SavedItemFolderId><t:DistinguishedFolderId Id="{folder}"/></m:SavedItemFolderId>' if folder else ""
    return f"<m:CreateItem{given}{attributes}>{saved}<m:Items>{item}</m:Items></m:CreateItem>"


def message(content: str = "<t:Subject>Hello</t:Subject>") -> str:
    return f"<t:Message>{content}</t:Message>"


def to(*addresses: str, kind: str = "To") -> str:
    listed = "".join(f"<t:Mailbox><t:EmailAddress>{one}</t:EmailAddress></t:Mailbox>" for one in addresses)
    return f"<t:{kind}Recipients>{listed}</t:{kind}Recipients>"


def in_folder(ews: Ews, folder: str, user: str = "alice") -> list[Any]:
    return list(ews.tenant.mailbox(user).messages(folder))


def test_a_saved_message_is_a_draft(ews: Ews) -> None:
    answer = ews(request(message('<t:Subject>Hello</t:Subject><t:Body BodyType="HTML">x</t:Body>')))
    (draft,) = in_folder(ews, "drafts")
    assert answer.attributes(".//t:ItemId", "Id") == [draft.item_id]
    assert answer.attributes(".//t:ItemId", "ChangeKey") == [draft.change_key]
    assert (draft.subject, draft.is_draft, draft.is_read) == ("Hello", True, True)


def test_message_flags_make_it_look_received(ews: Ews) -> None:
    flags = (
        '<t:Subject>x</t:Subject><t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="3591" PropertyType="Integer"/>'
        "<t:Value>0</t:Value></t:ExtendedProperty>"
    )
    ews(request(message(flags), folder="inbox"))
    (item,) = in_folder(ews, "inbox")
    assert (item.is_draft, item.is_read) == (False, False)


def test_an_item_in_a_mail_folder_becomes_a_message(ews: Ews) -> None:
    answer = ews(request("<t:Item><t:Subject>x</t:Subject></t:Item>", folder="inbox"))
    assert len(answer.all(".//m:Items/t:Message")) == 1


@pytest.mark.parametrize(("disposition", "kept"), [("SendOnly", 0), ("SendAndSaveCopy", 1)])
def test_a_sent_message_arrives_without_bcc_and_categories(ews: Ews, disposition: str, kept: int) -> None:
    content = (
        "<t:Subject>Hello</t:Subject><t:Categories><t:String>Mine</t:String></t:Categories>"
        + to("bob@contoso.onmicrosoft.com")
        + to("hidden@example.com", kind="Bcc")
    )
    answer = ews(request(message(content), disposition))
    assert answer.codes == ["NoError"]
    assert answer.all(".//t:ItemId") == []
    (arrived,) = in_folder(ews, "inbox", "bob")
    assert arrived.sender == ews.alice.address
    assert (arrived.get("categories"), arrived.get("bcc_recipients")) == (None, [])
    assert b"hidden" not in arrived.mime()
    (outside,) = ews.tenant.outbound
    assert outside.recipients == ("hidden@example.com",)
    assert b"hidden" not in outside.mime
    assert in_folder(ews, "drafts") == in_folder(ews, "outbox") == []
    copies = in_folder(ews, "sentitems")
    assert len(copies) == kept
    for copy in copies:
        assert (copy.is_draft, copy.is_read, copy.get("categories")) == (False, True, ["Mine"])
        assert [one.address for one in copy.get("bcc_recipients")] == ["hidden@example.com"]


def test_the_copy_goes_where_it_is_told(ews: Ews) -> None:
    ews(request(message(to("bob@contoso.onmicrosoft.com")), "SendAndSaveCopy", "archive"))
    assert len(in_folder(ews, "archive")) == 1
    assert in_folder(ews, "sentitems") == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<t:Subject>x</t:Subject>", "ErrorInvalidRecipients"),
        (
            to("bob@contoso.onmicrosoft.com")
            + "<t:From><t:Mailbox><t:EmailAddress>bob@contoso.onmicrosoft.com</t:EmailAddress></t:Mailbox></t:From>",
            "ErrorSendAsDenied",
        ),
    ],
)
@pytest.mark.parametrize("disposition", ["SendOnly", "SendAndSaveCopy"])
def test_what_cannot_be_sent_leaves_nothing_behind(ews: Ews, content: str, code: str, disposition: str) -> None:
    assert ews(request(message(content), disposition)).codes == [code]
    assert not any(folder.items for folder in ews.mailbox.folders.below(ews.mailbox.folders.distinguished("root")))
    assert in_folder(ews, "inbox", "bob") == []
    sendable = message("<t:Subject>sent</t:Subject>" + to("bob@contoso.onmicrosoft.com"))
    assert ews(request(sendable + message(content) + sendable, disposition)).codes == ["NoError", code, "NoError"]
    assert [item.subject for item in in_folder(ews, "inbox", "bob")] == ["sent", "sent"]
    assert len(in_folder(ews, "sentitems")) == (2 if disposition == "SendAndSaveCopy" else 0)
    assert in_folder(ews, "outbox") == in_folder(ews, "drafts") == []


def test_mime_is_kept_and_sent_to_the_octet(ews: Ews) -> None:
    mime = (
        b"From: alice@contoso.onmicrosoft.com\r\nTo: bob@contoso.onmicrosoft.com\r\nBcc: x@example.com,\r\n"
        b" y@example.com\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nDate: Thu, 01 Jan 2026 00:00:00 +0000\r\n"
        b"Message-ID: <1@example.com>\r\n\r\nbody\r\n"
    )
    node = message(f'<t:MimeContent CharacterSet="UTF-8">{b64encode(mime).decode()}</t:MimeContent>')
    ews(request(node))
    (draft,) = in_folder(ews, "drafts")
    assert draft.mime() == mime
    ews(request(node, "SendAndSaveCopy"))
    (arrived,) = in_folder(ews, "inbox", "bob")
    assert arrived.subject == "Grüße"
    assert arrived.mime().endswith(mime.replace(b"Bcc: x@example.com,\r\n y@example.com\r\n", b""))
    assert [out.recipients for out in ews.tenant.outbound] == [("x@example.com", "y@example.com")]


def test_other_elements_override_the_mime(ews: Ews) -> None:
    mime = b64encode(b"Subject: old\r\n\r\nbody").decode()
    ews(request(message(f"<t:MimeContent>{mime}</t:MimeContent><t:Subject>new</t:Subject>")))
    (draft,) = in_folder(ews, "drafts")
    assert (draft.subject, draft.body) == ("new", "body")


def test_attachments_come_along_and_are_answered_in_order(ews: Ews) -> None:
    content = b64encode(b"abc").decode()
    attached = (
        f"<t:Attachments><t:FileAttachment><t:Name>a.txt</t:Name><t:Content>{content}</t:Content></t:FileAttachment>"
        "<t:ItemAttachment><t:Name>inner</t:Name><t:Message><t:Subject>deep</t:Subject><t:Attachments>"
        f"<t:FileAttachment><t:Name>b.txt</t:Name><t:Content/></t:FileAttachment></t:Attachments></t:Message>"
        "</t:ItemAttachment></t:Attachments>"
    )
    answer = ews(request(message("<t:Subject>x</t:Subject>" + attached)))
    (draft,) = in_folder(ews, "drafts")
    assert answer.attributes(".//t:AttachmentId", "Id") == [attachment_id(one) for one in draft.attachments]
    assert [one.tag for one in answer.find(".//t:Attachments")] == [t("FileAttachment"), t("ItemAttachment")]
    assert answer.attributes(".//t:ItemId", "ChangeKey") == [draft.change_key]
    assert draft.attachments[0].content == b"abc"
    assert draft.attachments[1].item.attachments[0].name == "b.txt"


@pytest.mark.parametrize(
    ("node", "attributes", "folder"),
    [
        (
            "<t:CalendarItem><t:Subject>x</t:Subject><t:Start>2026-01-01T10:00:00Z</t:Start>"
            "<t:End>2026-01-01T11:00:00Z</t:End><t:Location>here</t:Location></t:CalendarItem>",
            ' SendMeetingInvitations="SendToNone"',
            "calendar",
        ),
        ("<t:Task><t:Subject>x</t:Subject><t:PercentComplete>50</t:PercentComplete></t:Task>", "", "tasks"),
        (
            '<t:Contact><t:GivenName>Carol</t:GivenName><t:EmailAddresses><t:Entry Key="EmailAddress1">c@d.e</t:Entry>'
            "</t:EmailAddresses></t:Contact>",
            "",
            "contacts",
        ),
    ],
)
def test_other_items_go_to_their_folders_and_are_read_back(ews: Ews, node: str, attributes: str, folder: str) -> None:
    answer = ews(request(node, None, attributes=attributes))
    (item,) = in_folder(ews, folder)
    assert answer.attributes(".//t:ItemId", "Id") == [item.item_id]
    shown = ews(get_item(item.item_id, base="AllProperties"))
    for text in node.replace("<", ">").split(">"):
        if text and not text.startswith(("t:", "/")):
            assert text in [element.text for element in shown.element.iter()]


@pytest.mark.parametrize(
    ("item", "disposition", "code"),
    [
        (message(), None, "ErrorMessageDispositionRequired"),
        ("<t:CalendarItem/>", "SaveOnly", "ErrorSendMeetingInvitationsRequired"),
        (message("<t:Size>5</t:Size>"), "SaveOnly", "ErrorInvalidPropertySet"),
        (
            message(
                "<t:Flag><t:FlagStatus>Flagged</t:FlagStatus><t:CompleteDate>2026-01-01T00:00:00Z</t:CompleteDate></t:Flag>"
            ),
            "SaveOnly",
            "ErrorInvalidArgument",
        ),
        (message("<t:MimeContent>!</t:MimeContent>"), "SaveOnly", "ErrorMimeContentInvalidBase64String"),
        ("<t:ReplyToItem/>", "SendOnly", "ErrorMissingInformationReferenceItemId"),
        ('<t:ReplyToItem><t:ReferenceItemId Id="AAA"/></t:ReplyToItem>', "SendOnly", "ErrorInvalidIdMalformed"),
        ('<t:ReplyToItem><t:ReferenceItemId Id="AAA"/></t:ReplyToItem>', None, "ErrorMessageDispositionRequired"),
        (
            '<t:AcceptSharingInvitation><t:ReferenceItemId Id="AAA"/></t:AcceptSharingInvitation>',
            None,
            "ErrorInvalidOperation",
        ),
        ("<t:RemoveItem/>", "SendOnly", "ErrorMissingInformationReferenceItemId"),
    ],
)
def test_an_item_that_cannot_be_created_spoils_no_other(
    ews: Ews, item: str, disposition: str | None, code: str
) -> None:
    good = "<t:Task><t:Subject>good</t:Subject></t:Task>"
    assert ews(request(f"{good}{item}{good}", disposition)).codes == ["NoError", code, "NoError"]
    assert len(in_folder(ews, "tasks")) == 2


@pytest.mark.parametrize("item", ["<t:Nonsense/>", message("<t:Nonsense/>"), "<m:Message/>"])
def test_what_the_schema_lacks_is_a_fault(ews: Ews, item: str) -> None:
    assert ews(request(item)).element.findtext(".//faultcode") == "a:ErrorSchemaValidation"
    assert in_folder(ews, "drafts") == []


def test_a_long_subject_is_cut(ews: Ews) -> None:
    ews(request(message(f"<t:Subject>{'x' * 300}</t:Subject>")))
    assert len(in_folder(ews, "drafts")[0].subject) == 255


def test_a_receipt_asked_for_is_asked_for_in_what_is_sent(ews: Ews) -> None:
    wanted = "<t:IsReadReceiptRequested>true</t:IsReadReceiptRequested>"
    assert ews(request(message(to(ews.bob.address) + wanted), "SendAndSaveCopy")).codes == ["NoError"]
    (came,), (kept,) = in_folder(ews, "inbox", "bob"), in_folder(ews, "sentitems")
    assert ews.alice.address in came.message.header("Disposition-Notification-To")
    assert (came.get("is_read_receipt_requested"), kept.get("is_read_receipt_requested")) == (True, True)
    assert not came.get("is_delivery_receipt_requested")


@pytest.mark.parametrize("name", ["MeetingMessage", "MeetingRequest", "MeetingResponse", "MeetingCancellation"])
def test_a_message_about_a_meeting_is_not_made_by_clients(ews: Ews, name: str) -> None:
    assert ews(request(f"<t:{name}/>")).codes == ["ErrorInvalidItemForOperationCreateItem"]
    assert in_folder(ews, "drafts") == []


@pytest.mark.parametrize("mailbox", ["", "<t:Name>Bob</t:Name>"])
def test_an_attendee_without_an_address_is_refused(ews: Ews, mailbox: str) -> None:
    attendee = f"<t:Attendee><t:Mailbox>{mailbox}</t:Mailbox></t:Attendee>"
    meeting = f"<t:CalendarItem><t:RequiredAttendees>{attendee}</t:RequiredAttendees></t:CalendarItem>"
    answer = ews(request(meeting, None, attributes=' SendMeetingInvitations="SendToNone"'))
    assert answer.codes == ["ErrorMissingInformationEmailAddress"]
    assert in_folder(ews, "calendar") == []


def test_the_journal_says_who_was_not_invited(ews: Ews) -> None:
    bob = "<t:Attendee><t:Mailbox><t:EmailAddress>bob@contoso.onmicrosoft.com</t:EmailAddress></t:Mailbox></t:Attendee>"
    times = "<t:Start>2027-01-05T09:00:00Z</t:Start><t:End>2027-01-05T10:00:00Z</t:End>"
    ews(
        f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem>{times}<t:RequiredAttendees>{bob}'
        "</t:RequiredAttendees></t:CalendarItem></m:Items></m:CreateItem>"
    )
    answered = ews.tenant.journal.entries[-1].answered
    assert answered == "NoError; SendMeetingInvitations is SendToNone: no attendee was invited (1)"


def test_the_journal_says_which_room_declined(ews: Ews) -> None:
    attic = ews.tenant.add_room("attic", maximum_duration_in_minutes=30).address
    room = f"<t:Attendee><t:Mailbox><t:EmailAddress>{attic}</t:EmailAddress></t:Mailbox></t:Attendee>"
    times = "<t:Start>2027-01-05T09:00:00Z</t:Start><t:End>2027-01-05T10:00:00Z</t:End>"
    ews(
        f'<m:CreateItem SendMeetingInvitations="SendOnlyToAll"><m:Items><t:CalendarItem>{times}<t:Resources>{room}'
        "</t:Resources></t:CalendarItem></m:Items></m:CreateItem>"
    )
    answered = ews.tenant.journal.requests("ews", "CreateItem")[-1].answered
    assert answered == f"NoError; {attic} declined: the organizer's inbox has the answer, which says why"

"""UpdateItem: set, append, delete; conflicts; sending."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.contact import PhoneKind, PostalAddress, PostalAddressKind
from fakeserver.tenant.exchange.values import Body, ExtendedPropertyKey, PropertyType, TextFormat
from tests.protocols.ews.client import Ews


def request(
    item: Any, updates: str, resolution: str = "AutoResolve", disposition: str = "SaveOnly", key: str | None = None
) -> str:
    given = item.change_key if key is None else key
    shown = f' ChangeKey="{given}"' if given else ""
    return (
        f'<m:UpdateItem ConflictResolution="{resolution}" MessageDisposition="{disposition}" '
        'SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange>'
        f'<t:ItemId Id="{item.item_id}"{shown}/><t:Updates>{updates}</t:Updates></t:ItemChange></m:ItemChanges>'
        "</m:UpdateItem>"
    )


def change(kind: str, uri: str, content: str = "", element: str = "Message", path: str = "") -> str:
    named = path or f'<t:FieldURI FieldURI="{uri}"/>'
    value = f"<t:{element}>{content}</t:{element}>" if content else ""
    return f"<t:{kind}>{named}{value}</t:{kind}>"


SET_SUBJECT = change("SetItemField", "item:Subject", "<t:Subject>new</t:Subject>")


@pytest.fixture
def draft(ews: Ews) -> Any:
    properties = {
        "subject": "old",
        "body": Body(TextFormat.PLAIN, "one"),
        "categories": ["A"],
        "is_draft": True,
        "is_read": True,
    }
    return ews.mailbox.items.add(ews.mailbox.folders.distinguished("drafts"), "IPM.Note", properties)


def test_an_update_gives_a_new_change_key_and_counts_conflicts(ews: Ews, draft: Any) -> None:
    before = draft.change_key
    answer = ews(request(draft, SET_SUBJECT))
    assert answer.codes == ["NoError"]
    assert draft.subject == "new"
    assert answer.attributes(".//t:ItemId", "ChangeKey") == [draft.change_key] != [before]
    assert answer.texts(".//m:ConflictResults/t:Count") == ["0"]


def test_marking_answers_with_a_key_of_the_type_alone_which_is_taken_again(ews: Ews, draft: Any) -> None:
    """Recorded of Exchange Online."""
    marked = ews(request(draft, change("SetItemField", "message:IsRead", "<t:IsRead>0</t:IsRead>")))
    key = marked.attribute(".//t:ItemId", "ChangeKey")
    assert (key, draft.is_read) == ("CQAAAA==", False)
    assert ews(request(draft, SET_SUBJECT, "NeverOverwrite", key=key)).codes == ["NoError"]


def test_many_changes_in_one(ews: Ews, draft: Any) -> None:
    updates = (
        SET_SUBJECT
        + change("SetItemField", "message:IsRead", "<t:IsRead>0</t:IsRead>")
        + change("SetItemField", "item:Flag", "<t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag>")
        + change("DeleteItemField", "item:Categories")
        + change("DeleteItemField", "item:InReplyTo")
        + change("AppendToItemField", "item:Body", '<t:Body BodyType="Text">, two</t:Body>')
        + change(
            "AppendToItemField",
            "message:ToRecipients",
            "<t:ToRecipients><t:Mailbox><t:EmailAddress>a@b.c</t:EmailAddress></t:Mailbox></t:ToRecipients>",
        )
        + change(
            "SetItemField",
            "",
            '<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="n" '
            'PropertyType="StringArray"/><t:Values><t:Value>x</t:Value><t:Value>y</t:Value></t:Values>'
            "</t:ExtendedProperty>",
            path='<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="n" '
            'PropertyType="StringArray"/>',
        )
    )
    assert ews(request(draft, updates)).codes == ["NoError"]
    assert (draft.subject, draft.is_read, draft.flagged, draft.body) == ("new", False, True, "one, two")
    assert draft.get("categories") is None
    assert draft.recipients == ["a@b.c"]
    assert draft.get(
        ExtendedPropertyKey("00020329-0000-0000-c000-000000000046", "n", PropertyType.STRING, multiple=True)
    ) == ["x", "y"]


def test_reading_state_alone_changes_nothing_else(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    mime, uid = item.mime(), item.uid
    ews(request(item, change("SetItemField", "message:IsRead", "<t:IsRead>true</t:IsRead>")))
    assert (item.is_read, item.mime(), item.uid) == (True, mime, uid)


def test_a_message_that_was_sent_does_not_become_a_draft(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    path = '<t:ExtendedFieldURI PropertyTag="0xe07" PropertyType="Integer"/>'
    value = f"<t:ExtendedProperty>{path}<t:Value>9</t:Value></t:ExtendedProperty>"
    ews(request(item, change("SetItemField", "", value, path=path)))
    assert (item.is_draft, item.is_read) == (False, True)


@pytest.mark.parametrize(
    ("resolution", "key", "code"),
    [
        ("NeverOverwrite", None, "ErrorIrresolvableConflict"),
        ("AutoResolve", None, "NoError"),
        ("AlwaysOverwrite", None, "NoError"),
        ("AlwaysOverwrite", "", "NoError"),
        ("AutoResolve", "", "ErrorChangeKeyRequiredForWriteOperations"),
        ("AutoResolve", "XXX", "ErrorInvalidChangeKey"),
    ],
)
def test_a_stale_change_key(ews: Ews, draft: Any, resolution: str, key: str | None, code: str) -> None:
    stale = draft.change_key if key is None else key
    ews.mailbox.items.update(draft, {"categories": ["B"]})
    assert ews(request(draft, SET_SUBJECT, resolution, key=stale)).codes == [code]
    assert draft.subject == ("new" if code == "NoError" else "old")


@pytest.mark.parametrize(
    ("meanwhile", "resolution", "code"),
    [
        ("other", "AutoResolve", "ErrorIrresolvableConflict"),
        ("other", "AlwaysOverwrite", "NoError"),
        # The same value is no conflict.
        ("new", "AutoResolve", "NoError"),
    ],
)
def test_what_somebody_has_set_to_something_else_meanwhile_is_not_merged(
    ews: Ews, draft: Any, meanwhile: str, resolution: str, code: str
) -> None:
    stale = draft.change_key
    ews.mailbox.items.update(draft, {"subject": meanwhile})
    assert ews(request(draft, SET_SUBJECT, resolution, key=stale)).codes == [code]
    assert draft.subject == ("new" if code == "NoError" else "other")
    # Who has seen it may set it.
    assert ews(request(draft, SET_SUBJECT, "AutoResolve")).codes == ["NoError"]


@pytest.mark.parametrize(
    ("updates", "code"),
    [
        (change("SetItemField", "item:Size", "<t:Size>1</t:Size>"), "ErrorInvalidPropertySet"),
        (change("DeleteItemField", "item:Size"), "ErrorInvalidPropertyDelete"),
        (change("AppendToItemField", "item:Subject", "<t:Subject>x</t:Subject>"), "ErrorInvalidPropertyAppend"),
        (
            change("SetItemField", "item:Subject", "<t:Importance>Low</t:Importance>"),
            "ErrorUpdatePropertyMismatch",
        ),
        (
            change("SetItemField", "item:Subject", "<t:Subject>x</t:Subject><t:Importance>Low</t:Importance>"),
            "ErrorIncorrectUpdatePropertyCount",
        ),
    ],
)
def test_a_change_that_cannot_be_made_makes_none(ews: Ews, draft: Any, updates: str, code: str) -> None:
    assert ews(request(draft, SET_SUBJECT + updates)).codes == [code]
    assert draft.subject == "old"


@pytest.mark.parametrize(
    "updates",
    [
        change("SetItemField", "message:IsRead", "<t:IsRead>perhaps</t:IsRead>"),
        change("SetItemField", "item:Importance", "<t:Importance>Huge</t:Importance>"),
        change("SetItemField", "item:Flag", "<t:Flag><t:FlagStatus>Lost</t:FlagStatus></t:Flag>"),
    ],
)
def test_a_value_that_the_schema_does_not_have_spoils_the_request(ews: Ews, draft: Any, updates: str) -> None:
    answer = ews(request(draft, SET_SUBJECT + updates))
    assert answer.element.findtext(".//faultcode") == "a:ErrorSchemaValidation"
    assert draft.subject == "old"


def test_an_update_may_send(ews: Ews, draft: Any) -> None:
    recipients = (
        "<t:ToRecipients><t:Mailbox><t:EmailAddress>bob@contoso.onmicrosoft.com</t:EmailAddress></t:Mailbox>"
        "</t:ToRecipients>"
    )
    updates = change("SetItemField", "message:ToRecipients", recipients)
    answer = ews(request(draft, updates, disposition="SendAndSaveCopy"))
    assert answer.codes == ["NoError"]
    assert answer.all(".//t:ItemId") == []
    assert [item.subject for item in ews.tenant.mailbox("bob").messages()] == ["old"]
    assert [item.subject for item in ews.mailbox.messages("sentitems")] == ["old"]
    assert ews.mailbox.messages("drafts") == []


def to(address: str) -> str:
    mailbox = f"<t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>"
    return change("SetItemField", "message:ToRecipients", f"<t:ToRecipients>{mailbox}</t:ToRecipients>")


BOB = to("bob@contoso.onmicrosoft.com")
FROM_BOB = change(
    "SetItemField",
    "message:From",
    "<t:From><t:Mailbox><t:EmailAddress>bob@contoso.onmicrosoft.com</t:EmailAddress></t:Mailbox></t:From>",
)


@pytest.mark.parametrize("disposition", ["SendAndSaveCopy", "SendOnly"])
@pytest.mark.parametrize("came_as_mime", [False, True])
@pytest.mark.parametrize(
    ("updates", "code"),
    [
        ("", "ErrorInvalidRecipients"),
        (to("bob"), "ErrorInvalidRecipients"),
        (BOB + FROM_BOB, "ErrorSendAsDenied"),
    ],
)
def test_an_update_whose_sending_is_refused_changes_nothing(
    ews: Ews, draft: Any, disposition: str, came_as_mime: bool, updates: str, code: str
) -> None:
    if came_as_mime:
        draft = ews.mailbox.items.add_mime(draft.folder, draft.mime(), flags=draft.flags)
    before, logged = state(draft), ews.mailbox.changes.position
    flag = change("SetItemField", "item:Flag", "<t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag>")
    assert ews(request(draft, SET_SUBJECT + flag + updates, disposition=disposition)).codes == [code]
    assert state(draft) == before
    assert ews.mailbox.changes.position == logged
    assert ews.tenant.mailbox("bob").messages() == ews.mailbox.messages("sentitems") == []


def state(item: Any) -> tuple[object, ...]:
    """Return what clients see of an item."""
    return item.item_id, item.change_key, item.uid, item.folder, item.flags, dict(item.properties), item.mime()


def test_an_update_changes_nothing_where_its_copy_has_no_place(ews: Ews, draft: Any) -> None:
    before = state(draft)
    asked = request(draft, SET_SUBJECT + BOB, disposition="SendAndSaveCopy")
    elsewhere = '<m:SavedItemFolderId><t:FolderId Id="AAMk"/></m:SavedItemFolderId><m:ItemChanges>'
    assert ews(asked.replace("<m:ItemChanges>", elsewhere)).codes == ["ErrorInvalidIdMalformed"]
    assert state(draft) == before
    assert ews.tenant.mailbox("bob").messages() == []


def test_one_of_several_updates_whose_sending_is_refused_is_alone_in_it(ews: Ews, draft: Any) -> None:
    other = ews.mailbox.items.add(draft.folder, "IPM.Note", {"subject": "other", "is_draft": True})
    before = state(draft)
    first, second = (
        request(item, SET_SUBJECT + more, disposition="SendOnly") for item, more in [(draft, ""), (other, BOB)]
    )
    sent = second[second.index("<t:ItemChange>") : second.index("</m:ItemChanges>")]
    assert ews(first.replace("</m:ItemChanges>", f"{sent}</m:ItemChanges>")).codes == [
        "ErrorInvalidRecipients",
        "NoError",
    ]
    assert (state(draft), ews.mailbox.messages("drafts")) == (before, [draft])
    assert [item.subject for item in ews.tenant.mailbox("bob").messages()] == ["new"]


def test_one_entry_of_many(ews: Ews) -> None:
    contact = ews.mailbox.items.add(
        ews.mailbox.folders.distinguished("contacts"), "IPM.Contact", {"phone_numbers": {PhoneKind.HOME: "1"}}
    )

    def entry(uri: str, key: str, child: str, kind: str = "SetItemField") -> str:
        path = f'<t:IndexedFieldURI FieldURI="{uri}" FieldIndex="{key}"/>'
        return change(kind, "", child, "Contact", path)

    phones = '<t:PhoneNumbers><t:Entry Key="MobilePhone">2</t:Entry></t:PhoneNumbers>'
    street = '<t:PhysicalAddresses><t:Entry Key="Home"><t:City>Paris</t:City></t:Entry></t:PhysicalAddresses>'
    updates = (
        entry("contacts:PhoneNumber", "MobilePhone", phones)
        + entry("contacts:PhysicalAddress:City", "Home", street)
        + entry("contacts:PhoneNumber", "HomePhone", "", "DeleteItemField")
    )
    assert ews(request(contact, updates)).codes == ["NoError"]
    assert contact.get("phone_numbers") == {PhoneKind.MOBILE: "2"}
    assert contact.get("physical_addresses") == {PostalAddressKind.HOME: PostalAddress(city="Paris")}


def test_an_appointment_asks_what_becomes_of_its_invitations(ews: Ews) -> None:
    meeting = ews.mailbox.items.add(ews.mailbox.folders.distinguished("calendar"), "IPM.Appointment", {"subject": "x"})
    asked = request(meeting, SET_SUBJECT.replace("t:Message>", "t:CalendarItem>"))
    without = asked.replace('SendMeetingInvitationsOrCancellations="SendToNone"', "")
    assert ews(without).codes == ["ErrorSendMeetingInvitationsOrCancellationsRequired"]
    assert ews(asked).codes == ["NoError"]

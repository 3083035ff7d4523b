"""Private items of a mailbox, as its owner, a delegate and other readers see them."""

from collections.abc import Callable

import pytest

from fakeserver.tenant.exchange.entities import Item
from tests.protocols.ews.client import Answer, Ews

SHAPE = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>" + (
    '<t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties></m:ItemShape>'
)
DAY = 'StartDate="2027-01-05T00:00:00Z" EndDate="2027-01-06T00:00:00Z"'


def calendar(ews: Ews) -> str:
    named = f"<t:Mailbox><t:EmailAddress>{ews.alice.address}</t:EmailAddress></t:Mailbox>"
    return f'<t:DistinguishedFolderId Id="calendar">{named}</t:DistinguishedFolderId>'


def appointment(subject: str, hour: int, sensitivity: str) -> str:
    return (
        f"<t:CalendarItem><t:Subject>{subject}</t:Subject><t:Sensitivity>{sensitivity}</t:Sensitivity>"
        f"<t:Start>2027-01-05T{hour:02}:00:00Z</t:Start><t:End>2027-01-05T{hour:02}:30:00Z</t:End></t:CalendarItem>"
    )


@pytest.fixture
def shared(ews: Ews) -> Ews:
    """Bob reads alice's calendar, where one appointment of three is private."""
    ews.tenant.rights.add_folder_permission(ews.alice, "calendar", ews.bob, "Editor")
    new = appointment("Dentist", 8, "Private") + appointment("Plan", 9, "Normal") + appointment("Gym", 10, "Personal")
    made = ews(f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>{new}</m:Items></m:CreateItem>')
    assert made.codes == ["NoError"] * 3
    return ews


def find(ews: Ews, view: str = "", more: str = "") -> str:
    return (
        f'<m:FindItem Traversal="Shallow">{SHAPE}{view}{more}<m:ParentFolderIds>{calendar(ews)}</m:ParentFolderIds>'
        "</m:FindItem>"
    )


def sync(ews: Ews, state: str = "") -> str:
    given = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    return (
        f"<m:SyncFolderItems>{SHAPE}<m:SyncFolderId>{calendar(ews)}</m:SyncFolderId>{given}"
        "<m:MaxChangesReturned>9</m:MaxChangesReturned></m:SyncFolderItems>"
    )


WAYS: dict[str, Callable[[Ews], str]] = {
    "FindItem": find,
    "a page": lambda ews: find(ews, '<m:IndexedPageItemView MaxEntriesReturned="9" Offset="0" BasePoint="Beginning"/>'),
    "sorted": lambda ews: find(
        ews, "", '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder>'
        "</m:SortOrder>",
    ),
    "CalendarView": lambda ews: find(ews, f'<m:CalendarView MaxEntriesReturned="9" {DAY}/>'),
    "SyncFolderItems": sync,
}  # fmt: skip


def subjects(answer: Answer) -> set[str]:
    assert answer.codes == ["NoError"], answer.text
    return set(answer.texts(".//t:Subject"))


@pytest.mark.parametrize("way", WAYS)
def test_lists_leave_them_out_for_other_readers(shared: Ews, way: str) -> None:
    asked = WAYS[way](shared)
    assert subjects(shared(asked)) == {"Dentist", "Plan", "Gym"}
    assert subjects(shared(asked, shared.bob)) == {"Plan", "Gym"}
    shared.tenant.rights.add_delegate("alice", "bob", sees_private_items=True)
    assert subjects(shared(asked, shared.bob)) == {"Dentist", "Plan", "Gym"}


def test_a_page_counts_what_is_shown(shared: Ews) -> None:
    page = '<m:IndexedPageItemView MaxEntriesReturned="1" Offset="1" BasePoint="Beginning"/>'
    [folder] = shared(find(shared, page), shared.bob).all(".//m:RootFolder")
    assert (folder.get("TotalItemsInView"), folder.get("IncludesLastItemInRange")) == ("2", "true")
    [view] = shared(find(shared, f'<m:CalendarView MaxEntriesReturned="2" {DAY}/>'), shared.bob).all(".//m:RootFolder")
    assert (view.get("TotalItemsInView"), view.get("IncludesLastItemInRange")) == ("2", "true")


def the_private_one(ews: Ews) -> Item:
    return next(item for item in ews.mailbox.messages("calendar") if item.get("subject") == "Dentist")


REQUESTS = {
    "GetItem": f"<m:GetItem>{SHAPE}<m:ItemIds>{{}}</m:ItemIds></m:GetItem>",
    "DeleteItem": '<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone"><m:ItemIds>{}'
    "</m:ItemIds></m:DeleteItem>",
    "UpdateItem": '<m:UpdateItem ConflictResolution="AlwaysOverwrite" '
    'SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange>{}<t:Updates><t:DeleteItemField>'
    '<t:FieldURI FieldURI="calendar:Location"/></t:DeleteItemField></t:Updates></t:ItemChange></m:ItemChanges>'
    "</m:UpdateItem>",
}  # fmt: skip


@pytest.mark.parametrize("name", REQUESTS)
def test_by_its_id_it_is_not_found(shared: Ews, name: str) -> None:
    asked = REQUESTS[name].format(f'<t:ItemId Id="{the_private_one(shared).item_id}"/>')
    assert shared(asked, shared.bob).codes == ["ErrorItemNotFound"]
    shared.tenant.rights.add_mailbox_permission("alice", "bob")
    assert shared(asked, shared.bob).codes == ["NoError"]


def test_what_one_has_made_oneself_is_seen(shared: Ews) -> None:
    made = (
        f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:SavedItemFolderId>{calendar(shared)}'
        f"</m:SavedItemFolderId><m:Items>{appointment('Surprise', 12, 'Private')}</m:Items></m:CreateItem>"
    )
    assert shared(made, shared.bob).codes == ["NoError"]
    assert subjects(shared(find(shared), shared.bob)) == {"Plan", "Gym", "Surprise"}


def test_what_becomes_private_is_gone_from_a_sync(shared: Ews) -> None:
    first = shared(sync(shared), shared.bob)
    [state] = first.texts(".//m:SyncState")
    plan = next(item for item in shared.mailbox.messages("calendar") if item.get("subject") == "Plan")
    changed = (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{plan.item_id}"/><t:Updates><t:SetItemField><t:FieldURI '
        'FieldURI="item:Sensitivity"/><t:CalendarItem><t:Sensitivity>Private</t:Sensitivity></t:CalendarItem>'
        "</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )
    assert shared(changed).codes == ["NoError"]
    second = shared(sync(shared, state), shared.bob)
    assert [each.get("Id") for each in second.all(".//t:Delete/t:ItemId")] == [plan.item_id]
    assert second.all(".//t:Update") == []


def test_a_private_mail_is_in_no_conversation(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission(ews.alice, "inbox", ews.bob, "Reviewer")
    ews.mailbox.deliver(b"From: a@example.com\r\nSubject: Pay\r\nSensitivity: Private\r\n\r\nHi\r\n")
    inbox = calendar(ews).replace('"calendar"', '"inbox"')
    asked = f"<m:FindConversation><m:ParentFolderId>{inbox}</m:ParentFolderId></m:FindConversation>"
    assert len(ews(asked).all(".//t:Conversation")) == 1
    assert ews(asked, ews.bob).all(".//t:Conversation") == []
    [conversation] = ews(asked).all(".//t:ConversationId")
    items = (
        f"<m:GetConversationItems>{SHAPE}<m:Conversations><t:Conversation>"
        f'<t:ConversationId Id="{conversation.get("Id")}"/></t:Conversation></m:Conversations></m:GetConversationItems>'
    )
    assert ews(items, ews.bob).codes == ["ErrorItemNotFound"]


def test_a_search_of_conversations_does_not_tell_what_is_in_them(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission(ews.alice, "inbox", ews.bob, "Reviewer")
    ews.mailbox.deliver(b"From: a@e.com\r\nSubject: Pay\r\nMessage-ID: <1@e.com>\r\n\r\nopen\r\n")
    ews.mailbox.deliver(
        b"From: a@e.com\r\nSubject: Re: Pay\r\nMessage-ID: <2@e.com>\r\nIn-Reply-To: <1@e.com>\r\n"
        b"Sensitivity: Private\r\n\r\nsecret\r\n"
    )
    inbox = f"<m:ParentFolderId>{calendar(ews).replace('calendar', 'inbox')}</m:ParentFolderId>"
    found = {
        word: len(
            ews(f"<m:FindConversation>{inbox}<m:QueryString>{word}</m:QueryString></m:FindConversation>", ews.bob).all(
                ".//t:Conversation"
            )
        )
        for word in ("open", "secret")
    }
    assert found == {"open": 1, "secret": 0}


def of_alice(ews: Ews, name: str) -> str:
    return calendar(ews).replace('"calendar"', f'"{name}"')


def test_a_private_contact_is_nobody_to_others(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission(ews.alice, "contacts", ews.bob, "Reviewer")
    new = "".join(
        f"<t:Contact><t:Sensitivity>{sensitivity}</t:Sensitivity><t:DisplayName>Kin {sensitivity}</t:DisplayName>"
        f'<t:EmailAddresses><t:Entry Key="EmailAddress1">{sensitivity}@example.com</t:Entry></t:EmailAddresses>'
        "</t:Contact>"
        for sensitivity in ("Private", "Normal")
    )
    assert ews(f"<m:CreateItem><m:Items>{new}</m:Items></m:CreateItem>").codes == ["NoError"] * 2
    found = (
        '<m:FindPeople><m:IndexedPageItemView MaxEntriesReturned="9" Offset="0" BasePoint="Beginning"/>'
        f"<m:ParentFolderId>{of_alice(ews, 'contacts')}</m:ParentFolderId></m:FindPeople>"
    )
    resolved = (
        '<m:ResolveNames ReturnFullContactData="false" SearchScope="Contacts"><m:ParentFolderIds>'
        f"{of_alice(ews, 'contacts')}</m:ParentFolderIds><m:UnresolvedEntry>kin</m:UnresolvedEntry></m:ResolveNames>"
    )
    for asked, path in ((found, ".//t:DisplayName"), (resolved, ".//t:Mailbox/t:Name")):
        assert sorted(ews(asked).texts(path)) == ["Kin Normal", "Kin Private"]
        assert ews(asked, ews.bob).texts(path) == ["Kin Normal"]


def test_a_private_occurrence_is_in_no_range(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission(ews.alice, "calendar", ews.bob, "Reviewer")
    recurrence = (
        "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence>"
        "<t:StartDate>2027-01-05</t:StartDate><t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence>"
        "</t:Recurrence></t:CalendarItem>"
    )
    new = appointment("Daily", 8, "Normal").replace("</t:CalendarItem>", recurrence)
    made = ews(f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>{new}</m:Items></m:CreateItem>')
    series = made.attribute(".//t:ItemId", "Id")
    changed = (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f'<m:ItemChanges><t:ItemChange><t:OccurrenceItemId RecurringMasterId="{series}" InstanceIndex="2"/><t:Updates>'
        '<t:SetItemField><t:FieldURI FieldURI="item:Sensitivity"/><t:CalendarItem><t:Sensitivity>Private'
        "</t:Sensitivity></t:CalendarItem></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )
    assert ews(changed).codes == ["NoError"]
    ranges = (
        f'<m:GetItem>{SHAPE}<m:ItemIds><t:RecurringMasterItemIdRanges Id="{series}"><t:Ranges><t:Range '
        'Start="2027-01-01T00:00:00Z" End="2027-02-01T00:00:00Z"/></t:Ranges></t:RecurringMasterItemIdRanges>'
        "</m:ItemIds></m:GetItem>"
    )
    assert len(ews(ranges).all(".//t:Subject")) == 3
    assert len(ews(ranges, ews.bob).all(".//t:Subject")) == 2


def test_marking_all_leaves_them_as_they_are(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission(ews.alice, "inbox", ews.bob, "Editor")
    private = ews.mailbox.deliver(b"From: a@example.com\r\nSubject: Pay\r\nSensitivity: Private\r\n\r\nHi\r\n")
    other = ews.mailbox.deliver(subject="Plan")
    marked = (
        "<m:MarkAllItemsAsRead><m:ReadFlag>true</m:ReadFlag><m:SuppressReadReceipts>true</m:SuppressReadReceipts>"
        f"<m:FolderIds>{of_alice(ews, 'inbox')}</m:FolderIds></m:MarkAllItemsAsRead>"
    )
    assert ews(marked, ews.bob).codes == ["NoError"]
    assert (private.is_read, other.is_read) == (False, True)

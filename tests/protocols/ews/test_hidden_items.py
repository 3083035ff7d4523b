"""What a caller may not see answers in every operation as what is not there: neither code nor text tells them apart."""

import re
from collections.abc import Callable, Iterator

import pytest

from fakeserver.tenant.tenant import Tenant
from tests.protocols.ews.client import Ews, envelope
from tests.protocols.ews.operations.example_requests import REQUESTS
from tests.world import PASSWORD

RECURRENCE = (
    "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence>"
    "<t:StartDate>2027-01-05</t:StartDate><t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence>"
    "</t:Recurrence>"
)
ONLY_IDS = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
FIRST = '<t:OccurrenceItemId RecurringMasterId="{}" InstanceIndex="1"/>'
RELATIVES = {
    "the first": FIRST,
    "one that never was": FIRST.replace('"1"', '"9"'),
    "its series": '<t:RecurringMasterItemId OccurrenceId="{}"/>',
    **{
        f"{count} of a range": '<t:RecurringMasterItemIdRanges Id="{}"><t:Ranges><t:Range Start="2027-01-01T00:00:00Z" '
        f'End="2027-02-01T00:00:00Z" Count="{count}"/></t:Ranges></t:RecurringMasterItemIdRanges>'
        for count in (0, 1)
    },
}
RESPONSES = (
    "AcceptItem TentativelyAcceptItem DeclineItem CancelCalendarItem RemoveItem ReplyToItem ReplyAllToItem ForwardItem "
    "PostReplyItem SuppressReadReceipt"
).split()
#: Operations on an item or an attachment by its id. ConvertId looks nothing up.
ON_ITEMS = {
    name: request
    for name, request in REQUESTS.items()
    if re.search('<[mt]:(ItemId|ParentItemId|AttachmentId) Id="x"', request)
}


def get_item(named: str) -> str:
    return f"<m:GetItem>{ONLY_IDS}<m:ItemIds>{named}</m:ItemIds></m:GetItem>"


def requests(item_id: str) -> Iterator[tuple[str, str]]:
    """Yield every kind of request about an item, with a name."""
    for name, request in ON_ITEMS.items():
        given = request.replace('<t:ParentFolderId Id="x" ChangeKey="y"/>', "<t:ParentFolderId Id=''/>")
        yield name, re.sub('Id="x"( ChangeKey="y")?', f'Id="{item_id}"', given)
    for name, named in RELATIVES.items():
        yield name, get_item(named.format(item_id))
    for name in RESPONSES:
        yield (
            name,
            '<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items>'
            f'<t:{name}><t:ReferenceItemId Id="{item_id}"/></t:{name}></m:Items></m:CreateItem>',
        )


def create(ews: Ews, item: str) -> str:
    made = ews(
        '<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"><m:Items>'
        f"{item}</m:Items></m:CreateItem>"
    )
    return made.attribute(".//t:ItemId", "Id")


def private_series(ews: Ews) -> str:
    return create(
        ews,
        "<t:CalendarItem><t:Subject>Dentist</t:Subject><t:Sensitivity>Private</t:Sensitivity>"
        f"<t:Start>2027-01-05T08:00:00Z</t:Start><t:End>2027-01-05T08:30:00Z</t:End>{RECURRENCE}</t:CalendarItem>",
    )


def private_occurrence(ews: Ews) -> str:
    return ews(get_item(FIRST.format(private_series(ews)))).attribute(".//t:ItemId", "Id")


def closed_message(ews: Ews) -> str:
    return create(ews, "<t:Message><t:Subject>Pay</t:Subject></t:Message>")


def closed_attachment(ews: Ews, kind: str = "FileAttachment", content: str = "<t:Content>eA==</t:Content>") -> str:
    return ews(
        f'<m:CreateAttachment><m:ParentItemId Id="{closed_message(ews)}"/><m:Attachments><t:{kind}><t:Name>n</t:Name>'
        f"{content}</t:{kind}></m:Attachments></m:CreateAttachment>"
    ).attribute(".//t:AttachmentId", "Id")


def closed_attached_item(ews: Ews) -> str:
    return closed_attachment(ews, "ItemAttachment", "<t:Message><t:Subject>x</t:Subject></t:Message>")


@pytest.mark.parametrize(
    "made", [private_series, private_occurrence, closed_message, closed_attachment, closed_attached_item]
)
def test_what_is_hidden_is_as_what_is_gone(ews: Ews, made: Callable[[Ews], str]) -> None:
    """Bob is an Editor of alice's calendar; her drafts are closed to him."""
    ews.tenant.rights.add_folder_permission(ews.alice, "calendar", ews.bob, "Editor")
    hidden, gone = made(ews), made(ews)
    for folder in ("calendar", "drafts"):
        items = ews.mailbox.messages(folder)
        ews.mailbox.items.delete(items[len(items) // 2 :])
    token = ews.token(ews.bob)
    about = {item_id: dict(requests(item_id)) for item_id in (hidden, gone)}
    for name in about[hidden]:
        answers = [
            ews.post(envelope(asked[name]), token).body.replace(item_id.encode(), b"ID")
            for item_id, asked in about.items()
        ]
        assert answers[0] == answers[1], name
        assert b'ResponseClass="Error"' in answers[0], name
    assert ews.mailbox.messages("calendar") or ews.mailbox.messages("drafts"), "it is still there"


#: How a hostile client changes an id that it knows.
HARMED: dict[str, Callable[[str], str]] = {
    "cut": lambda item_id: item_id[:40],
    "cut behind the entry id": lambda item_id: item_id[:-8],
    "another mailbox": lambda item_id: item_id[:24] + ("A" if item_id[24] != "A" else "B") + item_id[25:],
    "another item": lambda item_id: item_id[:-6] + ("A" if item_id[-6] != "A" else "B") + item_id[-5:],
    "no base64": lambda item_id: f"{item_id[:-1]}%",
    "very long": lambda item_id: item_id * 50,
}
REFUSED = {b"ErrorInvalidIdMalformed", b"ErrorItemNotFound", b"ErrorInvalidIdNotAnItemAttachmentId"}


@pytest.mark.parametrize("name", HARMED)
def test_a_changed_id_opens_nothing(ews: Ews, name: str) -> None:
    harmed, token = HARMED[name](ews.mailbox.deliver(subject="Pay").item_id), ews.token(ews.bob)
    for asked, request in requests(harmed):
        answer = ews.post(envelope(request), token).body
        assert set(re.findall(rb"<m:ResponseCode>(\w+)<", answer)) <= REFUSED, asked
        assert b"ResponseCode" in answer, asked
        assert b"alice" not in answer.lower(), asked


def test_ids_of_another_organization_name_nothing(ews: Ews) -> None:
    fabrikam = Tenant("fabrikam.onmicrosoft.com")
    ews.cloud.add(fabrikam)
    fabrikam.add_user("dave", PASSWORD)
    item, token = fabrikam.mailbox("dave").deliver(subject="Pay"), ews.token(ews.alice)
    for asked, request in requests(item.item_id):
        answer = ews.post(envelope(request), token).body
        assert set(re.findall(rb"<m:ResponseCode>(\w+)<", answer)) <= REFUSED, asked
        assert b"dave" not in answer, asked

"""Named properties of MAPI that are worked out of what an appointment or a task is."""

import base64

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import get_item
from tests.protocols.ews.operations.items.recurring import appointment
from tests.protocols.ews.properties.setting import set_to, update, values

_MEETING_ID = 'DistinguishedPropertySetId="Meeting" PropertyId="{}" PropertyType="Binary"'
_CLEAN = _MEETING_ID.format(35)


def made(ews: Ews, item: str, attributes: str = 'SendMeetingInvitations="SendToNone"') -> str:
    return ews(f"<m:CreateItem {attributes}><m:Items>{item}</m:Items></m:CreateItem>").attribute(".//t:ItemId", "Id")


def shown(ews: Ews, item_id: str, *paths: str) -> list[str]:
    named = "".join(f"<t:ExtendedFieldURI {path}/>" for path in paths)
    return ews(get_item(item_id, paths=named)).texts(".//t:Value")


@pytest.fixture
def meeting(ews: Ews) -> str:
    times = "<t:Start>2026-12-02T10:00:00Z</t:Start><t:End>2026-12-02T11:30:00Z</t:End>"
    invited = f"<t:Mailbox><t:EmailAddress>{ews.bob.address}</t:EmailAddress></t:Mailbox>"
    attendees = f"<t:RequiredAttendees><t:Attendee>{invited}</t:Attendee></t:RequiredAttendees>"
    content = f"{times}<t:LegacyFreeBusyStatus>Tentative</t:LegacyFreeBusyStatus>{attendees}"
    return made(
        ews,
        f"<t:CalendarItem><t:Subject>Met</t:Subject>{content}</t:CalendarItem>",
        'SendMeetingInvitations="SendToAllAndSaveCopy"',
    )


@pytest.mark.parametrize(
    ("number", "kind", "value"),
    [
        (0x8201, "Integer", "0"),
        (0x8205, "Integer", "1"),
        (0x820D, "SystemTime", "2026-12-02T10:00:00Z"),
        (0x820E, "SystemTime", "2026-12-02T11:30:00Z"),
        (0x8213, "Integer", "90"),
        (0x8215, "Boolean", "false"),
        (0x8217, "Integer", "1"),
        (0x8218, "Integer", "1"),
        (0x8223, "Boolean", "false"),
    ],
)
def test_a_meeting_has_them(ews: Ews, meeting: str, number: int, kind: str, value: str) -> None:
    path = f'DistinguishedPropertySetId="Appointment" PropertyId="{number}" PropertyType="{kind}"'
    assert shown(ews, meeting, path) == [value]


def test_everybody_finds_a_meeting_by_its_clean_global_object_id(ews: Ews, meeting: str) -> None:
    (value,) = shown(ews, meeting, _CLEAN)
    uid = ews(get_item(meeting, base="AllProperties")).value(".//t:UID")
    assert base64.b64decode(value).hex().upper() == uid
    for folder in ("calendar", "inbox"):
        found = ews(
            '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>'
            f"<m:Restriction><t:IsEqualTo><t:ExtendedFieldURI {_CLEAN}/><t:FieldURIOrConstant>"
            f'<t:Constant Value="{value}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>'
            f'<m:ParentFolderIds><t:DistinguishedFolderId Id="{folder}"/></m:ParentFolderIds></m:FindItem>',
            ews.bob,
        )
        assert found.texts(".//t:Subject") == ["Met"]


def test_appointments_of_a_series_differ_by_their_day(ews: Ews) -> None:
    master = ews(appointment()).attribute(".//t:ItemId", "Id")
    first = ews(get_item(master, base="AllProperties")).attribute(".//t:FirstOccurrence/t:ItemId", "Id")
    whole, one = (shown(ews, item, _MEETING_ID.format(3), _CLEAN) for item in (master, first))
    assert whole[0] == whole[1] == one[1]
    day = ews(get_item(first, base="AllProperties")).value(".//t:OriginalStart")[:10].split("-")
    assert base64.b64decode(one[0])[16:20] == int(day[0]).to_bytes(2, "big") + bytes((int(day[1]), int(day[2])))


def test_a_task_has_its_own(ews: Ews) -> None:
    task = made(ews, "<t:Task><t:Subject>x</t:Subject><t:PercentComplete>25</t:PercentComplete></t:Task>", "")
    kinds = ((0x8101, "Integer"), (0x8102, "Double"), (0x811C, "Boolean"))
    paths = (f'DistinguishedPropertySetId="Task" PropertyId="{number}" PropertyType="{kind}"' for number, kind in kinds)
    assert shown(ews, task, *paths) == ["1", "0.25", "false"]


def test_a_message_has_none_of_them_and_keeps_what_is_set(ews: Ews) -> None:
    message = ews.mailbox.deliver(subject="x")
    assert values(ews, message, _CLEAN) == []
    ews(update(message, set_to(_CLEAN, "<t:Value>AAAA</t:Value>")))
    assert values(ews, message, _CLEAN) == ["AAAA"]


def test_appointments_are_found_by_whether_they_recur(ews: Ews, meeting: str) -> None:
    asked = (
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:Restriction>'
        '<t:IsEqualTo><t:ExtendedFieldURI DistinguishedPropertySetId="Appointment" PropertyId="33315" '
        'PropertyType="Boolean"/><t:FieldURIOrConstant><t:Constant Value="%s"/></t:FieldURIOrConstant></t:IsEqualTo>'
        '</m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
    )
    assert not ews(asked % "true").all(".//t:CalendarItem")
    assert ews(asked % "false").attribute(".//t:CalendarItem/t:ItemId", "Id") == meeting

"""Appointments as Exchange answers them, element by element, beside what this service answers in the like situation."""

import pytest
from lxml import etree

from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import get_item
from tests.protocols.ews.recordings import comparable, recorded

#: The recorded answers are in the form of this version.
OF_2010 = '<t:RequestServerVersion Version="Exchange2010"/>'


def created(ews: Ews, content: str) -> None:
    item = f"<t:CalendarItem>{content}</t:CalendarItem>"
    answer = ews(
        f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>{item}</m:Items></m:CreateItem>', header=OF_2010
    )
    assert answer.codes == ["NoError"]


def times(start: str, end: str) -> str:
    return f"<t:Start>{start}</t:Start><t:End>{end}</t:End>"


def got(ews: Ews) -> etree._Element:
    (item,) = ews.mailbox.messages("calendar")
    return ews(get_item(item.item_id, base="AllProperties"), header=OF_2010).find(".//t:CalendarItem")


def found(ews: Ews) -> etree._Element:
    find = (
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
    )
    return ews(find, header=OF_2010).find(".//t:CalendarItem")


HOUR = times("2015-07-01T08:00:00Z", "2015-07-01T09:00:00Z")
IN_CALENDAR = "Calendar/CalendarTest."


def test_an_appointment_by_get_item(ews: Ews) -> None:
    created(ews, f"<t:Subject>Test Get Item 2</t:Subject>{HOUR}")
    (theirs,) = recorded(f"{IN_CALENDAR}testGetCalendarItem", 4, ".//t:CalendarItem")
    assert comparable(got(ews)) == comparable(theirs)


@pytest.mark.parametrize(
    ("file", "number", "content"),
    [
        ("testUpdateCalendarItem", 5, f"<t:Subject>Test Updated Calendar Item</t:Subject>{HOUR}"),
        (
            "testCalendarInternationalCharacters",
            4,
            "<t:Subject>Réunion équipe - Café &amp; Discusion</t:Subject>"
            f"{times('2025-07-01T16:00:00Z', '2025-07-01T17:00:00Z')}<t:Location>Salle de réunion #1</t:Location>",
        ),
        (
            "testCalendarTimezoneHandling",
            4,
            "<t:Subject>Timezone Test Meeting</t:Subject>"
            f"{times('2015-07-01T08:00:00-04:00', '2015-07-01T09:00:00-04:00')}",
        ),
    ],
)
def test_an_appointment_by_find_item(ews: Ews, file: str, number: int, content: str) -> None:
    created(ews, content)
    (theirs,) = recorded(f"{IN_CALENDAR}{file}", number, ".//t:CalendarItem")
    assert comparable(found(ews)) == comparable(theirs)


def test_an_appointment_that_is_all_day(ews: Ews) -> None:
    created(
        ews,
        "<t:Subject>Hey 👋🏼</t:Subject><t:ReminderIsSet>false</t:ReminderIsSet>"
        f"{times('2025-07-05T04:00:00Z', '2025-07-06T04:00:00Z')}<t:IsAllDayEvent>true</t:IsAllDayEvent>"
        "<t:LegacyFreeBusyStatus>Free</t:LegacyFreeBusyStatus><t:Location/>"
        '<t:StartTimeZone Id="Eastern Standard Time"/><t:AllowNewTimeProposal>true</t:AllowNewTimeProposal>',
    )
    items = recorded(f"{IN_CALENDAR}testRecurringEventSupport", 5, ".//t:CalendarItem")
    (theirs,) = [comparable(item) for item in items if item.findtext("{*}IsAllDayEvent") == "true"]
    assert comparable(found(ews)) == theirs


@pytest.mark.parametrize("number", [3, 4])
def test_a_new_or_changed_appointment_is_named_by_its_id_alone(ews: Ews, number: int) -> None:
    (theirs,) = recorded(f"{IN_CALENDAR}testUpdateCalendarItem", number, ".//t:CalendarItem")
    assert comparable(theirs) == ["CalendarItem", "  ItemId Id=* ChangeKey=*"]
    created(ews, HOUR)
    (item,) = ews.mailbox.messages("calendar")
    update = (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{item.item_id}"/><t:Updates><t:SetItemField>'
        '<t:FieldURI FieldURI="item:Subject"/><t:CalendarItem><t:Subject>x</t:Subject></t:CalendarItem>'
        "</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )
    assert comparable(ews(update).find(".//t:CalendarItem")) == comparable(theirs)

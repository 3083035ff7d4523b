"""Appointments: made, found, got, synchronized, changed and deleted; a series of them; and the list of time zones."""

from collections.abc import Callable

from tests.protocols.ews.operations.items.recurring import appointment
from tests.protocols.ews.recorded.asking import (
    Client,
    Situations,
    create_item,
    delete_item,
    find_item,
    get_item,
    update_item,
    well_known,
)

_CALENDAR = well_known("calendar")
_TO_NONE = 'SendMeetingInvitations="SendToNone"'
_NOTHING_SENT = 'SendMeetingCancellations="SendToNone"'
_HOUR = "<t:Start>2015-07-01T08:00:00Z</t:Start><t:End>2015-07-01T09:00:00Z</t:End>"


def _appointment(subject: str, times: str = _HOUR, more: str = "") -> str:
    return f"<t:CalendarItem><t:Subject>{subject}</t:Subject>{times}{more}</t:CalendarItem>"


_IN_FRENCH = _appointment(
    "Réunion équipe - Café &amp; Discusion",
    "<t:Start>2025-07-01T16:00:00Z</t:Start><t:End>2025-07-01T17:00:00Z</t:End>",
    "<t:Location>Salle de réunion #1</t:Location>",
)


def _made(client: Client, *items: str) -> str:
    return client.done(create_item(*items, folder=_CALENDAR, attributes=_TO_NONE))


def _one_made(client: Client) -> str:
    return _made(client, _appointment("Test Create Items"))


def _two_made(client: Client) -> None:
    _made(client, _appointment("Test Get Item 1"), _appointment("Test Get Item 2"))


def _got(client: Client) -> None:
    client.done(get_item(_made(client, _appointment("Test Get Item 2"))))


def _got_without_an_end(client: Client) -> None:
    start = "<t:Start>2020-09-10T14:15:09Z</t:Start>"
    client.done(get_item(_made(client, _appointment("Test Get Items", start))))


def _found(*items: str) -> Callable[[Client], None]:
    def find(client: Client) -> None:
        _made(client, *items)
        client.done(find_item(_CALENDAR))

    return find


def _none_found(client: Client) -> None:
    view = '<m:CalendarView MaxEntriesReturned="100" StartDate="2015-07-01T00:00:00Z" EndDate="2015-07-01T23:59:00Z"/>'
    client.done(find_item(_CALENDAR, view))


def _changed(client: Client) -> str:
    change = (
        '<t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:CalendarItem>'
        "<t:Subject>Test Updated Calendar Item</t:Subject></t:CalendarItem></t:SetItemField>"
    )
    item_id = _made(client, _appointment("Test Update Calendar Item"))
    return client.done(update_item(item_id, change, attributes='SendMeetingInvitationsOrCancellations="SendToNone"'))


def _changed_and_found(client: Client) -> None:
    _changed(client)
    client.done(find_item(_CALENDAR))


def _deleted(client: Client) -> None:
    client.done(delete_item(_one_made(client), _NOTHING_SENT))


def _deleted_twice(client: Client) -> None:
    item_id = _one_made(client)
    for _ in range(2):
        client.tried(delete_item(item_id, _NOTHING_SENT))


def _synchronized(client: Client, state: str = "") -> None:
    folder = client.folder_id("calendar")
    client.done(
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
        f'<m:SyncFolderId><t:FolderId Id="{folder}"/></m:SyncFolderId>{state}'
        "<m:MaxChangesReturned>100</m:MaxChangesReturned><m:SyncScope>NormalItems</m:SyncScope></m:SyncFolderItems>"
    )


def _change_listed(client: Client) -> None:
    start = "<t:Start>2020-09-10T14:15:11Z</t:Start>"
    _made(client, _appointment("Test Sync Item Changes", start))
    _synchronized(client)


def _no_more_changes(client: Client) -> None:
    _change_listed(client)
    _synchronized(client, f"<m:SyncState>{client.root.findtext('.//{*}SyncState')}</m:SyncState>")


def _series(client: Client) -> str:
    made = appointment().replace(">Team<", ">Weekly Team Meeting<").replace(">Room A<", ">Conference Room A<")
    return client.done(made)


def _series_got(client: Client) -> None:
    client.done(get_item(_series(client)))


def _series_and_others_found(client: Client) -> None:
    times = "<t:Start>2025-07-05T04:00:00Z</t:Start><t:End>2025-07-06T04:00:00Z</t:End><t:IsAllDayEvent>true"
    _made(
        client,
        _IN_FRENCH,
        "<t:CalendarItem><t:Subject>Hey 👋🏼</t:Subject><t:ReminderIsSet>false</t:ReminderIsSet>"
        f"{times}</t:IsAllDayEvent><t:LegacyFreeBusyStatus>Free</t:LegacyFreeBusyStatus><t:Location/>"
        '<t:StartTimeZone Id="Eastern Standard Time"/><t:AllowNewTimeProposal>true</t:AllowNewTimeProposal>'
        "</t:CalendarItem>",
    )
    _series(client)
    view = '<m:CalendarView MaxEntriesReturned="100" StartDate="2025-07-01T00:00:00Z" EndDate="2025-07-31T00:00:00Z"/>'
    client.done(find_item(_CALENDAR, view))


def _zones(client: Client) -> None:
    client.done('<m:GetServerTimeZones ReturnFullTimeZoneData="false"/>')


_FILE = "Calendar/CalendarTest."
APPOINTMENTS: Situations = {
    ("APITest.testCreateItems", 0): _one_made,
    ("APITest.testCreateItems", 1): _deleted,
    ("APITest.testDeleteItemsFail", 2): _deleted_twice,
    ("APITest.testGetItems", 1): _got_without_an_end,
    ("APITest.testGetServerTimezones", 0): _zones,
    ("APITest.testListItemChanges", 2): _change_listed,
    ("APITest.testListItemChanges", 3): _no_more_changes,
    (f"{_FILE}testGetCalendarItem", 3): _two_made,
    (f"{_FILE}testGetCalendarItem", 4): _got,
    (f"{_FILE}testGetCalendarItem", 6): _found(_appointment("Test Get Item 1"), _appointment("Test Get Item 2")),
    (f"{_FILE}testGetCalendarItems", 1): _none_found,
    (f"{_FILE}testUpdateCalendarItem", 4): _changed,
    (f"{_FILE}testUpdateCalendarItem", 5): _changed_and_found,
    (f"{_FILE}testCalendarInternationalCharacters", 4): _found(_IN_FRENCH),
    (f"{_FILE}testCalendarTimezoneHandling", 4): _found(
        _appointment(
            "Timezone Test Meeting",
            "<t:Start>2015-07-01T08:00:00-04:00</t:Start><t:End>2015-07-01T09:00:00-04:00</t:End>",
        )
    ),
    (f"{_FILE}testRecurringEventSupport", 4): _series_got,
    (f"{_FILE}testRecurringEventSupport", 5): _series_and_others_found,
}

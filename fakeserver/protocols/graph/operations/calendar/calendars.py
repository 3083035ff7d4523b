"""The calendars of a mailbox.

Sources: learn.microsoft.com/graph/api/user-list-calendars, /calendar-get, /user-post-calendars, /calendar-update,
/calendar-delete. Assumption: the default one comes first, and then they are in order of their names.
"""

from typing import Any, Final

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result, created
from fakeserver.protocols.graph.body import members, of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import MISMATCH, NOT_PERFORMED, UNKNOWN_PROPERTY, GraphError
from fakeserver.protocols.graph.operations.calendar.shown import calendar_of, write_calendar
from fakeserver.protocols.graph.pages import asked_for, page_of
from fakeserver.protocols.graph.properties.calendar import CALENDAR, is_calendar
from fakeserver.protocols.graph.properties.event_fields import CALENDAR_FIELDS
from fakeserver.protocols.graph.registry import operation
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.checks.folder_access import check_folder
from fakeserver.tenant.access.needs import READ_CALENDARS, WRITE_CALENDARS
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.values import DeleteMode

_QUERY: Final = "$select $filter $orderby $top $skip $count"
_NEW_CLASS: Final = "IPF.Appointment"


@operation("GET", "me/calendar", needs=READ_CALENDARS, query="$select")
@operation("GET", "me/calendars/{calendar}", needs=READ_CALENDARS, query="$select")
def get_calendar(call: Call) -> Result:
    """Return a calendar."""
    return _entity(call, calendar_of(call))


@operation("GET", "me/calendars", needs=READ_CALENDARS, query=_QUERY)
def list_calendars(call: Call) -> Result:
    """Return the calendars that the caller may read."""
    root = call.mailbox.folders.distinguished("msgfolderroot")
    found = [
        each
        for each in root.descendants()
        if is_calendar(each) and not each.hidden and inside.reads(call.visit, each) and not _is_deleted(each)
    ]
    found.sort(key=lambda each: (each.distinguished_id != "calendar", each.display_name.casefold()))
    selected = f"({','.join(CALENDAR.shape(call.query['$select']).names)})" if "$select" in call.query else ""
    asked = asked_for(call, CALENDAR_FIELDS, found)
    return page_of(call, asked, f"calendars{selected}", lambda each: write_calendar(call, each))


@operation("POST", "me/calendars", needs=WRITE_CALENDARS)
def create_calendar(call: Call) -> Result:
    """Add a calendar.

    Assumption: it is a folder below the default calendar, as Outlook on the web adds them.
    """
    name = _name(call, required=True)
    parent = call.mailbox.folders.distinguished("calendar")
    check_folder(call.visit, parent, "create_folder")
    folder = call.mailbox.folders.create(parent, name, _NEW_CLASS)
    inside.inherit_permissions(call.visit, parent, folder)
    return created(_entity(call, folder))


@operation("PATCH", "me/calendar", needs=WRITE_CALENDARS)
@operation("PATCH", "me/calendars/{calendar}", needs=WRITE_CALENDARS)
def update_calendar(call: Call) -> Result:
    """Give a calendar another name."""
    folder = calendar_of(call, "own")
    if name := _name(call):
        call.mailbox.folders.rename(folder, name)
    return _entity(call, folder)


@operation("DELETE", "me/calendars/{calendar}", needs=WRITE_CALENDARS)
def delete_calendar(call: Call) -> Result:
    """Move a calendar to Deleted Items."""
    return _delete(call, DeleteMode.MOVE_TO_DELETED)


@operation("POST", "me/calendar/permanentDelete", needs=WRITE_CALENDARS, body=False)
@operation("POST", "me/calendars/{calendar}/permanentDelete", needs=WRITE_CALENDARS, body=False)
def permanently_delete_calendar(call: Call) -> Result:
    """Delete a calendar so that nobody sees it again; the default one cannot be.

    Source: learn.microsoft.com/graph/api/calendar-permanentdelete
    """
    return _delete(call, DeleteMode.HARD)


def _delete(call: Call, mode: DeleteMode) -> Answer:
    call.mailbox.folders.delete(calendar_of(call, "own"), mode)
    return Answer(NO_CONTENT)


def _entity(call: Call, folder: Folder) -> dict[str, Any]:
    where = "calendar" if "calendar" not in call.values and call.request.method != "POST" else "calendars"
    selected = f"({','.join(CALENDAR.shape(call.query['$select']).names)})" if "$select" in call.query else ""
    return {"@odata.context": call.context(f"{where}{selected}/$entity"), **write_calendar(call, folder)}


def _is_deleted(folder: Folder) -> bool:
    return any(each.distinguished_id == "deleteditems" for each in folder.lineage())


def _name(call: Call, *, required: bool = False) -> str:
    """Return the name that the body gives a calendar; nothing else of one can be set here."""
    given = members(call.json)
    for member in given:
        if CALENDAR.property(member) is None:
            raise GraphError(UNKNOWN_PROPERTY, name=member[:200], type=CALENDAR.name)
        if member != "name":
            raise GraphError(NOT_PERFORMED, what=f"{member} of a calendar that is written")
    if "name" not in given and not required:
        return ""
    name = str(of_type(given.get("name"), str, "name"))
    if not name:
        raise GraphError(MISMATCH, name="name")
    return name

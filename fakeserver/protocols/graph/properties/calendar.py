"""The properties of calendars: microsoft.graph.calendar.

Sources: learn.microsoft.com/graph/api/resources/calendar, and the answers on its pages for their order and for what an
unshared calendar has. No mailbox here has Teams, which is why no provider is allowed; of such a mailbox the service
ignores ``isOnlineMeeting``.
"""

from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.graph.ids import rest_id, short_key
from fakeserver.protocols.graph.properties.table import EntityType, Property
from fakeserver.tenant.access.checks.folder_access import folder_rights
from fakeserver.tenant.access.checks.private_items import sees_private_items
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.entities import Folder


@dataclass(frozen=True)
class ShownCalendar:
    """A calendar, as a caller sees it."""

    folder: Folder
    visit: Visit

    @property
    def is_own(self) -> bool:
        """It is the caller's, or an application's that opens it."""
        return "FullAccess" in self.visit.rights


def is_calendar(folder: Folder) -> bool:
    """Say whether a folder holds events."""
    return folder.folder_class.lower().startswith("ipf.appointment")


def _may_edit(shown: ShownCalendar, _view: Any) -> bool:
    return not folder_rights(shown.visit, shown.folder).isdisjoint({"EditAllItems", "EditOwnedItems"})


def _owner(shown: ShownCalendar, _view: Any) -> dict[str, str]:
    owner = shown.visit.owner
    return {"name": owner.display_name, "address": owner.address}


CALENDAR: Final = EntityType[ShownCalendar](
    "microsoft.graph.calendar",
    (
        Property("id", lambda shown, _: rest_id(shown.folder.folder_id)),
        Property("name", lambda shown, _: shown.folder.display_name),
        Property("color", lambda shown, _: "auto"),
        Property("hexColor", lambda shown, _: ""),
        Property("isDefaultCalendar", lambda shown, _: shown.folder.distinguished_id == "calendar"),
        Property("changeKey", lambda shown, _: short_key(shown.folder.change_key)),
        Property("canShare", lambda shown, _: shown.is_own),
        Property("canViewPrivateItems", lambda shown, _: sees_private_items(shown.visit)),
        Property("canEdit", _may_edit),
        Property("allowedOnlineMeetingProviders", lambda shown, _: []),
        Property("defaultOnlineMeetingProvider", lambda shown, _: "unknown"),
        Property("isTallyingResponses", lambda shown, _: True),
        Property("isRemovable", lambda shown, _: not shown.folder.built_in),
        Property("owner", _owner),
    ),
    frozenset(
        "calendarPermissions calendarView events singleValueExtendedProperties multiValueExtendedProperties".split()
    ),
)

"""What one person may see of another's calendar: nothing, when they are busy, or what they do.

Nobody has to open the mailbox for it: everybody in the organization sees when others are busy, unless the calendar says
otherwise. Source: web-service-reference/freebusyviewtype, exchange-web-services/delegate-access-and-ews-in-exchange.
"""

from dataclasses import dataclass

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.permissions.folder_permissions import DEFAULT_TRUSTEE, LEVELS, Availability
from fakeserver.tenant.tenant import Tenant


@dataclass(frozen=True, slots=True)
class CalendarSight:
    """What somebody may see of a calendar."""

    availability: Availability
    #: the owner's private appointments as the owner sees them
    sees_private: bool = False


def calendar_sight(tenant: Tenant, asker: User | None, owner: User) -> CalendarSight:
    """Return what somebody may see of the calendar of a user who has a mailbox.

    Assumption: whoever has FullAccess sees private appointments; a delegate does, where the owner said so.

    Args:
        asker: None for somebody whom the directory does not know.
    """
    permissions = tenant.permissions
    if asker is None:
        return CalendarSight("none")
    if asker is owner or "FullAccess" in permissions.rights(owner.object_id, asker.object_id):
        return CalendarSight("details", sees_private=True)
    calendar = owner.mailbox.folders.distinguished("calendar")
    entries = permissions.folders.entries(owner.object_id, calendar.number)
    usual = entries.get(DEFAULT_TRUSTEE, LEVELS["AvailabilityOnly"])
    permission = entries.get(asker.object_id, usual)
    options = permissions.delegates.options(owner.object_id, asker.object_id)
    return CalendarSight(permission.availability, options.sees_private_items and "ReadItems" in permission.rights)

"""Which folders take which new items. What is there already may be moved anywhere.

Source: web-service-reference/responsecode, ErrorCannotCreate...; of messages there is no such code.
"""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, EwsError, Row
from fakeserver.tenant.exchange.entities import Folder

_CONTACTS: Final = Row(
    "ErrorCannotCreateContactInNonContactFolder",
    "Cannot create a contact in a non-contact Folder.",
    "web-service-reference/createitem-operation-contact",
)
#: Element of an item -> the beginning of its folders' class, and what is said in others.
_KINDS: Final = {
    "CalendarItem": (
        "IPF.Appointment",
        Row(
            "ErrorCannotCreateCalendarItemInNonCalendarFolder",
            "Cannot create a calendar item in a non-calendar folder.",
            MANAGED_API,
        ),
    ),
    "Contact": ("IPF.Contact", _CONTACTS),
    "DistributionList": ("IPF.Contact", _CONTACTS),
    "Task": (
        "IPF.Task",
        Row("ErrorCannotCreateTaskInNonTaskFolder", "Cannot create a task in a non-task Folder.", MANAGED_API),
    ),
    "PostItem": (
        "IPF.Note",
        Row(
            "ErrorCannotCreatePostItemInNonMailFolder",
            "Cannot create a post item in a folder that is not a mail folder.",
            MANAGED_API,
        ),
    ),
}
#: The class of a folder that has none.
_MAIL: Final = "IPF.Note"


def check_folder_kind(element: str, folder: Folder) -> None:
    """Refuse a new item in a folder of another kind.

    Raises:
        EwsError: the folder does not take items of this element.
    """
    kind = _KINDS.get(element)
    if kind is not None and not (folder.folder_class or _MAIL).startswith(kind[0]):
        raise EwsError(kind[1])

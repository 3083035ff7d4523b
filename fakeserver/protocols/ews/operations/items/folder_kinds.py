"""Which folders take which new items. What is there already may be moved anywhere.

Source: web-service-reference/responsecode, ErrorCannotCreate...; of messages there is no such code.
"""

from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import (
    NOT_A_CALENDAR,
    NOT_OF_CONTACTS,
    NOT_OF_MAIL,
    NOT_OF_TASKS,
)
from fakeserver.tenant.exchange.entities import Folder

#: Element of an item -> the beginning of its folders' class, and what is said in others.
_KINDS: Final = {
    "CalendarItem": ("IPF.Appointment", NOT_A_CALENDAR),
    "Contact": ("IPF.Contact", NOT_OF_CONTACTS),
    "DistributionList": ("IPF.Contact", NOT_OF_CONTACTS),
    "Task": ("IPF.Task", NOT_OF_TASKS),
    "PostItem": ("IPF.Note", NOT_OF_MAIL),
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

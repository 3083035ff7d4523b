"""EWS: the codes of requests about folders that are wrong: ids of another kind, folders that have gone, items of other kinds."""

from __future__ import annotations

from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.answers import NOT_FOUND, SCHEMA
from pytest_m365.contract.promises.ews_asks import (
    INBOX,
    create,
    delete_folder,
    ews,
    find,
    get_folder,
    get_item,
    make_folder,
)
from pytest_m365.contract.terms import Known

TABLE = Table("EWS")
_RC: Known = ("D", "EWSRC")
_GONE = '<t:FolderId Id="{id}"/>'
_EVENT = (
    "<t:CalendarItem><t:Subject>A</t:Subject><t:Start>2026-01-01T10:00:00Z</t:Start><t:End>2026-01-01T11:00:00Z</t:End>"
    "</t:CalendarItem>"
)

_REFUSED: tuple[tuple[str, str, Known, tuple[str, ...], str, str], ...] = (
    (
        "folder-id-none",
        "a folder id that is none is malformed",
        _RC,
        (get_folder('<t:FolderId Id="x"/>'),),
        "200 ErrorInvalidIdMalformed: Id is malformed.",
        "find-in-id-of-nothing",
    ),
    (
        "event-in-mail",
        "an appointment goes into no folder of mail",
        ("D", "EWSRC, ManagedAPI"),
        (create(_EVENT),),
        "200 ErrorCannotCreateCalendarItemInNonCalendarFolder: Cannot create a calendar item in a non-calendar folder.",
        "event-in-inbox",
    ),
    (
        "contact-in-mail",
        "a contact goes into no folder of mail",
        ("D", "EWSRC, EWSOPS"),
        (create("<t:Contact><t:GivenName>A</t:GivenName></t:Contact>"),),
        "200 ErrorCannotCreateContactInNonContactFolder: Cannot create a contact in a non-contact Folder.",
        "contact-in-inbox",
    ),
    (
        "task-in-mail",
        "a task goes into no folder of mail",
        ("D", "EWSRC, ManagedAPI"),
        (create("<t:Task><t:Subject>A</t:Subject></t:Task>"),),
        "200 ErrorCannotCreateTaskInNonTaskFolder: Cannot create a task in a non-task Folder.",
        "task-in-inbox",
    ),
    (
        "folder-id-for-item",
        "a folder's id is no item's",
        ("T*", "EWSRC, ManagedAPI"),
        (get_folder(INBOX), get_item()),
        "200 ErrorCannotUseFolderIdForItemId: Expected an item Id but received a folder Id.",
        "folder-id-for-item",
    ),
    (
        "item-id-for-folder",
        "an item's id is no folder's",
        ("D", "EWSRC, ManagedAPI"),
        (create(), get_folder(_GONE)),
        "200 ErrorCannotUseItemIdForFolderId: Expected a folder Id but received an item Id.",
        "item-id-for-folder",
    ),
    (
        "distinguished-case",
        "the names of distinguished folders mind case",
        ("T", "cases"),
        (get_folder('<t:DistinguishedFolderId Id="Inbox"/>'),),
        SCHEMA,
        "",
    ),
    (
        "distinguished-unknown",
        "a distinguished folder that does not exist is against the schema",
        ("I", "cases"),
        (get_folder('<t:DistinguishedFolderId Id="frobnicated"/>'),),
        SCHEMA,
        "",
    ),
    (
        "get-folder-gone",
        "a folder that was deleted is an item not found",
        ("T", "akonadi-ews"),
        (make_folder(), delete_folder(), get_folder(_GONE)),
        NOT_FOUND,
        "get-folder-gone",
    ),
    (
        "find-in-gone",
        "nothing is found in a folder that was deleted",
        ("I", "akonadi-ews"),
        (make_folder(), delete_folder(), find(folder=_GONE)),
        NOT_FOUND,
        "find-in-gone",
    ),
    (
        "create-in-gone",
        "nothing is made in a folder that was deleted",
        ("D", "EWSRC, ManagedAPI"),
        (make_folder(), delete_folder(), create(folder=_GONE)),
        "200 ErrorSavedItemFolderNotFound: The folder in which items were to be saved could not be found.",
        "create-in-gone",
    ),
    (
        "copy-to-gone",
        "nothing is copied to a folder that was deleted",
        ("T", "EWS-Scripts-5, ManagedAPI"),
        (
            make_folder(),
            delete_folder(),
            f'<m:CopyFolder><m:ToFolderId>{_GONE}</m:ToFolderId><m:FolderIds><t:FolderId Id="{{folder}}"/></m:FolderIds></m:CopyFolder>',
        ),
        "200 ErrorToFolderNotFound: The specified target folder could not be found.",
        "copy-to-gone",
    ),
    (
        "move-to-gone",
        "nothing is moved to a folder that was deleted",
        ("T", "EWS-Scripts-5, ManagedAPI"),
        (
            make_folder(),
            delete_folder(),
            f'<m:MoveFolder><m:ToFolderId>{_GONE}</m:ToFolderId><m:FolderIds><t:FolderId Id="{{folder}}"/></m:FolderIds></m:MoveFolder>',
        ),
        "200 ErrorToFolderNotFound: The specified target folder could not be found.",
        "",
    ),
    (
        "folder-exists",
        "two folders of one name do not lie in one folder",
        _RC,
        (make_folder(), make_folder()),
        "200 ErrorFolderExists: A folder with the specified name already exists., Could not create folder 'below'.",
        "",
    ),
    (
        "delete-distinguished",
        "the inbox is not deleted",
        _RC,
        (delete_folder(INBOX),),
        "200 ErrorDeleteDistinguishedFolder: Distinguished folders cannot be deleted.",
        "",
    ),
)

for _name, _says, _known, _bodies, _expected, _row in _REFUSED:
    _ask = ews(*_bodies)
    TABLE.add(
        _name,
        _says,
        _known,
        _ask,
        _expected,
        rows=f"ews-requests-{_row}-" if _row and "gone" not in _row else f"ews-folder-gone-{_row}-" if _row else "",
    )

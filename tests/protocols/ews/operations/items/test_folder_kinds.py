"""New items in folders of their kind, and of others."""

import pytest

from tests.protocols.ews.client import Ews

ELEMENTS = {
    "CalendarItem": ("calendar", "ErrorCannotCreateCalendarItemInNonCalendarFolder"),
    "Contact": ("contacts", "ErrorCannotCreateContactInNonContactFolder"),
    "DistributionList": ("contacts", "ErrorCannotCreateContactInNonContactFolder"),
    "Task": ("tasks", "ErrorCannotCreateTaskInNonTaskFolder"),
    "PostItem": ("inbox", "ErrorCannotCreatePostItemInNonMailFolder"),
}
FOLDERS = ("inbox", "calendar", "contacts", "tasks", "notes", "journal", "deleteditems")


def create(element: str, folder: str) -> str:
    return (
        '<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"><m:SavedItemFolderId>'
        f'<t:DistinguishedFolderId Id="{folder}"/></m:SavedItemFolderId><m:Items><t:{element}>'
        f"<t:Subject>x</t:Subject></t:{element}></m:Items></m:CreateItem>"
    )


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_new_item_is_in_a_folder_of_its_kind(ews: Ews, element: str, folder: str) -> None:
    home, code = ELEMENTS[element]
    fits = folder == home or (element == "PostItem" and folder == "deleteditems")
    assert ews(create(element, folder)).codes == ["NoError" if fits else code]
    assert len(ews.mailbox.folders.distinguished(folder).items) == fits


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_message_may_be_anywhere(ews: Ews, folder: str) -> None:
    assert ews(create("Message", folder)).codes == ["NoError"]


def test_the_text_of_the_documentation(ews: Ews) -> None:
    assert (
        ews(create("Contact", "inbox")).value(".//m:MessageText") == "Cannot create a contact in a non-contact Folder."
    )

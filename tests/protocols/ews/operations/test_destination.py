"""m:ToFolderId is the same in the four operations that have it, m:SavedItemFolderId in the three."""

from typing import Any

import pytest

from tests.protocols.ews.client import Ews

NOT_FOUND = "The specified target folder could not be found."


def request(operation: str, target: str, what: Any) -> str:
    named = (
        f'<m:ItemIds><t:ItemId Id="{what.item_id}"/></m:ItemIds>'
        if operation.endswith("Item")
        else f'<m:FolderIds><t:FolderId Id="{what.folder_id}"/></m:FolderIds>'
    )
    return f"<m:{operation}><m:ToFolderId>{target}</m:ToFolderId>{named}</m:{operation}>"


@pytest.fixture(params=["MoveItem", "CopyItem", "MoveFolder", "CopyFolder"])
def operation(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def what(ews: Ews, operation: str) -> Any:
    """What the operation puts somewhere."""
    if operation.endswith("Item"):
        return ews.mailbox.deliver(subject="x")
    return ews.mailbox.folders.create(ews.mailbox.folders.distinguished("inbox"), "x")


def test_a_folder_that_was_deleted(ews: Ews, operation: str, what: Any) -> None:
    gone = ews.mailbox.folders.create(ews.mailbox.folders.distinguished("archive"), "gone")
    target = f'<t:FolderId Id="{gone.folder_id}"/>'
    ews.mailbox.folders.delete(gone)
    answer = ews(request(operation, target, what))
    assert (answer.codes, answer.texts(".//m:MessageText")) == (["ErrorToFolderNotFound"], [NOT_FOUND])


def test_a_distinguished_folder_that_the_mailbox_lacks(ews: Ews, operation: str, what: Any) -> None:
    target = '<t:DistinguishedFolderId Id="archiveroot"/>'
    assert ews(request(operation, target, what)).codes == ["ErrorToFolderNotFound"]


def test_a_folder_that_the_caller_may_not_see(ews: Ews, operation: str, what: Any) -> None:
    hers = ews.tenant.mailbox("bob").folders.distinguished("inbox")
    assert ews(request(operation, f'<t:FolderId Id="{hers.folder_id}"/>', what)).codes == ["ErrorToFolderNotFound"]


def test_a_folder_that_is_not_named(ews: Ews, operation: str, what: Any) -> None:
    answer = ews(request(operation, "", what))
    assert answer.status == 500
    assert answer.element.findtext(".//faultcode") == "a:ErrorSchemaValidation"


def test_two_folders(ews: Ews, operation: str, what: Any) -> None:
    answer = ews(request(operation, '<t:DistinguishedFolderId Id="archive"/>' * 2, what))
    assert answer.element.findtext(".//faultcode") == "a:ErrorSchemaValidation"


SAVED_TO = {
    "CreateItem": '<m:CreateItem MessageDisposition="{}">{}<m:Items><t:Message><t:Subject>x</t:Subject></t:Message>'
    "</m:Items></m:CreateItem>",
    "UpdateItem": '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="{}">{}<m:ItemChanges>'
    "<t:ItemChange>{}<t:Updates><t:SetItemField><t:FieldURI FieldURI='item:Subject'/><t:Message>"
    "<t:Subject>y</t:Subject></t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>",
    "SendItem": '<m:SendItem SaveItemToFolder="true"><m:ItemIds>{2}</m:ItemIds>{1}</m:SendItem>',
}


@pytest.mark.parametrize("saving", SAVED_TO)
def test_a_folder_to_save_in_that_was_deleted(ews: Ews, saving: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    gone = ews.mailbox.folders.create(ews.mailbox.folders.distinguished("archive"), "gone")
    ews.mailbox.folders.delete(gone)
    target = f'<m:SavedItemFolderId><t:FolderId Id="{gone.folder_id}"/></m:SavedItemFolderId>'
    named = f'<t:ItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/>'
    answer = ews(SAVED_TO[saving].format("SendAndSaveCopy", target, named))
    assert answer.codes == ["ErrorSavedItemFolderNotFound"]
    assert answer.texts(".//m:MessageText") == ["The folder in which items were to be saved could not be found."]
    assert item.get("subject") == "x"

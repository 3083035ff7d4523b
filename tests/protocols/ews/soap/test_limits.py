"""How many things a request may list, where the registry does not count them."""

import pytest

from fakeserver.protocols.ews.soap import limits
from tests.protocols.ews.client import Ews

FILE = "<t:FileAttachment><t:Name>a</t:Name><t:Content>eA==</t:Content></t:FileAttachment>"
PROPERTY = '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x66{}" PropertyType="Integer"/><t:Value>1</t:Value>'
SUBJECT = '<t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:Message><t:Subject>x</t:Subject></t:Message>'
NAME = "<t:SetFolderField><t:FieldURI FieldURI='folder:DisplayName'/><t:Folder><t:DisplayName>x</t:DisplayName>"
REQUESTS = {
    "attachments of an item": (
        '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message><t:Attachments>[]</t:Attachments></t:Message>'
        "</m:Items></m:CreateItem>",
        FILE,
    ),
    "properties of an item": (
        '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message>[]</t:Message></m:Items></m:CreateItem>',
        f"{PROPERTY}</t:ExtendedProperty>",
    ),
    "changes of an item": (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange>'
        '<t:ItemId Id="{item}"/><t:Updates>[]</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>',
        f"{SUBJECT}</t:SetItemField>",
    ),
    "properties of a folder": (
        '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId><m:Folders>'
        "<t:Folder><t:DisplayName>x</t:DisplayName>[]</t:Folder></m:Folders></m:CreateFolder>",
        f"{PROPERTY}</t:ExtendedProperty>",
    ),
    "changes of a folder": (
        '<m:UpdateFolder><m:FolderChanges><t:FolderChange><t:FolderId Id="{folder}"/><t:Updates>[]</t:Updates>'
        "</t:FolderChange></m:FolderChanges></m:UpdateFolder>",
        f"{NAME}</t:Folder></t:SetFolderField>",
    ),
    "properties of a shape": (
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>[]</t:AdditionalProperties>"
        '</m:ItemShape><m:ItemIds><t:ItemId Id="{item}"/></m:ItemIds></m:GetItem>',
        '<t:FieldURI FieldURI="item:Subject"/>',
    ),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_more_than_are_read_at_a_time(ews: Ews, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(limits, "MAX_LISTED", 6)
    folder = ews.mailbox.folders.create(ews.mailbox.folders.distinguished("inbox"), "folder")
    item = ews.mailbox.deliver(subject="x")
    request, one = REQUESTS[name]
    asked = request.replace("{item}", item.item_id).replace("{folder}", folder.folder_id)
    five, seven = ("".join(one.replace("{}", f"0{number}") for number in range(many)) for many in (5, 7))
    assert ews(asked.replace("[]", five)).codes == ["NoError"]
    assert ews(asked.replace("[]", seven)).codes == ["ErrorTooManyObjectsOpened"]

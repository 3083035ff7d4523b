"""Requests about public folders, as tests write them."""

from fakeserver.tenant.exchange.entities import Folder
from tests.protocols.ews.client import Answer

ROOT = '<t:DistinguishedFolderId Id="publicfoldersroot"/>'
INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
ID_ONLY = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
POST = "<t:PostItem><t:Subject>Hello</t:Subject><t:Body BodyType='Text'>text</t:Body></t:PostItem>"


def named(folder: Folder) -> str:
    return f'<t:FolderId Id="{folder.folder_id}"/>'


def get_folder(folder: str) -> str:
    shape = "<m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape>"
    return f"<m:GetFolder>{shape}<m:FolderIds>{folder}</m:FolderIds></m:GetFolder>"


def find_folders(below: str = ROOT, traversal: str = "Shallow", shape: str = "Default") -> str:
    return (
        f'<m:FindFolder Traversal="{traversal}"><m:FolderShape><t:BaseShape>{shape}</t:BaseShape></m:FolderShape>'
        f"<m:ParentFolderIds>{below}</m:ParentFolderIds></m:FindFolder>"
    )


def create_folder(element: str, below: str = ROOT) -> str:
    return (
        f"<m:CreateFolder><m:ParentFolderId>{below}</m:ParentFolderId><m:Folders>{element}</m:Folders></m:CreateFolder>"
    )


def create(item: str, to: str, how: str = 'MessageDisposition="SaveOnly"') -> str:
    return (
        f"<m:CreateItem {how}><m:SavedItemFolderId>{to}</m:SavedItemFolderId><m:Items>{item}</m:Items></m:CreateItem>"
    )


def find_items(folder: str, more: str = "") -> str:
    shape = (
        "<m:ItemShape><t:BaseShape>Default</t:BaseShape><t:AdditionalProperties><t:FieldURI "
        'FieldURI="message:IsRead"/></t:AdditionalProperties></m:ItemShape>'
    )
    return f'<m:FindItem Traversal="Shallow">{shape}{more}<m:ParentFolderIds>{folder}</m:ParentFolderIds></m:FindItem>'


def get_item(item_id: str) -> str:
    shape = "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
    return f'<m:GetItem>{shape}<m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds></m:GetItem>'


def on_folders(operation: str, folder: str, attributes: str = "", to: str = "") -> str:
    target = f"<m:ToFolderId>{to}</m:ToFolderId>" if to else ""
    return f"<m:{operation} {attributes}>{target}<m:FolderIds>{folder}</m:FolderIds></m:{operation}>"


def on_items(operation: str, item_id: str, attributes: str = "", to: str = "") -> str:
    target = f"<m:ToFolderId>{to}</m:ToFolderId>" if to else ""
    ids = f'<m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds>'
    return f"<m:{operation} {attributes}>{target}{ids}</m:{operation}>"


def made_id(answer: Answer) -> str:
    assert answer.codes == ["NoError"]
    return answer.attribute(".//t:ItemId", "Id")

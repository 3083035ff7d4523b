"""A request whose parts are all refused for one reason: what the schema does not allow in a part is told first."""

import pytest

from tests.protocols.ews.client import Ews


def shape(kind: str, uri: str) -> str:
    return (
        f"<m:{kind}Shape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        f'<t:FieldURI FieldURI="{uri}"/></t:AdditionalProperties></m:{kind}Shape>'
    )


SAVED_TO = '<m:SavedItemFolderId><t:DistinguishedFolderId Id="sentitems"/></m:SavedItemFolderId>'
INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
NO_FOLDER = '<t:DistinguishedFolderId Id="Inbox"/>'
REFUSED = [
    (
        f'<m:SendItem SaveItemToFolder="false">{SAVED_TO}<m:ItemIds>[]</m:ItemIds></m:SendItem>',
        '<t:ItemId Id="x"/>',
        "<t:ItemId/>",
        "ErrorInvalidSendItemSaveSettings",
    ),
    (
        f'<m:FindItem Traversal="Shallow">{shape("Item", "item:Attachments")}<m:ParentFolderIds>[]</m:ParentFolderIds>'
        "</m:FindItem>",
        INBOX,
        NO_FOLDER,
        "ErrorInvalidPropertyForOperation",
    ),
    (
        f"<m:GetFolder>{shape('Folder', 'item:Subject')}<m:FolderIds>[]</m:FolderIds></m:GetFolder>",
        INBOX,
        NO_FOLDER,
        "ErrorInvalidPropertyRequest",
    ),
]


@pytest.mark.parametrize(("request_for", "good", "wrong", "code"), REFUSED)
def test_what_refuses_all_of_it_hides_no_part_that_the_schema_rejects(
    ews: Ews, request_for: str, good: str, wrong: str, code: str
) -> None:
    assert ews(request_for.replace("[]", good * 2)).codes == [code, code]
    assert ews(request_for.replace("[]", good + wrong)).value(".//faultcode") == "a:ErrorSchemaValidation"

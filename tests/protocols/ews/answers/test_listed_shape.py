"""Parts of a shape that change bodies, where items come without."""

import pytest

from tests.protocols.ews.client import Ews

FIND = (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>{}</m:ItemShape>'
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>'
)
SYNC = (
    "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>{}</m:ItemShape>"
    '<m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>'
    "<m:MaxChangesReturned>9</m:MaxChangesReturned></m:SyncFolderItems>"
)


@pytest.mark.parametrize("request_of", [FIND, SYNC])
def test_they_change_nothing(ews: Ews, request_of: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    parts = (
        "<t:InlineImageUrlTemplate>cid:{id}</t:InlineImageUrlTemplate>",
        "<t:MaximumBodySize>10</t:MaximumBodySize>",
    )
    for part in parts:
        answer = ews(request_of.format(part))
        assert (answer.codes, answer.attributes(".//t:ItemId", "Id")) == (["NoError"], [item.item_id])

"""What requests cost: the folders, items and attachments that they are about."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.request.cost import cost

M = "http://schemas.microsoft.com/exchange/services/2006/messages"
T = "http://schemas.microsoft.com/exchange/services/2006/types"


@pytest.mark.parametrize(
    ("inside", "costs"),
    [
        ("", 1),
        ('<FolderIds><t:DistinguishedFolderId Id="inbox"/></FolderIds>', 1),
        ('<ItemIds><t:ItemId Id="a"/><t:ItemId Id="b"/><t:ItemId Id="c"/></ItemIds>', 3),
        ("<Items><t:Message><t:Subject>Hi</t:Subject></t:Message><t:Message/></Items>", 2),
        ('<ParentItemId Id="a"/><Attachments><t:FileAttachment/></Attachments>', 2),
        ('<IndexedPageItemView MaxEntriesReturned="50"/><ParentFolderIds><t:FolderId Id="a"/></ParentFolderIds>', 51),
        ('<IndexedPageItemView MaxEntriesReturned="2147483647"/>', 1000),
        ('<IndexedPageItemView MaxEntriesReturned="many"/>', 1),
        ('<SyncFolderId><t:FolderId Id="a"/></SyncFolderId><MaxChangesReturned>100</MaxChangesReturned>', 101),
    ],
)
def test_cost(inside: str, costs: int) -> None:
    assert cost(etree.fromstring(f'<Operation xmlns="{M}" xmlns:t="{T}">{inside}</Operation>')) == costs

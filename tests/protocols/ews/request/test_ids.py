"""From ids in requests to what they name."""

from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.request.ids import read_item_id
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.tenant.exchange import ids as tenant_ids
from tests.protocols.ews.client import Ews

SHAPE = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"


def get_items(*ids: str) -> str:
    return f"<m:GetItem>{SHAPE}<m:ItemIds>{''.join(ids)}</m:ItemIds></m:GetItem>"


def test_each_id_is_decoded_once(ews: Ews, monkeypatch: pytest.MonkeyPatch) -> None:
    item = ews.mailbox.deliver(subject="x")
    decoded: list[str] = []
    read = tenant_ids._read

    def counting(payload: bytes, text: str) -> Any:
        decoded.append(text)
        return read(payload, text)

    monkeypatch.setattr(tenant_ids, "_read", counting)
    given = [f'<t:ItemId Id="{item.item_id}"/>'] * 3
    assert ews(get_items(*given)).codes == ["NoError"] * 3
    assert decoded == [item.item_id] * 3


@pytest.mark.parametrize(
    "request_for",
    [
        get_items('<t:ItemId Id=""/>'),
        f"<m:GetFolder>{SHAPE.replace('Item', 'Folder')}<m:FolderIds><t:FolderId Id=''/></m:FolderIds></m:GetFolder>",
        '<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id=""/></m:AttachmentIds></m:GetAttachment>',
    ],
)
def test_an_empty_id(ews: Ews, request_for: str) -> None:
    answer = ews(request_for)
    assert answer.codes == ["ErrorInvalidIdEmpty"]
    assert answer.texts(".//m:MessageText") == ["Id must be non-empty."]


@pytest.mark.parametrize("element", [f'<t:Nonsense xmlns:t="{TYPES}"/>', f'<m:ItemId xmlns:m="{MESSAGES}" Id="x"/>'])
def test_what_is_no_id_is_a_schema_fault(element: str) -> None:
    with pytest.raises(Violation, match="invalid child element"):
        read_item_id(etree.fromstring(f"<a>{element}</a>")[0])

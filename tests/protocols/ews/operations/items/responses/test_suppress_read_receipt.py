"""Read receipts over EWS: suppressed by a response object or an attribute, or sent."""

import pytest

from fakeserver.tenant.exchange.entities import Item
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import fields, get_item
from tests.protocols.ews.operations.items.responses.answering import create, response

ASKING = (
    "From: <bob@contoso.onmicrosoft.com>\r\nSubject: Plans\r\n"
    "Disposition-Notification-To: <bob@contoso.onmicrosoft.com>\r\n\r\nx"
)


@pytest.fixture
def came(ews: Ews) -> Item:
    return ews.mailbox.deliver(ASKING)


def receipts(ews: Ews) -> list[str]:
    return [one.subject for one in ews.tenant.mailbox("bob").messages()]


def mark_read(item: Item, attributes: str = "") -> str:
    return (
        f'<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"{attributes}><m:ItemChanges>'
        f'<t:ItemChange><t:ItemId Id="{item.item_id}"/><t:Updates><t:SetItemField>'
        '<t:FieldURI FieldURI="message:IsRead"/><t:Message><t:IsRead>true</t:IsRead></t:Message>'
        "</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def delete(item: Item, attributes: str = "") -> str:
    ids = f'<m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds>'
    return f'<m:DeleteItem DeleteType="HardDelete"{attributes}>{ids}</m:DeleteItem>'


def test_a_receipt_is_suppressed_by_a_response_object(ews: Ews, came: Item) -> None:
    assert ews(create(response("SuppressReadReceipt", came), None)).codes == ["NoError"]
    shown = ews(get_item(came.item_id, paths=fields("message:IsReadReceiptRequested", "item:ResponseObjects")))
    assert shown.value(".//t:IsReadReceiptRequested") == "false"
    assert shown.all(".//t:SuppressReadReceipt") == []
    assert ews(mark_read(came)).codes == ["NoError"]
    assert receipts(ews) == []


def test_a_receipt_that_is_not_pending_is_not_suppressed(ews: Ews, came: Item) -> None:
    usual, spam = ews.mailbox.deliver(), ews.mailbox.deliver(ASKING, folder="junkemail")
    ews(mark_read(came))
    for item in (usual, spam, came):
        assert ews(create(response("SuppressReadReceipt", item), None)).codes == ["ErrorReadReceiptNotPending"]


@pytest.mark.parametrize(
    ("attributes", "subjects"),
    [("", ["Read: Plans"]), (' SuppressReadReceipts="false"', ["Read: Plans"]), (' SuppressReadReceipts="true"', [])],
)
def test_reading_is_acknowledged_unless_that_is_suppressed(
    ews: Ews, came: Item, attributes: str, subjects: list[str]
) -> None:
    assert ews(mark_read(came, attributes)).codes == ["NoError"]
    assert receipts(ews) == subjects


@pytest.mark.parametrize(("attributes", "subjects"), [("", ["Not read: Plans"]), (' SuppressReadReceipts="true"', [])])
def test_deletion_is_reported_unless_that_is_suppressed(
    ews: Ews, came: Item, attributes: str, subjects: list[str]
) -> None:
    assert ews(delete(came, attributes)).codes == ["NoError"]
    assert receipts(ews) == subjects


def test_an_update_of_something_else_leaves_the_receipt_pending(ews: Ews, came: Item) -> None:
    other = mark_read(came, ' SuppressReadReceipts="true"').replace("message:IsRead", "item:Importance")
    assert ews(other.replace("<t:IsRead>true</t:IsRead>", "<t:Importance>High</t:Importance>")).codes == ["NoError"]
    assert came.get("is_read_receipt_requested")

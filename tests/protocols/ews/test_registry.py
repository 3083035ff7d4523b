"""The registry against Microsoft's services.wsdl."""

import pytest

from fakeserver.protocols.ews import registry
from fakeserver.protocols.ews.answers.forms import Perform, PerItem, Single
from fakeserver.protocols.ews.description.wsdl import UNLISTED
from fakeserver.protocols.ews.operations.not_performed import NOT_PERFORMED
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_IDS, Id, named_item, read_item_id
from fakeserver.protocols.ews.soap import limits
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.reading import boolean_attribute
from fakeserver.protocols.ews.soap.writing import Xml, text
from fakeserver.tenant.exchange.entities import Item
from fakeserver.wire import HttpResponse
from tests.protocols.ews.client import Ews, envelope


def test_every_operation_of_the_service_is_performed_or_has_a_reason(wsdl_operations: set[str]) -> None:
    performed = set(registry.performed())
    assert len(wsdl_operations) == 122
    assert performed - wsdl_operations == UNLISTED
    assert wsdl_operations - performed == set(NOT_PERFORMED)


def test_no_operation_is_both_performed_and_not() -> None:
    assert not set(registry.performed()) & set(NOT_PERFORMED)


def test_a_second_owner_of_a_name_is_a_mistake() -> None:
    registry.performed()

    def another(call: Call) -> Xml:
        raise AssertionError(call)

    with pytest.raises(TypeError, match=r"GetItem is performed by .*get_item\.get_item already"):
        registry.operation("GetItem", answer=Single(), since="Exchange2007", request=TEXT)(another)


@pytest.mark.usefixtures("more_operations")
def test_a_new_operation_is_a_function_with_a_registration(ews: Ews) -> None:
    @registry.operation(
        "FindTags",
        answer=PerItem("ItemIds", read_item_id),
        since="Exchange2010",
        request=complex_type("Kind", {"m:ItemIds": ITEM_IDS}),
    )
    def get_room_lists(call: Call) -> Perform[Id[Item]]:
        boolean_attribute(call.body, "Kind")

        def get(item_id: Id[Item]) -> Xml:
            return text("m:Toy", named_item(call, item_id).item_id)

        return get

    item = ews.mailbox.deliver(subject="x")
    ids = f'<m:ItemIds><t:ItemId Id="{item.item_id}"/><t:ItemId Id="x"/></m:ItemIds>'
    body = envelope(f'<m:FindTags Kind="1">{ids}</m:FindTags>')
    assert f"<m:Toy>{item.item_id}</m:Toy>".encode() in ews.post(body, ews.token(ews.alice)).body
    assert b"ErrorInvalidIdMalformed" in ews.post(body, ews.token(ews.alice)).body
    for wrong in (
        '<m:FindTags Kind="2"/>',
        '<m:FindTags Sort="1"/>',
        "<m:FindTags><t:Nonsense/></m:FindTags>",
    ):
        assert b"ErrorSchemaValidation" in ews.post(envelope(wrong), ews.token(ews.alice)).body


@pytest.mark.parametrize(
    ("operation", "listed", "one"),
    [
        ("GetItem", "ItemIds", '<t:ItemId Id="x"/>'),
        ("GetAttachment", "AttachmentIds", '<t:AttachmentId Id="x"/>'),
        ("GetFolder", "FolderIds", '<t:FolderId Id="x"/>'),
        ("ConvertId", "SourceIds", '<t:AlternateId Format="EwsId" Id="x" Mailbox="a@b.example"/>'),
    ],
)
def test_a_request_for_too_many_things_is_refused_as_a_whole(
    ews: Ews, monkeypatch: pytest.MonkeyPatch, operation: str, listed: str, one: str
) -> None:
    monkeypatch.setattr(limits, "MAX_LISTED", 5)
    shape = {"GetItem": "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"}
    shape["GetFolder"] = shape["GetItem"].replace("Item", "Folder")
    attributes = ' DestinationFormat="OwaId"' if operation == "ConvertId" else ""

    def ask(times: int, one: str = one) -> HttpResponse:
        wanted = f"{shape.get(operation, '')}<m:{listed}>{one * times}</m:{listed}>"
        body = envelope(f"<m:{operation}{attributes}>{wanted}</m:{operation}>")
        return ews.post(body, ews.token(ews.alice))

    taken, refused = ask(5), ask(6)
    assert (taken.status, refused.status) == (200, 500)
    assert taken.body.count(b"ResponseMessage ") >= 5
    assert b">ErrorTooManyObjectsOpened<" in refused.body
    assert b"ErrorInvalidId" not in refused.body
    # None of them is looked at.
    assert b">ErrorTooManyObjectsOpened<" in ask(6, "<t:Nonsense/>").body

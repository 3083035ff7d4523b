"""Open extensions of messages."""

from typing import Any

import pytest

from fakeserver.protocols.graph.properties.extensions import shown_extensions
from fakeserver.tenant.exchange.entities import Item
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import ACCESS_DENIED, id_of
from tests.state.round_trip import again

ID = "microsoft.outlookServices.openTypeExtension.com.x"
NEW = {"@odata.type": "microsoft.graph.openTypeExtension", "extensionName": "com.x", "paid": True, "sum": [1, 2.5]}


def path_of(item: Item) -> str:
    return f"/me/messages/{id_of(item)}/extensions"


def made(graph: Graph, item: Item, **more: Any) -> Any:
    return ok(graph.post(path_of(item), NEW | more), 201)


def test_an_extension_is_made_and_shown(graph: Graph) -> None:
    item = graph.deliver("x")
    before = item.change_key
    answer = made(graph, item)
    alice = graph.tenant.user("alice").object_id
    assert answer == {
        "@odata.context": f"{graph.root}/$metadata#users('{alice}')/messages('{id_of(item)}')/extensions/$entity",
        "@odata.type": "#microsoft.graph.openTypeExtension",
        "id": ID,
        "extensionName": "com.x",
        "paid": True,
        "sum": [1, 2.5],
    }
    assert item.change_key != before
    for name in ("com.x", ID, ID.lower()):
        assert ok(graph.get(f"{path_of(item)}/{name}")) == answer
    (listed,) = ok(graph.get(path_of(item)))["value"]
    assert listed == {name: value for name, value in answer.items() if name != "@odata.context"}


def test_an_extension_is_changed(graph: Graph) -> None:
    item = graph.deliver("x")
    made(graph, item)
    changed = ok(graph.patch(f"{path_of(item)}/com.x", {"paid": None, "by": {"name": "Bob"}, "id": "other"}))
    assert (changed["id"], changed["sum"], changed["by"]) == (ID, [1, 2.5], {"name": "Bob"})
    assert "paid" not in changed
    assert ok(graph.get(f"{path_of(item)}/com.x")) == changed


def test_an_extension_is_deleted(graph: Graph) -> None:
    item = graph.deliver("x")
    made(graph, item)
    made(graph, item, extensionName="com.y")
    answer = graph.delete(f"{path_of(item)}/{ID}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert [one["extensionName"] for one in ok(graph.get(path_of(item)))["value"]] == ["com.y"]
    for asked in (graph.get, graph.delete):
        assert error(asked(f"{path_of(item)}/{ID}"))[:2] == (404, "ErrorItemNotFound")
    assert error(graph.patch(f"{path_of(item)}/{ID}", {"a": 1}))[0] == 404


def test_extensions_in_the_message(graph: Graph) -> None:
    item = graph.deliver("x")
    message = f"/me/messages/{id_of(item)}"
    assert "extensions" not in ok(graph.get(f"{message}?$expand=extensions"))
    made(graph, item)
    made(graph, item, extensionName="com.y")
    assert "extensions" not in ok(graph.get(message))
    shown = ok(graph.get(f"{message}?$select=subject&$expand=extensions($filter=id eq '{ID}')"))
    assert [one["id"] for one in shown["extensions"]] == [ID]
    assert len(ok(graph.get(f"{message}?$expand=extensions"))["extensions"]) == 2


def test_extensions_stay_with_a_message_that_moves(graph: Graph) -> None:
    item = graph.deliver("x")
    made(graph, item)
    moved = ok(graph.post(f"/me/messages/{id_of(item)}/move", {"destinationId": "archive"}), 201)
    assert ok(graph.get(f"/me/messages/{moved['id']}/extensions/com.x"))["paid"] is True
    copy = ok(graph.post(f"/me/messages/{moved['id']}/copy", {"destinationId": "inbox"}), 201)
    ok(graph.patch(f"/me/messages/{copy['id']}/extensions/com.x", {"paid": False}))
    assert ok(graph.get(f"/me/messages/{moved['id']}/extensions/com.x"))["paid"] is True


def test_extensions_stay_when_the_server_begins_anew(graph: Graph) -> None:
    made(graph, graph.deliver("x"))
    (item,) = again(graph.tenant).mailbox("alice").messages()
    (kept,) = shown_extensions(item)
    assert (kept["id"], kept["sum"]) == (ID, [1, 2.5])


def test_a_name_twice(graph: Graph) -> None:
    item = graph.deliver("x")
    made(graph, item)
    assert error(graph.post(path_of(item), NEW | {"extensionName": "COM.X"}))[0] == 409


@pytest.mark.parametrize(
    "given",
    [
        {"extensionName": "com.x"},
        NEW | {"@odata.type": "microsoft.graph.other"},
        NEW | {"extensionName": ""},
        NEW | {"extensionName": 7},
        {"@odata.type": "microsoft.graph.openTypeExtension"},
        NEW | {"large": "x" * 300_000},
    ],
)
def test_what_is_no_extension(graph: Graph, given: Any) -> None:
    item = graph.deliver("x")
    assert error(graph.post(path_of(item), given))[:2] == (400, "BadRequest")
    assert ok(graph.get(path_of(item)))["value"] == []


def test_who_may(graph: Graph) -> None:
    item = graph.deliver("x")
    made(graph, item)
    assert error(graph.get(path_of(item), scopes=("Mail.ReadBasic",))) == ACCESS_DENIED
    assert error(graph.post(path_of(item), NEW, scopes=("Mail.Read",))) == ACCESS_DENIED
    expanded = f"/me/messages/{id_of(item)}?$expand=extensions"
    assert error(graph.get(expanded, scopes=("Mail.ReadBasic",))) == ACCESS_DENIED

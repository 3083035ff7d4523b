"""What stands in messages and folders besides: attachments, and extended properties."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.entities import Item
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.attachments.attaching import with_files, with_item
from tests.protocols.graph.operations.messages.mailing import ACCESS_DENIED, id_of


def expanded(graph: Graph, item: Item, what: str) -> Any:
    return ok(graph.get(f"/me/messages/{id_of(item)}", params={"$select": "subject", "$expand": what}))


def folder(graph: Graph, what: str, named: str = "inbox") -> Any:
    return ok(graph.get(f"/me/mailFolders/{named}", params={"$expand": what}))


def test_attachments(graph: Graph) -> None:
    item = with_files(graph)
    (found,) = expanded(graph, item, "attachments")["attachments"]
    assert (found["name"], found["contentBytes"]) == ("a.txt", "YWJj")
    (some,) = expanded(graph, item, "attachments($select=id,name,contentType,size,isInline)")["attachments"]
    assert set(some) == {"@odata.type", "id", "name", "contentType", "size", "isInline"}
    assert expanded(graph, graph.deliver("x"), "attachments")["attachments"] == []
    assert "attachments" not in ok(graph.get(f"/me/messages/{id_of(item)}"))


def test_attachments_of_a_list(graph: Graph) -> None:
    with_files(graph)
    graph.deliver("x")
    found = ok(graph.get("/me/mailFolders/inbox/messages?$select=subject&$expand=attachments($select=name)"))["value"]
    assert sorted(len(one["attachments"]) for one in found) == [0, 1]


def test_items_that_are_attached(graph: Graph) -> None:
    item = with_item(graph, subject="Inside")
    (found,) = expanded(graph, item, "attachments($expand=microsoft.graph.itemAttachment/item)")["attachments"]
    assert found["item"]["subject"] == "Inside"


def test_properties_of_one_value(graph: Graph) -> None:
    item = graph.mailbox().deliver(b"Subject: x\r\nX-Own: 7\r\n\r\nx")
    what = (
        "singleValueExtendedProperties($filter=id eq 'String 0x007D' or id eq 'Integer 0x0E07' or id eq 'Integer 3591' "
        "or id eq 'String 0x1042')"
    )
    found = expanded(graph, item, what)["singleValueExtendedProperties"]
    assert [one["id"] for one in found] == ["String 0x7d", "Integer 0xe07", "Integer 0xe07"]
    assert "X-Own: 7" in found[0]["value"]
    assert found[1]["value"] == "0"
    graph.patch(f"/me/messages/{id_of(item)}", {"isRead": True})
    assert expanded(graph, item, what)["singleValueExtendedProperties"][1]["value"] == "1"


def test_what_is_not_there_is_left_out(graph: Graph) -> None:
    found = expanded(graph, graph.deliver("x"), "singleValueExtendedProperties($filter=id eq 'String 0x6601')")
    assert "singleValueExtendedProperties" not in found


def test_categories_are_a_property_of_several_values(graph: Graph) -> None:
    item = graph.deliver("x")
    graph.patch(f"/me/messages/{id_of(item)}", {"categories": ["Red", "Blue"]})
    named = "StringArray {00020329-0000-0000-C000-000000000046} Name Keywords"
    found = expanded(graph, item, f"multiValueExtendedProperties($filter=id eq '{named}')")
    assert found["multiValueExtendedProperties"] == [
        {"id": "StringArray {00020329-0000-0000-c000-000000000046} Name Keywords", "value": ["Red", "Blue"]}
    ]


def test_several_at_once(graph: Graph) -> None:
    item = with_files(graph)
    found = expanded(
        graph, item, "attachments($select=name),singleValueExtendedProperties($filter=id eq 'String 0x37')"
    )
    assert found["singleValueExtendedProperties"] == [{"id": "String 0x37", "value": "With files"}]
    assert len(found["attachments"]) == 1


def test_properties_of_folders(graph: Graph) -> None:
    graph.deliver("x")
    ids = " or ".join(f"id eq '{one}'" for one in ("String 0x3613", "SystemTime 0x670A", "Integer 0x6751"))
    what = f"singleValueExtendedProperties($filter={ids})"
    found = folder(graph, what)["singleValueExtendedProperties"]
    assert [one["id"] for one in found] == ["String 0x3613", "SystemTime 0x670a", "Integer 0x6751"]
    assert (found[0]["value"], found[2]["value"]) == ("IPF.Note", "2")
    listed = ok(graph.get("/me/mailFolders", params={"$expand": f"childFolders,{what}", "$top": "999"}))["value"]
    assert all("childFolders" in one and one["singleValueExtendedProperties"] for one in listed)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("other", "BadRequest"),
        ("subject", "BadRequest"),
        ("attachments(", "BadRequest"),
        ("attachments($orderby=name)", "BadRequest"),
        ("attachments($select=contentBytes)", "BadRequest"),
        ("attachments($expand=item)", "BadRequest"),
        ("attachments($expand=microsoft.graph.itemattachment/item($select=nothing))", "BadRequest"),
        ("attachments($expand=microsoft.graph.itemattachment/item($expand=extensions))", "BadRequest"),
        ("singleValueExtendedProperties", "BadRequest"),
        ("singleValueExtendedProperties($filter=value eq 'x')", "BadRequest"),
        ("singleValueExtendedProperties($filter=id eq 'nonsense')", "ErrorInvalidProperty"),
        ("singleValueExtendedProperties($filter=id eq 'StringArray 0x6601')", "ErrorInvalidExtendedProperty"),
        ("multiValueExtendedProperties($filter=id eq 'String 0x6601')", "ErrorInvalidExtendedProperty"),
        ("childFolders", "BadRequest"),
    ],
)
def test_what_is_refused(graph: Graph, what: str, code: str) -> None:
    item = graph.deliver("x")
    answer = graph.get(f"/me/messages/{id_of(item)}", params={"$expand": what})
    assert error(answer)[:2] == (400, code)


def test_attached_messages_in_attached_messages_have_an_end(graph: Graph) -> None:
    what = "attachments"
    for _ in range(12):
        what = f"attachments($expand=microsoft.graph.itemattachment/item($expand=microsoft.graph.message/{what}))"
    answer = graph.get(f"/me/messages/{id_of(graph.deliver('x'))}", params={"$expand": what})
    assert answer.status_code == 400


@pytest.mark.parametrize("what", ["attachments", "childFolders($select=id)", "extensions"])
def test_what_folders_do_not_have(graph: Graph, what: str) -> None:
    assert error(graph.get("/me/mailFolders/inbox", params={"$expand": what}))[:2] == (400, "BadRequest")


@pytest.mark.parametrize("what", ["attachments", "singleValueExtendedProperties($filter=id eq 'Integer 0x0E07')"])
def test_who_may_list_mail_alone_does_not_see_them(graph: Graph, what: str) -> None:
    item = graph.deliver("x")
    for path in (f"/me/messages/{id_of(item)}", "/me/messages"):
        assert error(graph.get(path, params={"$expand": what}, scopes=("Mail.ReadBasic",))) == ACCESS_DENIED


def test_header_fields_stand_where_they_are_selected(graph: Graph) -> None:
    item = graph.mailbox().deliver(b"Received: one\r\nReceived: two\r\nSubject: x\r\nX-Own: 7\r\n\r\nx")
    path = f"/me/messages/{id_of(item)}"
    assert "internetMessageHeaders" not in ok(graph.get(path))
    found = ok(graph.get(f"{path}?$select=internetMessageHeaders"))["internetMessageHeaders"]
    assert [one["value"] for one in found if one["name"] == "Received"][-2:] == ["one", "two"]
    assert {"name": "X-Own", "value": "7"} in found

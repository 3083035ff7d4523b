"""What is attached to a message, listed."""

import base64

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.attachments.attaching import graph_id, path_of, with_files, with_item
from tests.protocols.graph.operations.messages.mailing import ACCESS_DENIED, id_of


def test_files_are_listed_with_their_octets(graph: Graph) -> None:
    item = with_files(graph, ("a.txt", b"abc"), ("b.pdf", b"%PDF"))
    found = ok(graph.get(path_of(item)))
    alice = graph.tenant.user("alice").object_id
    expected = f"{graph.root}/$metadata#users('{alice}')/messages('{id_of(item)}')/attachments"
    assert found["@odata.context"] == expected
    first, second = found["value"]
    assert list(first) == [
        "@odata.type",
        "@odata.mediaContentType",
        "id",
        "lastModifiedDateTime",
        "name",
        "contentType",
        "size",
        "isInline",
        "contentId",
        "contentLocation",
        "contentBytes",
    ]
    assert first["@odata.type"] == "#microsoft.graph.fileAttachment"
    assert (first["id"], first["name"], first["isInline"]) == (graph_id(item.attachments[0]), "a.txt", False)
    assert first["contentType"] == first["@odata.mediaContentType"] == "text/plain"
    assert (first["contentId"], first["contentLocation"]) == (None, None)
    assert base64.b64decode(first["contentBytes"]) == b"abc"
    assert first["size"] > 3
    assert (second["name"], second["contentType"]) == ("b.pdf", "application/pdf")


def test_an_item_is_listed_without_what_it_is(graph: Graph) -> None:
    item = with_item(graph, subject="Inside")
    (found,) = ok(graph.get(path_of(item)))["value"]
    assert found["@odata.type"] == "#microsoft.graph.itemAttachment"
    assert (found["name"], found["contentType"]) == ("Inner", None)
    assert "item" not in found
    assert "contentBytes" not in found


def test_some_properties(graph: Graph) -> None:
    item = with_files(graph)
    found = ok(graph.get(f"{path_of(item)}?$select=id,name,size"))
    assert found["@odata.context"].endswith("/attachments(id,name,size)")
    (one,) = found["value"]
    assert set(one) == {"@odata.type", "id", "name", "size"}


@pytest.mark.parametrize("name", ["contentBytes", "contentId"])
def test_what_only_files_have_is_not_selected_of_all(graph: Graph, name: str) -> None:
    item = with_files(graph)
    refused = (
        400,
        "BadRequest",
        f"Parsing OData Select and Expand failed: Could not find a property named '{name}' on type "
        "'microsoft.graph.attachment'.",
    )
    assert error(graph.get(f"{path_of(item)}?$select=name,{name}")) == refused
    one = f"{path_of(item)}/{graph_id(item.attachments[0])}"
    assert error(graph.get(f"{one}?$select={name}")) == refused
    (found,) = ok(graph.get(f"{path_of(item)}?$select=name,microsoft.graph.fileAttachment/{name}"))["value"]
    assert set(found) == {"@odata.type", "id", "name", name}
    assert graph.get(f"{path_of(item)}?$select=microsoft.graph.fileAttachment/other").status_code == 400


def test_pages_and_a_filter_that_says_nothing(graph: Graph) -> None:
    item = with_files(graph, *((f"{number}.txt", b"x") for number in range(3)))
    page = ok(graph.get(f"{path_of(item)}?$top=2&$select=name&$filter=name eq 'no'&$count=true"))
    assert ([one["name"] for one in page["value"]], page["@odata.count"]) == (["0.txt", "1.txt"], 3)
    rest = ok(graph.get(page["@odata.nextLink"]))
    assert [one["name"] for one in rest["value"]] == ["2.txt"]
    assert "@odata.nextLink" not in rest
    assert len(ok(graph.get(path_of(item)))["value"]) == 3
    assert graph.get(f"{path_of(item)}/$count").text == "3"


def test_none(graph: Graph) -> None:
    assert ok(graph.get(path_of(graph.deliver("Without"))))["value"] == []


def test_who_may_list_mail_alone_does_not_see_them(graph: Graph) -> None:
    item = with_files(graph)
    for path in ("", "/$count", f"/{graph_id(item.attachments[0])}", f"/{graph_id(item.attachments[0])}/$value"):
        assert error(graph.get(f"{path_of(item)}{path}", scopes=("Mail.ReadBasic",))) == ACCESS_DENIED
    assert ok(graph.get(path_of(item), scopes=("Mail.Read",)))["value"]

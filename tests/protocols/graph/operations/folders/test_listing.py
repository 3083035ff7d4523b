"""Lists of folders: which ones, in which order, filtered and by pages."""

import pytest

from tests.protocols.graph.asking import Graph, error, ok


@pytest.fixture
def four(graph: Graph) -> Graph:
    for name in ("beta", "Alpha", "gamma's"):
        ok(graph.post("/me/mailFolders/inbox/childFolders", {"displayName": name}), 201)
    ok(graph.post("/me/mailFolders/inbox/childFolders", {"displayName": "hidden", "isHidden": True}), 201)
    graph.deliver("one", folder="Inbox/beta")
    return graph


def names(graph: Graph, query: str = "") -> list[str]:
    found = ok(graph.get(f"/me/mailFolders/inbox/childFolders{query}"))
    return [each["displayName"] for each in found["value"]]


def test_those_on_top_are_listed_without_what_is_no_mail(graph: Graph) -> None:
    found = {each["displayName"] for each in ok(graph.get("/me/mailFolders?$top=100"))["value"]}
    assert {"Inbox", "Drafts", "Sent Items", "Deleted Items", "Junk Email", "Archive", "Outbox"} <= found
    assert found.isdisjoint({"Calendar", "Contacts", "Tasks"})


def test_they_come_by_name_and_hidden_ones_when_asked_for(four: Graph) -> None:
    assert names(four) == ["Alpha", "beta", "gamma's"]
    assert names(four, "?includeHiddenFolders=true") == ["Alpha", "beta", "gamma's", "hidden"]
    assert four.get("/me/mailFolders/inbox/childFolders/$count").text == "3"


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("displayName eq 'ALPHA'", ["Alpha"]),
        ("displayName ne 'Alpha'", ["beta", "gamma's"]),
        ("startswith(displayName,'gamma''')", ["gamma's"]),
        ("contains(displayName,'a') and unreadItemCount gt 0", ["beta"]),
        ("totalItemCount eq 0", ["Alpha", "gamma's"]),
        ("not (displayName eq 'beta') or isHidden eq true", ["Alpha", "gamma's"]),
    ],
)
def test_a_filter(four: Graph, condition: str, found: list[str]) -> None:
    assert names(four, f"?$filter={condition}") == found


def test_an_order_and_pages(four: Graph) -> None:
    assert names(four, "?$orderby=displayName desc") == ["gamma's", "beta", "Alpha"]
    assert names(four, "?$orderby=totalItemCount desc,displayName") == ["beta", "Alpha", "gamma's"]
    page = ok(four.get("/me/mailFolders/inbox/childFolders?$top=2&$count=true"))
    assert (page["@odata.count"], len(page["value"])) == (3, 2)
    rest = ok(four.get(page["@odata.nextLink"]))
    assert [each["displayName"] for each in rest["value"]] == ["gamma's"]
    assert "@odata.nextLink" not in rest


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("$filter=colour eq 'red'", "RequestBroker--ParseUri"),
        ("$filter=displayName eq", "BadRequest"),
        ("$filter=displayName eq 7", "BadRequest"),
        ("$orderby=colour", "ErrorInvalidUrlQueryOrderBy"),
        ("$select=colour", "BadRequest"),
        ("$top=0", "ErrorInvalidUrlQuery"),
        ("$frobnicate=1", "BadRequest"),
    ],
)
def test_what_cannot_be_asked(graph: Graph, query: str, code: str) -> None:
    assert error(graph.get(f"/me/mailFolders?{query}"))[:2] == (400, code)


def test_a_folders_children_are_expanded(four: Graph) -> None:
    inbox = ok(four.get("/me/mailFolders/inbox?$expand=childFolders"))
    assert [each["displayName"] for each in inbox["childFolders"]] == ["Alpha", "beta", "gamma's"]

"""Delta of messages: all of them at first, then what happened."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.values import DeleteMode
from tests.protocols.graph.asking import Graph, error, ok

DELTA = "/me/mailFolders/inbox/messages/delta"


def followed(graph: Graph, url: str, **more: Any) -> tuple[list[dict[str, Any]], str]:
    """Return all entries from an address on, and the link to what comes later."""
    entries: list[dict[str, Any]] = []
    while True:
        answer = ok(graph.get(url, **more))
        entries += answer["value"]
        if "@odata.deltaLink" in answer:
            assert "@odata.nextLink" not in answer
            return entries, answer["@odata.deltaLink"]
        url = answer["@odata.nextLink"]


def test_first_everything_then_what_has_changed(graph: Graph) -> None:
    box = graph.mailbox()
    items = [graph.deliver(f"Mail {number}") for number in range(25)]
    answer = ok(graph.get(DELTA))
    assert answer["@odata.context"] == f"{graph.root}/$metadata#Collection(message)"
    assert len(answer["value"]) == 10
    entries, link = followed(graph, DELTA)
    assert {entry["subject"] for entry in entries} == {item.subject for item in items}
    assert {entry["@odata.type"] for entry in entries} == {"#microsoft.graph.message"}
    assert list(entries[0])[-1] == "id"
    assert followed(graph, link)[0] == []
    with box.lock:
        box.items.update(items[0], {"is_read": True})
        box.items.update(items[1], {"categories": ["Red"]})
        box.items.delete([items[2]], DeleteMode.HARD)
        box.items.move([items[3]], box.folders.distinguished("archive"))
    new = graph.deliver("New")
    changes, link = followed(graph, link)
    read, labelled, deleted, moved, created = changes
    assert set(read) == {"@odata.type", "@odata.etag", "id", "isRead", "parentFolderId"}
    assert read["isRead"] is True
    assert labelled["categories"] == ["Red"]
    for gone, entry in ((deleted, entries[2]), (moved, entries[3])):
        assert gone == {
            "@odata.type": "#microsoft.graph.message",
            "id": entry["id"],
            "@removed": {"reason": "deleted"},
        }
    assert (created["subject"], created["id"]) == (new.subject, created["id"])
    assert followed(graph, link)[0] == []


def test_what_is_selected_is_kept_in_the_token(graph: Graph) -> None:
    item = graph.deliver("One")
    entries, link = followed(graph, f"{DELTA}?$select=subject")
    assert [set(entry) for entry in entries] == [{"@odata.type", "@odata.etag", "subject", "id"}]
    box = graph.mailbox()
    with box.lock:
        box.items.update(item, {"is_read": True})
    # Whoever has not selected isRead is not told.
    assert followed(graph, link)[0] == []
    graph.deliver("Two")
    assert [entry["subject"] for entry in followed(graph, link)[0]] == ["Two"]


def test_the_size_of_a_page_is_preferred(graph: Graph) -> None:
    for number in range(7):
        graph.deliver(f"Mail {number}")
    answer = graph.get(DELTA, headers={"Prefer": "odata.maxpagesize=3"})
    assert len(answer.json()["value"]) == 3
    assert answer.headers["Preference-Applied"] == "odata.maxpagesize=3"
    assert len(ok(graph.get(f"{DELTA}?$top=2"))["value"]) == 7


def test_immutable_ids_of_what_has_gone(graph: Graph) -> None:
    prefer = {"Prefer": 'IdType="ImmutableId"'}
    item = graph.deliver("One")
    [entry], link = followed(graph, DELTA, headers=prefer)
    box = graph.mailbox()
    with box.lock:
        box.items.move([item], box.folders.distinguished("archive"))
    [gone], link = followed(graph, link, headers=prefer)
    assert gone["id"] == entry["id"]
    with box.lock:
        box.items.move([item], box.folders.distinguished("inbox"))
        box.items.move([item], box.folders.distinguished("archive"))
    archived = followed(graph, "/me/mailFolders/archive/messages/delta", headers=prefer)[0]
    assert [entry["id"] for entry in archived] == [gone["id"]]


def test_only_since_a_moment(graph: Graph) -> None:
    graph.deliver("Old", received_at=graph.tenant.clock.now().replace(year=2020))
    graph.deliver("New")
    since = "$filter=receivedDateTime ge 2021-01-01T00:00:00Z"
    entries, link = followed(graph, f"{DELTA}?{since}&$orderby=receivedDateTime desc")
    assert [entry["subject"] for entry in entries] == ["New"]
    graph.deliver("Older", received_at=graph.tenant.clock.now().replace(year=2019))
    assert followed(graph, link)[0] == []


@pytest.mark.parametrize(
    ("kind", "subjects"), [("created", ["New"]), ("updated", ["Changed"]), ("deleted", [None]), ("", None)]
)
def test_one_kind_of_change(graph: Graph, kind: str, subjects: list[str | None] | None) -> None:
    box = graph.mailbox()
    kept, gone = graph.deliver("Kept"), graph.deliver("Gone")
    _, link = followed(graph, f"{DELTA}?changeType={kind}" if kind else DELTA)
    with box.lock:
        box.items.update(kept, {"subject": "Changed"})
        box.items.delete([gone])
    graph.deliver("New")
    found = [entry.get("subject") for entry in followed(graph, link)[0]]
    assert sorted(map(str, found)) == sorted(map(str, subjects or ["Changed", "New", None]))


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("$filter=isRead eq false", 400, "ErrorInvalidUrlQuery"),
        ("$filter=receivedDateTime ge yesterday", 400, "ErrorInvalidUrlQuery"),
        ("$orderby=subject", 400, "ErrorInvalidUrlQuery"),
        ("$select=@removed", 400, "BadRequest"),
        ("$search=x", 400, "BadRequest"),
        ("changeType=moved", 400, "ErrorInvalidUrlQuery"),
        ("$deltatoken=abc", 400, "BadRequest"),
        ("$deltatoken=%C3%A4", 400, "BadRequest"),
        ("$deltatoken=AAAA&$skiptoken=AAAA", 400, "BadRequest"),
    ],
)
def test_what_cannot_be_asked(graph: Graph, query: str, status: int, code: str) -> None:
    assert error(graph.get(f"{DELTA}?{query}"))[:2] == (status, code)


def test_a_token_of_another_folder(graph: Graph) -> None:
    link = followed(graph, DELTA)[1]
    other = link.replace("inbox", "drafts")
    assert error(graph.get(other))[:2] == (400, "BadRequest")


def test_a_token_that_is_too_old(graph: Graph) -> None:
    before = graph.tenant.snapshot()
    graph.deliver("One")
    link = followed(graph, DELTA)[1]
    graph.tenant.restore(before)
    answer = graph.get(link)
    assert error(answer)[:2] == (410, "SyncStateNotFound")
    assert answer.headers["Location"].endswith("/me/mailFolders/inbox/messages/delta?$deltatoken=")
    assert followed(graph, answer.headers["Location"].partition("?")[0])[0] == []


def test_who_may_list_sees_basic_properties_alone(graph: Graph) -> None:
    graph.deliver("One", body="Secret")
    [entry], _ = followed(graph, DELTA, scopes=("Mail.ReadBasic",))
    assert "body" not in entry
    assert "bodyPreview" not in entry

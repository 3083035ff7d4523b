"""Delta of contacts: all of them at first, then what happened."""

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.following.test_messages_delta import followed

DELTA = "/me/contactFolders/contacts/contacts/delta"


def test_first_everything_then_what_has_changed(graph: Graph) -> None:
    ann, bea, cleo = (ok(graph.post("/me/contacts", {"givenName": name}), 201) for name in ("Ann", "Bea", "Cleo"))
    answer = ok(graph.get(DELTA))
    assert answer["@odata.context"] == f"{graph.root}/$metadata#Collection(contact)"
    entries, link = followed(graph, DELTA, headers={"Prefer": "odata.maxpagesize=2"})
    assert [each["id"] for each in entries] == [ann["id"], bea["id"], cleo["id"]]
    assert entries[0]["@odata.type"] == "#microsoft.graph.contact"
    graph.patch(f"/me/contacts/{ann['id']}", {"surname": "Lee"})
    graph.delete(f"/me/contacts/{bea['id']}")
    changed, gone = followed(graph, link)[0]
    assert (changed["id"], changed["surname"]) == (ann["id"], "Lee")
    assert gone == {
        "@odata.type": "#microsoft.graph.contact",
        "id": bea["id"],
        "@removed": {"reason": "deleted"},
    }


def test_what_is_selected_is_kept_in_the_token(graph: Graph) -> None:
    made = ok(graph.post("/me/contacts", {"givenName": "Ann"}), 201)
    (entry,), link = followed(graph, "/me/contacts/delta?$select=givenName")
    assert set(entry) == {"@odata.type", "@odata.etag", "id", "givenName"}
    graph.patch(f"/me/contacts/{made['id']}", {"givenName": "Anna"})
    (entry,), _ = followed(graph, link)
    assert (set(entry), entry["givenName"]) == ({"@odata.type", "@odata.etag", "id", "givenName"}, "Anna")


def test_what_is_refused(graph: Graph) -> None:
    for query in ("$filter=givenName eq 'x'", "$select=moon", "$deltatoken=x"):
        assert error(graph.get(f"{DELTA}?{query}"))[:2] == (400, "BadRequest")
    events = ok(graph.get("/me/calendarView/delta?startDateTime=2026-12-01&endDateTime=2026-12-02"))
    token = events["@odata.deltaLink"].partition("?")[2]
    assert error(graph.get(f"{DELTA}?{token}"))[0] == 400

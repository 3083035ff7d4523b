"""Extended properties of contacts."""

from tests.protocols.graph.asking import Graph, ok

#: PidTagHobbies
HOBBIES = "String 0x3a43"
EXPAND = f"$expand=singleValueExtendedProperties($filter=id eq '{HOBBIES}')"


def test_a_property_is_written_read_and_found(graph: Graph) -> None:
    given = [{"id": HOBBIES, "value": "Chess"}]
    made = ok(graph.post("/me/contacts", {"givenName": "Ann", "singleValueExtendedProperties": given}), 201)
    ok(graph.post("/me/contacts", {"givenName": "Bea"}), 201)
    assert ok(graph.get(f"/me/contacts/{made['id']}?{EXPAND}"))["singleValueExtendedProperties"] == given
    asked = f"singleValueExtendedProperties/any(ep: ep/id eq '{HOBBIES}' and contains(ep/value,'che'))"
    assert [each["givenName"] for each in ok(graph.get("/me/contacts", params={"$filter": asked}))["value"]] == ["Ann"]
    changed = [{"id": HOBBIES, "value": "Go"}]
    ok(graph.patch(f"/me/contacts/{made['id']}", {"singleValueExtendedProperties": changed}))
    shown, _ = ok(graph.get(f"/me/contacts?{EXPAND}"))["value"]
    assert shown["singleValueExtendedProperties"] == changed


def test_open_extensions(graph: Graph) -> None:
    path = f"/me/contacts/{ok(graph.post('/me/contacts', {'givenName': 'Ann'}), 201)['id']}"
    given = {"@odata.type": "microsoft.graph.openTypeExtension", "extensionName": "com.contoso.crm", "number": 7}
    ok(graph.post(f"{path}/extensions", given), 201)
    assert ok(graph.get(f"{path}/extensions/com.contoso.crm"))["number"] == 7
    assert [each["number"] for each in ok(graph.get(f"{path}?$expand=extensions"))["extensions"]] == [7]
    ok(graph.delete(f"{path}/extensions/com.contoso.crm"), 204)
    assert ok(graph.get(f"{path}/extensions"))["value"] == []

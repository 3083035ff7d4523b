"""Extended properties are written, with EWS on the other side."""

from typing import Any

import pytest

from pytest_m365.clients import ews
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import READ_ONLY, draft, id_of, only

GUID = "6d3f1c3e-0000-4000-8000-000000000001"
COLOR = f"String {{{GUID}}} Name Color"
COLORS = f"StringArray {{{GUID}}} Name Colors"


def single(*pairs: tuple[str, str | None]) -> dict[str, Any]:
    return {"singleValueExtendedProperties": [{"id": named, "value": value} for named, value in pairs]}


def shown(graph: Graph, path: str, *ids: str, kind: str = "single") -> Any:
    wanted = " or ".join(f"id eq '{one}'" for one in ids)
    name = f"{kind}ValueExtendedProperties"
    found = ok(graph.get(path, params={"$select": "id", "$expand": f"{name}($filter={wanted})"}))
    return {one["id"]: one["value"] for one in found.get(name, [])}


def test_a_draft_with_properties(graph: Graph) -> None:
    made = draft(graph, **single((COLOR, "Red"), ("Integer 0x6601", "7"), ("String 0x1042", "<a@x>")))
    path = f"/me/messages/{made['id']}"
    assert shown(graph, path, COLOR, "Integer 0x6601", "String 0x1042") == {
        COLOR: "Red",
        "Integer 0x6601": "7",
        "String 0x1042": "<a@x>",
    }
    assert only(graph, "drafts").get("in_reply_to") == "<a@x>"


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("Boolean", "true", "true"),
        ("Short", "-7", "-7"),
        ("Long", "9223372036854775807", "9223372036854775807"),
        ("Double", "1.5", "1.5"),
        ("Binary", "AAEC", "AAEC"),
        ("SystemTime", "2026-01-02T13:00:00+01:00", "2026-01-02T12:00:00Z"),
        ("SystemTime", "2026-01-02T12:00:00", "2026-01-02T12:00:00Z"),
        ("CLSID", "{00020329-0000-0000-C000-000000000046}", "00020329-0000-0000-c000-000000000046"),
    ],
)
def test_values_of_each_type(graph: Graph, kind: str, value: str, read: str) -> None:
    item = graph.deliver("x")
    path, named = f"/me/messages/{id_of(item)}", f"{kind} 0x6601"
    ok(graph.patch(path, single((named, value))))
    assert shown(graph, path, named) == {named: read}


def test_properties_are_changed_and_taken_away(graph: Graph) -> None:
    item = graph.deliver("x")
    path = f"/me/messages/{id_of(item)}"
    ok(graph.patch(path, single((COLOR, "Red"))))
    ok(graph.patch(path, single((COLOR, "Blue"))))
    assert shown(graph, path, COLOR) == {COLOR: "Blue"}
    ok(graph.patch(path, single((COLOR, None))))
    assert shown(graph, path, COLOR) == {}


def test_several_values(graph: Graph) -> None:
    item = graph.deliver("x")
    path = f"/me/messages/{id_of(item)}"
    keywords = "StringArray {00020329-0000-0000-c000-000000000046} Name Keywords"
    given = [{"id": COLORS, "value": ["Red", "Blue"]}, {"id": keywords, "value": ["Work"]}]
    changed = ok(graph.patch(path, {"multiValueExtendedProperties": given}))
    assert changed["categories"] == ["Work"]
    assert shown(graph, path, COLORS, kind="multi") == {COLORS: ["Red", "Blue"]}
    ok(graph.patch(path, {"multiValueExtendedProperties": [{"id": COLORS, "value": []}]}))
    assert shown(graph, path, COLORS, kind="multi") == {}


def test_some_are_properties_of_another_name(graph: Graph) -> None:
    made = draft(graph, subject="RE: Lunch")
    path = f"/me/messages/{made['id']}"
    given = single(("String 0x0E1D", "Dinner"), ("Integer 0x0017", "2"), ("Integer 0x1090", "2"))
    changed = ok(graph.patch(path, given))
    assert (changed["subject"], changed["importance"]) == ("RE: Dinner", "high")
    assert changed["flag"]["flagStatus"] == "flagged"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([{"id": "nonsense", "value": "x"}], "ErrorInvalidProperty"),
        ([{"value": "x"}], "ErrorInvalidProperty"),
        ([{"id": "StringArray 0x6601", "value": "x"}], "ErrorInvalidExtendedProperty"),
        ([{"id": "Integer 0x6601", "value": "x"}], "ErrorInvalidExtendedPropertyValue"),
        ([{"id": "Integer 0x6601", "value": 7}], "BadRequest"),
        ([{"id": "Integer 0x6601", "value": ["7"]}], "BadRequest"),
        ([{"id": "Integer 0x0E08", "value": "7"}], "ErrorItemSavePropertyError"),
        ([{"id": "Integer 0x0017", "value": "7"}], "ErrorInvalidValueForProperty"),
        ([{"id": "Integer 0x6601", "other": "7"}], "RequestBodyRead"),
        ("x", "BadRequest"),
        (["x"], "BadRequest"),
    ],
)
def test_what_is_refused(graph: Graph, given: Any, code: str) -> None:
    item = graph.deliver("x")
    before = item.change_key
    refused = graph.patch(f"/me/messages/{id_of(item)}", {"singleValueExtendedProperties": given})
    assert error(refused)[:2] == (400, code)
    assert item.change_key == before


def test_receipts_of_what_was_sent_stay(graph: Graph) -> None:
    given = single(("Boolean 0x0029", "true"))
    came = graph.deliver("x")
    assert error(graph.patch(f"/me/messages/{id_of(came)}", given)) == READ_ONLY
    made = draft(graph)
    assert ok(graph.patch(f"/me/messages/{made['id']}", given))["isReadReceiptRequested"] is True


def test_ews_reads_what_graph_has_written(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    exchangelib = pytest.importorskip("exchangelib")

    class Color(exchangelib.ExtendedProperty):  # type: ignore[misc, name-defined]
        property_set_id = GUID
        property_name = "Color"
        property_type = "String"

    path = f"/me/messages/{draft(graph, **single((COLOR, 'Red')))['id']}"
    if graph.server.ca_file is not None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", graph.server.ca_file)
    token = graph.tenant.token(graph.tenant.public_app, "alice", "EWS.AccessAsUser.All")
    exchangelib.Message.register("color_of_tests", Color)
    try:
        with ews(graph.server.ews_url, graph.tenant.user("alice").address, token) as account:
            (found,) = account.drafts.all()
            assert found.color_of_tests == "Red"
            found.color_of_tests = "Blue"
            found.save(update_fields=["color_of_tests"])
    finally:
        exchangelib.Message.deregister("color_of_tests")
    assert shown(graph, path, COLOR) == {COLOR: "Blue"}

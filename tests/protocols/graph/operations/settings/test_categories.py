"""The list of categories, over HTTP; EWS has the same as a configuration of the calendar."""

from collections.abc import Iterator
from typing import Any

import pytest

from pytest_m365.clients import ews
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.metadata.conforming import faults

PATH = "/me/outlook/masterCategories"
NEW = ["Red category", "Orange category", "Yellow category", "Green category", "Blue category", "Purple category"]
ELSEWHERE = "00000000-0000-0000-0000-000000000001"
#: as programs have it that use the list themselves
XML = (
    b'<?xml version="1.0"?><categories default="Alpha" lastSavedSession="4" lastSavedTime="2026-07-18T10:00:00.000" '
    b'xmlns="CategoryList.xsd" future="keep"><category name="Alpha" color="1" keyboardShortcut="3" '
    b'guid="{11111111-2222-3333-4444-55555555555A}" future="keep"/><category name="Beta" color="99"/>'
    b'<category name="  " color="1"/><future value="keep"/></categories>'
)
DEEP = b"<a>" * 5000 + b"</a>" * 5000


@pytest.fixture
def account(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Alice's mailbox by exchangelib."""
    pytest.importorskip("exchangelib")
    if graph.server.ca_file is not None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", graph.server.ca_file)
    token = graph.tenant.token(graph.tenant.public_app, "alice", "EWS.AccessAsUser.All")
    with ews(graph.server.ews_url, graph.tenant.user("alice").address, token) as opened:
        yield opened


def names(graph: Graph) -> list[str]:
    return [each["displayName"] for each in ok(graph.get(PATH))["value"]]


def made(graph: Graph, name: str = "Project expenses", **more: str) -> Any:
    return ok(graph.post(PATH, {"displayName": name, **more}), 201)


def test_what_a_new_mailbox_has(graph: Graph) -> None:
    said = ok(graph.get(PATH))
    user = graph.tenant.user("alice").object_id
    assert said["@odata.context"] == f"{graph.root}/$metadata#users('{user}')/outlook/masterCategories"
    assert [each["displayName"] for each in said["value"]] == NEW
    assert [each["color"] for each in said["value"]] == [f"preset{number}" for number in (0, 1, 3, 4, 7, 8)]
    assert ok(graph.get(PATH))["value"] == said["value"]
    assert list(faults(said["value"], "Collection(graph.outlookCategory)")) == []


def test_a_category_is_made_coloured_and_deleted(graph: Graph) -> None:
    shown = made(graph, color="Preset9")
    assert shown.pop("@odata.context").endswith("/outlook/masterCategories/$entity")
    assert list(shown) == ["id", "displayName", "color"]
    assert (shown["displayName"], shown["color"]) == ("Project expenses", "preset9")
    assert names(graph) == [*NEW, "Project expenses"]
    where = f"{PATH}/{shown['id']}"
    assert ok(graph.patch(where, {"color": "preset15"}))["color"] == "preset15"
    assert ok(graph.get(where))["color"] == "preset15"
    assert ok(graph.delete(where), 204) is None
    assert names(graph) == NEW
    assert error(graph.get(where))[:2] == (404, "ErrorItemNotFound")


@pytest.mark.parametrize("name", ["x" * 255, "<&\">'", "Büro \U0001f4a1", "{name}"])
def test_names_stay_as_they_are(graph: Graph, name: str) -> None:
    shown = made(graph, name)
    assert shown["displayName"] == name
    assert ok(graph.get(f"{PATH}/{shown['id']}"))["displayName"] == name
    assert error(graph.post(PATH, {"displayName": name}))[:2] == (409, "CategoryNameDuplicate")


def test_without_a_colour_it_has_none(graph: Graph) -> None:
    assert made(graph)["color"] == "none"


def test_a_new_mailboxs_own_can_be_changed(graph: Graph) -> None:
    red = ok(graph.get(PATH))["value"][0]
    assert ok(graph.patch(f"{PATH}/{red['id']}", {"color": "none", "displayName": "Red category"}))["color"] == "none"
    assert ok(graph.get(PATH))["value"][0] == {**red, "color": "none"}
    ok(graph.delete(f"{PATH}('{red['id'].upper()}')"), 204)
    assert names(graph) == NEW[1:]


def test_in_pages_and_in_part(graph: Graph) -> None:
    first = ok(graph.get(f"{PATH}?$top=4&$count=true&$select=displayName"))
    assert (first["@odata.count"], len(first["value"])) == (6, 4)
    assert first["@odata.context"].endswith("/outlook/masterCategories(displayName)")
    assert set(first["value"][0]) == {"id", "displayName"}
    assert len(ok(graph.get(first["@odata.nextLink"]))["value"]) == 2
    assert error(graph.get(f"{PATH}?$select=size"))[:2] == (400, "BadRequest")
    for number in range(10):
        made(graph, f"Number {number}")
    assert len(names(graph)) == 16


def test_filtered_and_sorted(graph: Graph) -> None:
    def asked(query: str) -> list[str]:
        return [each["displayName"] for each in ok(graph.get(f"{PATH}?{query}"))["value"]]

    assert asked("$filter=displayName eq 'red category'") == ["Red category"]
    assert asked("$filter=startswith(displayName,'B') or color eq 'preset8'") == ["Blue category", "Purple category"]
    assert asked("$orderby=displayName&$top=2") == ["Blue category", "Green category"]
    assert error(graph.get(f"{PATH}?$filter=color eq 'red'"))[:2] == (400, "BadRequest")
    assert error(graph.get(f"{PATH}?$filter=size eq 1"))[:2] == (400, "RequestBroker--ParseUri")


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({}, 400, "BadRequest"),
        ({"displayName": ""}, 400, "BadRequest"),
        ({"displayName": "x" * 256}, 400, "BadRequest"),
        ({"displayName": "a\0b"}, 400, "BadRequest"),
        ({"displayName": "a\x0bb"}, 400, "BadRequest"),
        ({"displayName": "a\nb"}, 400, "BadRequest"),
        ({"displayName": "\ud800"}, 400, "BadRequest"),
        ({"displayName": 1}, 400, "BadRequest"),
        ({"displayName": "New", "color": "preset25"}, 400, "BadRequest"),
        ({"displayName": "New", "color": "red"}, 400, "BadRequest"),
        ({"displayName": "New", "shortcut": "x"}, 400, "RequestBodyRead"),
        ({"displayName": "red CATEGORY"}, 409, "CategoryNameDuplicate"),
    ],
)
def test_what_is_no_category(graph: Graph, given: dict[str, Any], status: int, code: str) -> None:
    assert error(graph.post(PATH, given))[:2] == (status, code)
    assert names(graph) == NEW


def test_a_name_stays(graph: Graph) -> None:
    where = f"{PATH}/{made(graph)['id']}"
    for given in ({"displayName": "Other"}, {"id": ELSEWHERE}):
        assert error(graph.patch(where, given))[:2] == (400, "ErrorInvalidPropertySet")
    assert error(graph.patch(where, {"color": "red"}))[:2] == (400, "BadRequest")


def test_what_is_not_there(graph: Graph) -> None:
    for method in ("GET", "PATCH", "DELETE"):
        json = {"color": "none"} if method == "PATCH" else None
        assert error(graph.ask(method, f"{PATH}/{ELSEWHERE}", json))[:2] == (404, "ErrorItemNotFound")
        assert error(graph.ask(method, f"{PATH}/Red", json))[:2] == (400, "ErrorInvalidIdMalformed")


def test_it_needs_the_permission_for_settings(graph: Graph) -> None:
    denied = (403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    assert error(graph.get(PATH, scopes=("Mail.ReadWrite",))) == denied
    assert len(ok(graph.get(PATH, scopes=("MailboxSettings.Read",)))["value"]) == 6
    assert error(graph.post(PATH, {"displayName": "New"}, scopes=("MailboxSettings.Read",))) == denied
    upn = graph.tenant.user("alice").upn
    assert error(graph.get(f"/users/{upn}/outlook/masterCategories", user="bob"))[0] in (403, 404)
    token = graph.app_token("MailboxSettings.Read")
    assert len(ok(graph.get(f"/users/{upn}/outlook/masterCategories", token=token))["value"]) == 6


def test_ews_reads_what_graph_has_written(graph: Graph, account: Any) -> None:
    from lxml import etree

    shown = made(graph, "A & B", color="preset9")
    document = etree.fromstring(account.calendar.get_user_configuration("CategoryList").xml_data)
    assert document.tag == "{CategoryList.xsd}categories"
    last = document[-1]
    assert (last.tag, last.get("name"), last.get("color")) == ("{CategoryList.xsd}category", "A & B", "9")
    assert last.get("guid") == f"{{{shown['id']}}}"
    assert len(document) == 7


def test_what_ews_has_written_is_the_list(graph: Graph, account: Any) -> None:
    from lxml import etree

    account.calendar.create_user_configuration(name="CategoryList", xml_data=XML)
    alpha, beta = ok(graph.get(PATH))["value"]
    assert alpha == {"id": "11111111-2222-3333-4444-55555555555a", "displayName": "Alpha", "color": "preset1"}
    assert (beta["displayName"], beta["color"]) == ("Beta", "none")
    ok(graph.patch(f"{PATH}/{alpha['id']}", {"color": "preset24"}))
    ok(graph.delete(f"{PATH}/{beta['id']}"), 204)
    made(graph, "Gamma")
    document = etree.fromstring(account.calendar.get_user_configuration("CategoryList").xml_data)
    # What nobody here knows stays as it was.
    assert (document.get("future"), document.get("default"), document.get("lastSavedSession")) == ("keep", "Alpha", "7")
    first = document[0]
    assert {str(name): value for name, value in first.attrib.items()} == {
        "name": "Alpha",
        "color": "24",
        "keyboardShortcut": "3",
        "guid": "{11111111-2222-3333-4444-55555555555A}",
        "future": "keep",
    }
    assert [node.get("name") for node in document] == ["Alpha", "  ", None, "Gamma"]
    assert document[2].tag == "{CategoryList.xsd}future"


@pytest.mark.parametrize(
    "xml", [b"", b"no XML", b"<a><b></a>", b"\xff\xfe<", b'<?xml version="1.0" encoding="x"?><a/>']
)
def test_what_is_no_list_is_an_empty_one(graph: Graph, account: Any, xml: bytes) -> None:
    account.calendar.create_user_configuration(name="CategoryList", xml_data=xml)
    assert names(graph) == []
    made(graph)
    assert names(graph) == ["Project expenses"]

"""Ids of one thing in every form, and by EWS."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.graph.operations.ids.translate_exchange_ids import entry_id, entry_text
from fakeserver.tenant.refusals import IdMalformed
from tests.protocols.graph.asking import Graph, error, ok

FORMS = ("entryId", "ewsId", "immutableEntryId", "restId", "restImmutableEntryId")


def translate(graph: Graph, text: str, source: str, target: str) -> dict[str, object]:
    body = {"inputIds": [text], "sourceIdType": source, "targetIdType": target}
    [answer] = ok(graph.post("/me/translateExchangeIds", body))["value"]
    assert answer["sourceId"] == text
    found: dict[str, object] = answer
    return found


def test_an_id_of_ews_goes_through_every_form_and_back(graph: Graph) -> None:
    item = graph.deliver("One")
    ids = {form: str(translate(graph, item.item_id, "ewsId", form)["targetId"]) for form in FORMS}
    assert ids["ewsId"] == item.item_id
    assert ids["restId"] == item.item_id.replace("/", "-").replace("+", "_")
    assert ids["restImmutableEntryId"].startswith("AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A")
    assert len(ids["restImmutableEntryId"]) == 68
    for source, target in permutations(FORMS, 2):
        assert translate(graph, ids[source], source, target)["targetId"] == ids[target]
    for name in ("restId", "restImmutableEntryId"):
        assert ok(graph.get(f"/me/messages/{ids[name]}?$select=subject"))["subject"] == "One"


def test_folders_have_no_immutable_ids(graph: Graph) -> None:
    inbox = graph.mailbox().folders.distinguished("inbox").folder_id
    assert translate(graph, inbox, "ewsId", "restId")["targetId"] == inbox.replace("/", "-").replace("+", "_")
    refused = translate(graph, inbox, "ewsId", "restImmutableEntryId")
    assert refused["errorDetails"] == {"code": "ErrorInvalidIdMalformed", "message": "Id is malformed."}


def test_a_move_changes_the_one_id_and_keeps_the_other(graph: Graph) -> None:
    box, item = graph.mailbox(), graph.deliver("One")
    immutable = str(translate(graph, item.item_id, "ewsId", "restImmutableEntryId")["targetId"])
    former = item.item_id
    with box.lock:
        box.items.move([item], box.folders.distinguished("archive"))
    assert item.item_id != former
    assert translate(graph, immutable, "restImmutableEntryId", "ewsId")["targetId"] == item.item_id
    assert error(graph.get(f"/me/messages/{former.replace('/', '%2F')}"))[:2] == (404, "ErrorItemNotFound")
    assert ok(graph.get(f"/me/messages/{immutable}?$select=id"))["id"] != immutable
    prefer = graph.get(f"/me/messages/{immutable}?$select=id", headers={"Prefer": 'IdType="ImmutableId"'})
    assert (prefer.json()["id"], prefer.headers["Preference-Applied"]) == (immutable, "IdType=ImmutableId")
    with box.lock:
        [copy] = box.items.copy([item], box.folders.distinguished("inbox"))
    assert translate(graph, copy.item_id, "ewsId", "restImmutableEntryId")["targetId"] != immutable


@pytest.mark.parametrize(
    ("text", "form"),
    [("abc", "restId"), ("", "ewsId"), ("AAkA", "immutableEntryId"), ("abc9", "entryId"), ("0", "entryId")],
)
def test_what_is_no_id_has_its_error_and_the_others_are_translated(graph: Graph, text: str, form: str) -> None:
    refused = translate(graph, text, form, "entryId" if form != "entryId" else "restId")
    assert refused["errorDetails"] == {"code": "ErrorInvalidIdMalformed", "message": "Id is malformed."}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"inputIds": "x", "sourceIdType": "ewsId", "targetIdType": "restId"},
        {"inputIds": [1], "sourceIdType": "ewsId", "targetIdType": "restId"},
        {"inputIds": [], "sourceIdType": "nothing", "targetIdType": "restId"},
        {"inputIds": [], "sourceIdType": "ewsId"},
        {"inputIds": ["x"] * 1001, "sourceIdType": "ewsId", "targetIdType": "restId"},
    ],
)
def test_a_request_of_the_wrong_form(graph: Graph, body: dict[str, object]) -> None:
    assert error(graph.post("/me/translateExchangeIds", body))[0] == 400


@given(st.binary(min_size=46, max_size=46) | st.binary(min_size=70, max_size=70))
def test_entry_ids_come_back(entry: bytes) -> None:
    assert entry_id(entry_text(entry)) == entry


@given(st.text())
def test_no_text_makes_it_raise_anything_else(text: str) -> None:
    try:
        entry_id(text)
    except IdMalformed:
        return

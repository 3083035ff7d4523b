"""Overrides of Focused Inbox, over HTTP, and what they do with mail that comes."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.metadata.conforming import faults

PATH = "/me/inferenceClassification/overrides"
SAMANTHA = {"name": "Samantha Booth", "address": "samanthab@adatum.onmicrosoft.com"}
ELSEWHERE = "00000000-0000-0000-0000-000000000001"


def made(graph: Graph, classify_as: str = "other", sender: dict[str, str] | None = None) -> Any:
    given = {"classifyAs": classify_as, "senderEmailAddress": sender or SAMANTHA}
    return ok(graph.post(PATH, given), 201)


def shown(graph: Graph, subject: str) -> str:
    (message,) = ok(graph.get(f"/me/messages?$filter=subject eq '{subject}'&$select=inferenceClassification"))["value"]
    return str(message["inferenceClassification"])


def test_an_override_is_made_changed_and_deleted(graph: Graph) -> None:
    assert ok(graph.get(PATH))["value"] == []
    override = made(graph)
    assert override.pop("@odata.context").endswith("/inferenceClassification/overrides/$entity")
    assert override == {"id": override["id"], "classifyAs": "other", "senderEmailAddress": SAMANTHA}
    listed = ok(graph.get(PATH))
    assert listed["@odata.context"].endswith(")/inferenceClassification/overrides")
    assert listed["value"] == [override]
    assert list(faults(listed["value"], "Collection(graph.inferenceClassificationOverride)")) == []
    where = f"{PATH}/{override['id']}"
    assert ok(graph.patch(where, {"classifyAs": "Focused"}))["classifyAs"] == "focused"
    assert ok(graph.get(where))["classifyAs"] == "focused"
    assert ok(graph.delete(where), 204) is None
    assert ok(graph.get(PATH))["value"] == []


def test_a_sender_has_one(graph: Graph) -> None:
    first = made(graph)
    renamed = {"name": "Samantha", "address": SAMANTHA["address"].upper()}
    again = made(graph, "focused", renamed)
    assert (again["id"], again["classifyAs"], again["senderEmailAddress"]) == (first["id"], "focused", renamed)
    assert len(ok(graph.get(PATH))["value"]) == 1


def test_filtered_and_sorted(graph: Graph) -> None:
    made(graph)
    made(graph, "focused", {"address": "eve@fabrikam.example"})

    def asked(query: str) -> list[str]:
        return [each["senderEmailAddress"]["address"] for each in ok(graph.get(f"{PATH}?{query}"))["value"]]

    assert asked("$filter=classifyAs eq 'focused'") == ["eve@fabrikam.example"]
    assert asked(f"$filter=senderEmailAddress/address eq '{SAMANTHA['address'].upper()}'") == [SAMANTHA["address"]]
    assert asked("$orderby=senderEmailAddress/address") == ["eve@fabrikam.example", SAMANTHA["address"]]


def test_mail_that_comes_is_classified(graph: Graph) -> None:
    graph.deliver("before", sender=SAMANTHA["address"])
    override = made(graph)
    graph.deliver("others", sender=f"Sam <{SAMANTHA['address'].upper()}>")
    graph.deliver("somebody", sender="x@fabrikam.example")
    assert [shown(graph, subject) for subject in ("before", "others", "somebody")] == ["focused", "other", "focused"]
    ok(graph.patch(f"{PATH}/{override['id']}", {"classifyAs": "focused"}))
    graph.deliver("after", sender=SAMANTHA["address"])
    assert [shown(graph, subject) for subject in ("others", "after")] == ["other", "focused"]
    found = ok(graph.get("/me/messages?$filter=inferenceClassification eq 'other'"))["value"]
    assert [each["subject"] for each in found] == ["others"]


def test_what_is_sent_by_graph_is_classified(graph: Graph) -> None:
    made(graph, sender={"address": graph.tenant.user("bob").address})
    alice = {"emailAddress": {"address": graph.tenant.user("alice").address}}
    ok(graph.post("/me/sendMail", {"message": {"subject": "Hi", "toRecipients": [alice]}}, user="bob"), 202)
    graph.mailbox().wait_for("Hi")
    assert shown(graph, "Hi") == "other"


def test_elsewhere_all_is_focused(graph: Graph) -> None:
    made(graph)
    mailbox = graph.mailbox()
    with graph.tenant.lock:
        elsewhere = mailbox.folders.made("Elsewhere")
        mailbox.inbox_rules.add("move", RulePredicates(), RuleActions(move_to_folder=elsewhere))
    graph.deliver("moved", sender=SAMANTHA["address"])
    graph.deliver("archived", sender=SAMANTHA["address"], folder="archive")
    assert [shown(graph, subject) for subject in ("moved", "archived")] == ["focused", "focused"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "BadRequest"),
        ({"classifyAs": "other"}, "BadRequest"),
        ({"senderEmailAddress": SAMANTHA}, "BadRequest"),
        ({"classifyAs": "junk", "senderEmailAddress": SAMANTHA}, "BadRequest"),
        ({"classifyAs": "other", "senderEmailAddress": {"name": "x"}}, "BadRequest"),
        ({"classifyAs": "other", "senderEmailAddress": {"address": "no address"}}, "BadRequest"),
        ({"classifyAs": "other", "senderEmailAddress": {**SAMANTHA, "kind": "x"}}, "RequestBodyRead"),
        ({"classifyAs": "other", "senderEmailAddress": SAMANTHA, "until": "x"}, "RequestBodyRead"),
    ],
)
def test_what_is_no_override(graph: Graph, given: dict[str, Any], code: str) -> None:
    assert error(graph.post(PATH, given))[:2] == (400, code)
    assert ok(graph.get(PATH))["value"] == []


def test_whose_it_is_stays(graph: Graph) -> None:
    override = made(graph)
    where = f"{PATH}/{override['id']}"
    for given in ({"id": ELSEWHERE}, {"senderEmailAddress": {**SAMANTHA, "name": "Sam"}}):
        assert error(graph.patch(where, given))[:2] == (400, "ErrorInvalidPropertySet")
    assert ok(graph.patch(where, {"senderEmailAddress": SAMANTHA}))["classifyAs"] == "other"
    assert error(graph.patch(where, {"classifyAs": None}))[:2] == (400, "BadRequest")


def test_there_is_room_for_a_thousand(graph: Graph) -> None:
    from fakeserver.tenant.exchange.focused_inbox import Classification, Override
    from fakeserver.tenant.exchange.values import EmailAddress

    with graph.tenant.lock:
        for number in range(999):
            sender = EmailAddress("", f"{number}@fabrikam.example")
            graph.mailbox().focused_inbox.set(Override(f"{number}", sender, Classification.OTHER))
    made(graph)
    given = {"classifyAs": "other", "senderEmailAddress": {"address": "x@fabrikam.example"}}
    assert error(graph.post(PATH, given))[:2] == (400, "ErrorInvalidRequest")
    made(graph, "focused")
    assert len(ok(graph.get(PATH))["value"]) == 1000


def test_what_is_not_there(graph: Graph) -> None:
    for method in ("GET", "PATCH", "DELETE"):
        json = {"classifyAs": "other"} if method == "PATCH" else None
        assert error(graph.ask(method, f"{PATH}/{ELSEWHERE}", json))[:2] == (404, "ErrorItemNotFound")
        assert error(graph.ask(method, f"{PATH}/x", json))[:2] == (400, "ErrorInvalidIdMalformed")


def test_it_needs_the_permission_for_mail(graph: Graph) -> None:
    assert error(graph.get(PATH, scopes=("MailboxSettings.ReadWrite",)))[:2] == (403, "ErrorAccessDenied")
    assert ok(graph.get(PATH, scopes=("Mail.Read",)))["value"] == []
    given = {"classifyAs": "other", "senderEmailAddress": SAMANTHA}
    assert error(graph.post(PATH, given, scopes=("Mail.Read",)))[:2] == (403, "ErrorAccessDenied")

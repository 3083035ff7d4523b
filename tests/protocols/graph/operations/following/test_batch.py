"""Several requests in one."""

import base64
from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok


def batch(graph: Graph, *requests: dict[str, Any], **more: Any) -> dict[str, dict[str, Any]]:
    """Return the answers by the ids of the requests."""
    answers = ok(graph.post("/$batch", {"requests": list(requests)}, **more))["responses"]
    assert len(answers) == len(requests)
    return {answer["id"]: answer for answer in answers}


def test_each_request_has_its_own_answer(graph: Graph) -> None:
    item = graph.deliver("Hello")
    message = ok(graph.get("/me/mailFolders/inbox/messages/delta"))["value"][0]["id"]
    answers = batch(
        graph,
        {"id": "1", "method": "GET", "url": "/me"},
        {"id": "2", "method": "GET", "url": f"me/messages/{message}?$select=subject"},
        {"id": "3", "method": "GET", "url": f"/me/messages/{message}/$value"},
        {"id": "4", "method": "GET", "url": "/me/messages/abc"},
        {"id": "5", "method": "GET", "url": "/me/nothing"},
        {
            "id": "6",
            "method": "POST",
            "url": "/me/mailFolders",
            "headers": {"Content-Type": "application/json"},
            "body": {"displayName": "Made"},
        },
        {"id": "7", "method": "DELETE", "url": "/me/mailFolders/drafts"},
    )
    assert answers["1"]["body"]["userPrincipalName"].startswith("alice@")
    assert answers["1"]["headers"]["Content-Type"].startswith("application/json")
    assert answers["2"]["body"]["subject"] == "Hello"
    assert base64.b64decode(answers["3"]["body"]) == item.mime()
    assert [answers[name]["status"] for name in "1234567"] == [200, 200, 200, 400, 400, 201, 403]
    assert answers["4"]["body"]["error"]["code"] == "ErrorInvalidIdMalformed"
    journal = str(graph.tenant.journal)
    assert "GET /v1.0/me/nothing in $batch" in journal


def test_one_that_depends_on_what_has_failed(graph: Graph) -> None:
    answers = batch(
        graph,
        {"id": "a", "method": "GET", "url": "/me/messages/abc"},
        {"id": "b", "method": "GET", "url": "/me", "dependsOn": ["a"]},
        {"id": "c", "method": "GET", "url": "/me", "dependsOn": ["b"]},
        {"id": "d", "method": "GET", "url": "/me"},
    )
    assert [answers[name]["status"] for name in "abcd"] == [400, 424, 424, 200]


def test_no_content_has_a_body_that_is_null(graph: Graph) -> None:
    made = ok(graph.post("/me/mailFolders", {"displayName": "Gone soon"}), 201)["id"]
    answer = batch(graph, {"id": "1", "method": "DELETE", "url": f"/me/mailFolders/{made}"})["1"]
    assert (answer["status"], answer["body"]) == (204, None)
    assert "headers" in answer


@pytest.mark.parametrize(
    "requests",
    [
        [{"id": str(number), "method": "GET", "url": "/me"} for number in range(21)],
        [{"method": "GET", "url": "/me"}],
        [{"id": "1", "method": "GET", "url": "/me"}, {"id": "1", "method": "GET", "url": "/me"}],
        [{"id": "1", "method": "STEAL", "url": "/me"}],
        [{"id": "1", "method": "GET"}],
        [{"id": "1", "method": "GET", "url": "/me", "dependsOn": ["2"]}],
        [{"id": "1", "method": "POST", "url": "/$batch"}],
        [{"id": "1", "method": "POST", "url": "/me/mailFolders", "body": {"displayName": "x"}}],
        "none",
        ["none"],
    ],
)
def test_a_batch_of_the_wrong_form(graph: Graph, requests: Any) -> None:
    assert error(graph.post("/$batch", {"requests": requests}))[:2] == (400, "BadRequest")
    assert error(graph.ask("POST", "/$batch"))[:2] == (400, "BadRequest")


def test_permissions_are_those_of_the_token(graph: Graph) -> None:
    answers = batch(
        graph,
        {"id": "1", "method": "GET", "url": "/me/mailFolders"},
        {"id": "2", "method": "GET", "url": "/me"},
        scopes=("User.Read",),
    )
    assert [answers[name]["status"] for name in "12"] == [403, 200]

"""msgraph-sdk in a live test: others' messages are left alone, and mail stays inside."""

import asyncio
import json
import ssl
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from msgraph.generated.models.mail_folder import MailFolder
from msgraph.generated.models.message import Message

from pytest_m365 import graph_client
from pytest_m365.live.graph_rules import GraphRules
from pytest_m365.live.guard import Guard, NotAllowed
from pytest_m365.live.guarded_graph import GuardedGraph
from tests.plugin.live.test_guarded import Folders
from tests.plugin.live.world import TAG

USER, URL = "alice@contoso.com", "https://localhost:4443/v1.0"


class Service:
    """Answers in the place of Microsoft Graph; has one message of the test and one of somebody else."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.status = 200

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v1.0/")
        self.asked.append((request.method, path))
        assert request.headers["authorization"] == "Bearer token"
        if request.method == "DELETE":
            return httpx.Response(204)
        if request.method == "POST":
            return httpx.Response(self.status, json={"id": "NEW=", **json.loads(request.content or b"{}")})
        address = TAG.address(USER) if path.endswith("ours") else "somebody@example.com"
        shown = {"id": path, "toRecipients": [{"emailAddress": {"address": address}}]}
        return httpx.Response(404 if path.endswith("gone") else self.status, json=shown)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def folders() -> Folders:
    return Folders()


@pytest.fixture
def graph(service: Service, folders: Folders) -> Iterator[Any]:
    guard = Guard(frozenset(), frozenset({USER}), frozenset({"localhost"}))
    rules = GraphRules(TAG, USER, guard, {"contoso.com"}, folders, "/v1.0")

    def make(trust: ssl.SSLContext) -> GuardedGraph:
        return GuardedGraph(rules, trust, httpx.MockTransport(service))

    with graph_client.graph(URL, ssl.create_default_context(), lambda: "token", make) as client:
        yield client


def test_ones_own_message_is_removed_and_no_other(graph: Any, service: Service) -> None:
    asyncio.run(graph.me.messages.by_message_id("ours").delete())
    with pytest.raises(NotAllowed, match="DELETE of a message that is not the test's"):
        asyncio.run(graph.me.messages.by_message_id("theirs").delete())
    looked = f"users/{USER}/messages"
    assert service.asked == [("GET", f"{looked}/ours"), ("DELETE", "me/messages/ours"), ("GET", f"{looked}/theirs")]


def test_of_one_that_is_gone_the_service_tells(graph: Any, service: Service) -> None:
    asyncio.run(graph.me.messages.by_message_id("gone").delete())
    assert service.asked[-1] == ("DELETE", "me/messages/gone")


def test_where_nobody_says_whose_it_is_nothing_is_done(graph: Any, service: Service) -> None:
    service.status = 403
    with pytest.raises(NotAllowed, match="nothing says whose the message is: HTTP 403"):
        asyncio.run(graph.me.messages.by_message_id("ours").delete())


def test_a_new_message_has_to_be_found_again(graph: Any, service: Service) -> None:
    with pytest.raises(NotAllowed, match="which nobody would remove"):
        asyncio.run(graph.me.messages.post(Message(subject="Left")))
    assert service.asked == []


def test_a_folder_of_its_own_is_noted_and_may_be_filled(graph: Any, service: Service, folders: Folders) -> None:
    made = asyncio.run(graph.me.mail_folders.post(MailFolder(display_name="Mine")))
    assert (made.id, folders.noted) == ("NEW=", ["Mine"])
    asyncio.run(graph.me.mail_folders.by_mail_folder_id("NEW=").messages.post(Message(subject="In it")))
    assert service.asked[-1] == ("POST", "me/mailFolders/NEW=/messages")


def test_one_that_the_service_refuses_is_not_its_own(graph: Any, service: Service, folders: Folders) -> None:
    service.status = 409
    with pytest.raises(Exception, match="409"):
        asyncio.run(graph.me.mail_folders.post(MailFolder(display_name="Theirs")))
    assert folders.noted == []

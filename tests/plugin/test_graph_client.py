"""The client of Microsoft Graph: in whichever event loop a test runs, with one token, and nothing left behind."""

import asyncio
import gc
import json
import ssl
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from fakeserver.tenant import refusals
from pytest_m365 import Target, Tenant
from pytest_m365.target import GRAPH_RESOURCE as RESOURCE
from tests.tokens import claims_of

pytest.importorskip("msgraph", reason="needs msgraph-sdk: pip install -e '.[test]'")

import httpx

from pytest_m365 import graph_client

URL = "https://localhost:4443/v1.0"


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """What is left open warns when it is collected, which fails the test."""
    yield
    gc.collect()


class Service:
    """Answers in the place of Microsoft Graph."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.asked: list[httpx.Request] = []
        self._answers = list(answers)

    def made(self, trust: ssl.SSLContext) -> httpx.AsyncBaseTransport:
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self._answers.pop(0) if self._answers else httpx.Response(200, json={"displayName": "Alice"})


def client(service: Service, token: Callable[[], str] = lambda: "one") -> Any:
    return graph_client.graph(URL, ssl.create_default_context(), token, service.made)


def test_it_asks_the_given_address_with_the_token() -> None:
    service = Service()
    with client(service) as graph:
        me = asyncio.run(graph.me.get())
        asyncio.run(graph.users.by_user_id("bob@contoso.com").messages.get())
    assert me.display_name == "Alice"
    assert [str(each.url) for each in service.asked] == [f"{URL}/me", f"{URL}/users/bob%40contoso.com/messages"]
    assert [each.headers["authorization"] for each in service.asked] == ["Bearer one"] * 2


def test_the_token_is_asked_for_once_and_again_where_the_service_wants_claims() -> None:
    numbers = count(1)
    challenge = 'Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ=="'
    service = Service(httpx.Response(401, headers={"WWW-Authenticate": challenge}))
    with client(service, lambda: f"token {next(numbers)}") as graph:
        asyncio.run(graph.me.get())
        asyncio.run(graph.me.get())
    shown = [each.headers["authorization"] for each in service.asked]
    assert shown == ["Bearer token 1", "Bearer token 2", "Bearer token 2"]


def test_another_host_gets_no_token() -> None:
    service = Service()
    with client(service) as graph:
        asyncio.run(graph.me.messages.with_url("https://elsewhere.example/v1.0/me/messages").get())
    (asked,) = service.asked
    assert asked.url.host == "elsewhere.example"
    assert "authorization" not in asked.headers


def test_it_ends_with_its_block() -> None:
    service = Service()
    with client(service) as graph:
        pass
    with pytest.raises(RuntimeError, match="was a test's, which has ended"):
        asyncio.run(graph.me.get())
    assert service.asked == []


# --- over a socket ---------------------------------------------------------------------------------------------------


async def asked(m365: Target) -> dict[str, Any]:
    """Ask the fake for a page, by the transport that the client has."""
    url = f"{m365.authority}/v2.0/.well-known/openid-configuration"
    async with httpx.AsyncClient(transport=graph_client.EachAnew(m365.ssl_context())) as http:
        answer = await http.get(url, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        document: dict[str, Any] = json.loads(answer.text)
        return document


def test_each_run_may_have_a_loop_of_its_own(m365: Target) -> None:
    transport = graph_client.EachAnew(m365.ssl_context())
    for _ in range(3):
        answer = asyncio.run(httpx.AsyncClient(transport=transport).get(f"{m365.authority}/discovery/v2.0/keys"))
        assert answer.json()["keys"]


@pytest.mark.asyncio
async def test_pytest_asyncio_has_one_loop_for_several_requests_at_once(m365: Target) -> None:
    found = await asyncio.gather(*(asked(m365) for _ in range(5)))
    assert {each["token_endpoint"] for each in found} == {m365.token_url}


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_anyio_may_run_on_either(m365: Target, anyio_backend: str) -> None:
    pytest.importorskip(anyio_backend)
    assert (await asked(m365))["token_endpoint"] == m365.token_url


def test_a_server_that_is_not_there_is_httpx_s_own_error(m365: Target) -> None:
    transport = graph_client.EachAnew(m365.ssl_context())
    with pytest.raises(httpx.ConnectError):
        asyncio.run(httpx.AsyncClient(transport=transport).get("https://localhost:1/"))


def test_a_server_that_is_not_trusted_is_not_asked(m365: Target) -> None:
    transport = graph_client.EachAnew(ssl.create_default_context(cafile=None, capath="/nonexistent"))
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        asyncio.run(httpx.AsyncClient(transport=transport).get(m365.authority))


# --- as fixtures give it ---------------------------------------------------------------------------------------------


def inbox(graph: Any, m365: Target, mailbox: str = "") -> Any:
    """Return the Inbox, as the service tells of it."""
    folders = graph.users.by_user_id(mailbox or m365.username).mail_folders
    return folders.by_mail_folder_id("inbox").get()


def test_the_fixture_is_the_mailboxs_user_in_any_loop(m365: Target, m365_graph: Any) -> None:
    m365.mailbox.deliver(subject="Hi")
    assert asyncio.run(m365_graph.me.get()).user_principal_name == m365.username
    for _ in range(2):
        assert asyncio.run(inbox(m365_graph, m365)).total_item_count == 1


@pytest.mark.asyncio
async def test_the_fixture_in_pytest_asyncio(m365: Target, m365_graph: Any) -> None:
    found = await asyncio.gather(*(inbox(m365_graph, m365) for _ in range(4)))
    assert [each.display_name for each in found] == ["Inbox"] * 4


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_the_fixture_in_anyio(m365: Target, m365_graph: Any, anyio_backend: str) -> None:
    pytest.importorskip(anyio_backend)
    assert (await inbox(m365_graph, m365)).display_name == "Inbox"


def test_anothers_mailbox_is_opened_by_its_owner(m365: Target, m365_fake: Tenant) -> None:
    bob = m365_fake.add_user("bob")
    with m365.open_graph("bob") as graph:
        assert asyncio.run(graph.me.get()).user_principal_name == bob.upn


def test_an_application_by_itself_names_a_mailbox(m365: Target, m365_fake: Tenant) -> None:
    roles = ["https://graph.microsoft.com/Mail.Read"]
    app = m365_fake.register_app("Nightly import", secret=True, application=roles)
    bob = m365_fake.add_user("bob")
    with m365.open_graph(app=app) as graph:
        assert asyncio.run(inbox(graph, m365, bob.address)).display_name == "Inbox"
        with pytest.raises(Exception, match="/me request is only valid with delegated authentication flow"):
            asyncio.run(graph.me.mail_folders.get())


def test_an_application_of_exchanges_has_no_consent_there(m365: Target, m365_fake: Tenant) -> None:
    app = m365_fake.register_app("Reader", public=True, delegated=["IMAP.AccessAsUser.All"])
    with pytest.raises(refusals.ConsentMissing), m365.open_graph(app=app):
        pass


def test_tokens_of_both_are_apart(m365: Target) -> None:
    graph, exchange = claims_of(m365.token(f"{RESOURCE}/Mail.Read")), claims_of(m365.token())
    assert (graph["aud"], graph["scp"]) == (RESOURCE, "Mail.Read")
    assert exchange["aud"] == "https://outlook.office.com"
    assert "Mail.ReadWrite" not in exchange["scp"].split()
    found = claims_of(m365.app_token(f"{RESOURCE}/.default"))
    assert found["aud"] == RESOURCE
    assert {"Mail.ReadWrite", "Mail.Send", "User.Read.All"} <= set(found["roles"])
    assert "full_access_as_app" not in found["roles"]

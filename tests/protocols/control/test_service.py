"""Who may call the API, and what is said to whom may not; and what is wrong with a request as such."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import urllib3

from fakeserver.server import FakeServer
from fakeserver.state.state import State
from fakeserver.tenant.exchange.transport.outbound import OutboundMessage
from fakeserver.version import __version__
from tests.protocols.control.api import Api
from tests.protocols.control.conftest import Part


def test_health_is_for_whoever_waits(api: Api, server: FakeServer) -> None:
    answered = api.pool.request("GET", f"{server.base_url}/_fake/health")
    assert (answered.status, answered.json()) == (
        200,
        {"status": "ok", "version": __version__, "tenants": len(server.cloud.tenants)},
    )
    refused = api.pool.request("POST", f"{server.base_url}/_fake/health")
    assert (refused.status, refused.headers["Allow"]) == (405, "GET")


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("Host", "evil.example", 403),
        ("Host", "localhost.evil.example:80", 403),
        ("Host", "login.microsoftonline.com", 403),
        ("Host", "127.0.0.1:1", 200),
        ("Host", "LOCALHOST", 200),
        ("Host", "[::1]:8443", 200),
        ("Origin", "https://evil.example", 403),
        ("Origin", "null", 403),
        ("Sec-Fetch-Site", "cross-site", 403),
        ("Sec-Fetch-Site", "same-site", 403),
        ("Sec-Fetch-Site", "same-origin", 200),
        ("Sec-Fetch-Site", "none", 200),
    ],
)
def test_a_page_of_another_site_is_refused(api: Api, name: str, value: str, status: int) -> None:
    answer = api.ask("GET", "/tenants", fields={name: value})
    assert answer.status == status
    assert "Access-Control-Allow-Origin" not in answer.headers
    if status == 403:
        assert "of this server" in answer.detail or "another site" in answer.detail


def test_a_page_of_this_server_may_ask(api: Api, server: FakeServer) -> None:
    assert api.ask("GET", "/tenants", fields={"Origin": server.base_url}).status == 200


def test_a_preflight_is_not_granted(api: Api) -> None:
    answer = api.ask("OPTIONS", "/tenants", fields={"Access-Control-Request-Method": "POST"})
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, POST")


@pytest.fixture(scope="module")
def keyed() -> Iterator[Api]:
    with FakeServer(control_key="open sesame") as running:
        asking = Api(running)
        yield asking
        asking.close()


def test_the_key_is_asked_for(keyed: Api) -> None:
    url = f"{keyed.server.control_url}/tenants"
    without = keyed.pool.request("GET", url)
    assert without.status == 401
    assert "the field Fakeserver-Key is missing" in without.json()["detail"]
    for key in ("open barley", "öpen sesame", "OPEN SESAME"):
        wrong = keyed.pool.request("GET", url, headers={"Fakeserver-Key": key.encode()})  # type: ignore[dict-item]
        assert (wrong.status, "the key is wrong" in wrong.json()["detail"]) == (401, True)
    assert keyed.pool.request("GET", url, headers={"Fakeserver-Key": "open sesame"}).status == 200


def test_health_and_the_page_need_no_key(keyed: Api) -> None:
    for path in ("/_fake/health", "/_fake/"):
        assert keyed.pool.request("GET", f"{keyed.server.base_url}{path}").status == 200


def test_for_other_machines_a_key_is_made() -> None:
    assert FakeServer().control_key is None
    first, second = FakeServer("0.0.0.0").control_key, FakeServer("0.0.0.0").control_key
    assert first
    assert len(first) >= 32
    assert first != second
    assert FakeServer("0.0.0.0", control_key="mine").control_key == "mine"
    for empty in ("", "  "):
        with pytest.raises(ValueError, match="the control key is empty; leave it out to have one made"):
            FakeServer("0.0.0.0", control_key=empty)


def test_what_is_not_there_is_said(api: Api) -> None:
    for path in ("/nothing", "/tenants/x/y/z", "/"):
        answer = api.ask("GET", path)
        assert answer.status == 404
        assert "openapi.json" in answer.detail
    assert "no tenant 'fabrikam.com'" in api.ask("GET", "/tenants/fabrikam.com").detail


def test_another_method_is_told_those_that_there_are(api: Api) -> None:
    answer = api.ask("PUT", "/tenants")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, POST")
    assert answer.detail == "/tenants takes GET, POST, not PUT"


def test_head_is_a_get_without_its_body(api: Api) -> None:
    answer = api.ask("HEAD", "/tenants")
    assert (answer.status, answer.body) == (200, b"")


def test_no_get_changes_anything(part: Part, tmp_path: Path) -> None:
    """What `serve --state` keeps of the server is the same before and after, and faults, snapshots and the journal."""
    tenant = part.tenant
    part.post("/clock/freeze")
    made = part.post("/mailboxes/alice/messages", {"subject": "One", "attachments": [{"name": "a", "content": "YQ=="}]})
    part.post("/snapshots")
    part.post("/faults", {"kind": "throttle", "place": "ews"})
    tenant.outbound.append(
        OutboundMessage("", ("eve@elsewhere.example",), b"Subject: Away\r\n\r\n", tenant.clock.now())
    )
    (left,) = part.get("/outbound")["messages"]
    values = {"tenant": tenant.tenant_id, "user": "alice", "mailbox": "alice", "app": tenant.public_app.client_id}
    values |= {"message": made["id"]}
    paths = [path for path, known in part.api.document["paths"].items() if "get" in known]
    assert len(paths) > 25

    def held(name: str) -> list[Any]:
        with closing(State(tmp_path / name)) as state:
            assert state.take(part.api.server.cloud)
            state.write()
        with closing(sqlite3.connect(tmp_path / name)) as kept:
            rows = kept.execute("SELECT * FROM rows").fetchall()
        return [rows, part.get("/faults"), part.get("/snapshots"), part.get("/journal")["exchanges"]]

    before = held("before")
    for path in paths:
        if not path.endswith("/live"):
            number = left["number"] if "outbound" in path else 0
            assert part.api.ask("GET", path.format(**values, number=number)).status == 200, path
    assert held("after") == before


@pytest.mark.parametrize(
    ("octets", "content_type", "status", "says"),
    [
        (b"{", "application/json", 400, "not JSON"),
        (b"[]", "application/json", 400, "the body is a JSON object, not list"),
        (b'"x"', "application/json; charset=utf-8", 400, "the body is a JSON object"),
        (b"\xff", "application/json", 400, "not JSON"),
        (b"[" * 100_000, "application/json", 400, "not JSON"),
        (b'{"name": "x", "name": "y"}', "application/json", 400, "the member 'name' stands twice"),
        (b'{"name": "\\ud800"}', "application/json", 400, "half of a surrogate pair"),
        (b'{"name": NaN}', "application/json", 400, "NaN is no number"),
        (b'{"name": 1' + b"0" * 400 + b"}", "application/json", 400, "no double holds the number 1000"),
        (b'{"name": 1e999}', "application/json", 400, "no double holds the number 1e999"),
        (b"{}", "text/plain", 415, "must be application/json, not text/plain"),
        (b"a=b", "application/x-www-form-urlencoded", 415, "must be application/json"),
    ],
)
def test_a_body_that_is_no_json_object(api: Api, octets: bytes, content_type: str, status: int, says: str) -> None:
    answer = api.ask("POST", "/tenants", octets=octets, content_type=content_type)
    assert answer.status == status
    assert says in answer.detail


def test_a_body_in_a_content_coding(api: Api) -> None:
    answer = api.ask("POST", "/tenants", octets=b"x", fields={"Content-Encoding": "gzip"})
    assert answer.status == 415
    assert "without Content-Encoding gzip" in answer.detail


def test_a_body_or_a_query_where_there_is_none(api: Api) -> None:
    assert api.ask("GET", "/tenants?limit=1").detail == "GET /tenants takes no query"
    assert api.ask("DELETE", "/errors", {"all": True}).detail == "DELETE /errors takes no body"


def test_what_the_fake_itself_raises_is_no_answer(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug is HTTP 500, and kept; nothing of it is told."""
    from fakeserver.protocols.control.resources import tenants

    asking = Api(server)
    with monkeypatch.context() as patching:
        patching.setattr(tenants, "tenant_view", lambda call, tenant: vars(call)["bug"])
        made = server.new_tenant()
        answered = asking.pool.request("GET", f"{server.control_url}/tenants")
    assert (answered.status, b"bug" in answered.data) == (500, False)
    (error,) = server.errors
    assert repr(error) == "KeyError('bug')"
    assert "KeyError: 'bug'" in asking.get("/errors")["errors"][0]
    assert asking.ask("DELETE", "/errors").status == 204
    assert asking.get("/errors") == {"errors": []}
    server.drop_tenant(made)
    asking.close()


def test_every_answer_forbids_keeping_and_guessing(api: Api) -> None:
    for path in ("/tenants", "/nothing"):
        headers = api.ask("GET", path).headers
        assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_the_address_leads_to_the_page(api: Api, server: FakeServer) -> None:
    moved = api.pool.request("GET", f"{server.base_url}/_fake", redirect=False)
    assert (moved.status, moved.headers["Location"]) == (308, "/_fake/")
    front = api.pool.request("GET", f"{server.base_url}/")
    assert b"/_fake/" in front.data


def test_by_the_names_of_the_service_there_is_no_api(server: FakeServer) -> None:
    """A program that is led to the fake by the real names finds what it would find there."""
    pool = urllib3.PoolManager(ssl_context=server.ssl_context(), retries=False)
    answered = pool.request("GET", f"{server.control_url}/tenants", headers={"Host": "outlook.office365.com"})
    assert answered.status == 403
    assert json.loads(answered.data)["status"] == 403
    pool.clear()


def test_where_the_protocols_are(api: Api, server: FakeServer) -> None:
    found = api.get("/server")
    assert (found["version"], found["imap"], found["ews_url"]) == (__version__, server.imap._asdict(), server.ews_url)
    assert found["graph_url"] == server.graph_url


def test_whoever_keeps_the_tenants_is_told_of_each_change(api: Api, server: FakeServer) -> None:
    told: list[None] = []
    stop = server.cloud.watch(lambda: told.append(None))
    made = api.post("/tenants", {"users": [{"name": "alice"}]})
    counts = [len(told)]
    for method, path, body in (
        ("PATCH", "/policies", {"basic_auth": True}),
        ("POST", "/mailboxes/alice/wait", {"none_within": 0}),
        ("GET", "/policies", None),
        ("DELETE", "", None),
    ):
        api.ask(method, f"/tenants/{made['tenant_id']}{path}", body)
        counts.append(len(told))
    stop()
    made_, patched, waited, read, dropped = counts
    assert 0 < made_ < patched < waited == read < dropped

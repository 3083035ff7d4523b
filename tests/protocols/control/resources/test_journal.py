"""The journal by the API: what was asked, and why not; live, too."""

import imaplib
import json
from collections.abc import Iterator
from typing import Any

import pytest
import urllib3

from fakeserver.jws import base64url
from fakeserver.protocols.control.live import Live
from fakeserver.server import FakeServer
from tests.protocols.control.conftest import Part


def refused_sign_in(part: Part, server: FakeServer) -> None:
    tenant = part.tenant
    client = imaplib.IMAP4_SSL(*server.imap, ssl_context=server.ssl_context())
    token = tenant.mint(user="alice", scopes=["SMTP.Send"])
    with pytest.raises(imaplib.IMAP4.error):
        client.authenticate("XOAUTH2", lambda _: f"user=alice@{tenant.domain}\x01auth=Bearer {token}\x01\x01".encode())
    client.logout()


def test_what_was_asked_and_why_not(part: Part, server: FakeServer) -> None:
    before = part.get("/journal")
    refused_sign_in(part, server)
    found = part.get(f"/journal?refused=true&protocol=imap&since={before['last']}")
    (exchange,) = found["exchanges"]
    assert (exchange["protocol"], exchange["operation"], exchange["user"]) == (
        "IMAP",
        "AUTHENTICATE",
        f"alice@{part.tenant.domain}",
    )
    (why,) = exchange["refusals"]
    assert (why["name"], why["facts"]["required"]) == ("ScopeMissing", "IMAP.AccessAsUser.All")
    assert (why["token"]["scp"], bool(why["fix"]), bool(why["real"])) == ("SMTP.Send", True, True)
    assert found["last"] >= exchange["number"] > before["last"]
    everything = part.get("/journal")["exchanges"]
    assert exchange in everything
    assert part.get("/journal?limit=1")["exchanges"] == everything[-1:]
    assert part.get("/journal?limit=0")["exchanges"] == []
    assert part.get("/journal?limit=1000")["exchanges"] == everything
    assert part.get("/journal?name=AuthenticationRefused&user=bob")["exchanges"] == []
    assert part.get("/journal?protocol=imap&operation=authenticate&user=alice")["exchanges"] == [exchange]
    for query, says in (
        ("protocol=imp", "did you mean"),
        ("operation=FETCH", "protocol"),
        ("name=ScopeMising", "did you mean 'ScopeMissing'?"),
        ("user=nobody", "nobody"),
        ("since=x", "since"),
        ("limit=-5", "limit=-5: it is 0 or more"),
        ("limit=1&limit=2", "the parameter 'limit' stands twice"),
    ):
        answer = part.ask("GET", f"/journal?{query}")
        assert (answer.status, says in answer.detail) == (400, True), answer


def test_half_of_a_surrogate_pair_in_a_token_is_shown_as_no_character(part: Part, server: FakeServer) -> None:
    """Else nobody could read the journal any more; the same token, taken apart, is shown so as well."""
    claims = {"tid": part.tenant.tenant_id, "upn": "\ud800", "appid": "\udfff\U0001f600"}
    token = ".".join((base64url(b"{}"), base64url(json.dumps(claims).encode()), "x"))
    events = Events(part)
    assert events.first_line() == ": alive"
    with imaplib.IMAP4_SSL(*server.imap, ssl_context=server.ssl_context()) as client, pytest.raises(client.error):
        client.authenticate(
            "XOAUTH2", lambda _: f"user=alice@{part.tenant.domain}\x01auth=Bearer {token}\x01\x01".encode()
        )
    found = [each for each in part.get("/journal")["exchanges"] if each["operation"] == "AUTHENTICATE"]
    assert [each["user"] for each in found] == ["\ufffd"]
    told = events.next()
    while told[1].get("operation") != "AUTHENTICATE":
        told = events.next()
    assert told == ("exchange", found[0])
    events.close()
    explained = part.api.post("/tokens/explain", {"token": token})
    assert (explained["claims"]["upn"], explained["claims"]["appid"]) == ("\ufffd", "\ufffd\U0001f600")


def test_no_secret_is_in_it(part: Part, server: FakeServer) -> None:
    tenant = part.tenant
    pool = urllib3.PoolManager(ssl_context=server.ssl_context(), retries=False)
    form = {
        "grant_type": "password",
        "username": f"alice@{tenant.domain}",
        "password": str(tenant.user("alice").password),
        "client_id": tenant.public_app.client_id,
        "scope": "https://outlook.office365.com/IMAP.AccessAsUser.All",
    }
    answered = pool.request("POST", server.token_url(tenant), fields=form, encode_multipart=False)
    pool.clear()
    assert answered.status == 200
    shown = part.ask("GET", "/journal")
    assert b'"protocol":"OAuth"' in shown.body
    assert form["password"].encode() not in shown.body
    assert answered.json()["access_token"].encode() not in shown.body
    demands = part.get("/journal/permissions")["demands"]
    assert demands[0]["asked"] == ["IMAP.AccessAsUser.All"]


def test_it_is_kept_as_long_as_one_says(part: Part, server: FakeServer) -> None:
    assert part.ask("PATCH", "/journal", {"limit": 2}).json["limit"] == 2
    refused_sign_in(part, server)
    found = part.get("/journal")
    assert (len(found["exchanges"]), found["limit"]) == (2, 2)
    assert part.ask("PATCH", "/journal", {"limit": 0}).status == 400
    assert part.ask("DELETE", "/journal").status == 204
    assert part.get("/journal")["exchanges"] == []


class Events:
    """Reads server-sent events."""

    def __init__(self, part: Part, query: str = "") -> None:
        url = f"{part.api.server.control_url}{part.path('/journal/live')}{query}"
        self._answer = part.api.pool.request("GET", url, preload_content=False)
        assert self._answer.headers["Content-Type"] == "text/event-stream"
        self._lines = self._read()

    def _read(self) -> Iterator[str]:
        kept = b""
        for piece in self._answer.stream(None):
            *lines, kept = (kept + piece).split(b"\n")
            for line in lines:
                yield line.decode()

    def next(self) -> tuple[str, Any]:
        fields: dict[str, str] = {}
        for line in self._lines:
            if not line and "data" in fields:
                return fields["event"], json.loads(fields["data"])
            name, _, value = line.partition(": ")
            fields[name] = value
        raise EOFError

    def first_line(self) -> str:
        return next(self._lines)

    def close(self) -> None:
        self._answer.close()


def test_what_happens_is_told_as_it_happens(part: Part, server: FakeServer) -> None:
    events = Events(part)
    assert events.first_line() == ": alive"
    part.post("/mailboxes/alice/messages", {"subject": "Hello"})
    kind, told = events.next()
    assert (kind, told["mailbox"], told["summary"]["subject"]) == ("message", f"alice@{part.tenant.domain}", "Hello")
    kind, changed = events.next()
    assert (kind, told["folder"] in changed["folders"]) == ("change", True)
    part.post("/users", {"name": "carol"})
    assert events.next()[0] == "mailboxes"
    part.tenant.deliver("carol", subject="For Carol")
    assert events.next()[1]["summary"]["subject"] == "For Carol"
    assert events.next()[0] == "change"
    refused_sign_in(part, server)
    told_of: list[Any] = []
    while not told_of or "refusals" not in told_of[-1] or not told_of[-1]["refusals"]:
        kind, exchange = events.next()
        assert kind == "exchange"
        told_of.append(exchange)
    assert told_of[-1]["refusals"][0]["name"] == "ScopeMissing"
    events.close()


def test_it_is_told_from_a_number_on(part: Part, server: FakeServer) -> None:
    refused_sign_in(part, server)
    numbers = [each["number"] for each in part.get("/journal")["exchanges"]]
    events = Events(part, f"?since={numbers[0]}")
    assert [events.next()[1]["number"] for _ in numbers[1:]] == numbers[1:]
    events.close()


def test_a_mailbox_that_is_gone_is_watched_no_longer(part: Part, server: FakeServer) -> None:
    live = Live(server.cloud, part.tenant, 0)
    box = part.tenant.add_user("carol").mailbox
    assert b"event: mailboxes" in (live.next_chunk() or b"")
    woken: list[bool] = []
    live.on_wake = lambda: woken.append(True)
    box.add_folder("Here")
    assert woken
    part.tenant.people.remove_user("carol")
    assert b"event: mailboxes" in (live.next_chunk() or b"")
    woken.clear()
    box.add_folder("Gone")
    assert not woken
    live.close()


def test_it_ends_with_the_tenant(part: Part) -> None:
    events = Events(part)
    part.ask("DELETE", "")
    with pytest.raises(EOFError):
        events.next()
    events.close()


def test_many_at_once_are_told_by_their_mailbox_alone(part: Part) -> None:
    events = Events(part)
    assert events.first_line() == ": alive"
    with part.tenant.lock:
        for number in range(101):
            part.tenant.deliver("alice", subject=str(number))
    kinds = set()
    while "change" not in kinds:
        kinds.add(events.next()[0])
    assert kinds == {"change"}
    events.close()

"""Large files come part by part."""

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.attachments.attaching import graph_id, path_of
from tests.protocols.graph.operations.attachments.uploading import CONTENT, MEGABYTE, SIZE, put, send, session
from tests.protocols.graph.operations.messages.mailing import draft, id_of, only
from tests.state.round_trip import again


def test_a_file_in_parts(graph: Graph) -> None:
    item = graph.deliver("Came")
    opened = session(graph, item, contentType="application/x-own", isInline=False)
    url = opened["uploadUrl"]
    part = put(graph, url, CONTENT[: 2 * MEGABYTE])
    alice, tenant = graph.tenant.user("alice").object_id, graph.tenant.tenant_id
    where = f"Users('{alice}@{tenant}')/Messages('{id_of(item)}')"
    assert ok(part) == {
        "@odata.context": f"{graph.server.base_url}/api/v2.0/$metadata#{where}/AttachmentSessions/$entity",
        "expirationDateTime": opened["expirationDateTime"],
        "nextExpectedRanges": [str(2 * MEGABYTE)],
    }
    assert ok(send(graph, "GET", url)) == part.json()
    assert item.attachments == []
    last = put(graph, url, CONTENT[2 * MEGABYTE :], 2 * MEGABYTE)
    assert (last.status_code, last.content) == (201, b"")
    (made,) = item.attachments
    assert (made.name, made.content, made.content_type) == ("large.bin", CONTENT, "application/x-own")
    assert last.headers["Location"] == f"{graph.server.base_url}/api/v2.0/{where}/Attachments('{graph_id(made)}')"
    assert graph.get(f"{path_of(item)}/{graph_id(made)}/$value").content == CONTENT
    # It is over.
    assert send(graph, "GET", url).status_code == 404


def test_a_large_file_is_sent_with_its_message(graph: Graph) -> None:
    made = draft(graph)
    url = session(graph, only(graph, "drafts"))["uploadUrl"]
    for first in range(0, SIZE, MEGABYTE):
        answer = put(graph, url, CONTENT[first : first + MEGABYTE], first)
    assert answer.status_code == 201
    ok(graph.post(f"/me/messages/{made['id']}/send"), 202)
    (came,) = only(graph, name="bob").attachments
    assert (came.name, came.content) == ("large.bin", CONTENT)


@pytest.mark.parametrize(
    ("first", "length", "span", "status"),
    [
        (0, 10, "", 400),
        (0, 10, "bytes 0-9", 400),
        (0, 10, f"0-9/{SIZE}", 400),
        (0, 10, f"bytes 0-10/{SIZE}", 400),
        (0, 10, f"bytes 9-0/{SIZE}", 400),
        (0, 10, f"bytes 0-9/{SIZE + 1}", 400),
        (0, 10, "bytes 0-9/*", 400),
        (0, 0, f"bytes 0-0/{SIZE}", 400),
        (20, 10, None, 416),
        (0, 10, f"bytes {SIZE}-{SIZE + 9}/{SIZE}", 416),
        (0, 4 * MEGABYTE + 1, None, 413),
    ],
)
def test_a_part_that_is_refused(graph: Graph, first: int, length: int, span: str | None, status: int) -> None:
    item = graph.deliver("Came")
    url = session(graph, item, size=8 * MEGABYTE if length > MEGABYTE else SIZE)["uploadUrl"]
    answer = put(graph, url, bytes(length), first, 8 * MEGABYTE if length > MEGABYTE else SIZE, span)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["code"]
    # Nothing has come, and the session is there.
    assert ok(send(graph, "GET", url))["nextExpectedRanges"] == ["0"]


def test_a_part_twice(graph: Graph) -> None:
    url = session(graph, graph.deliver("Came"))["uploadUrl"]
    ok(put(graph, url, CONTENT[:MEGABYTE]))
    assert put(graph, url, CONTENT[:MEGABYTE]).status_code == 416
    ok(put(graph, url, CONTENT[MEGABYTE : 2 * MEGABYTE], MEGABYTE))


def test_names_of_an_older_generation(graph: Graph) -> None:
    graph.tenant.policies.graph_upload_names = "pascal"
    url = session(graph, graph.deliver("Came"))["uploadUrl"]
    found = ok(put(graph, url, CONTENT[:MEGABYTE]))
    assert list(found) == ["@odata.context", "ExpirationDateTime", "NextExpectedRanges"]


def test_a_session_is_given_up(graph: Graph) -> None:
    item = graph.deliver("Came")
    url = session(graph, item)["uploadUrl"]
    ok(put(graph, url, CONTENT[:MEGABYTE]))
    answer = send(graph, "DELETE", url)
    assert (answer.status_code, answer.content) == (204, b"")
    for method in ("GET", "PUT", "DELETE"):
        assert error(send(graph, method, url))[:2] == (404, "ErrorItemNotFound")
    assert item.attachments == []


def test_a_session_ends_by_the_tenants_clock(graph: Graph) -> None:
    url = session(graph, graph.deliver("Came"))["uploadUrl"]
    graph.tenant.clock.advance(3 * 24 * 3600 - 60)
    ok(put(graph, url, CONTENT[:MEGABYTE]))
    graph.tenant.clock.advance(61)
    assert put(graph, url, CONTENT[MEGABYTE : 2 * MEGABYTE], MEGABYTE).status_code == 404


def test_an_address_without_its_key(graph: Graph) -> None:
    opened = session(graph, graph.deliver("Came"))["uploadUrl"]
    url = opened.partition("?")[0]
    for wrong in (url, f"{url}?authtoken=", f"{opened}x", f"{url}?authtoken=a.b.c"):
        assert send(graph, "GET", wrong).status_code == 404
    ok(send(graph, "GET", opened))
    assert opened.rpartition(".")[2] not in str(graph.tenant.journal)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v2.0/",
        "/api/v2.0/me/messages",
        "/api/v2.0/Users('a@b')/Messages('c')/AttachmentSessions('d')",
        "/api/v2.0/Users('a@b')/Messages('%FF')/AttachmentSessions('d')?authtoken=%00",
    ],
)
def test_an_address_of_nothing(graph: Graph, path: str) -> None:
    answer = send(graph, "GET", f"{graph.server.base_url}{path}")
    assert answer.status_code in (400, 404)
    assert answer.json()["error"]["code"]


def test_another_message_in_the_address(graph: Graph) -> None:
    item, other = graph.deliver("Came"), graph.deliver("Other")
    url = session(graph, item)["uploadUrl"]
    assert send(graph, "GET", url.replace(id_of(item), id_of(other))).status_code == 404


def test_the_message_is_gone(graph: Graph) -> None:
    item = graph.deliver("Came")
    url = session(graph, item)["uploadUrl"]
    graph.mailbox().items.delete([item])
    assert put(graph, url, CONTENT[:MEGABYTE]).status_code == 404


def test_other_methods(graph: Graph) -> None:
    url = session(graph, graph.deliver("Came"))["uploadUrl"]
    assert send(graph, "POST", url).status_code == 405


def test_a_snapshot_has_what_had_come(graph: Graph) -> None:
    item = graph.deliver("Came")
    url = session(graph, item)["uploadUrl"]
    ok(put(graph, url, CONTENT[:MEGABYTE]))
    before = graph.tenant.snapshot()
    ok(put(graph, url, CONTENT[MEGABYTE : 2 * MEGABYTE], MEGABYTE))
    graph.tenant.restore(before)
    assert ok(send(graph, "GET", url))["nextExpectedRanges"] == [str(MEGABYTE)]
    last = put(graph, url, CONTENT[MEGABYTE:], MEGABYTE)
    assert last.status_code == 201


def test_what_has_not_come_whole_is_gone_when_the_server_begins_anew(graph: Graph) -> None:
    ok(put(graph, session(graph, graph.deliver("Came"))["uploadUrl"], CONTENT[:MEGABYTE]))
    (item,) = again(graph.tenant).mailbox("alice").messages()
    assert item.attachments == []


def test_a_fault_that_a_test_orders(graph: Graph) -> None:
    url = session(graph, graph.deliver("Came"))["uploadUrl"]
    graph.tenant.faults.throttle("graph", times=1)
    answer = send(graph, "GET", url)
    assert answer.status_code == 429
    ok(send(graph, "GET", url))

"""Sending drafts."""

import http.client
import ssl
from urllib.parse import urlsplit

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import (
    ACCESS_DENIED,
    SEND_AS_DENIED,
    draft,
    file,
    id_of,
    only,
    post_mime,
    to,
)

IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}


def test_a_draft_leaves_and_a_copy_stays(graph: Graph) -> None:
    made = draft(graph, attachments=[file()], bccRecipients=to("carol@example.com"))
    answer = graph.post(f"/me/messages/{made['id']}/send")
    assert (answer.status_code, answer.content) == (202, b"")
    copy, arrived = only(graph, "sentitems"), only(graph, name="bob")
    assert graph.mailbox().messages("drafts") == []
    assert (copy.is_draft, copy.is_read, copy.subject) == (False, True, "Lunch")
    assert (arrived.subject, arrived.sender, arrived.is_read) == ("Lunch", graph.tenant.user("alice").address, False)
    assert arrived.get("internet_message_id") == made["internetMessageId"] == copy.get("internet_message_id")
    assert (arrived.attachments[0].content, arrived.get("bcc_recipients")) == (b"abc", [])
    assert copy.get("bcc_recipients")[0].address == "carol@example.com"
    assert [left.recipients for left in graph.tenant.outbound] == [("carol@example.com",)]
    assert graph.tenant.outbound[0].protocol == "Graph"


def test_its_immutable_id_stays(graph: Graph) -> None:
    kept = ok(graph.post("/me/messages", {"toRecipients": to("x@example.com")}, headers=IMMUTABLE), 201)["id"]
    ok(graph.post(f"/me/messages/{kept}/send"), 202)
    sent = ok(graph.get(f"/me/messages/{kept}", headers=IMMUTABLE))
    assert (sent["id"], sent["isDraft"]) == (kept, False)


def test_its_immutable_id_changes_where_the_switch_says_so(graph: Graph) -> None:
    graph.tenant.policies.graph_new_id_when_sent = True
    former = ok(graph.post("/me/messages", {"toRecipients": to("x@example.com")}, headers=IMMUTABLE), 201)["id"]
    ok(graph.post(f"/me/messages/{former}/send"), 202)
    assert error(graph.get(f"/me/messages/{former}"))[:2] == (404, "ErrorItemNotFound")
    copy = id_of(only(graph, "sentitems"))
    now = ok(graph.get(f"/me/messages/{copy}", headers=IMMUTABLE))["id"]
    assert (now != former, ok(graph.get(f"/me/messages/{now}"))["id"]) == (True, copy)


def test_a_draft_of_mime(graph: Graph) -> None:
    made = ok(post_mime(graph, "/me/messages"), 201)
    ok(graph.post(f"/me/messages/{made['id']}/send"), 202)
    assert b"X-Own: 7\r\n" in only(graph, name="bob").mime()


def test_without_a_length(graph: Graph) -> None:
    path = f"/v1.0/me/messages/{draft(graph)['id']}/send"
    where = urlsplit(graph.root)
    context = ssl.create_default_context(cafile=graph.server.ca_file)
    connection = http.client.HTTPSConnection(where.hostname or "", where.port, context=context, timeout=30)
    connection.putrequest("POST", path)
    connection.putheader("Authorization", f"Bearer {graph.token()}")
    connection.endheaders()
    assert connection.getresponse().status == 411
    connection.close()
    assert len(graph.mailbox().messages("drafts")) == 1


def test_what_programs_send_in_the_body(graph: Graph) -> None:
    for body in ("null", "{}", ""):
        path = f"/me/messages/{draft(graph)['id']}/send"
        sent = graph.ask("POST", path, data=body, headers={"Content-Type": "application/json"})
        assert sent.status_code == 202
    refused = graph.post(f"/me/messages/{draft(graph)['id']}/send", {"comment": "x"})
    assert error(refused)[:2] == (400, "RequestBodyRead")


def test_it_cannot_be_sent(graph: Graph) -> None:
    nobody = draft(graph, toRecipients=[])["id"]
    assert error(graph.post(f"/me/messages/{nobody}/send"))[:2] == (400, "ErrorInvalidRecipients")
    theirs = draft(graph, **{"from": to(graph.tenant.user("bob").address)[0]})["id"]
    assert error(graph.post(f"/me/messages/{theirs}/send")) == SEND_AS_DENIED
    drafts = graph.mailbox().messages("drafts")
    assert [(item.is_draft, item.folder.distinguished_id) for item in drafts] == [(True, "drafts")] * 2
    assert graph.mailbox("bob").messages() == []
    came = graph.deliver("Hello")
    assert error(graph.post(f"/me/messages/{id_of(came)}/send"))[:2] == (400, "ErrorInvalidRequest")


def test_it_needs_the_permission_to_send(graph: Graph) -> None:
    path = f"/me/messages/{draft(graph)['id']}/send"
    assert error(graph.post(path, scopes=("Mail.ReadWrite",))) == ACCESS_DENIED
    ok(graph.post(path, scopes=("Mail.Send",)), 202)

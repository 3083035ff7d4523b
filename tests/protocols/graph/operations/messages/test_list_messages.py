"""Lists of messages: pages, filters, orders and searches, and what is refused."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from tests.protocols.graph.asking import Graph, error, ok

INBOX = "/me/mailFolders/inbox/messages"
INEFFICIENT = (400, "InefficientFilter", "The restriction or sort order is too complex for this operation.")


def subjects(graph: Graph, query: str = "", path: str = INBOX, **more: Any) -> list[str]:
    return [message["subject"] for message in ok(graph.get(f"{path}?{query}", **more))["value"]]


@pytest.fixture
def five(graph: Graph) -> Graph:
    """A mailbox with five messages that came a day apart, the last one today."""
    now = graph.tenant.clock.now()
    senders = ("carol@example.com", "Dan <dan@example.com>", "carol@example.com", "erin@example.com", "dan@example.com")
    box = graph.mailbox()
    for number, sender in enumerate(senders, 1):
        item = box.deliver(
            subject=f"Mail {number}",
            body=f"Text of number {number}: {'pelican' if number == 2 else 'heron'}",
            sender=sender,
            received_at=now - timedelta(days=5 - number),
            attachments=[("a.txt", b"x")] if number == 3 else (),
            is_read=number in (1, 2),
        )
        changes: dict[str, Any] = {}
        if number == 4:
            changes = {"categories": ["Red", "Blue"], "importance": "high"}
        with box.lock:
            if changes:
                from fakeserver.tenant.exchange.values import Importance

                box.items.update(item, {"categories": ["Red", "Blue"], "importance": Importance.HIGH})
            if number == 5:
                box.items.update(item, {"flagged": True})
    return graph


def test_the_newest_comes_first_ten_at_a_time(graph: Graph) -> None:
    now = graph.tenant.clock.now()
    for number in range(23):
        graph.deliver(f"{number}", received_at=now - timedelta(hours=30 - number))
    # It came late, and belongs to the beginning.
    graph.deliver("old", received_at=now - timedelta(days=30))
    first = ok(graph.get(INBOX))
    assert list(first) == ["@odata.context", "@odata.nextLink", "value"]
    alice = graph.tenant.user("alice")
    assert first["@odata.context"] == (
        f"{graph.root}/$metadata#users('{alice.object_id}')/mailFolders('inbox')/messages"
    )
    assert [message["subject"] for message in first["value"]] == [str(number) for number in range(22, 12, -1)]
    assert first["@odata.nextLink"] == f"{graph.root}{INBOX}?%24skip=10"
    seen, link = list[str](), f"{INBOX}?$top=7&$select=subject&$count=true"
    while link:
        page = ok(graph.get(link))
        assert page["@odata.count"] == 24
        seen += [message["subject"] for message in page["value"]]
        link = page.get("@odata.nextLink", "")
        assert not link or "%24select=subject" in link
    assert seen == [*(str(number) for number in range(22, -1, -1)), "old"]


def test_all_messages_of_the_mailbox(graph: Graph) -> None:
    box, now = graph.mailbox(), graph.tenant.clock.now()
    for number, name in enumerate(("inbox", "sentitems", "deleteditems", "archive", "drafts")):
        graph.deliver(name, folder=name, received_at=now - timedelta(hours=number))
    assert subjects(graph, path="/me/messages") == ["inbox", "sentitems", "deleteditems", "archive", "drafts"]
    with box.lock:
        folder = box.folders.create(box.folders.distinguished("inbox"), "Below")
        box.items.move(box.messages("inbox"), folder)
        box.items.delete(box.messages("archive"))
        [copy] = box.items.copy(box.messages("drafts"), folder)
        box.items.update(copy, {"subject": "copied"})
    expected = ["inbox", "sentitems", "deleteditems"]
    assert subjects(graph, path="/me/messages")[:3] == expected
    assert sorted(subjects(graph, path="/me/messages")) == sorted([*expected, "drafts", "copied"])
    assert subjects(graph, "$top=1&$skip=1", path="/me/messages") == ["sentitems"]
    assert graph.get("/me/messages/$count").text == "5"
    with box.lock:
        box.folders.delete(folder)
    assert sorted(subjects(graph, path="/me/messages")) == sorted([*expected[1:], "drafts"])


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        ("isRead eq false", "345"),
        ("isRead", "12"),
        ("not isRead", "345"),
        ("false eq isRead", "345"),
        ("hasAttachments eq true", "3"),
        ("from/emailAddress/address eq 'CAROL@example.com'", "13"),
        ("from/emailAddress/name eq 'Dan'", "2"),
        ("importance eq 'high'", "4"),
        ("importance eq 'High' and isRead eq false", "4"),
        ("importance in ('high','low')", "4"),
        ("categories/any(c:c eq 'red')", "4"),
        ("categories/any(c:startswith(c,'R')) and categories/any(x:x eq 'Blue')", "4"),
        ("not categories/any()", "1235"),
        ("flag/flagStatus eq 'flagged'", "5"),
        ("flag/flagStatus ne 'flagged'", "1234"),
        ("subject eq 'Mail 2'", "2"),
        ("startswith(subject,'mail')", "12345"),
        ("contains(subject,'l 3') or contains(subject,'l 4')", "34"),
        ("contains(subject,'3') eq true", "3"),
        ("contains(from/emailAddress/address,'erin')", "4"),
        ("inferenceClassification eq 'focused'", "12345"),
        ("isDraft eq true", ""),
        ("subject ne null", "12345"),
        ("contains(body/content,'heron') or subject eq 'Mail 1'", "1"),
        ("(isRead eq false and hasAttachments eq true) or subject eq 'Mail 1'", "13"),
    ],
)
def test_a_filter_finds_them_the_oldest_first(five: Graph, condition: str, numbers: str) -> None:
    expected = [f"Mail {number}" for number in numbers]
    assert subjects(five, f"$filter={quote(condition)}") == expected
    assert subjects(five, f"$filter={quote(condition)}", path="/me/messages") == expected
    assert five.get(f"{INBOX}/$count?$filter={quote(condition)}").text == str(len(numbers))


def test_filters_by_times_and_ids(five: Graph) -> None:
    newest = ok(five.get(f"{INBOX}?$top=1"))["value"][0]
    conversation, internet_id = newest["conversationId"], newest["internetMessageId"].replace("'", "''")
    since = (five.tenant.clock.now() - timedelta(days=1, hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for condition, count in (
        (f"receivedDateTime ge {since}", 2),
        (f"receivedDateTime lt {since}", 3),
        (f"conversationId eq '{conversation}'", 1),
        (f"internetMessageId eq '{internet_id}'", 1),
        (f"parentFolderId eq '{newest['parentFolderId']}'", 5),
        (f"id eq '{newest['id']}'", 1),
    ):
        assert len(subjects(five, f"$filter={quote(condition)}")) == count, condition


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ("receivedDateTime", "12345"),
        ("receivedDateTime desc", "54321"),
        ("subject desc", "54321"),
        ("from/emailAddress/address,receivedDateTime desc", "31524"),
        ("isRead desc,subject", "12345"),
        ("importance,receivedDateTime asc", "12354"),
        ("hasAttachments desc,sentDateTime", "31245"),
    ],
)
def test_an_order(five: Graph, order: str, numbers: str) -> None:
    assert subjects(five, f"$orderby={quote(order)}") == [f"Mail {number}" for number in numbers]


@pytest.mark.parametrize(
    ("condition", "order", "works"),
    [
        ("from/emailAddress/address eq 'dan@example.com'", "receivedDateTime desc", False),
        ("inferenceClassification eq 'focused'", "receivedDateTime desc", False),
        ("importance eq 'high'", "sentDateTime desc", False),
        ("startswith(subject,'test')", "receivedDateTime desc", False),
        ("contains(subject,'x')", "receivedDateTime desc", False),
        ("hasAttachments eq true", "receivedDateTime desc", False),
        ("isRead eq false", "receivedDateTime desc", True),
        ("receivedDateTime ge 1900-01-01T00:00:00Z and hasAttachments eq true", "receivedDateTime desc", True),
        ("hasAttachments eq true and receivedDateTime ge 1900-01-01T00:00:00Z", "receivedDateTime desc", False),
        ("importance eq 'high'", "importance,receivedDateTime desc", False),
        ("importance eq 'high' and receivedDateTime ge 1900-01-01T00:00:00Z", "importance,receivedDateTime desc", True),
        ("subject eq 'x'", "subject", True),
    ],
)
def test_a_filter_with_an_order(five: Graph, condition: str, order: str, works: bool) -> None:
    answer = five.get(f"{INBOX}?$filter={quote(condition)}&$orderby={quote(order)}")
    if works:
        ok(answer)
    else:
        assert error(answer) == INEFFICIENT


INVALID_NODES = (400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")


@pytest.mark.parametrize(
    ("query", "status", "code", "message"),
    [
        ("$filter=toRecipients/any(r:r/emailAddress/address eq 'x')", *INVALID_NODES),
        ("$filter=toRecipients/emailAddress/address eq 'x'", 400, "BadRequest", "Invalid filter clause"),
        ("$filter=internetMessageHeaders eq 'x'", 400, "BadRequest", None),
        (
            "$filter=isJunk eq true",
            400,
            "RequestBroker--ParseUri",
            "Could not find a property named 'isJunk' on type 'microsoft.graph.message'.",
        ),
        ("$filter=receivedDateTime ge '2026-01-01T00:00:00Z'", 400, "BadRequest", "Invalid filter clause"),
        (
            "$filter=isRead eq",
            400,
            "BadRequest",
            "Invalid filter clause: Expression expected at position 9 in 'isRead eq'.",
        ),
        ("$filter=", 400, "BadRequest", None),
        ("$filter=subject eq 'x", 400, "BadRequest", None),
        ("$filter=(isRead", 400, "BadRequest", None),
        ("$filter=fly(subject)", 400, "BadRequest", None),
        ("$filter=importance eq 'urgent'", 400, "BadRequest", "Invalid filter clause"),
        ("$filter=startswith(importance,'NO')", 400, "BadRequest", "Invalid filter clause"),
        ("$filter=endswith(subject,'5')", *INVALID_NODES),
        ("$filter=contains(tolower(subject),'mail 1')", *INVALID_NODES),
        ("$filter=length(subject) gt 5", *INVALID_NODES),
        ("$filter=body/content eq ''", *INVALID_NODES),
        ("$filter=categories/all(c:c eq 'red')", *INVALID_NODES),
        ("$filter=subject gt 5", 400, "BadRequest", None),
        (
            "$orderby=toRecipients",
            400,
            "BadRequest",
            "The $orderby expression must evaluate to a single value of primitive type.",
        ),
        ("$orderby=internetMessageId", 400, "ErrorInvalidUrlQueryOrderBy", "OrderBy not supported."),
        ("$orderby=nothing", 400, "ErrorInvalidUrlQueryOrderBy", "OrderBy not supported."),
        ("$orderby=subject down", 400, "BadRequest", None),
        (
            '$search="x"&$filter=isRead eq true',
            400,
            "SearchWithFilter",
            "The query parameter '$filter' is not supported with '$search'.",
        ),
        (
            '$search="x"&$orderby=subject',
            400,
            "SearchWithOrderBy",
            "The query parameter '$orderBy' is not supported with '$search'.",
        ),
        ('$search="x"&$skip=3', 400, "SearchWithSkip", None),
        ("$search=a(b", 400, "BadRequest", "Syntax error: character '(' is not valid at position 1 in 'a(b'."),
        ('$search=""', 400, "BadRequest", None),
        (
            "$select=sender,isJunk",
            400,
            "BadRequest",
            "Parsing OData Select and Expand failed: Could not find a property named 'isJunk' on type "
            "'microsoft.graph.message'.",
        ),
        ("$expand=folder", 400, "BadRequest", None),
        ("$top=1001", 400, "BadRequest", None),
        ("$top=0", 400, "ErrorInvalidUrlQuery", None),
        ("$top=-1", 400, "BadRequest", None),
        ("$top=ten", 400, "BadRequest", None),
        ("$skip=-1", 400, "BadRequest", None),
        ("$count=maybe", 400, "BadRequest", None),
        ("$apply=x", 400, "BadRequest", None),
        ("$top=1&$top=2", 400, "BadRequest", None),
    ],
)
def test_what_cannot_be_asked(graph: Graph, query: str, status: int, code: str, message: str | None) -> None:
    refused = error(graph.get(f"{INBOX}?{query}"))
    assert refused[:2] == (status, code)
    if message is not None:
        assert refused[2] == message


@pytest.mark.parametrize(
    ("search", "numbers"),
    [
        ('"pelican"', "2"),
        ("heron", "5431"),
        ('"subject:mail from:carol"', "31"),
        ('"from:erin OR from:dan"', "542"),
        ('"hasAttachment:true"', "3"),
        ('"participants:carol"', "31"),
        ('"\\"number 4\\""', "4"),
        ('"albatross"', ""),
    ],
)
def test_a_search(five: Graph, search: str, numbers: str) -> None:
    found = subjects(five, f"$search={quote(search)}")
    assert sorted(found) == sorted(f"Mail {number}" for number in numbers)
    assert sorted(subjects(five, f"$search={quote(search)}", path="/me/messages")) == sorted(found)


def test_a_search_goes_on_by_a_token(five: Graph) -> None:
    page = ok(five.get(f'{INBOX}?$search="mail"&$top=2'))
    assert "%24skiptoken=" in page["@odata.nextLink"]
    rest = ok(five.get(page["@odata.nextLink"].replace("%24top=2", "%24top=9")))
    assert len(page["value"]) + len(rest["value"]) == 5
    assert "@odata.nextLink" not in rest


def test_who_may_only_list_may_not_search(five: Graph) -> None:
    refused = error(five.get(f'{INBOX}?$search="mail"', scopes=("Mail.ReadBasic",)))
    assert refused[:2] == (403, "ErrorAccessDenied")


def test_a_filter_with_contains_may_need_more(five: Graph) -> None:
    five.tenant.policies.graph_contains_needs_count = True
    query = f"{INBOX}?$filter=contains(subject,'Mail')"
    assert error(five.get(query)) == INEFFICIENT
    assert len(ok(five.get(f"{query}&$count=true", headers={"ConsistencyLevel": "eventual"}))["value"]) == 5


def test_what_is_selected(five: Graph) -> None:
    [message] = ok(five.get(f"{INBOX}?$top=1&$select=subject,Sender"))["value"]
    assert list(message) == ["@odata.etag", "id", "subject", "sender"]
    answer = ok(five.get(f"{INBOX}?$top=1&$select=sender,subject"))
    assert answer["@odata.context"].endswith("/messages(subject,sender)")


def test_private_messages_are_not_shown_to_others(graph: Graph) -> None:
    from fakeserver.tenant.exchange.values import Sensitivity

    tenant, box = graph.tenant, graph.mailbox("bob")
    alice, bob = tenant.user("alice"), tenant.user("bob")
    private, _ = graph.deliver("Private", "bob"), graph.deliver("Open", "bob")
    with box.lock:
        box.items.update(private, {"sensitivity": Sensitivity.PRIVATE})
    tenant.rights.add_folder_permission(bob, "Inbox", alice, "Reviewer")
    path = f"/users/{bob.upn}/mailFolders/inbox/messages"
    for query in ("", "$filter=isRead eq false", "$orderby=subject"):
        assert subjects(graph, query, path=path) == ["Open"]
    assert subjects(graph, path=f"/users/{bob.upn}/messages") == ["Open"]
    sent = error(graph.get(f"/users/{bob.upn}/mailFolders/sentitems/messages"))
    assert sent[0] == 404

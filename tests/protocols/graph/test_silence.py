"""Nothing that a client asks for is passed over in silence: options, members, values and folders of a path."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from fakeserver.protocols.graph.registry import Operation, operations
from fakeserver.server import FakeServer
from tests.protocols.graph.asking import ENOUGH, Graph, error, ok
from tests.protocols.graph.store import BODIES, Store, places, there, with_other

#: Of each option something that is none.
NONSENSE: Final = {
    "$select": "frobnicate",
    "$expand": "frobnicate",
    "$filter": "frobnicate eq 1",
    "$orderby": "frobnicate",
    "$top": "x",
    "$skip": "x",
    "$count": "x",
    "$search": '"a',
    "$skiptoken": "x",
    "$deltatoken": "x",
    "includehiddenfolders": "x",
    "changetype": "x",
    "startdatetime": "x",
    "enddatetime": "x",
}
#: What the service itself ignores, as its documentation says; the journal has a remark.
IGNORED: Final = {("ListAttachments", "$filter")}
_PERIOD: Final = {"startdatetime": "2036-12-01T00:00:00Z", "enddatetime": "2036-12-30T00:00:00Z"}
#: Values of other types; one of them is none of any property's.
OTHERS: Final[tuple[Any, ...]] = ([], {}, 5, True, "nonsense \x01", 3.5, {"a": 1}, [[1]], 10**25)
BY_NAME: Final = {each.name: each for each in reversed(operations())}
WRITES: Final = [(name, body) for name, bodies in BODIES.items() for body in bodies]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with FakeServer() as server:
        tenant = server.new_tenant()
        tenant.add_user("alice")
        tenant.add_user("bob")
        graph = Graph(server, tenant)
        yield Store(graph)
        graph.close()
        assert server.errors == []


def asked(store: Store, each: Operation) -> str | None:
    """Return an operation's path; None: there is nothing in the mailbox that it could be about."""
    try:
        return store.path(each.path)
    except KeyError:
        return None


@pytest.mark.parametrize(
    ("each", "option"),
    [(each, option) for each in operations() if each.method == "GET" for option in sorted(each.query)],
    ids=lambda value: value if isinstance(value, str) else f"{value.name} {value.path}",
)
def test_an_option_with_nonsense_is_refused(store: Store, each: Operation, option: str) -> None:
    path = asked(store, each)
    if path is None:
        pytest.skip("what a path of that form names is tested with the operation")
    options = {name: value for name, value in _PERIOD.items() if name in each.query} | {option: NONSENSE[option]}
    answer = store.graph.get(path, params=options, scopes=(*ENOUGH, "User.ReadBasic.All"))
    if (each.name, option) in IGNORED:
        assert answer.status_code == 200
        assert f"{option} says nothing" in store.graph.tenant.journal.entries[-1].answered
    else:
        assert answer.status_code in (400, 501), answer.text


@pytest.mark.parametrize(
    "each",
    [each for each in operations() if each.method == "POST" and not each.takes_body],
    ids=lambda each: f"{each.name} {each.path}",
)
def test_an_action_without_parameters_takes_none(store: Store, each: Operation) -> None:
    path = asked(store, each)
    if path is None:
        pytest.skip("what a path of that form names is tested with the operation")
    status, code, text = error(store.graph.post(path, {"frobnicate": 1}))
    assert (status, code) == (400, "RequestBodyRead")
    assert "frobnicate" in text


@pytest.mark.parametrize(("name", "body"), WRITES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_body_is_taken_and_no_other_member_or_type(store: Store, name: str, body: Any) -> None:
    each, graph = BY_NAME[name], store.graph
    path = store.path(each.path)
    assert graph.ask(each.method, path, store.fresh(body)).status_code < 300
    taken = []
    for at in places(body):
        old = there(body, at)
        others = [other for other in OTHERS if at and type(other) is not type(old)]
        if isinstance(old, dict):
            others.append({**old, "frobnicate": 1})
        for other in others:
            answer = graph.ask(each.method, path, with_other(store.fresh(body), at, other))
            if answer.status_code not in (400, 413, 501):
                taken.append((at, other, answer.status_code))
    assert taken == []


@pytest.mark.parametrize(("name", "body"), WRITES, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_preferred_is_read_before_anything_is_done(store: Store, name: str, body: Any) -> None:
    each, graph = BY_NAME[name], store.graph
    changes = graph.mailbox().changes.position
    headers = {"Prefer": 'outlook.timezone="Nowhere"'}
    answer = graph.ask(each.method, store.path(each.path), store.fresh(body), headers=headers)
    assert error(answer)[:2] == (400, "TimeZoneNotSupportedException")
    assert graph.mailbox().changes.position == changes


def test_a_message_is_in_the_folder_that_its_path_leads_through(graph: Graph) -> None:
    below = ok(graph.post("/me/mailFolders/inbox/childFolders", {"displayName": "below"}), 201)["id"]
    message = ok(graph.post(f"/me/mailFolders/{below}/messages", {"subject": "x"}), 201)["id"]
    for way in (f"{below}", f"inbox/childFolders/{below}"):
        assert ok(graph.get(f"/me/mailFolders/{way}/messages/{message}"))["subject"] == "x"
        assert ok(graph.get(f"/me/mailFolders/{way}"))["id"] == below
    for way, code in (
        ("inbox", "ErrorItemNotFound"),
        (f"drafts/childFolders/{below}", "ErrorItemNotFound"),
        ("AAAA", "ErrorInvalidIdMalformed"),
    ):
        assert error(graph.get(f"/me/mailFolders/{way}/messages/{message}"))[1] == code
    assert error(graph.get(f"/me/mailFolders/drafts/childFolders/{below}"))[:2] == (404, "ErrorItemNotFound")
    assert graph.delete(f"/me/mailFolders/inbox/messages/{message}").status_code == 404
    assert len(graph.mailbox().messages("Inbox/below")) == 1


def test_a_search_folder_leads_to_what_it_shows(graph: Graph) -> None:
    shown, other = graph.deliver("Invoice"), graph.deliver("other")
    made = {
        "@odata.type": "microsoft.graph.mailSearchFolder",
        "displayName": "Invoices",
        "sourceFolderIds": ["inbox"],
        "filterQuery": "subject eq 'Invoice'",
    }
    found = ok(graph.post("/me/mailFolders/searchfolders/childFolders", made), 201)["id"]
    listed = ok(graph.get(f"/me/mailFolders/{found}/messages"))["value"]
    assert [each["subject"] for each in listed] == [shown.subject]
    assert ok(graph.get(f"/me/mailFolders/{found}/messages/{listed[0]['id']}"))["subject"] == shown.subject
    others = ok(graph.get("/me/messages?$filter=subject eq 'other'"))["value"][0]["id"]
    assert other.subject == "other"
    assert error(graph.get(f"/me/mailFolders/{found}/messages/{others}"))[0] == 404

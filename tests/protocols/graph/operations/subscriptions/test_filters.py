"""``$filter`` of what is watched."""

import pytest

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.operations.subscriptions.filters import read_filter
from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.operations.subscriptions.listener import Listener, subscribe
from tests.world import World


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("isDraft eq false", True),
        ("isDraft eq true", False),
        ("ISDRAFT NE true", True),
        ("subject eq 'it''s X'", True),
        ("subject eq 'x'", False),
        ("importance eq 'Normal' AND hasAttachments eq false", True),
        ("importance eq 'high' and hasAttachments eq false", False),
        ("from/emailAddress/address eq 'Carol@example.com'", True),
        ("from/emailAddress/nonsense eq null", True),
        ("flag/flagStatus eq 'notFlagged'", True),
    ],
)
def test_properties_equal_something(text: str, holds: bool) -> None:
    item = World.of("alice").mailbox().deliver(subject="It's x", sender="carol@example.com")
    assert read_filter(text)(item) is holds


@pytest.mark.parametrize(
    "text",
    ["isDraft", "isDraft eq", "isDraft eq maybe", "nonsense eq true", "isDraft eq false or isRead eq true",
     "contains(subject,'x')", "body/content eq 'x'", "isDraft eq false and", "isDraft eq falseand isRead eq true",
     "subject eq 'x", "receivedDateTime ge 2020-01-01T00:00:00Z", "", "1 eq 1"],
)  # fmt: skip
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(GraphError):
        read_filter(text)


def test_what_is_read_is_gone_for_who_watches_unread_mail(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener, resource="me/mailFolders('inbox')/messages?$filter=isRead eq false"), 201)
    item = graph.deliver("x")
    assert listener.told()["changeType"] == "created"
    with graph.mailbox().lock:
        graph.mailbox().items.set_flags(item, item.flags._replace(seen=True))
    assert listener.told()["changeType"] == "deleted"

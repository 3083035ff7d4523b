"""Paths lead to operations; one that leads nowhere says what is there."""

import pytest

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.registry import find, operations
from tests.protocols.graph.asking import Graph, error


def test_each_operation_is_found_by_its_own_path_in_any_case() -> None:
    for each in operations():
        segments = [part.strip("{}") if part.startswith("{") else part.upper() for part in each.path.split("/")]
        assert find(each.method, segments)[0] is each


def test_a_key_is_given_by_name() -> None:
    found, values = find("GET", ["me", "mailFolders", "Inbox", "messages"])
    assert (found.name, values) == ("ListFolderMessages", {"folder": "Inbox"})


@pytest.mark.parametrize(
    ("segments", "message", "fix"),
    [
        (["me", "mesages"], "Resource not found for the segment 'mesages'.", "did you mean 'messages'?"),
        (["me", "drive"], "Resource not found for the segment 'drive'.", "below me this fake has calendar, calendars,"),
        (["drives"], "Resource not found for the segment 'drives'.", "below the version this fake has $batch, me,"),
        (["me", "messages", "A", "send", "x"], "Resource not found for the segment 'x'.", "nothing is below it"),
        (["me", "outlook"], "Resource not found for the segment 'outlook'.", "below me/outlook this fake has"),
    ],
)
def test_what_is_not_there_is_told_what_is(segments: list[str], message: str, fix: str) -> None:
    with pytest.raises(GraphError) as caught:
        find("GET", segments)
    assert caught.value.message == message
    assert fix in caught.value.fix


def test_the_journal_has_it(graph: Graph) -> None:
    assert error(graph.get("/me/mesages"))[:2] == (400, "RequestBroker--ParseUri")
    assert error(graph.ask("PUT", "/me/messages"))[:2] == (405, "Request_BadRequest")
    unknown, method = (refusal.refusal.fix for refusal in graph.tenant.journal.refusals[-2:])
    assert "did you mean 'messages'?" in unknown
    assert method.startswith("there is GET, POST")

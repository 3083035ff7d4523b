"""Messages are found by their extended properties."""

import pytest

from tests.protocols.graph.asking import Graph, error, ok

COLOR = "String {6d3f1c3e-0000-4000-8000-000000000001} Name Color"
SIZE = "Integer {6d3f1c3e-0000-4000-8000-000000000001} Name Size"
AT = "SystemTime {6d3f1c3e-0000-4000-8000-000000000001} Name At"
DONE = "Boolean {6d3f1c3e-0000-4000-8000-000000000001} Name Done"
INBOX = "/me/mailFolders/inbox/messages"


@pytest.fixture
def messages(graph: Graph) -> Graph:
    """Alice with three messages, the last of which has no properties of its own."""
    for subject, color, size, at, done in (
        ("one", "Red", "5", "2026-01-02T00:00:00Z", "true"),
        ("two", "Dark blue", "70", "2026-02-03T00:00:00Z", "false"),
    ):
        pairs = ((COLOR, color), (SIZE, size), (AT, at), (DONE, done))
        given = [{"id": named, "value": value} for named, value in pairs]
        ok(
            graph.post("/me/mailFolders/inbox/messages", {"subject": subject, "singleValueExtendedProperties": given}),
            201,
        )
    ok(graph.post("/me/mailFolders/inbox/messages", {"subject": "three"}), 201)
    return graph


def asked(named: str, condition: str) -> str:
    joined = f" and {condition}" if condition else ""
    return f"singleValueExtendedProperties/any(ep: ep/id eq '{named}'{joined})"


def found(graph: Graph, clause: str) -> list[str]:
    answer = graph.get(INBOX, params={"$filter": clause, "$select": "subject"})
    return sorted(one["subject"] for one in ok(answer)["value"])


@pytest.mark.parametrize(
    ("named", "condition", "subjects"),
    [
        (COLOR, "ep/value eq 'Red'", ["one"]),
        (COLOR, "ep/value eq 'RED'", ["one"]),
        (COLOR, "ep/value ne 'Red'", ["two"]),
        (COLOR, "contains(ep/value,'BLUE')", ["two"]),
        (COLOR, "startswith(ep/value,'dark')", ["two"]),
        (COLOR, "(startswith(ep/value,'dark') or ep/value eq 'red')", ["one", "two"]),
        (COLOR, "not (ep/value eq 'red') and ep/value ne null", ["two"]),
        (COLOR, "ep/value eq null", ["three"]),
        (COLOR, "ep/value ne null", ["one", "two"]),
        (COLOR, "", ["one", "two"]),
        (SIZE, "cast(ep/value, Edm.Int32) gt 5", ["two"]),
        (SIZE, "cast(ep/value, Edm.Int32) ge 5", ["one", "two"]),
        (SIZE, "ep/value eq '5'", ["one"]),
        (SIZE, "ep/value lt '10'", ["one"]),
        (AT, "cast(ep/value,Edm.DateTimeOffset) ge datetimeoffset'2026-02-01T00:00:00Z'", ["two"]),
        (AT, "cast(ep/value,Edm.DateTimeOffset) lt 2026-02-01T00:00:00Z", ["one"]),
        (AT, "ep/value eq '2026-01-02T00:00:00Z'", ["one"]),
        (DONE, "cast(ep/value,Edm.Boolean) eq true", ["one"]),
        (DONE, "ep/value eq 'false'", ["two"]),
        ("String 0x0037", "startswith(ep/value,'t')", ["three", "two"]),
    ],
)
def test_messages_are_found(messages: Graph, named: str, condition: str, subjects: list[str]) -> None:
    assert found(messages, asked(named, condition)) == subjects


def test_several_properties_at_once(messages: Graph) -> None:
    both = f"{asked(COLOR, 'ep/value ne null')} and {asked(SIZE, 'cast(ep/value, Edm.Int32) lt 10')}"
    assert found(messages, both) == ["one"]
    assert found(messages, f"not {asked(COLOR, '')}") == ["three"]


@pytest.mark.parametrize(
    ("clause", "status"),
    [
        (asked("nonsense", "ep/value eq 'x'"), 400),
        (asked(SIZE, "ep/value eq 'x'"), 400),
        (asked(SIZE, "contains(ep/value,'5')"), 400),
        (asked(SIZE, "ep/value eq 2026-01-01"), 400),
        (asked(DONE, "ep/value gt 'false'"), 400),
        (asked(COLOR, "ep/value gt null"), 400),
        (asked(COLOR, "other/value eq 'x'"), 400),
        (asked(COLOR, "ep/name eq 'x'"), 400),
        (asked(COLOR, "cast(ep/value, Edm.Nothing) eq 5"), 400),
        (asked(COLOR, "ep/id eq 'String 0x0037'"), 400),
        ("singleValueExtendedProperties/any(ep: ep/value eq 'x')", 400),
        ("singleValueExtendedProperties/any()", 400),
        (f"singleValueExtendedProperties/all(ep: ep/id eq '{COLOR}')", 501),
        ("multiValueExtendedProperties/any(ep: ep/id eq 'StringArray 0x6601')", 501),
    ],
)
def test_what_is_refused(graph: Graph, clause: str, status: int) -> None:
    assert error(graph.get("/me/messages", params={"$filter": clause}))[0] == status

"""Extended properties in a filter of messages."""

import pytest

from tests.protocols.graph.asking import Graph, ok

CASED = "String {00020329-0000-0000-c000-000000000046} Name Case"
NUMBER = "Integer {00020329-0000-0000-c000-000000000046} Name Number"
SINCE = "SystemTime {00020329-0000-0000-c000-000000000046} Name Since"
DONE = "Boolean {00020329-0000-0000-c000-000000000046} Name Done"


def post(graph: Graph, subject: str, **values: str) -> None:
    named = {"case": CASED, "number": NUMBER, "since": SINCE, "done": DONE}
    properties = [{"id": named[name], "value": value} for name, value in values.items()]
    ok(graph.post("/me/messages", {"subject": subject, "singleValueExtendedProperties": properties}), 201)


def found(graph: Graph, condition: str) -> list[str]:
    query = {"$filter": f"singleValueExtendedProperties/any({condition})", "$select": "subject"}
    return sorted(each["subject"] for each in ok(graph.get("/me/messages", params=query))["value"])


@pytest.fixture
def filled(graph: Graph) -> Graph:
    post(graph, "A", case="Invoice 4711", number="7", since="2026-01-02T03:04:05Z", done="true")
    post(graph, "B", case="invoice 4712", number="-1", since="2026-06-01T00:00:00Z", done="false")
    post(graph, "C")
    return graph


@pytest.mark.parametrize(
    ("condition", "subjects"),
    [
        (f"ep: ep/id eq '{CASED}' and ep/value eq 'INVOICE 4711'", "A"),
        (f"ep: '{CASED}' eq ep/id and 'invoice 4712' eq ep/value", "B"),
        (f"x: x/id eq '{CASED}' and x/value ne 'invoice 4711'", "B"),
        (f"ep: ep/id eq '{CASED}' and contains(ep/value,'471')", "AB"),
        (f"ep: ep/id eq '{CASED}' and startswith(ep/value,'INV')", "AB"),
        (f"ep: ep/id eq '{CASED}' and (contains(ep/value,'4711') or contains(ep/value,'4712'))", "AB"),
        (f"ep: ep/id eq '{CASED}' and not contains(ep/value,'4711')", "BC"),
        (f"ep: ep/id eq '{CASED}' and ep/value eq null", "C"),
        (f"ep: ep/id eq '{CASED}' and ep/value ne null", "AB"),
        (f"ep: ep/id eq '{CASED}'", "AB"),
        (f"ep: ep/id eq '{NUMBER}' and cast(ep/value, Edm.Int32) gt 0", "A"),
        (f"ep: ep/id eq '{NUMBER}' and 0 gt cast(ep/value, Edm.Int32)", "B"),
        (f"ep: ep/id eq '{NUMBER}' and ep/value eq '7'", "A"),
        (f"ep: ep/id eq '{SINCE}' and cast(ep/value,Edm.DateTimeOffset) ge 2026-05-01T00:00:00Z", "B"),
        (f"ep: ep/id eq '{SINCE}' and cast(ep/value,Edm.DateTimeOffset) ge datetimeoffset'2026-05-01T00:00:00Z'", "B"),
        (f"ep: ep/id eq '{DONE}' and cast(ep/value, Edm.Boolean) eq true", "A"),
        (f"ep: ep/id eq '{CASED}' and cast(ep/value, Edm.Int32) gt 0", ""),
    ],
)
def test_a_value_is_compared(filled: Graph, condition: str, subjects: str) -> None:
    assert found(filled, condition) == [*subjects]


def test_the_header_that_came_is_a_property(graph: Graph) -> None:
    graph.tenant.deliver("alice", "Subject: Mine\r\nX-Own: here\r\n\r\nBody\r\n")
    graph.tenant.deliver("alice", "Subject: Other\r\n\r\nBody\r\n")
    assert found(graph, "ep: ep/id eq 'String 0x007D' and contains(ep/value,'x-own:')") == ["Mine"]


@pytest.mark.parametrize(
    ("condition", "status", "code"),
    [
        ("ep: ep/value eq 'x'", 501, "NotImplemented"),
        (f"ep: ep/id eq '{CASED}' and ep/id eq '{NUMBER}'", 501, "NotImplemented"),
        (f"ep: ep/id eq '{CASED}' or ep/value eq 'x'", 501, "NotImplemented"),
        (f"ep: ep/id eq '{CASED}' and ep/other eq 'x'", 501, "NotImplemented"),
        (f"ep: ep/id eq '{CASED}' and cast(ep/value, Edm.Guid) eq 'x'", 501, "NotImplemented"),
        (f"ep: ep/id eq '{NUMBER}' and cast(ep/value, Edm.Int32) eq true", 501, "NotImplemented"),
        (f"ep: ep/id eq '{CASED}' and endswith(ep/value,'12')", 400, "ErrorInvalidUrlQueryFilter"),
        ("ep: ep/id eq 'Nothing' and ep/value eq 'x'", 400, "ErrorInvalidProperty"),
    ],
)
def test_what_is_not_read_is_refused(graph: Graph, condition: str, status: int, code: str) -> None:
    query = {"$filter": f"singleValueExtendedProperties/any({condition})"}
    answer = graph.get("/me/messages", params=query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
